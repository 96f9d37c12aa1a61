"""The worker as a process of its own, over the library that the environment's settings name.

``python -m tests.reliability.worker_main`` is one worker that ends at SIGTERM. With ``nursery`` it forks one for each
line it reads and answers with its process id: forking spares each the start of an interpreter. The lease, in seconds,
is ``HOCLIEU_TEST_LEASE``.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from repo_app.handlers import handlers
from repo_app.jobs import Queue, worker_name
from repo_app.services.library import Library
from repo_app.settings import load
from repo_app.wiring import build_library
from repo_app.worker import Worker

READERS = 2


def library() -> Library:
    """The library of the environment's settings, with the short lease of a test."""
    built = build_library(load(os.environ, folder=Path.cwd()))
    lease = timedelta(seconds=float(os.environ.get("HOCLIEU_TEST_LEASE", "60")))
    return replace(built, queue=Queue(built.db, lease=lease))


def be_worker() -> None:
    """Work until SIGTERM."""
    own = library()
    worker = Worker(own.queue, handlers(own), readers=READERS, name=worker_name(), poll=0.05)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()
    own.db.close()


def nursery() -> None:
    """Fork a worker for each line read; the dead are collected by the kernel."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            be_worker()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(threadName)s %(message)s")
    if sys.argv[1:] == ["nursery"]:
        nursery()
    else:
        be_worker()
