"""Names of worker processes that tell whether the process is still there.

A lease must be long enough for a slow machine, so waiting for it to run out after ``kill -9`` costs a minute. Where the
dead worker ran on this very machine, the kernel can be asked. A name therefore carries what makes a process unique: the
boot, the space of process ids (containers have their own), the id, and when it started. What cannot be told is not
guessed: only a worker of this boot and this space is ever called dead, so cloned machines cannot bury each other's.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
NOT_KNOWN = "-"


def worker_name() -> str:
    """The name of this process, at most 80 characters: ``host:pid:start:boot:space``; dashes for what is not known."""
    host = socket.gethostname().replace(":", "-")[:24]
    return f"{host}:{os.getpid()}:{_started(os.getpid()) or NOT_KNOWN}:{_home()}"


def known_dead(names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` whose process certainly ended on this machine; names made in another way never are."""
    home = _home()
    if NOT_KNOWN in home.split(":"):
        return frozenset()
    return frozenset(name for name in names if _dead(name, home))


def _dead(name: str, home: str) -> bool:
    parts = name.split(":", 3)
    if len(parts) != 4 or parts[3] != home or not parts[1].isdecimal() or not parts[2].isdecimal():
        return False
    started = _started(int(parts[1]))
    return started != parts[2] if started else _gone(int(parts[1]))


def _home() -> str:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text()[:8]
        return f"{boot}:{(PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:
        return f"{NOT_KNOWN}:{NOT_KNOWN}"


def _started(pid: int) -> str | None:
    """When the process started, in clock ticks since boot; ``ended`` for one that only waits to be collected."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return "ended" if fields[0] in "ZX" else fields[19]


def _gone(pid: int) -> bool:
    # /proc may hide processes of other accounts; a signal that goes nowhere cannot be hidden
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
