"""What can be asked about jobs without changing any."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.models import Job, Worker
from repo_app.values import JobView, Message, Progress, WorkerView


def view(session: Session, job_id: int) -> JobView | None:
    """The job as people may see it, or None when there is no such job (any more)."""
    job = session.get(Job, job_id)
    if job is None:
        return None
    return JobView(
        id=job.id,
        kind=job.kind,
        key=job.key,
        group=job.group,
        state=job.state,
        progress=Progress(job.progress_done, job.progress_total),
        message=Message(job.message_code, job.message_params) if job.message_code else None,
        attempt=job.attempt,
        created_at=job.created_at,
        run_after=job.run_after,
        finished_at=job.finished_at,
    )


def oldest_waiting(session: Session, *, at: datetime | None = None) -> datetime | None:
    """When the longest waiting job was asked, or None; jobs that were put off on purpose and not due do not count."""
    overdue = or_(Job.run_after <= (at or now()), Job.failures > 0, Job.deaths > 0)
    return session.execute(select(func.min(Job.created_at)).where(Job.state == "waiting", overdue)).scalar()


def most_urgent(session: Session, kinds: Collection[str], *, at: datetime | None = None) -> int | None:
    """The priority of the most urgent job of ``kinds`` that is due, or None when none is."""
    due = (Job.state == "waiting", Job.run_after <= (at or now()), Job.kind.in_(sorted(kinds)))
    return session.scalar(select(Job.priority).where(*due).order_by(Job.priority).limit(1))


def counts(session: Session) -> Mapping[str, int]:
    """How many jobs are in each state; states without any are left out."""
    rows = session.execute(select(Job.state, func.count().label("number")).group_by(Job.state))
    return {row.state: row.number for row in rows}


def workers_seen(session: Session) -> tuple[WorkerView, ...]:
    """Every worker that has not said good-bye, the last heard of first; who died stays until its absence is noticed."""
    rows = session.scalars(select(Worker).order_by(Worker.seen_at.desc(), Worker.name))
    return tuple(WorkerView(row.name, row.started_at, row.seen_at) for row in rows)
