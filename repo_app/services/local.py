"""Bytes of a blob as a file on this machine: the stored file itself, or a verified copy in the cache.

Copies are kept while they are used and trimmed by age; a book in S3 is fetched once, not once for each range of pages.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakValueDictionary

import ingest
from repo_app.errors import StorageFull, Unavailable
from repo_app.services.library import Library
from repo_app.services.translation import BytesMissing, storage_problems

KEEP_BYTES = 1024**3  # copies kept on this machine beyond those in use
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class _Lock:
    """One lock for one blob; goes away with its last user."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
_locks_guard = threading.Lock()


@contextmanager
def local_file(library: Library, sha256: str) -> Iterator[Path]:
    """A path to read the blob at, valid inside the block.

    Raises Unavailable or BytesMissing, also in place of what the block raises when the file was taken from under it,
    and StorageFull when this machine has no room for a copy.
    """
    with storage_problems():
        stored = library.blobs.local_path(sha256)
    try:
        yield stored if stored is not None else _fetched(library, sha256)
    except ingest.IngestError:
        require_stored(library, sha256)
        raise
    except OSError as error:  # never the file's fault: a disk that is full, faulty or gone, a copy trimmed by another
        require_stored(library, sha256)
        raise (StorageFull() if error.errno in NO_ROOM else Unavailable("storage.away")) from error


def require_stored(library: Library, sha256: str) -> None:
    """Raise Unavailable or BytesMissing unless storage has the blob now: then it is to blame, and not the file."""
    with storage_problems():
        if library.blobs.stat(sha256) is None:
            raise BytesMissing


def _fetched(library: Library, sha256: str) -> Path:
    folder = library.cache / "blobs"
    target = folder / sha256
    with _locks_guard:
        held = _locks.setdefault(sha256, _Lock())
    with held.lock:
        try:
            os.utime(target)
        except FileNotFoundError:
            folder.mkdir(parents=True, exist_ok=True)
            _trim(folder)
            with storage_problems():
                library.blobs.fetch(sha256, target)
    return target


def _trim(folder: Path) -> None:
    """Remove the copies used longest ago until what is left fits; an open one stays readable to whoever has it open."""
    kept = 0
    for _, size, path in sorted(_entries(folder), reverse=True):
        kept += size
        if kept > KEEP_BYTES:
            path.unlink(missing_ok=True)


def _entries(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each copy was last used, its size, and its path; one that another process trims meanwhile is left out."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            held = path.stat()
            if stat.S_ISREG(held.st_mode) and not path.name.startswith("."):
                yield held.st_mtime, held.st_size, path
