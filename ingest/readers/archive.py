"""Zip archives by rules that no honest office file breaks. Child processes only.

At most 10,000 entries, 2 GB unpacked, no links, no absolute or climbing names, no encryption. Sizes are counted while
reading: what an archive says of itself is only a reason to stop earlier. A ratio of 100 counts from 50 MB unpacked on,
because small XML parts (a sheet of equal cells, an empty chapter) are packed a thousand to one by ordinary programs.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import IO

from ingest.errors import Damaged, Locked, TooLarge

MIB = 1024 * 1024
MAX_ENTRIES = 10_000
MAX_UNPACKED = 2048 * MIB
MAX_RATIO = 100
FREE_BYTES = 50 * MIB
"""Unpacked bytes, of one entry or of all, from which on the ratio counts."""

TREE_BYTES = 10 * 1000 * 1000
"""XML that is held as a whole."""

STREAM_BYTES = 200 * MIB
"""XML that is read piece by piece and never held: the body of a long book, a sheet of a million cells."""

_CHUNK = MIB
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Archive:
    """An open zip archive. Raises Damaged, TooLarge, Locked when it breaks a rule that its directory shows.

    Names are compared as OPC does it: without case, `\\` as `/`, no leading slash.
    """

    def __init__(self, path: Path) -> None:
        self._packed = path.stat().st_size
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise Damaged from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise TooLarge("file.unpacks_too_large", {"limit": MAX_ENTRIES, "found": len(entries)})
        self._entries = {_key(entry.filename): entry for entry in entries}
        for entry in entries:
            _check(entry)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all entries as they are compared."""
        return tuple(self._entries)

    def has(self, name: str) -> bool:
        """Whether there is an entry of that name."""
        return _key(name) in self._entries

    def audit(self) -> None:
        """Unpack everything once, keeping nothing. Raises TooLarge for an archive that unpacks to far more than it is.

        Bytes that do not fit their checksum are left for whoever needs that entry.
        """
        total = 0
        for entry in self._entries.values():
            total += self._unpacked(entry, total)

    def _unpacked(self, entry: zipfile.ZipInfo, before: int) -> int:
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    _require_sane(size, entry.compress_size)
                    _require_sane(before + size, self._packed)
        except _BROKEN:
            return size
        return size

    def read(self, name: str, limit: int = TREE_BYTES) -> bytes:
        """The bytes of an entry. Raises Damaged when it is missing or broken, TooLarge for more than `limit`."""
        with self.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge("file.unpacks_too_large", {"limit": limit, "part": _key(name)[:100]})
        return data

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """An entry as a stream. Raises Damaged when it is missing or broken, also from inside the block."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Damaged(params={"part": _key(name)[:100]})
        try:
            with self._zip.open(entry) as stream:
                yield stream
        except _BROKEN as error:
            raise Damaged(params={"part": _key(name)[:100]}) from error


class Watched(RawIOBase):
    """A stream that lets at most `limit` bytes through and stops at any of the `forbidden` byte strings."""

    def __init__(self, stream: IO[bytes], limit: int, forbidden: tuple[bytes, ...]) -> None:
        self._stream, self._limit, self._forbidden = stream, limit, forbidden
        self._tail = b""
        self._reach = max(map(len, forbidden)) - 1

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises TooLarge, and Damaged where something forbidden comes."""
        data = self._stream.read(size)
        self._limit -= len(data)
        if self._limit < 0:
            raise TooLarge("file.unpacks_too_large", {"limit": STREAM_BYTES})
        seen = self._tail + data
        if any(found in seen for found in self._forbidden):
            raise Damaged("file.unsafe")
        self._tail = seen[-self._reach :]
        return data


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or stat.S_ISLNK(entry.external_attr >> 16):
        raise Damaged("file.unsafe")
    if entry.flag_bits & _ENCRYPTED:
        raise Locked
    if entry.compress_type not in _METHODS:
        raise Damaged(params={"method": entry.compress_type})


def _require_sane(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(1, packed)):
        raise TooLarge("file.unpacks_too_large", {"limit": MAX_UNPACKED})
