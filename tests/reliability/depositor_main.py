"""Deposits one after the other, each told to its sender only once it is kept; made to be killed.

``python -m tests.reliability.depositor_main nursery`` forks one such process for each line it reads. Each goes on
where the told ones end, in the file that ``HOCLIEU_TEST_ACKNOWLEDGED`` names: one line with record and SHA-256 each.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import sys
from pathlib import Path

from repo_app.services.deposit import deposit
from repo_app.values import SYSTEM
from tests.reliability.worker_main import library


def be_depositor(log: Path, wanted: int) -> None:
    """Deposit until ``wanted`` deposits were told."""
    own = library()
    done = len(log.read_bytes().splitlines()) if log.exists() else 0
    with log.open("a") as told:
        for number in range(done, wanted):
            data = b"%PDF-1.7\n" + random.randbytes(random.randrange(1_000, 200_000))
            record = deposit(own, SYSTEM, io.BytesIO(data), f"{number}.pdf").record
            told.write(f"{record} {hashlib.sha256(data).hexdigest()}\n")
            told.flush()
    own.db.close()


def nursery() -> None:
    """Fork a depositor for each line read; the dead are collected by the kernel."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            random.seed()
            be_depositor(Path(os.environ["HOCLIEU_TEST_ACKNOWLEDGED"]), int(os.environ["HOCLIEU_TEST_DEPOSITS"]))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    nursery()
