"""Objects in a dictionary, gone with the process: for tests and trials."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from storage.base import ObjectMissing, ObjectStat, check_key, check_prefix, check_range
from storage.files import copy_checked


@dataclass(frozen=True, slots=True)
class _Kept:
    stat: ObjectStat
    data: bytes


class MemoryStore:
    """An `ObjectStore` that keeps the promises of the others; each object is one value, swapped in one step."""

    def __init__(self) -> None:
        self._objects: dict[str, _Kept] = {}

    def put(
        self,
        key: str,
        source: BinaryIO,
        *,
        sha256: str | None = None,
        size: int | None = None,
        media_type: str = "application/octet-stream",
    ) -> ObjectStat:
        """See `ObjectStore.put`."""
        check_key(key)
        held = io.BytesIO()
        copied = copy_checked(key, source, held, sha256=sha256, size=size)
        stat = ObjectStat(key, copied.size, copied.sha256, datetime.now(UTC))
        self._objects[key] = _Kept(stat, held.getvalue())
        return stat

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """See `ObjectStore.open`."""
        check_range(start, length)
        kept = self._objects.get(check_key(key))
        if kept is None:
            raise ObjectMissing(key)
        end = None if length is None else start + length
        return io.BytesIO(kept.data[start:end])

    def stat(self, key: str) -> ObjectStat | None:
        """See `ObjectStore.stat`."""
        kept = self._objects.get(check_key(key))
        return kept.stat if kept else None

    def delete(self, key: str) -> None:
        """See `ObjectStore.delete`."""
        self._objects.pop(check_key(key), None)

    def iter_keys(self, prefix: str = "") -> Iterator[str]:
        """See `ObjectStore.iter_keys`; the keys are those of the moment it was called."""
        check_prefix(prefix)
        return iter([key for key in list(self._objects) if key.startswith(prefix)])
