"""Clearing up what dead processes left: half uploads, half objects, folders of killed readers, jobs long done."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

from repo_app.jobs import Priority, ask
from repo_app.services import deriving
from repo_app.services.library import Library
from repo_app.services.translation import storage_problems
from repo_app.services.work import Work
from storage import Sweepable, sweep_spooled

SWEEP_JOB = "sweep"
EVERY = timedelta(hours=6)
OLD = 24 * 3600  # seconds: no upload and no reading takes a day
KEEP_PARTS = 30 * 24 * 3600  # seconds; a light copy that could not be made is tried again after that
KEEP_JOBS = timedelta(days=30)


def begin(library: Library) -> None:
    """Ask for a sweep now; each one asks for the next."""
    with library.db.writing() as session:
        ask(session, SWEEP_JOB, "all", priority=Priority.BULK)


def sweep(library: Library, work: Work) -> None:
    """Remove what nobody can be using any more."""
    if library.spool.is_dir():
        sweep_spooled(library.spool, older_than=OLD)
    if library.tools.temp_dir is not None:
        _sweep_folders(library.tools.temp_dir)
    if isinstance(library.blobs.store, Sweepable):
        with storage_problems():
            library.blobs.store.sweep(older_than=OLD)
    deriving.sweep(library, KEEP_PARTS)
    library.queue.prune(KEEP_JOBS)
    with library.db.writing() as session:
        work.finish(session)
        ask(session, SWEEP_JOB, "all", priority=Priority.BULK, delay=EVERY)


def _sweep_folders(parent: Path) -> None:
    for folder in parent.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > OLD:
            shutil.rmtree(folder, ignore_errors=True)
