"""What every place for bytes can do: five verbs over keys and streams, and the errors they may end in.

A store knows keys and bytes; it knows nothing of records, people or the web. `tests/contracts` holds what is promised
here for every backend.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol, runtime_checkable

MAX_KEY = 512
MAX_SEGMENT = 255  # NAME_MAX of the file systems in use; S3 itself would allow more
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*")
_PREFIX = re.compile(r"(?:[a-z0-9][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*/?)?")


class StorageError(Exception):
    """Anything that kept a store from doing what it was asked; `retryable` says whether asking later can help."""

    retryable: ClassVar[bool] = False


class BadKey(StorageError, ValueError):
    """The key (or prefix) is no name an object may have. Nothing was touched."""


class ObjectMissing(StorageError):
    """The store answered, and holds no object of that key."""


class Unreadable(StorageError):
    """There is something under that key, and its bytes cannot be had: permissions, a broken disk, no plain file."""


class Corrupt(StorageError):
    """The bytes are not the ones that were promised: their number or their SHA-256 differs."""


class TooLarge(StorageError):
    """The stream goes on past the number of bytes the caller allowed."""


class StorageUnavailable(StorageError):
    """The store does not answer, or cannot work now. Nothing is known about the object."""

    retryable = True


class StorageFull(StorageError):
    """No room for the bytes. Retryable, because room can be made; nothing of the new object stays."""

    retryable = True


@dataclass(frozen=True, slots=True)
class ObjectStat:
    """One stored object as its store describes it.

    `size` is in bytes, `modified` in UTC. `sha256` (64 hexadecimal digits) is what was computed while the object was
    written; it is None where the store does not remember it, and it is never proof that the bytes are still those.
    """

    key: str
    size: int
    sha256: str | None
    modified: datetime


class ObjectStore(Protocol):
    """Whole objects under keys. Every verb may also raise `StorageUnavailable`, and `BadKey` before it does
    anything.
    """

    def put(
        self,
        key: str,
        source: BinaryIO,
        *,
        sha256: str | None = None,
        size: int | None = None,
        media_type: str = "application/octet-stream",
    ) -> ObjectStat:
        """Keep all that `source` still holds; an object that had the key is replaced in one step, at the very end.

        The length need not be known. Where `sha256` or `size` is given and the stream differs: `Corrupt`. `StorageFull`
        when there is no room. What `source.read` raises passes through unchanged. After any error the store is as
        before.
        """

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """Read from byte `start`, at most `length` bytes; close it (`with`). A range past the end is short or empty.

        The stream cannot be seeked. `ObjectMissing`, `Unreadable`; `ValueError` on a negative number.
        """

    def stat(self, key: str) -> ObjectStat | None:
        """Describe the object, or None where there is none; `Unreadable` where there is something else."""

    def delete(self, key: str) -> None:
        """Remove the object; one that is not there is no error."""

    def iter_keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with `prefix`, in no promised order; unfinished puts and foreign names do not
        appear.
        """


@runtime_checkable
class Presigner(Protocol):
    """A store whose objects a browser may fetch by itself, through an address that expires."""

    def presign(self, key: str, *, seconds: int, download_name: str, media_type: str, inline: bool) -> str:
        """Make an address good for `seconds` (1 to 604,800) under which the bytes come with that name and media type.

        The object need not exist. `ValueError` when `seconds` is out of range.
        """


@runtime_checkable
class LocalPath(Protocol):
    """A store whose objects are plain files here, to be sent or read without a copy."""

    def local_path(self, key: str) -> Path | None:
        """Name the file that holds the object, or None where there is none. It must not be written to."""


@runtime_checkable
class NeedsBucket(Protocol):
    """A store whose place has to be made once, by whoever sets the library up, and is never made in passing."""

    def ensure_bucket(self) -> None:
        """Make the place when there is none."""


@runtime_checkable
class Sweepable(Protocol):
    """A store where a killed process can leave bytes of an object it never finished."""

    def sweep(self, *, older_than: float) -> int:
        """Remove such rests that are older than so many seconds; tells how many. Meant to be called once a day."""


def check_key(key: str) -> str:
    """Give the key back when it is one: `[a-z0-9._/-]`, no empty, hidden or `..` segment, at most 512 characters."""
    if len(key) > MAX_KEY or ".." in key or not _KEY.fullmatch(key):
        raise BadKey(f"not a storage key: {key[:80]!r}")
    if any(len(segment) > MAX_SEGMENT for segment in key.split("/")):
        raise BadKey(f"a segment of the storage key is longer than {MAX_SEGMENT}: {key[:80]!r}")
    return key


def is_key(name: str) -> bool:
    """Tell whether `check_key` would take it."""
    try:
        check_key(name)
    except BadKey:
        return False
    return True


def check_prefix(prefix: str) -> str:
    """Give the prefix back when some key could begin with it; `BadKey` otherwise."""
    if len(prefix) > MAX_KEY or ".." in prefix or not _PREFIX.fullmatch(prefix):
        raise BadKey(f"no storage key begins like this: {prefix[:80]!r}")
    return prefix


def check_range(start: int, length: int | None) -> None:
    """Refuse a negative start or length with `ValueError`."""
    if start < 0 or (length is not None and length < 0):
        raise ValueError(f"a range cannot be negative: start={start}, length={length}")
