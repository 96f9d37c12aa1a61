import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from repo_app.db import Database
from repo_app.errors import Conflict, NotFound, Problem
from repo_app.jobs import Priority, Queue, again, ask, cancel, counts, oldest_waiting, view
from repo_app.models import Job
from tests.jobs.conftest import Clock


class Undo(Exception):
    pass


def test_a_job_is_asked_for_only_when_the_causing_transaction_is_kept(database: Database, queue: Queue) -> None:
    def fails_after_asking() -> None:
        with database.writing() as session:
            ask(session, "read", "file:1")
            raise Undo

    with pytest.raises(Undo):
        fails_after_asking()
    assert queue.claim("w") is None
    with database.writing() as session:
        ask(session, "read", "file:1", {"file": 1}, group="file:1", total=40)
    claim = queue.claim("w")
    assert claim is not None
    assert (claim.kind, claim.key, claim.args, claim.group, claim.attempt) == (
        "read",
        "file:1",
        {"file": 1},
        "file:1",
        1,
    )


def test_one_job_of_a_kind_and_key_waits_and_keeps_its_args(database: Database, queue: Queue) -> None:
    with database.writing() as session:
        first = ask(session, "index", "all", {"n": 1}, priority=Priority.BULK)
        assert ask(session, "index", "all", {"n": 2}, priority=Priority.FRESH) == first
        assert ask(session, "index", "all", {"n": 3}, priority=Priority.NORMAL) == first
        assert ask(session, "index", "other") != first
        assert ask(session, "thumb", "all") != first
    claim = queue.claim("w")
    assert claim is not None
    assert (claim.id, claim.args, claim.priority) == (first, {"n": 1}, Priority.FRESH)


def test_what_changes_while_a_job_runs_is_another_job(database: Database, queue: Queue) -> None:
    with database.writing() as session:
        first = ask(session, "index", "all")
    assert queue.claim("w") is not None
    with database.writing() as session:
        second = ask(session, "index", "all")
        assert second != first
        assert ask(session, "index", "all") == second


def test_a_delayed_job_waits_and_an_urgent_ask_brings_it_forward(
    database: Database, queue: Queue, clock: Clock
) -> None:
    with database.writing() as session:
        first = ask(session, "mail", "1", delay=timedelta(minutes=5), at=clock())
    assert queue.claim("w") is None
    assert queue.idle()
    clock.move(minutes=1)
    with database.writing() as session:
        assert ask(session, "mail", "1", at=clock()) == first
    assert queue.claim("w") is not None
    with database.writing() as session:
        ask(session, "mail", "2", delay=timedelta(minutes=5), at=clock())
    clock.move(minutes=5)
    assert queue.claim("w") is not None


def test_asking_often_does_not_cut_a_backoff_short(database: Database, queue: Queue, clock: Clock) -> None:
    with database.writing() as session:
        ask(session, "index", "all", at=clock())
    claim = queue.claim("w")
    assert claim is not None
    with database.writing() as session:
        queue.crashed(session, claim)
    with database.writing() as session:
        ask(session, "index", "all", at=clock())
    assert queue.claim("w") is None
    clock.move(seconds=3)
    assert queue.claim("w") is not None


def test_two_asks_at_once_make_one_job(database: Database, queue: Queue) -> None:
    gate = threading.Barrier(8)
    ids: list[int] = []

    def one() -> None:
        gate.wait()
        with database.writing() as session:
            ids.append(ask(session, "index", "all"))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_a_job_that_was_joined_is_not_claimed_before_the_change_is_kept(database: Database, queue: Queue) -> None:
    if database.is_sqlite:  # there a claim waits for the writer, so the same is shown by the lock itself
        return
    with database.writing() as session:
        ask(session, "index", "all")
    with database.writing() as session:
        ask(session, "index", "all")
        assert queue.claim("w") is None
    assert queue.claim("w") is not None


def test_cancelling_a_group_ends_what_waits_and_what_runs(database: Database, queue: Queue) -> None:
    with database.writing() as session:
        ids = [ask(session, "pages", f"1:{n}", group="file:1") for n in range(3)]
        other = ask(session, "pages", "2:0", group="file:2")
    running = queue.claim("w")
    assert running is not None
    with database.writing() as session:
        assert cancel(session, "file:1") == 3
        assert cancel(session, "file:1") == 0
    assert queue.heartbeat([running]) == {running.token}
    left = queue.claim("w")
    assert left is not None
    assert left.id == other
    with database.reading() as session:
        assert [job.state for job in (view(session, job_id) for job_id in ids) if job] == ["cancelled"] * 3


def test_a_failed_job_waits_again_with_clean_counts(database: Database, queue: Queue, clock: Clock) -> None:
    with database.writing() as session:
        first = ask(session, "read", "1", {"file": 1}, at=clock())
    claim = queue.claim("w")
    assert claim is not None
    with database.writing() as session:
        queue.progress(session, claim, 7, 40)
    with database.writing() as session:
        queue.fail(session, claim, Problem("file.damaged", page=8))
    clock.move(days=3)
    with database.writing() as session:
        assert again(session, first, at=clock()) == first
    with database.reading() as session:
        job = view(session, first)
        assert job is not None
        assert (job.state, job.message, job.progress.done, job.finished_at) == ("waiting", None, 0, None)
        assert oldest_waiting(session, at=clock()) == clock()
    taken = queue.claim("w")
    assert taken is not None
    assert (taken.args, taken.attempt) == ({"file": 1}, 2)


def test_again_joins_the_one_that_waits_already(database: Database, queue: Queue) -> None:
    with database.writing() as session:
        first = ask(session, "read", "1", group="g")
        cancel(session, "g")
        second = ask(session, "read", "1")
        assert again(session, first) == second
        assert counts(session) == {"waiting": 1, "cancelled": 1}


def test_again_is_only_for_what_ended_badly(database: Database, queue: Queue) -> None:
    with database.writing() as session:
        first = ask(session, "read", "1")
        with pytest.raises(Conflict):
            again(session, first)
        with pytest.raises(NotFound):
            again(session, first + 1)


def test_the_oldest_waiting_job_is_told_but_not_one_put_off_on_purpose(
    database: Database, queue: Queue, clock: Clock
) -> None:
    with database.reading() as session:
        assert oldest_waiting(session, at=clock()) is None
    with database.writing() as session:
        ask(session, "mail", "later", delay=timedelta(hours=1), at=clock())
        assert oldest_waiting(session, at=clock()) is None
    asked = clock()
    with database.writing() as session:
        ask(session, "read", "1", at=asked)
    claim = queue.claim("w")
    assert claim is not None
    clock.move(minutes=10)
    with database.writing() as session:
        queue.crashed(session, claim)  # it waits for its next try: the work is late all the same
    with database.reading() as session:
        assert oldest_waiting(session, at=clock()) == asked
