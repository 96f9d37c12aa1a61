"""Processes that belong to this one: started together, kept alive, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

POLL = 0.2  # seconds between two looks
GRACE = 25.0  # seconds for a clean end; a worker takes up to ten to let its handlers finish
STEADY = 60.0  # seconds after which a start counts as a good one
LONGEST_PAUSE = 30.0  # seconds before a process that keeps dying is started again
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(slots=True)
class Child:
    """One ``hoclieu`` command as a process; one that is to be kept is started again whenever it ends."""

    arguments: Sequence[str]
    kept: bool
    environ: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it by way of this process only."""
        command = [sys.executable, "-m", "repo_app", *self.arguments, "--with-parent", str(os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603  our own program, no shell
            command, stdin=subprocess.DEVNULL, env={**os.environ, **self.environ}, start_new_session=True
        )
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """Its exit code; None while it runs, or waits to be started again."""
        return self.process.poll() if self.process is not None else None

    def revive(self) -> None:
        """Start it again when its time has come: at once after a long life, later each time it dies young."""
        at = time.monotonic()
        if self.due == 0.0:
            self.deaths = 0 if at - self.started > STEADY else self.deaths + 1
            self.due = at + (0.0 if self.deaths == 0 else min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1)))
        if at >= self.due:
            self.due = 0.0
            self.start()


def supervise(children: Sequence[Child], each_look: Callable[[], None] = lambda: None) -> int:
    """Run until SIGINT or SIGTERM (0), until all that are not kept ended well (0), or until one of those failed (1).

    ``each_look`` is called five times a second.
    """
    asked: list[int] = []
    before = {
        number: signal.signal(number, lambda *a: asked.append(a[0])) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        for child in children:
            child.start()
        code = None
        while not asked and code is None:
            time.sleep(POLL)
            each_look()
            code = _look(children)
        return code or 0
    finally:
        _stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when ``parent``, which started it, dies, however that happens (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before it could be watched
        os.kill(os.getpid(), signal.SIGTERM)


def _look(children: Sequence[Child]) -> int | None:
    passing = [child.ended() for child in children if not child.kept]
    if any(passing):
        return 1
    if passing and all(code == 0 for code in passing):
        return 0
    for child in children:
        if child.kept and child.ended() is not None:
            child.revive()
    return None


def _stop(children: Sequence[Child]) -> None:
    processes = [child.process for child in children if child.process is not None]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
