"""Workers that die, fail, come late or only look dead."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from repo_app.errors import Problem, StorageFull, Unavailable
from repo_app.jobs import (
    POISONED,
    Claim,
    LeaseLost,
    Priority,
    Queue,
    ask,
)
from repo_app.values import Message, Progress
from tests.jobs.conftest import Clock
from tests.jobs.steps import asked, claimed, seen


def test_a_late_worker_writes_nothing(queue: Queue, clock: Clock) -> None:
    job = asked(queue)
    late = claimed(queue)
    clock.move(seconds=61)
    with queue.db.writing() as session:
        assert queue.expire(session) == []
    new = claimed(queue)
    assert (new.id, new.attempt) == (job, 2)

    def write(step: Callable[[Session, Claim], object]) -> None:
        with queue.db.writing() as session:
            ask(session, "read", "never")
            step(session, late)

    steps = (queue.hold, queue.finish, queue.crashed, lambda s, c: queue.fail(s, c, Problem("file.damaged")))
    for step in steps:
        with pytest.raises(LeaseLost):
            write(step)
    queue.release(late)
    assert queue.heartbeat([late, new]) == {late.token}
    assert seen(queue, job).state == "running"
    assert queue.claim("w") is None


def test_a_lease_that_ran_out_unnoticed_still_holds(queue: Queue, clock: Clock) -> None:
    asked(queue)
    claim = claimed(queue)
    clock.move(minutes=10)
    with queue.db.writing() as session:
        queue.hold(session, claim)
        assert queue.expire(session) == []


def test_a_heartbeat_and_each_hold_extend_the_lease(queue: Queue, clock: Clock) -> None:
    asked(queue)
    claim = claimed(queue)
    for _ in range(3):
        clock.move(seconds=50)
        assert queue.heartbeat([claim]) == frozenset()
        clock.move(seconds=50)
        with queue.db.writing() as session:
            queue.progress(session, claim, 1, 3)
        assert not queue.expired()
    clock.move(seconds=61)
    assert queue.expired()
    assert not queue.expired({"index"})
    assert queue.heartbeat([]) == frozenset()


def test_three_deaths_without_progress_set_a_job_aside_once(queue: Queue, clock: Clock) -> None:
    job = asked(queue, "1", args={"file": 1})
    for death in range(3):
        assert seen(queue, job).state == "waiting"
        claimed(queue)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            ended = queue.expire(session)
        assert bool(ended) == (death == 2)
        clock.move(seconds=5)
    assert [(e.id, e.args, e.problem.code, e.problem.params) for e in ended] == [
        (job, {"file": 1}, POISONED, {"deaths": 3})
    ]
    assert (seen(queue, job).state, seen(queue, job).message) == ("failed", Message(POISONED, {"deaths": 3}))
    with queue.db.writing() as session:
        assert queue.expire(session) == []


def test_the_first_death_is_retried_at_once_and_the_second_waits_a_little(queue: Queue, clock: Clock) -> None:
    asked(queue)
    for waits in (0, 2):
        claimed(queue)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            queue.expire(session)
        if waits:
            assert queue.claim("w") is None
        clock.move(seconds=waits)
    assert queue.claim("w") is not None


def test_progress_starts_the_count_of_deaths_anew(queue: Queue, clock: Clock) -> None:
    job = asked(queue, "1", total=40)
    for page in range(1, 21):
        claim = claimed(queue)
        assert claim.progress_done == page - 1
        with queue.db.writing() as session:
            queue.progress(session, claim, page, 40)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            assert queue.expire(session) == []
    assert seen(queue, job).progress == Progress(20, 40)
    assert claimed(queue).attempt == 21


def test_telling_the_same_progress_again_does_not(queue: Queue, clock: Clock) -> None:
    asked(queue)
    ended = []
    for _ in range(3):
        claim = claimed(queue)
        with queue.db.writing() as session:
            queue.progress(session, claim, 1, 2)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            ended += queue.expire(session)
        clock.move(seconds=10)
    assert len(ended) == 1


def test_progress_of_one_job_forgives_the_deaths_of_its_group(queue: Queue, clock: Clock) -> None:
    asked(queue, "slow", group="book")
    asked(queue, "alone")
    asked(queue, "quick", group="book", priority=Priority.BULK)
    ended: list[str] = []
    for page in range(1, 5):
        claims = [claimed(queue) for _ in range(3 if page < 4 else 2)]
        with queue.db.writing() as session:
            queue.progress(session, next(claim for claim in claims if claim.key == "quick"), page, 40)
        clock.move(seconds=61)  # the worker that held them all is killed
        with queue.db.writing() as session:
            ended += [abandoned.key for abandoned in queue.expire(session)]
        clock.move(seconds=10)
    assert ended == ["alone"]


def test_without_progress_in_its_group_a_job_is_set_aside(queue: Queue, clock: Clock) -> None:
    for key in ("1", "2"):
        asked(queue, key, group="book")
    ended: list[str] = []
    for _ in range(3):
        claims = [claimed(queue) for _ in range(2)]
        with queue.db.writing() as session:
            queue.progress(session, claims[0], 1, 2)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            ended += [abandoned.key for abandoned in queue.expire(session)]
        clock.move(seconds=10)
    assert ended == ["1", "2"]


@pytest.mark.parametrize("problem", [Unavailable("problem.storage_away"), StorageFull()])
def test_what_may_pass_burns_no_job_however_often(queue: Queue, clock: Clock, problem: Problem) -> None:
    job = asked(queue)
    for _ in range(30):
        claim = claimed(queue)
        with queue.db.writing() as session:
            assert queue.fail(session, claim, problem) is None
        assert queue.claim("w") is None
        clock.move(minutes=10)
    assert seen(queue, job).message == Message(problem.code, dict(problem.params))
    claim = claimed(queue)
    with queue.db.writing() as session:
        assert queue.crashed(session, claim) is None  # an outage before does not make a crash the last one
    clock.move(minutes=10)
    claim = claimed(queue)
    with queue.db.writing() as session:
        queue.finish(session, claim)
    assert (seen(queue, job).state, seen(queue, job).message) == ("done", None)


def test_what_stays_wrong_is_set_aside_at_once(queue: Queue) -> None:
    job = asked(queue)
    claim = claimed(queue)
    problem = Problem("file.damaged", page=3, why=ValueError("x"))
    with queue.db.writing() as session:
        ended = queue.fail(session, claim, problem)
    assert ended is not None
    assert ended.problem is problem
    assert seen(queue, job).message == Message("file.damaged", {"page": 3, "why": "x"})
    assert seen(queue, job).finished_at == queue.clock()


def test_crashes_count_like_deaths(queue: Queue, clock: Clock) -> None:
    asked(queue)
    ended = []
    for _ in range(3):
        claim = claimed(queue)
        with queue.db.writing() as session:
            ended.append(queue.crashed(session, claim))
        assert queue.claim("w") is None
        clock.move(minutes=1)
    assert [bool(e) for e in ended] == [False, False, True]
    assert queue.claim("w") is None


def test_a_released_job_is_due_at_once_and_nothing_is_counted(queue: Queue) -> None:
    asked(queue)
    for attempt in range(1, 8):
        claim = claimed(queue)
        assert claim.attempt == attempt
        queue.release(claim)


def test_poison_cannot_be_kept_young_by_asking_again(queue: Queue, clock: Clock) -> None:
    asked(queue)
    for _ in range(2):
        claimed(queue)
        asked(queue)
        clock.move(seconds=61)
        with queue.db.writing() as session:
            assert queue.expire(session) == []
        clock.move(seconds=10)
    claimed(queue)
    clock.move(seconds=61)
    with queue.db.writing() as session:
        assert len(queue.expire(session)) == 1


def test_jobs_of_a_worker_known_to_be_dead_are_taken_up_at_once(queue: Queue) -> None:
    asked(queue, "1")
    asked(queue, "2")
    gone, alive = claimed(queue, "gone"), claimed(queue, "alive")
    assert queue.holders() == {"gone", "alive"}
    with queue.db.writing() as session:
        assert queue.expire_workers(session, {"gone"}, {"index"}) == []
        assert queue.expire_workers(session, {"gone"}) == []
    assert claimed(queue).id == gone.id
    assert queue.heartbeat([alive]) == frozenset()


def test_finishing_late_what_another_attempt_finished_is_not_harmless(queue: Queue, clock: Clock) -> None:
    asked(queue)
    late = claimed(queue)
    clock.move(seconds=61)
    with queue.db.writing() as session:
        queue.expire(session)
    new = claimed(queue)
    with queue.db.writing() as session:
        queue.finish(session, new)
    with pytest.raises(LeaseLost), queue.db.writing() as session:
        queue.finish(session, late)


def test_the_heartbeat_of_a_late_worker_keeps_nobody_alive(queue: Queue, clock: Clock) -> None:
    asked(queue)
    late = claimed(queue)
    clock.move(seconds=61)
    with queue.db.writing() as session:
        queue.expire(session)
    claimed(queue)
    clock.move(seconds=50)
    assert queue.heartbeat([late]) == {late.token}
    clock.move(seconds=11)
    assert queue.expired()
