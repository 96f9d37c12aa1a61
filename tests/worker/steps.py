"""What the tests of one worker in this process do all the time."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select

from repo_app.db import Database
from repo_app.jobs import Queue, ask, view
from repo_app.models import Job
from repo_app.values import JobView
from repo_app.worker import Context, Handler, Worker
from tests.worker.actor import MARKS, mark

Run = Callable[[Context], None]


def worker(
    database: Database, runs: Mapping[str, Run], *, readers: int = 2, lease: float = 60, **more: float
) -> Worker:
    queue = Queue(database, lease=timedelta(seconds=lease), chance=lambda: 0.5)
    handlers = {kind: Handler(run, mark) for kind, run in runs.items()}
    return Worker(queue, handlers, readers=readers, name="here", **{"poll": 0.02, "grace": 1.0, **more})


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(20)
        assert not thread.is_alive()


def asked(database: Database, kind: str, *keys: str) -> list[int]:
    with database.writing() as session:
        return [ask(session, kind, key, {"name": key}, group=key) for key in keys]


def look(database: Database, job: int) -> JobView:
    with database.reading() as session:
        found = view(session, job)
    assert found is not None
    return found


def hurry(database: Database) -> None:
    """Let what backs off be due."""
    with database.writing() as session:
        for job in session.scalars(select(Job).where(Job.state == "waiting")):
            job.run_after = job.created_at


def marks(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(row.key, row.code) for row in session.execute(select(MARKS.c.key, MARKS.c.code))]
