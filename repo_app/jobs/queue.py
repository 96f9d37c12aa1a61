"""Doing the work: claim with a lease, hold on to it, finish or fail behind a fencing token, and sweep up the dead."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, Update, and_, case, delete, exc, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from repo_app.db import Database, now
from repo_app.errors import Problem
from repo_app.jobs.asking import end, put_back
from repo_app.jobs.rules import MAX_DEATHS, POISONED, Abandoned, Claim, LeaseLost, backoff, worth_retrying
from repo_app.models import Job, Worker

CLAIM_TRIES = 5  # how often a claim is tried again after another worker took the same exclusive right
PRUNE_BATCH = 500  # rows deleted in one transaction, so that no other writer waits long
CLAIMED = (Job.id, Job.kind, Job.key, Job.args, Job.attempt, Job.priority, Job.group, Job.progress_done)
DUE, HOLDER = aliased(Job), aliased(Job)  # made once: an alias costs more than the query it is for


class Queue:
    """The jobs of one database as workers see them.

    Methods that take a session belong into a ``writing()`` transaction of the caller and raise :class:`LeaseLost`
    when the claim no longer holds, which takes the caller's writes back; the others make their own short transaction.
    ``lease`` is how long a claim lives without a heartbeat; ``clock`` gives aware times and must agree, within much
    less than a lease, on all machines; ``chance`` gives numbers in [0, 1) that spread retries.
    """

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime] = now,
        lease: timedelta = timedelta(seconds=60),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.db = db
        self.clock = clock
        self.lease = lease
        self._chance = chance

    def claim(self, worker: str, kinds: Collection[str] | None = None) -> Claim | None:
        """The most urgent due job (the oldest of equals) of ``kinds`` (None: all), or None when nothing is due."""
        for _ in range(CLAIM_TRIES):
            with self.db.reading() as session:  # an idle worker must not take SQLite's write lock each second
                if session.execute(_due(self.clock(), kinds)).first() is None:
                    return None
            try:
                with self.db.writing() as session:
                    at = self.clock()
                    row = session.execute(_claim_one(worker, kinds, at, at + self.lease)).one_or_none()
            except exc.IntegrityError:
                continue  # somebody else was quicker with the same exclusive right
            if row is not None:
                return Claim(*row)
        return None

    def hold(self, session: Session, claim: Claim) -> None:
        """Make sure, inside the caller's transaction, that the job is still ours, and extend its lease."""
        self._fenced(session, claim, {"lease_until": self.clock() + self.lease})

    def progress(self, session: Session, claim: Claim, done: int, total: int | None) -> None:
        """Hold, and tell how far the job is: ``done`` units of ``total``, in the transaction that keeps those units.

        Getting farther than any attempt before forgets earlier deaths and failures, also those of the other jobs of
        its group: where ranges of one book are read side by side, a worker that is killed takes all of them along, and
        the slower one must not pay for it. Telling the same again forgets nothing.
        """
        farther = Job.progress_done < done
        changes = {
            "lease_until": self.clock() + self.lease,
            "progress_done": case((farther, done), else_=Job.progress_done),
            "progress_total": total,
            "deaths": case((farther, 0), else_=Job.deaths),
            "failures": case((farther, 0), else_=Job.failures),
        }
        self._fenced(session, claim, changes)
        if claim.group is not None and claim.progress_done < done:
            _forgive(session, claim)

    def change(self, session: Session, claim: Claim, args: Mapping[str, object]) -> None:
        """Hold, and let the job's later attempts have these arguments; ``claim`` keeps its own."""
        self._fenced(session, claim, {"lease_until": self.clock() + self.lease, "args": dict(args)})

    def finish(self, session: Session, claim: Claim) -> None:
        """Mark the job done in the transaction that writes its results; doing so twice for one attempt is harmless."""
        try:
            self.hold(session, claim)
        except LeaseLost:
            ended = select(Job.id).where(Job.id == claim.id, Job.attempt == claim.attempt, Job.state == "done")
            if session.execute(ended).first() is None:
                raise
            return
        end(session, claim.id, "done", self.clock())

    def fail(self, session: Session, claim: Claim, problem: Problem) -> Abandoned | None:
        """End an attempt that met ``problem``: what may pass lets the job wait, however often; else it is set aside."""
        self.hold(session, claim)
        if not worth_retrying(problem):
            return self._set_aside(session, claim, problem)
        failures = 1 + session.execute(select(Job.failures).where(Job.id == claim.id)).scalar_one()
        told = {"message_code": problem.code, "message_params": _as_json(problem.params)}
        wait = backoff(failures, self._chance())
        put_back(session, claim.id, {"failures": failures, "run_after": self.clock() + wait, **told}, self.clock())
        return None

    def crashed(self, session: Session, claim: Claim) -> Abandoned | None:
        """End an attempt that broke in a way nobody foresaw: it counts as a death."""
        self.hold(session, claim)
        deaths = session.execute(select(Job.deaths).where(Job.id == claim.id)).scalar_one()
        return self._died(session, claim, deaths + 1, deaths + 1)

    def release(self, claim: Claim) -> None:
        """Give an unfinished job back to be done at once, counting nothing; a job no longer ours is left alone."""
        try:
            with self.db.writing() as session:
                self.hold(session, claim)
                put_back(session, claim.id, {"run_after": self.clock()}, self.clock())
        except LeaseLost:
            return

    def heartbeat(self, claims: Collection[Claim]) -> frozenset[tuple[int, int]]:
        """Extend the leases of ``claims``; the tokens of those that are no longer held."""
        if not claims:
            return frozenset()
        ours = and_(
            or_(*(and_(Job.id == claim.id, Job.attempt == claim.attempt) for claim in claims)), Job.state == "running"
        )
        with self.db.writing() as session:
            held = session.scalars(select(Job.id).where(ours).order_by(Job.id).with_for_update()).all()
            statement = update(Job).where(Job.id.in_(held), ours).values(lease_until=self.clock() + self.lease)
            kept = session.execute(_plain(statement.returning(Job.id, Job.attempt))).all()
        return frozenset(claim.token for claim in claims) - {(job, attempt) for job, attempt in kept}

    def lost(self, claims: Collection[Claim]) -> frozenset[tuple[int, int]]:
        """The tokens of those claims that are no longer held: a look without a lock, which extends nothing."""
        if not claims:
            return frozenset()
        held = select(Job.id, Job.attempt).where(Job.id.in_([claim.id for claim in claims]), Job.state == "running")
        with self.db.reading() as session:
            kept = {(job, attempt) for job, attempt in session.execute(held)}
        return frozenset(claim.token for claim in claims) - kept

    def expired(self, kinds: Collection[str] | None = None) -> bool:
        """Whether any lease ran out: a look that takes no write lock."""
        late = select(Job.id).where(Job.state == "running", Job.lease_until < self.clock(), _of(kinds)).limit(1)
        with self.db.reading() as session:
            return session.execute(late).first() is not None

    def dead_jobs(self, workers: Collection[str], kinds: Collection[str] | None = None) -> list[Claim]:
        """The running jobs whose lease ran out, or whose worker is one of ``workers``: a look without a lock."""
        gone = or_(Job.lease_until < self.clock(), Job.worker.in_(workers))
        found = select(*CLAIMED).where(Job.state == "running", gone, _of(kinds)).order_by(Job.id)
        with self.db.reading() as session:
            return [Claim(*row) for row in session.execute(found)]

    def expire(
        self, session: Session, kinds: Collection[str] | None = None, *, only: int | None = None
    ) -> list[Abandoned]:
        """Count a death for each job (or the ``only`` one) whose lease ran out; it waits again, or is set aside.

        The third death without progress sets aside. The first waits for nothing, later ones a little.
        """
        return self._bury(session, Job.lease_until < self.clock(), kinds, only)

    def expire_workers(
        self,
        session: Session,
        names: Collection[str],
        kinds: Collection[str] | None = None,
        *,
        only: int | None = None,
    ) -> list[Abandoned]:
        """The same for all jobs of workers that are known to be dead, without waiting for their leases."""
        return self._bury(session, Job.worker.in_(names), kinds, only)

    def holders(self) -> frozenset[str]:
        """The names of all workers that hold a running job, or were not seen off."""
        with self.db.reading() as session:
            holding = session.scalars(select(Job.worker).where(Job.state == "running").distinct()).all()
            greeted = session.scalars(select(Worker.name)).all()
        return frozenset(name for name in (*holding, *greeted) if name is not None)

    def idle(self, kinds: Collection[str] | None = None) -> bool:
        """Whether no job of ``kinds`` is due and none runs, here or anywhere; one put off to later is not due."""
        soonest = select(func.min(Job.run_after)).where(Job.state == "waiting", _of(kinds)).scalar_subquery()
        running = select(Job.id).where(Job.state == "running", _of(kinds)).exists()
        with self.db.reading() as session:
            due, busy = session.execute(select(soonest, running)).one()
        # the time is asked last: a job given back while we look is due by then, and must not count as put off
        return not busy and (due is None or due > self.clock())

    def greet(self, worker: str, started_at: datetime) -> None:
        """Note that ``worker``, running since ``started_at``, lives now; forget those silent for a day."""
        at = self.clock()
        silent = delete(Worker).where(Worker.seen_at < at - timedelta(days=1))
        with self.db.writing() as session:
            session.merge(Worker(name=worker, started_at=started_at, seen_at=at))
            session.execute(silent.execution_options(synchronize_session=False))

    def leave(self, workers: Collection[str]) -> None:
        """Forget workers that ended."""
        gone = delete(Worker).where(Worker.name.in_(workers))
        with self.db.writing() as session:
            session.execute(gone.execution_options(synchronize_session=False))

    def prune(self, older_than: timedelta) -> int:
        """Forget jobs that were done or cancelled longer ago than ``older_than``; how many. Failed ones are kept."""
        old = (Job.state.in_(("done", "cancelled")), Job.finished_at < self.clock() - older_than)
        gone = 0
        while True:
            with self.db.writing() as session:
                ids = session.scalars(select(Job.id).where(*old).limit(PRUNE_BATCH)).all()
                session.execute(delete(Job).where(Job.id.in_(ids)).execution_options(synchronize_session=False))
            gone += len(ids)
            if len(ids) < PRUNE_BATCH:
                return gone

    def _fenced(self, session: Session, claim: Claim, values: Mapping[str, object]) -> None:
        ours = (Job.id == claim.id, Job.attempt == claim.attempt, Job.state == "running")
        statement = update(Job).where(*ours).values(dict(values)).returning(Job.id)
        if session.execute(_plain(statement)).one_or_none() is None:
            raise LeaseLost(f"job {claim.id}, attempt {claim.attempt}")

    def _bury(
        self, session: Session, dead: ColumnElement[bool], kinds: Collection[str] | None, only: int | None
    ) -> list[Abandoned]:
        found = select(*CLAIMED, Job.deaths).where(Job.state == "running", dead, _of(kinds)).order_by(Job.id)
        if only is not None:
            found = found.where(Job.id == only)
        rows = session.execute(found.with_for_update(skip_locked=True)).all()
        buried = [self._died(session, Claim(*row[:-1]), row[-1] + 1, row[-1]) for row in rows]
        return [abandoned for abandoned in buried if abandoned is not None]

    def _died(self, session: Session, job: Claim, deaths: int, pause: int) -> Abandoned | None:
        if deaths >= MAX_DEATHS:
            return self._set_aside(session, job, Problem(POISONED, deaths=deaths))
        wait = backoff(pause, self._chance())
        put_back(session, job.id, {"deaths": deaths, "run_after": self.clock() + wait}, self.clock())
        return None

    def _set_aside(self, session: Session, job: Claim, problem: Problem) -> Abandoned:
        end(session, job.id, "failed", self.clock(), problem.code, _as_json(problem.params))
        return Abandoned(job.id, job.kind, job.key, job.args, problem)


