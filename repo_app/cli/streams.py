"""The three streams of this process, made safe to use: a closed one must not become the database's file handle."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def make_usable() -> None:
    """Put something harmless where a stream was closed, and write letters that it cannot hold in ASCII.

    What is written to a closed standard output then fails as it does on a full disk: an answer is never lost unnoticed.
    """
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if handle != 2 else os.O_WRONLY)  # takes the lowest free handle: this one
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  lives as long as the process
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close_quietly() -> None:
    """Forget what is buffered for standard output and cannot be written, so that it does not raise again at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
