"""One worker in this process: what it makes of handlers that end well, badly, never, or while the database is away."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, make_url, select
from sqlalchemy.orm import Session

from repo_app.db import Base, Database
from repo_app.errors import Problem, Unavailable
from repo_app.jobs import POISONED, Queue, Stopped, ask, cancel, counts, view, workers_seen
from repo_app.models import Job
from repo_app.values import JobView, Message
from repo_app.worker import Context, Handler, Worker
from tests.worker.actor import EFFECTS, MARKS, TABLES, mark
from tests.worker.conftest import until

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


def test_drain_does_what_is_due_and_what_that_asks_for(sqlite: Database) -> None:
    def run(context: Context) -> None:
        depth = int(context.claim.key)
        if depth:
            asked(sqlite, "work", str(depth - 1))

    asked(sqlite, "work", "9")
    with sqlite.writing() as session:
        ask(session, "work", "later", delay=timedelta(hours=1))
        ask(session, "unknown", "1")
    worker(sqlite, {"work": run}).drain()
    with sqlite.reading() as session:
        assert counts(session) == {"done": 10, "waiting": 2}
        assert workers_seen(session) == ()


def test_drain_waits_for_what_runs(sqlite: Database) -> None:
    def run(context: Context) -> None:
        time.sleep(0.3)

    (job,) = asked(sqlite, "work", "1")
    worker(sqlite, {"work": run}, readers=3).drain()
    assert look(sqlite, job).state == "done"


def test_readers_work_at_the_same_time(sqlite: Database) -> None:
    meeting = threading.Barrier(3)

    def run(context: Context) -> None:
        meeting.wait(10)

    asked(sqlite, "work", "1", "2", "3")
    worker(sqlite, {"work": run}, readers=3).drain()
    with sqlite.reading() as session:
        assert counts(session) == {"done": 3}


def test_what_may_pass_waits_and_what_stays_wrong_is_set_aside_and_marked(sqlite: Database) -> None:
    problems = {"storage": Unavailable("problem.storage_away"), "damaged": Problem("file.damaged", page=2)}

    def run(context: Context) -> None:
        raise problems[context.claim.key]

    waits, ends = asked(sqlite, "work", "storage", "damaged")
    for _ in range(5):
        worker(sqlite, {"work": run}).drain()
        hurry(sqlite)
    assert (look(sqlite, waits).state, look(sqlite, waits).attempt) == ("waiting", 5)
    assert (look(sqlite, ends).state, look(sqlite, ends).message) == ("failed", Message("file.damaged", {"page": 2}))
    assert marks(sqlite) == [("damaged", "file.damaged")]


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3), MemoryError()])
def test_a_handler_that_breaks_three_times_is_poison(
    sqlite: Database, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    def run(context: Context) -> None:
        raise error

    (job,) = asked(sqlite, "work", "bad")
    for _ in range(4):
        worker(sqlite, {"work": run}).drain()
        hurry(sqlite)
    assert (look(sqlite, job).state, look(sqlite, job).attempt) == ("failed", 3)
    assert marks(sqlite) == [("bad", POISONED)]
    assert sum(record.exc_info is not None for record in caplog.records) == 3


def test_a_hook_that_breaks_keeps_nothing_of_itself_and_its_job_is_set_aside_all_the_same(sqlite: Database) -> None:
    def run(context: Context) -> None:
        raise Problem("file.damaged")

    def hook(session: Session, args: Mapping[str, object], problem: Problem) -> None:
        mark(session, args, problem)
        raise KeyError("gone")

    (job,) = asked(sqlite, "work", "1")
    Worker(Queue(sqlite), {"work": Handler(run, hook)}, readers=1, name="here", poll=0.02).drain()
    assert look(sqlite, job).state == "failed"
    assert marks(sqlite) == []


def test_finishing_in_the_handler_and_again_by_the_worker_is_harmless(sqlite: Database) -> None:
    def run(context: Context) -> None:
        for _ in range(2):
            with sqlite.writing() as session:
                context.finish(session)

    (job,) = asked(sqlite, "work", "1")
    worker(sqlite, {"work": run}).drain()
    assert (look(sqlite, job).state, look(sqlite, job).attempt) == ("done", 1)


def test_a_handler_learns_that_its_job_was_called_off_and_writes_nothing(sqlite: Database) -> None:
    learned = threading.Event()

    def run(context: Context) -> None:
        while not context.stopping():
            time.sleep(0.01)
        learned.set()
        with sqlite.writing() as session:
            session.execute(insert(EFFECTS).values(job=context.claim.id, key="late"))
            context.hold(session)

    (job,) = asked(sqlite, "work", "1")
    with working(worker(sqlite, {"work": run}, lease=1)):
        until(lambda: look(sqlite, job).state == "running", 5)
        with sqlite.writing() as session:
            cancel(session, "1")
        assert learned.wait(5)
    assert look(sqlite, job).state == "cancelled"
    with sqlite.reading() as session:
        assert session.execute(select(EFFECTS.c.key)).all() == []


def test_leases_are_kept_for_as_long_as_a_handler_works(sqlite: Database) -> None:
    def run(context: Context) -> None:
        time.sleep(1.5)

    (job,) = asked(sqlite, "work", "1")
    worker(sqlite, {"work": run}, lease=0.6).drain()
    assert (look(sqlite, job).state, look(sqlite, job).attempt) == ("done", 1)


def test_errors_of_a_handler_that_is_being_stopped_count_for_nothing(sqlite: Database) -> None:
    def run(context: Context) -> None:
        while not context.stopping():
            time.sleep(0.01)
        raise (Stopped, Problem("child.killed"), RuntimeError("child killed"))[int(context.claim.key)]

    ids = asked(sqlite, "work", "0", "1", "2")
    with working(worker(sqlite, {"work": run}, readers=3)):
        until(lambda: all(look(sqlite, job).state == "running" for job in ids), 5)
    with sqlite.reading() as session:
        assert {(job.state, job.deaths, job.failures) for job in session.scalars(select(Job))} == {("waiting", 0, 0)}


def test_an_idle_worker_costs_a_few_small_queries_a_second(sqlite: Database) -> None:
    statements: list[str] = []
    idle = worker(sqlite, {"work": lambda context: None}, readers=8, poll=1.0)
    with working(idle):
        time.sleep(0.5)  # what it does once
        event.listen(sqlite.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        time.sleep(2.0)
        seen = list(statements)
    assert 2 <= len(seen) <= 12  # two looks a second at most, each a BEGIN and a SELECT, and the watch every 5 s
    assert not [statement for statement in seen if "UPDATE" in statement]


class Gate:
    """A door before a real server that can be shut: connections are cut and new ones refused."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._shut = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        self._shut.set()
        for held in self._open:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def open(self) -> None:
        self._shut.clear()

    def close(self) -> None:
        self.shut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._shut.is_set():
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._to))
                self._open += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    @staticmethod
    def _pump(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for held in (one, other):
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()


@pytest.mark.services
def test_a_worker_outlives_an_outage_of_its_database_and_no_job_is_burnt(
    postgres_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    direct = Database(postgres_database)
    Base.metadata.create_all(direct.engine)
    TABLES.create_all(direct.engine)
    url = make_url(postgres_database)
    gate = Gate(url.port or 5432)
    behind = Database(url.set(port=gate.port).render_as_string(hide_password=False))
    begun, away = threading.Barrier(3), threading.Event()

    def run(context: Context) -> None:
        if context.claim.attempt == 1 and context.claim.key in ("0", "1"):
            begun.wait(10)
            away.wait(10)
        with behind.writing() as session:
            context.progress(session, 1, 1)
            session.execute(insert(EFFECTS).values(job=context.claim.id, key=context.claim.key))

    ids = asked(direct, "work", *map(str, range(12)))
    with working(worker(behind, {"work": run})):
        begun.wait(10)
        gate.shut()
        away.set()
        time.sleep(1.0)
        gate.open()
        until(lambda: all(look(direct, job).state == "done" for job in ids), 30)
    with direct.reading() as session:
        assert sorted(session.scalars(select(EFFECTS.c.job))) == ids
        assert {job.deaths for job in session.scalars(select(Job))} == {0}
    behind.close()
    gate.close()
    direct.close()
