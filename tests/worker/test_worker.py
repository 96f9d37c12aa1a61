"""One worker in this process: what it makes of handlers that end well, badly, never, or while the database is away."""

import threading
import time
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from repo_app.db import Database
from repo_app.errors import Problem, Unavailable
from repo_app.jobs import POISONED, Queue, Stopped, ask, cancel, counts, workers_seen
from repo_app.models import Job
from repo_app.values import Message
from repo_app.worker import Context, Handler, Worker
from tests.worker.actor import EFFECTS, mark
from tests.worker.conftest import until
from tests.worker.steps import asked, hurry, look, marks, worker, working


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


def test_what_waits_for_another_job_begins_when_that_ends_and_not_with_the_next_look(sqlite: Database) -> None:
    def run(context: Context) -> None:
        time.sleep(0.05)

    with sqlite.writing() as session:
        for number in range(6):
            ask(session, "work", str(number), exclusive="one at a time")
    begun = time.monotonic()
    worker(sqlite, {"work": run}, poll=3.0).drain()
    assert time.monotonic() - begun < 8, "each job was left until the worker looked again"
    with sqlite.reading() as session:
        assert counts(session) == {"done": 6}


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
