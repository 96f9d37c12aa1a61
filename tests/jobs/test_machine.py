"""Jobs under any order of events: asked, claimed, finished late, died, called off: what must hold whatever happens."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select

from repo_app.db import Base, Database
from repo_app.errors import Conflict, Problem, Unavailable
from repo_app.jobs import Claim, LeaseLost, Priority, Queue, again, ask, cancel
from repo_app.models import Job
from tests.jobs.conftest import Clock
from tests.thorough import rounds

EFFECTS = Table("effects", MetaData(), Column("job", Integer, nullable=False))
KEYS = ("a", "b", "c")
RIGHTS = (None, "index")


@dataclass
class Wish:
    """One ask that was kept: it is answered by an attempt that began after it."""

    key: str
    at: int


class Jobs(RuleBasedStateMachine):
    """Workers that die, sleep and come back, over a real SQLite and a clock that is moved."""

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        self.db = Database("sqlite://")
        Base.metadata.create_all(self.db.engine)
        EFFECTS.metadata.create_all(self.db.engine)
        self.queue = Queue(self.db, clock=self.clock, chance=lambda: 0.5)
        self.claims: list[Claim] = []  # every claim ever made: the late ones are the dangerous ones
        self.wishes: list[Wish] = []
        self.answered: list[tuple[str, int]] = []
        self.ended: Counter[int] = Counter()
        self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.settle()
            self.db.close()

    @rule(
        key=st.sampled_from(KEYS),
        right=st.sampled_from(RIGHTS),
        priority=st.sampled_from(Priority),
        delay=st.sampled_from([0, 0, 30]),
    )
    def ask(self, key: str, right: str | None, priority: Priority, delay: int) -> None:
        self.steps += 1
        with self.db.writing() as session:
            wait = timedelta(seconds=delay)
            ask(session, "k", key, group=key, exclusive=right, priority=priority, delay=wait, at=self.clock())
        self.wishes.append(Wish(key, self.steps))

    @rule()
    def claim(self) -> None:
        self.steps += 1
        claim = self.queue.claim("w")
        if claim is not None:
            self.claims.append(claim)
            self.answered.append((claim.key, self.steps))

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        if self.claims:
            self._finish(data.draw(st.sampled_from(self.claims)))

    @rule(data=st.data(), how=st.sampled_from(["passing", "lasting", "crash", "release", "beat"]))
    def end_otherwise(self, data: st.DataObject, how: str) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        if how == "release":
            self.queue.release(claim)
        elif how == "beat":
            self.queue.heartbeat([claim])
        else:
            self._fail(claim, how)

    @rule(data=st.data(), more=st.integers(min_value=0, max_value=2))
    def progress(self, data: st.DataObject, more: int) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            with suppress(LeaseLost), self.db.writing() as session:
                self.queue.progress(session, claim, claim.progress_done + more, 10)

    @rule(seconds=st.sampled_from([1, 20, 61, 700]))
    def time_goes_by(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    @rule()
    def sweep(self) -> None:
        with self.db.writing() as session:
            self.ended.update(gone.id for gone in self.queue.expire(session))

    @rule(key=st.sampled_from(KEYS))
    def call_off(self, key: str) -> None:
        with self.db.writing() as session:
            cancel(session, key, at=self.clock())
        self.wishes = [wish for wish in self.wishes if wish.key != key]

    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            with suppress(Conflict), self.db.writing() as session:
                again(session, claim.id, at=self.clock())
                self.ended.pop(claim.id, None)

    @invariant()
    def one_waits_for_a_key_and_one_runs_for_a_right(self) -> None:
        if not hasattr(self, "db"):
            return
        with self.db.reading() as session:
            rows = session.execute(select(Job.state, Job.key, Job.exclusive)).all()
        waiting = Counter(row.key for row in rows if row.state == "waiting")
        running = Counter(row.exclusive for row in rows if row.state == "running" and row.exclusive)
        assert max([*waiting.values(), *running.values(), 0]) <= 1

    @invariant()
    def effects_are_those_of_the_jobs_done_each_once(self) -> None:
        if not hasattr(self, "db"):
            return
        with self.db.reading() as session:
            effects = sorted(session.scalars(select(EFFECTS.c.job)))
            assert effects == sorted(session.scalars(select(Job.id).where(Job.state == "done")))

    @invariant()
    def a_job_is_set_aside_once_and_told(self) -> None:
        if not hasattr(self, "db"):
            return
        with self.db.reading() as session:
            failed = set(session.scalars(select(Job.id).where(Job.state == "failed")))
        assert self.ended == Counter(failed)

    def _finish(self, claim: Claim) -> None:
        done = select(func.count()).where(EFFECTS.c.job == claim.id)
        with suppress(LeaseLost), self.db.writing() as session:
            self.queue.hold(session, claim)  # what a handler does before it writes results
            session.execute(insert(EFFECTS).values(job=claim.id))
            self.queue.finish(session, claim)
            assert session.scalar(done) == 1

    def _fail(self, claim: Claim, how: str) -> None:
        with suppress(LeaseLost), self.db.writing() as session:
            if how == "crash":
                gone = self.queue.crashed(session, claim)
            else:
                gone = self.queue.fail(session, claim, Unavailable() if how == "passing" else Problem("x.y"))
            if gone is not None:
                self.ended[gone.id] += 1

    def settle(self) -> None:
        """With live workers and time everything that was asked comes to an end; nothing is lost."""
        for _ in range(200):
            self.clock.move(minutes=11)
            self.sweep()
            self.claim()
            with self.db.reading() as session:
                open_jobs = session.scalar(select(func.count()).where(Job.state.in_(("waiting", "running"))))
            if not open_jobs:
                break
            if self.claims:
                self._finish(self.claims[-1])
        assert open_jobs == 0
        self.effects_are_those_of_the_jobs_done_each_once()
        for wish in self.wishes:
            assert any(key == wish.key and at > wish.at for key, at in self.answered), wish


Jobs.TestCase.settings = settings(max_examples=rounds(60, quick=20), stateful_step_count=40, deadline=None)
TestJobs = Jobs.TestCase
