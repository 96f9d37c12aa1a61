import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from repo_app.db import Database
from repo_app.errors import Problem
from repo_app.jobs import (
    SUPERSEDED,
    Claim,
    LeaseLost,
    Priority,
    Queue,
    ask,
    cancel,
    counts,
    view,
    workers_seen,
)
from repo_app.jobs.queue import PRUNE_BATCH
from repo_app.models import Job
from repo_app.values import Message
from tests.jobs.conftest import Clock
from tests.jobs.steps import asked, claimed, seen


class Undo(Exception):
    pass


def test_the_urgent_go_first_and_equals_in_the_order_they_were_asked(queue: Queue) -> None:
    late, bulk, reader, first = (
        asked(queue, key, priority=priority)
        for key, priority in [("a", 50), ("b", Priority.BULK), ("c", Priority.READER), ("d", 50)]
    )
    assert [claimed(queue).id for _ in range(4)] == [reader, late, first, bulk]
    assert queue.claim("w") is None


def test_only_jobs_of_the_kinds_a_worker_knows_are_claimed(queue: Queue) -> None:
    asked(queue)
    assert queue.claim("w", {"index", "thumb"}) is None
    assert queue.idle({"index"})
    assert not queue.idle({"read"})
    assert queue.claim("w", {"index", "read"}) is not None
    assert not queue.idle({"read"})


def test_one_running_job_for_an_exclusive_right(queue: Queue) -> None:
    asked(queue, "1", exclusive="index")
    second = asked(queue, "2", exclusive="index")
    third = asked(queue, "3")
    claim = claimed(queue)
    assert claimed(queue).id == third
    assert queue.claim("w") is None
    with queue.db.writing() as session:
        queue.finish(session, claim)
    assert claimed(queue).id == second


def test_results_and_end_are_one_transaction(queue: Queue) -> None:
    job = asked(queue)
    claim = claimed(queue)

    def fails_after_finishing() -> None:
        with queue.db.writing() as session:
            queue.finish(session, claim)
            raise Undo

    with pytest.raises(Undo):
        fails_after_finishing()
    assert seen(queue, job).state == "running"
    for _ in range(2):  # the second is harmless
        with queue.db.writing() as session:
            queue.finish(session, claim)
    assert seen(queue, job).state == "done"
    with pytest.raises(LeaseLost), queue.db.writing() as session:
        queue.hold(session, claim)


def test_a_job_that_was_asked_again_while_it_ran_gives_way(queue: Queue, clock: Clock) -> None:
    first = asked(queue, "1", priority=Priority.READER)
    running = claimed(queue)
    second = asked(queue, "1")
    queue.release(running)
    assert seen(queue, first).state == "cancelled"
    assert seen(queue, first).message == Message(SUPERSEDED, {"job": second})
    claim = claimed(queue)
    assert (claim.id, claim.priority) == (second, Priority.READER)
    assert queue.claim("w") is None


def test_workers_say_that_they_live(queue: Queue, clock: Clock) -> None:
    start = clock()
    queue.greet("a", start)
    queue.greet("b", start)
    clock.move(minutes=1)
    queue.greet("a", start)
    with queue.db.reading() as session:
        assert [(w.name, w.started_at, w.seen_at) for w in workers_seen(session)] == [
            ("a", start, clock()),
            ("b", start, start),
        ]
    queue.leave(["a"])
    clock.move(days=2)
    queue.greet("c", start)
    with queue.db.reading() as session:
        assert [w.name for w in workers_seen(session)] == ["c"]


def test_old_jobs_that_are_done_are_forgotten_and_failed_ones_kept(queue: Queue, clock: Clock) -> None:
    for n in range(3):
        asked(queue, str(n))
    done, failed, fresh = claimed(queue), claimed(queue), claimed(queue)
    with queue.db.writing() as session:
        queue.finish(session, done)
        queue.fail(session, failed, Problem("file.damaged"))
    clock.move(days=8)
    with queue.db.writing() as session:
        queue.finish(session, fresh)
    assert queue.prune(timedelta(days=7)) == 1
    with queue.db.reading() as session:
        assert counts(session) == {"failed": 1, "done": 1}
        assert view(session, done.id) is None


def test_many_old_jobs_are_forgotten_in_batches(queue: Queue, clock: Clock) -> None:
    with queue.db.writing() as session:
        for n in range(PRUNE_BATCH + 5):
            ask(session, "read", str(n), group="all", at=clock())
        cancel(session, "all", at=clock())
    clock.move(days=1)
    assert queue.prune(timedelta(hours=23)) == PRUNE_BATCH + 5


def test_the_exclusive_right_is_held_by_a_constraint(database: Database, queue: Queue) -> None:
    for n in range(12):
        asked(queue, str(n), exclusive="index")
    gate = threading.Barrier(6)
    won: list[Claim] = []

    def one(name: str) -> None:
        gate.wait()
        claim = queue.claim(name)
        if claim is not None:
            won.append(claim)

    threads = [threading.Thread(target=one, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_claim_that_another_forestalls_waits_and_finds_nothing(queue: Queue) -> None:
    first, _ = asked(queue, "1", exclusive="index"), asked(queue, "2", exclusive="index")
    found: list[Claim | None] = []
    with queue.db.writing() as session:  # another worker, between its claim and the end of its transaction
        session.execute(
            update(Job)
            .where(Job.id == first)
            .values(state="running", attempt=1, lease_until=queue.clock() + queue.lease)
        )
        slower = threading.Thread(target=lambda: found.append(queue.claim("slower")))
        slower.start()
        slower.join(0.3)
        assert found == []
    slower.join(10)
    assert found == [None]


def test_a_job_that_is_given_back_while_somebody_looks_is_not_put_off(database: Database) -> None:
    """The look begins before the job is given back, and is answered after: on a busy machine a drain ended by that."""
    ticks = [datetime(2100, 1, 1, tzinfo=UTC) + timedelta(seconds=second) for second in range(20)]
    times = iter(ticks)
    queue = Queue(database, clock=lambda: next(times))
    with database.writing() as session:
        ask(session, "read", "pages", at=ticks[0])
    claim = queue.claim("one")
    assert claim is not None

    given_back: list[Claim] = []

    def meanwhile(connection: object) -> None:
        if not given_back:
            given_back.append(claim)
            queue.release(claim)

    event.listen(database.engine, "begin", meanwhile)
    assert not queue.idle()
