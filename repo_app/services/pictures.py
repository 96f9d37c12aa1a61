"""Page images kept as files: made by few hands at a time, once for everybody, and dropped when long unused.

Drawing a page may take a child process for more than a minute, so most of the site's threads must never be in here: a
few requests are served or wait, all others are told at once when to come again.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

import ingest
from repo_app.errors import Fault, Invalid, Unavailable
from repo_app.services.library import Library
from repo_app.services.local import local_file
from repo_app.services.translation import ingest_problems

AT_ONCE = 2  # images made at one time, so that readers never starve the pages of others
MAY_WAIT = 3  # requests that wait for a turn; with those served never more than five of the site's eight threads
PATIENCE = 4.0  # seconds a request waits for its turn
FAILED_SECONDS = 3600  # a page that cannot be drawn is not tried again before
KEEP_BYTES = 2 * 1024**3  # of page images; some 35,000 pages
TRIM_SECONDS = 60.0

log = logging.getLogger("hoclieu.pictures")


class Busy(Unavailable):
    """As many images are being made as may be; in a moment there is room again."""

    default_code = "page.busy"
    retry_after = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP image and a validator that changes when the image would; no bytes for who ``held`` this very image."""

    data: bytes
    etag: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """An image of page ``number`` of the blob ``sha256``: the ``name`` it is kept under, and how it is made."""

    sha256: str
    number: int
    name: str
    make: Callable[[Path], bytes]


Holds = Callable[[str], bool]
"""Whether who asks for an image holds the one with that validator already."""


def holds_none(_: str) -> bool:
    """Of who holds no image yet."""
    return False


def picture(library: Library, wanted: Wanted, holds: Holds = holds_none) -> Picture:
    """The image, made unless it is kept, or held by who asks: then it is neither made nor read.

    Raises Busy, BytesMissing, Unavailable, and Invalid for what has no image.
    """
    recipe = ingest.picture_recipe()
    etag = f"{wanted.sha256[:20]}-{wanted.name}-{recipe}"
    if holds(etag):
        return Picture(b"", etag, held=True)
    folder = library.cache / "pages" / recipe / wanted.sha256[:2] / wanted.sha256
    target, failure = folder / f"{wanted.name}.webp", folder / f"{wanted.number}.failed"
    data = _kept(target, failure)
    if data is None:
        with _turns.one(target):
            data = _kept(target, failure)  # whoever had the turn before may have made it
            if data is None:
                data = _made(library, wanted, target, failure)
        _broom.sweep(library.cache / "pages")
    return Picture(data, etag)


def _kept(target: Path, failure: Path) -> bytes | None:
    try:
        os.utime(target)  # the images used longest ago go first
        return target.read_bytes()
    except OSError:  # not there, or no cache to speak of
        _raise_remembered(failure)
        return None


def _raise_remembered(failure: Path) -> None:
    try:
        if time.time() - failure.stat().st_mtime > FAILED_SECONDS:
            return
        code, params = json.loads(failure.read_bytes())
    except (OSError, ValueError):
        return
    raise Invalid(Fault("file", code, params))


def _made(library: Library, wanted: Wanted, target: Path, failure: Path) -> bytes:
    with ingest_problems():
        try:
            with local_file(library, wanted.sha256) as path:
                data = wanted.make(path)
        except ingest.IngestError as error:
            if not error.retryable:  # it would take as long again, at any width
                _settle(failure, json.dumps([error.code, dict(error.params)]).encode())
            raise
    _settle(target, data)
    return data


def _settle(target: Path, data: bytes) -> None:
    """Write a file that can be made again: whole or absent, without waiting for the disk, and not at any price."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(target)
    except OSError as error:
        log.warning("%s is not kept: %s", target.name, error.strerror)  # a full disk costs time, and no answer
        with suppress(OSError):
            aside.unlink(missing_ok=True)


class _Turns:
    """Who may make an image now: few at once, one of them for the same image, few who wait, and Busy for the rest."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._guard = threading.Lock()
        self._images: WeakValueDictionary[Path, threading.BoundedSemaphore] = WeakValueDictionary()

    @contextmanager
    def one(self, target: Path) -> Iterator[None]:
        """A turn for the block; Busy where it cannot be had soon."""
        until = time.monotonic() + PATIENCE
        with self._guard:
            image = self._images.setdefault(target, threading.BoundedSemaphore())
        with ExitStack() as held:
            for semaphore, patient in ((self._places, False), (image, True), (self._turns, True)):
                if not semaphore.acquire(timeout=max(0.0, until - time.monotonic()) if patient else 0.0):
                    raise Busy
                held.callback(semaphore.release)
            yield


class _Broom:
    """Trims a folder now and then; whoever comes while it is swept goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: dict[Path, float] = {}

    def sweep(self, folder: Path) -> None:
        """Trim ``folder`` unless that was done a moment ago."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            if time.monotonic() >= self._due.get(folder, 0.0):
                self._due[folder] = time.monotonic() + TRIM_SECONDS
                trim(folder, KEEP_BYTES)
        finally:
            self._lock.release()


def trim(folder: Path, keep: int) -> None:
    """Remove the files below ``folder`` that were used longest ago until those left have at most ``keep`` bytes."""
    found: list[tuple[float, int, Path]] = []
    for at, _, names in os.walk(folder):
        for path in (Path(at, name) for name in names):
            with suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
    kept = 0
    for _, size, path in sorted(found, reverse=True):
        kept += size
        if kept > keep:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # it still holds other images
                path.parent.rmdir()


_turns = _Turns()
_broom = _Broom()
