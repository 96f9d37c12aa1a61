"""Objects as plain files under one folder: the embedded default.

A key is a path below the folder. An object appears under its key only when it is whole and on the disk. The folder
itself is never made here: when it vanishes (an unmounted disk), that is `StorageUnavailable`, not a store that lost
everything.
"""

import errno
import io
import os
import stat as modes
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from storage.base import (
    BadKey,
    ObjectMissing,
    ObjectStat,
    StorageError,
    StorageUnavailable,
    Unreadable,
    check_key,
    check_prefix,
    check_range,
    is_key,
)
from storage.files import CHUNK, DAY, PartialFile, copy_checked, make_folders, sweep_folder

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR})
_UNREADABLE = frozenset({errno.EACCES, errno.EPERM, errno.EIO, errno.EISDIR, errno.ELOOP, errno.ENXIO})


class FilesystemStore:
    """An `ObjectStore` and `LocalPath` over a folder that exists. Safe for many threads and processes at once.

    No key may also be the folder of another (`a` and `a/b`): the second `put` is refused with `BadKey`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def put(
        self,
        key: str,
        source: BinaryIO,
        *,
        sha256: str | None = None,
        size: int | None = None,
        media_type: str = "application/octet-stream",
    ) -> ObjectStat:
        """See `ObjectStore.put`. The media type is not kept: a folder has no place for it."""
        path = self._place(key)
        with PartialFile(path.parent) as partial:
            copied = copy_checked(key, source, partial.file, sha256=sha256, size=size)
            modified = _utc(os.fstat(partial.file.fileno()).st_mtime)
            partial.settle(path, size=copied.size)
        return ObjectStat(key, copied.size, copied.sha256, modified)

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """See `ObjectStore.open`."""
        check_range(start, length)
        path = self._path(key)
        try:
            file = io.FileIO(path, opener=_open_plain)
        except OSError as error:
            raise self._read_error(key, error) from error
        return io.BufferedReader(_Range(file, key, start, length), CHUNK)

    def stat(self, key: str) -> ObjectStat | None:
        """See `ObjectStore.stat`; `sha256` is None, for a folder does not remember it."""
        path = self._path(key)
        try:
            found = path.lstat()
        except OSError as error:
            problem = self._read_error(key, error)
            if isinstance(problem, ObjectMissing):
                return None
            raise problem from error
        if not modes.S_ISREG(found.st_mode):
            raise Unreadable(f"{key}: not a plain file")
        return ObjectStat(key, found.st_size, None, _utc(found.st_mtime))

    def delete(self, key: str) -> None:
        """See `ObjectStore.delete`. A power cut right after may bring the object back: an orphan, never a loss."""
        path = self._path(key)
        try:
            path.unlink()
        except OSError as error:
            problem = self._read_error(key, error)
            if not isinstance(problem, ObjectMissing):
                raise problem from error

    def iter_keys(self, prefix: str = "") -> Iterator[str]:
        """See `ObjectStore.iter_keys`."""
        folder = check_prefix(prefix).rpartition("/")[0]
        self._require_root()
        return (key for key in self._walk(folder) if key.startswith(prefix))

    def local_path(self, key: str) -> Path | None:
        """See `LocalPath.local_path`."""
        return self._path(key) if self.stat(key) is not None else None

    def sweep(self, *, older_than: float = DAY) -> int:
        """Remove what killed writers left, when untouched for `older_than` seconds; tells how many files that were."""
        self._require_root()
        try:
            return sweep_folder(self._root, older_than=older_than)
        except OSError as error:
            raise StorageUnavailable(f"cannot sweep {self._root}: {error.strerror}") from error

    def _path(self, key: str) -> Path:
        """Where the object lies. Resolved first, then checked: a link anywhere on the way is not followed."""
        check_key(key)
        root = os.path.realpath(self._root)
        expected = f"{root}/{key}"
        if os.path.realpath(expected) != expected:
            raise Unreadable(f"{key}: a link lies on the way to it")
        return Path(expected)

    def _place(self, key: str) -> Path:
        """Where the object shall lie, with the folders on the way there made."""
        path = self._path(key)
        self._require_root()
        root = Path(os.path.realpath(self._root))
        try:
            make_folders(path.parent, root)
        except (FileExistsError, NotADirectoryError) as error:
            raise BadKey(f"{key}: a part of it is the key of another object") from error
        if path.is_dir():
            raise BadKey(f"{key}: it is the folder of other objects")
        return path

    def _walk(self, folder: str) -> Iterator[str]:
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            for entry in self._entries(here):
                key = f"{here}/{entry.name}" if here else entry.name
                if not is_key(key):
                    continue  # an unfinished put, or a thing that is not ours such as lost+found
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(key)
                elif entry.is_file(follow_symlinks=False):
                    yield key

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / folder) as entries:
                return list(entries)  # read at once: a walk given up half way holds nothing open
        except OSError as error:
            if error.errno in _ABSENT and self._ready():
                return []  # removed meanwhile, or no key begins so
            raise StorageUnavailable(f"cannot list {self._root / folder}: {error.strerror}") from error

    def _ready(self) -> bool:
        return self._root.is_dir() and os.access(self._root, os.R_OK | os.X_OK)

    def _require_root(self) -> None:
        if not self._ready():
            raise StorageUnavailable(f"the folder {self._root} is not there or may not be read")

    def _read_error(self, key: str, error: OSError) -> StorageError:
        if not self._ready():
            return StorageUnavailable(f"the folder {self._root} is not there or may not be read")
        if error.errno in _ABSENT:
            return ObjectMissing(key)
        return _of_object(key, error)


class _Range(io.RawIOBase):
    """At most `length` bytes of a file from `start`, with the errors of reading translated."""

    def __init__(self, file: io.FileIO, key: str, start: int, length: int | None) -> None:
        size = os.fstat(file.fileno()).st_size
        self._file = file
        self._key = key
        self._at = min(start, size)
        self._end = size if length is None else min(self._at + length, size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)[: self._end - self._at]
        try:
            count = os.preadv(self._file.fileno(), [view], self._at)
        except OSError as error:
            raise _of_object(self._key, error) from error
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _open_plain(path: str, flags: int) -> int:
    # O_NONBLOCK: a pipe someone put there must not hang us; for plain files it changes nothing.
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if modes.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise IsADirectoryError(errno.EISDIR, "not a plain file", path)


def _of_object(key: str, error: OSError) -> StorageError:
    kind = Unreadable if error.errno in _UNREADABLE else StorageUnavailable
    return kind(f"{key}: {error.strerror or type(error).__name__}")


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
