"""The folder of an embedded index: whole generations side by side, and a pointer file that names the current one.

    <folder>/current        one line, `<layout> gen-000007`; replaced in one step
    <folder>/gen-000007/    the files of the engine
    <folder>/lock           held by the one writer; the system releases it when its process dies

A rebuild fills a new generation and then moves the pointer, so that whoever dies at whatever moment leaves the
old generation or the new one, never a mixture. Leftovers are removed by the next writer.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.base import IndexUnavailable

# Raise when the files of a generation change their meaning, or when `search.vietnamese` makes other words of a text:
# an older index then asks for a rebuild.
LAYOUT = 5

_NAME = re.compile(r"gen-([0-9]{6,})")


class Generations:
    """The generations in one folder. Reading needs no lock; the writing methods need `writing()` to be held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"

    def current(self) -> Path | None:
        """The folder of the current generation; None if there is no index.

        IndexUnavailable if the pointer cannot be read or names another layout.
        """
        try:
            words = self._pointer.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailable(f"the index pointer cannot be read: {error}", retryable=False) from error
        if len(words) != 2 or not _NAME.fullmatch(words[1]):
            raise IndexUnavailable("the index pointer is damaged", retryable=False)
        if words[0] != str(LAYOUT):
            raise IndexUnavailable(f"the index has layout {words[0]}, not {LAYOUT}", retryable=False)
        return self._folder / words[1]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one writer's lock. IndexUnavailable (retryable) at once if somebody else holds it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise IndexUnavailable(f"the index folder cannot be written: {error}", retryable=False) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise IndexUnavailable("the index is being written by another process", retryable=True) from error
            yield
        finally:
            os.close(handle)

    def tidy(self) -> None:
        """Remove what dead writers left behind."""
        try:
            kept = self.current()
        except IndexUnavailable:
            kept = None
        for path in self._generations():
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)

    def fresh(self) -> Path:
        """A new empty generation beside the current one; what dead writers left behind is removed first."""
        taken = self._generations()
        self.tidy()
        last = max((_number(path) for path in taken), default=0)
        path = self._folder / f"gen-{last + 1:06d}"
        path.mkdir()
        return path

    def adopt(self, generation: Path) -> None:
        """Make this generation the current one, on disk before any reader sees it, and remove all others."""
        for path in (*generation.iterdir(), generation):
            _flush(path)
        draft = self._folder / "current.new"
        draft.write_text(f"{LAYOUT} {generation.name}\n", encoding="ascii")
        _flush(draft)
        draft.replace(self._pointer)
        _flush(self._folder)
        for path in self._generations():
            if path != generation:
                # Readers that still have its files open keep them until they close them.
                shutil.rmtree(path, ignore_errors=True)

    def _generations(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else 0


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
