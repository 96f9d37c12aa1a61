"""Asking for work, asking again, and calling it off: each inside the transaction of whoever causes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, case, exc, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from repo_app.db import insert_into, now
from repo_app.errors import Conflict, NotFound
from repo_app.jobs.rules import SUPERSEDED, Priority
from repo_app.models import Job


def ask(
    session: Session,
    kind: str,
    key: str,
    args: Mapping[str, object] | None = None,
    *,
    priority: Priority = Priority.NORMAL,
    group: str | None = None,
    exclusive: str | None = None,
    total: int | None = None,
    delay: timedelta = timedelta(0),
    at: datetime | None = None,
) -> int:
    """Ask for the work ``key`` of ``kind``, to be done some time after the caller's transaction is kept; its job's id.

    Only one job of that kind and key waits at a time: when one does, it keeps its ``args`` and takes the higher
    urgency and the earlier time of the two, and its id is given back. Its row is written either way, so no worker can
    take it before the caller's changes are there to be seen. A *running* job of the same key does not count: it may
    have looked before the change, so another one waits behind it. Who asks for several in one transaction does so in
    the same order everywhere (PostgreSQL breaks a circle of waits with an error). ``at`` is the time now, for tests.
    """
    asked = at or now()
    row = {
        "kind": kind, "key": key, "args": dict(args or {}), "priority": int(priority), "group": group,
        "exclusive": exclusive, "progress_total": total, "run_after": asked + delay, "created_at": asked,
        "state": "waiting",
    }  # fmt: skip
    while True:  # the waiting job may be claimed between the two statements; then there is room for ours
        made = session.execute(_insert_unless_waiting(session, row)).scalar_one_or_none()
        if made is not None:
            return made
        found = _join_waiting(session, kind, key, int(priority), asked + delay)
        if found is not None:
            return found


def again(session: Session, job_id: int, *, at: datetime | None = None) -> int:
    """Let a failed or cancelled job wait anew with clean counts; the id of the job that waits.

    When another job of its kind and key waits already, that one is given back. Raises ``NotFound``, and ``Conflict``
    for a job that waits, runs or is done.
    """
    job = session.execute(select(Job.kind, Job.key, Job.state).where(Job.id == job_id)).one_or_none()
    if job is None:
        raise NotFound(job=job_id)
    if job.state not in ("failed", "cancelled"):
        raise Conflict("job.not_ended", job=job_id, state=job.state)
    asked = at or now()
    clean = {
        "failures": 0, "deaths": 0, "progress_done": 0, "run_after": asked, "created_at": asked,
        "finished_at": None, "message_code": None, "message_params": {},
    }  # fmt: skip
    return put_back(session, job_id, clean, asked)


def cancel(session: Session, *groups: str, at: datetime | None = None) -> int:
    """Call off every waiting and running job of these groups; how many. A running one learns it at its next hold.

    Who calls off several groups names them in one call: their jobs are locked in one order, as everywhere.
    """
    open_jobs = select(Job.id).where(Job.group.in_(groups), Job.state.in_(("waiting", "running")))
    found = session.scalars(open_jobs.order_by(Job.id).with_for_update()).all()  # in the order of every heartbeat
    ended = session.scalars(
        update(Job)
        .where(Job.id.in_(found), Job.state.in_(("waiting", "running")))
        .values(state="cancelled", lease_until=None, worker=None, finished_at=at or now())
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


def put_behind(session: Session, group: str, kind: str) -> None:
    """Let the waiting jobs of that group and kind come after all others; one that is just being taken is left alone."""
    waiting = select(Job.id).where(Job.group == group, Job.kind == kind, Job.state == "waiting")
    behind = update(Job).where(Job.id.in_(waiting.with_for_update(skip_locked=True)))
    session.execute(behind.values(priority=int(Priority.LAST)).execution_options(synchronize_session=False))


def put_back(session: Session, job_id: int, changes: Mapping[str, object], at: datetime) -> int:
    """Make the job wait with ``changes``; the id of the job that waits for its kind and key from then on.

    When another one waits already, that one does the work: it takes over the urgency and the counts, so that a job
    that kills its workers cannot be kept young by being asked again, and this one ends as superseded.
    """
    set_values(session, job_id, changes)
    session.flush()  # what the caller still has to write must not fail inside our savepoint
    while True:
        try:
            with session.begin_nested():
                set_values(session, job_id, {"state": "waiting", "lease_until": None, "worker": None})
            return job_id
        except exc.IntegrityError:
            successor = _take_over(session, job_id)
        if successor is not None:
            end(session, job_id, "cancelled", at, SUPERSEDED, {"job": successor})
            return successor


def end(
    session: Session, job_id: int, state: str, at: datetime, code: str | None = None, params: object = None
) -> None:
    """Bring the job to an end state, with a message code and JSON parameters where there is something to say."""
    ended = {"state": state, "lease_until": None, "worker": None, "finished_at": at}
    set_values(session, job_id, {**ended, "message_code": code, "message_params": params or {}})


def set_values(session: Session, job_id: int, values: Mapping[str, object]) -> None:
    """Write columns of one job, past the session's identity map."""
    statement = update(Job).where(Job.id == job_id).values(dict(values))
    session.execute(statement.execution_options(synchronize_session=False))


def _insert_unless_waiting(session: Session, row: Mapping[str, object]) -> ReturningInsert[int]:
    return insert_into(session, Job).values(row).on_conflict_do_nothing().returning(Job.id)


def _join_waiting(session: Session, kind: str, key: str, priority: int, run_after: datetime) -> int | None:
    undisturbed = and_(Job.failures == 0, Job.deaths == 0)  # asking often must not cut a backoff short
    statement = (
        update(Job)
        .where(Job.kind == kind, Job.key == key, Job.state == "waiting")
        .values(
            priority=case((Job.priority > priority, priority), else_=Job.priority),
            run_after=case((and_(undisturbed, Job.run_after > run_after), run_after), else_=Job.run_after),
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).scalar_one_or_none()


def _take_over(session: Session, job_id: int) -> int | None:
    ours = session.execute(
        select(Job.kind, Job.key, Job.priority, Job.failures, Job.deaths).where(Job.id == job_id)
    ).one()
    statement = (
        update(Job)
        .where(Job.kind == ours.kind, Job.key == ours.key, Job.state == "waiting")
        .values(
            priority=case((Job.priority > ours.priority, ours.priority), else_=Job.priority),
            failures=case((Job.failures < ours.failures, ours.failures), else_=Job.failures),
            deaths=case((Job.deaths < ours.deaths, ours.deaths), else_=Job.deaths),
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).scalar_one_or_none()
