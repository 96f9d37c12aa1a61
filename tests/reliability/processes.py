"""Worker processes of a house, started and killed at will, and a tesseract that tells when it is at work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house import House

WRAPPER = """#!/bin/sh
case "$*" in
  *tsv*) echo "begin $$ $PPID" >> '{log}'; '{real}' "$@"; code=$?; echo "end $$" >> '{log}'; exit $code;;
  *) exec '{real}' "$@";;
esac
"""


def until(true: Callable[[], bool], seconds: float, poll: float = 0.02) -> None:
    """Wait until something is so; an assertion fails when it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(poll)


@dataclass(frozen=True, slots=True)
class Watched:
    """A ``tesseract`` for the head of PATH that runs the real one and writes when a recognition begins and ends."""

    folder: Path
    log: Path

    def begun(self) -> list[str]:
        """Every recognition so far, by the process that did it; a page may need more than one."""
        return [line.split()[1] for line in self._lines() if line.startswith("begin")]

    def pages_begun(self) -> set[str]:
        """Every page begun so far, by the process that asked for its recognitions: each page has one of its own."""
        return {line.split()[2] for line in self._lines() if line.startswith("begin")}

    def under_way(self) -> list[str]:
        """Those begun that did not end; those that were killed are among them for ever."""
        ended = {line.split()[1] for line in self._lines() if line.startswith("end")}
        return [process for process in self.begun() if process not in ended]

    def _lines(self) -> list[str]:
        return self.log.read_text("ascii").splitlines()


def watched_tesseract(folder: Path) -> Watched:
    """Make the program in ``folder``."""
    real = shutil.which("tesseract")
    assert real is not None, "the program tesseract is not installed"
    folder.mkdir()
    log = folder / "log"
    log.touch()
    program = folder / "tesseract"
    program.write_text(WRAPPER.format(log=log, real=real))
    program.chmod(0o755)
    return Watched(folder, log)


def environment(house: House, *, path: Path | None = None, lease: float = 60.0) -> dict[str, str]:
    """What a process needs to open the same library; ``path`` goes to the head of PATH."""
    settings = house.library.settings
    return {
        **os.environ,
        "HOCLIEU_DATA_DIR": str(settings.data_dir),
        "HOCLIEU_DATABASE_URL": settings.database_url,
        "HOCLIEU_STORAGE_URL": settings.storage_url,
        "HOCLIEU_OCR_LANGUAGES": settings.ocr_languages,
        "HOCLIEU_TEST_LEASE": str(lease),
        "PATH": f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"],
    }


class Nursery:
    """Forks processes of a module of ours on demand; all are ended with the block that made it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._members: list[int] = []

    def add(self, line: str = "") -> int:
        """Start one; its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        self._members.append(int(self._process.stdout.readline()))
        return self._members[-1]

    def kill(self, member: int) -> bool:
        """End one at once and see that it is gone; False when it had ended by itself."""
        if not alive(member):
            return False
        os.kill(member, signal.SIGKILL)
        until(lambda: not alive(member), 10)
        return True

    def end(self) -> None:
        """End all that still run, and the nursery."""
        for member in self._members:
            self.kill(member)
        self._process.kill()


def alive(process: int) -> bool:
    """Whether the process is there and no mere entry that waits to be collected."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@contextmanager
def nursery(module: str, environ: Mapping[str, str], log: Path) -> Iterator[Nursery]:
    """A nursery of ``module``; what its processes say goes to ``log``."""
    command = [sys.executable, "-m", module, "nursery"]
    with log.open("w") as output, subprocess.Popen(
        command, env=dict(environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True
    ) as process:  # fmt: skip
        made = Nursery(process)
        try:
            yield made
        finally:
            made.end()


@contextmanager
def worker(house: House, environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One worker process of the house; killed with the block if it still runs."""
    command = [sys.executable, "-m", "tests.reliability.worker_main"]
    with log.open("ab") as output, subprocess.Popen(command, env=dict(environ), stderr=output) as process:
        try:
            yield process
        finally:
            process.kill()
