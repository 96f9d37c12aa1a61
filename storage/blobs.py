"""Bytes named by their SHA-256: written once, never rewritten, the same bytes kept once.

A stream is first spooled to a local file, because its name is known only at its end.
"""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from storage.base import (
    BadKey,
    LocalPath,
    ObjectMissing,
    ObjectStat,
    ObjectStore,
    Presigner,
    Unreadable,
)
from storage.files import CHUNK, DAY, Copied, PartialFile, copy, copy_checked, sweep_folder

DERIVED = "derived/"
_DIGITS = frozenset("0123456789abcdef")


class Fault(StrEnum):
    """What is wrong with stored bytes. `altered` is said of bytes that are all there, or more, and not the same."""

    ALTERED = "altered"
    TRUNCATED = "truncated"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class Spooled:
    """A stream taken in whole: its `sha256`, its `size` in bytes, and the local file that holds it until the block
    ends.

    `file` is open for reading and stands at its beginning; `path` names the same file.
    """

    __slots__ = ("_partial", "sha256", "size")

    def __init__(self, partial: PartialFile, copied: Copied) -> None:
        self._partial = partial
        self.sha256 = copied.sha256
        self.size = copied.size

    @property
    def file(self) -> BinaryIO:
        """The open file; its position is shared by all who use it."""
        return self._partial.file

    @property
    def path(self) -> Path:
        """Where the file lies until the block ends."""
        return self._partial.path

    def close(self) -> None:
        """Remove the file. May be called twice."""
        self._partial.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def spool(source: BinaryIO, *, folder: Path, limit: int) -> Spooled:
    """Take in what `source` still holds, at most `limit` bytes, into a file (0600) in the existing `folder`.

    Raises `TooLarge`, `StorageFull`, `StorageUnavailable`, or what `source` raises; the file is gone then.
    """
    partial = PartialFile(folder)
    try:
        copied = copy(source, partial.file, limit=limit)
        partial.file.seek(0)
    except BaseException:
        partial.discard()
        raise
    return Spooled(partial, copied)


def sweep_spooled(folder: Path, *, older_than: float = DAY) -> int:
    """Remove what killed processes left in a spool folder, untouched for `older_than` seconds; tells how many files."""
    return sweep_folder(folder, older_than=older_than)


def blob_key(sha256: str) -> str:
    """Give the key of the bytes with that digest: 64 hexadecimal digits in lower case, else `BadKey`."""
    if len(sha256) != 64 or not _DIGITS.issuperset(sha256):
        raise BadKey("a blob is named by the 64 hexadecimal digits of its SHA-256, in lower case")
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


class BlobStore:
    """Content addressing over any store. `store` is the store itself, for derivatives and other keyed objects."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    def add(self, spooled: Spooled, media_type: str) -> bool:
        """Keep the bytes; True when they were written, False when an object of their name and size was there already.

        One of another size is damaged and is written anew.
        """
        key = blob_key(spooled.sha256)
        found = self.store.stat(key)
        if found is not None and found.size == spooled.size:
            return False
        with spooled.path.open("rb") as source:
            self.store.put(key, source, sha256=spooled.sha256, size=spooled.size, media_type=media_type)
        return True

    def open(self, sha256: str, start: int = 0, length: int | None = None) -> BinaryIO:
        """Read the bytes as `ObjectStore.open` does."""
        return self.store.open(blob_key(sha256), start=start, length=length)

    def stat(self, sha256: str) -> ObjectStat | None:
        """Describe the blob, or None where there is none."""
        return self.store.stat(blob_key(sha256))

    def delete(self, sha256: str) -> None:
        """Remove the blob. Whether anything still refers to it is the caller's to know."""
        self.store.delete(blob_key(sha256))

    def local_path(self, sha256: str) -> Path | None:
        """Name the local file of the blob; None where there is no blob, or the store is not on this machine."""
        return self.store.local_path(blob_key(sha256)) if isinstance(self.store, LocalPath) else None

    def presign(self, sha256: str, *, seconds: int, download_name: str, media_type: str, inline: bool) -> str | None:
        """Make an address as `Presigner` does; None where the store cannot give the bytes out by itself."""
        if not isinstance(self.store, Presigner):
            return None
        return self.store.presign(
            blob_key(sha256), seconds=seconds, download_name=download_name, media_type=media_type, inline=inline
        )

    def check(self, sha256: str, size: int) -> Fault | None:
        """Read the blob through and say what is wrong; None when it is what it was. A store that is down raises."""
        try:
            with self.open(sha256) as source:
                found = _digest(source.read)
        except ObjectMissing:
            return Fault.MISSING
        except Unreadable:
            return Fault.UNREADABLE
        if found.size < size:
            return Fault.TRUNCATED
        return None if found == Copied(size, sha256) else Fault.ALTERED

    def fetch(self, sha256: str, target: Path) -> None:
        """Copy the blob to a local file (0600), which appears whole and verified or not at all; `Corrupt` if
        damaged.
        """
        with self.open(sha256) as source, PartialFile(target.parent) as partial:
            copied = copy_checked(sha256, source, partial.file, sha256=sha256, size=None)
            partial.settle(target, size=copied.size)

    def put_derivative(self, key: str, source: BinaryIO, *, media_type: str = "application/octet-stream") -> ObjectStat:
        """Keep a file made from another one under a key `derived/…`; the one made before is replaced."""
        if not key.startswith(DERIVED):
            raise BadKey(f"the key of a derivative begins with {DERIVED}")
        return self.store.put(key, source, media_type=media_type)


def _digest(read: Callable[[int], bytes]) -> Copied:
    digest = hashlib.sha256()
    size = 0
    while piece := read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return Copied(size, digest.hexdigest())