def _of(kinds: Collection[str] | None) -> ColumnElement[bool]:
    return Job.kind.in_(sorted(kinds)) if kinds is not None else Job.id.is_not(None)


def _due(at: datetime, kinds: Collection[str] | None) -> Select[int]:
    held = select(HOLDER.id).where(HOLDER.state == "running", HOLDER.exclusive == DUE.exclusive).exists()
    due = select(DUE.id).where(DUE.state == "waiting", DUE.run_after <= at, or_(DUE.exclusive.is_(None), ~held))
    if kinds is not None:
        due = due.where(DUE.kind.in_(sorted(kinds)))
    return due.order_by(DUE.priority, DUE.id).limit(1)


def _claim_one(worker: str, kinds: Collection[str] | None, at: datetime, until: datetime) -> Update:
    statement = (
        update(Job)
        .where(Job.id == _due(at, kinds).with_for_update(skip_locked=True).scalar_subquery())
        .values(state="running", worker=worker, lease_until=until, attempt=Job.attempt + 1)
    )
    return _plain(statement.returning(*CLAIMED))


def _forgive(session: Session, claim: Claim) -> None:
    """Forget the deaths of the job's group; a row that another worker holds just now is passed over, not waited for."""
    others = select(Job.id).where(
        Job.group == claim.group, Job.state.in_(("waiting", "running")), Job.id != claim.id, Job.deaths > 0
    )
    free = others.with_for_update(skip_locked=True)
    session.execute(_plain(update(Job).where(Job.id.in_(free)).values(deaths=0)))


def _plain(statement: Update) -> Update:
    return statement.execution_options(synchronize_session=False)


def _as_json(params: Mapping[str, object]) -> dict[str, object]:
    return {name: held if isinstance(held, str | int | float | None) else str(held) for name, held in params.items()}
