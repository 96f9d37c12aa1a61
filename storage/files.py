"""Writing local files whole or not at all, and hashing streams while they are copied."""

import errno
import hashlib
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from storage.base import Corrupt, StorageError, StorageFull, StorageUnavailable, TooLarge

CHUNK = 256 * 1024
PARTIAL = ".partial-"  # no key has a segment that begins with a dot, so no object can look like this
DAY = 24 * 3600.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Copied:
    """What went through a copy: the number of bytes, and their SHA-256 as 64 hexadecimal digits."""

    size: int
    sha256: str


class PartialFile:
    """A file (0600) beside its future place that is removed on leaving the block unless `settle` was reached."""

    __slots__ = ("_settled", "file", "path")

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{PARTIAL}{secrets.token_hex(12)}"
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise write_error(error) from error
        self.file: BinaryIO = os.fdopen(descriptor, "w+b", buffering=0)
        self._settled = False

    def __enter__(self) -> Self:
        return self

    def settle(self, target: Path, *, size: int) -> None:
        """Make the file lasting (fsync), hold its length against `size`, and let it take the place of `target`."""
        try:
            os.fsync(self.file.fileno())
            found = os.fstat(self.file.fileno()).st_size
            if found != size:
                raise Corrupt(f"{size} bytes were written and {found} are on the disk")
            self.path.replace(target)
            self._settled = True
            sync_folder(target.parent)
        except OSError as error:
            raise write_error(error) from error

    def discard(self) -> None:
        """Close the file and, unless it was settled, remove it. May be called twice."""
        with suppress(OSError):  # a close that fails is of a file nobody will read
            self.file.close()
        if not self._settled:
            with suppress(OSError):  # what cannot be removed now is found by the sweep
                self.path.unlink()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()


def copy(source: BinaryIO, target: BinaryIO, *, limit: int | None = None) -> Copied:
    """Copy what `source` still holds, in pieces, hashing it. More than `limit` bytes: `TooLarge`, as soon as it is
    seen.

    Errors of `source` pass unchanged; those of `target` become `StorageFull` or `StorageUnavailable`.
    """
    digest = hashlib.sha256()
    size = 0
    while piece := source.read(CHUNK):
        size += len(piece)
        if limit is not None and size > limit:
            raise TooLarge(f"more than {limit} bytes")
        digest.update(piece)
        _write_all(target, piece)
    return Copied(size, digest.hexdigest())


def _write_all(target: BinaryIO, piece: bytes) -> None:
    view = memoryview(piece)
    try:
        while view:  # an unbuffered write may take less than it is given, as on a disk about to be full
            view = view[target.write(view) :]
    except OSError as error:
        raise write_error(error) from error


def copy_checked(what: str, source: BinaryIO, target: BinaryIO, *, sha256: str | None, size: int | None) -> Copied:
    """Copy like `copy`, and raise `Corrupt` where the stream is not what was promised, too long as soon as that is
    seen.
    """
    try:
        copied = copy(source, target, limit=size)
    except TooLarge as error:
        raise Corrupt(f"{what}: {size} bytes were promised and more came") from error
    verify(what, copied, sha256=sha256, size=size)
    return copied


def verify(what: str, found: Copied, *, sha256: str | None, size: int | None) -> None:
    """Hold a copy against what was promised of it; None promises nothing. Raises `Corrupt`."""
    if size is not None and found.size != size:
        raise Corrupt(f"{what}: {size} bytes were promised and {found.size} came")
    if sha256 is not None and found.sha256 != sha256.lower():
        raise Corrupt(f"{what}: the bytes have the SHA-256 {found.sha256}, not {sha256}")


def write_error(error: OSError) -> StorageError:
    """Translate what the operating system says about writing."""
    words = error.strerror or type(error).__name__
    if error.errno in _FULL:
        return StorageFull(f"no room to write: {words}")
    return StorageUnavailable(f"cannot write: {words}")


def make_folders(folder: Path, root: Path) -> None:
    """Make `folder` (0700), which lies under the existing `root`, and let each new name last (fsync).

    `FileExistsError` or `NotADirectoryError` where a file stands on the way.
    """
    if folder == root or folder.is_dir():
        return
    make_folders(folder.parent, root)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    except (FileExistsError, NotADirectoryError):
        raise
    except OSError as error:
        raise write_error(error) from error


def sync_folder(folder: Path) -> None:
    """Make names just added to or replaced in the folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_folder(folder: Path, *, older_than: float = DAY) -> int:
    """Remove files that a killed process left unfinished, when untouched for `older_than` seconds; tells how many."""
    deadline = time.time() - older_than
    removed = 0
    for path in folder.rglob(f"{PARTIAL}*"):
        with suppress(FileNotFoundError):  # its writer may be finishing at this very moment
            if path.stat().st_mtime <= deadline:
                path.unlink()
                removed += 1
    return removed
