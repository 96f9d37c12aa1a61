"""Files that wait for a job that is no more: a reading whose jobs were lost is planned again once, then given up."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, exists, literal, select
from sqlalchemy.orm import Session

from repo_app.jobs import Priority, ask
from repo_app.models import File, Job
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import fail_file, locked_file
from repo_app.services.library import Library
from repo_app.services.reading import KINDS, UNREAD

ORPHANED = "file.forgotten"  # message code of a file that lost its jobs twice
AT_ONCE = 500  # files looked after in one round; the next comes soon


def take_up_lost(library: Library) -> int:
    """Plan each unread file without an open job again; one that was planned again before fails. How many there were."""
    with library.db.reading() as session:
        found = session.scalars(_orphans().limit(AT_ONCE)).all()
    for file_id in found:
        with library.db.writing() as session:
            file = locked_file(session, file_id)
            if file is not None and session.scalar(_orphans().where(File.id == file_id)) is not None:
                _take_up(session, file)
    return len(found)


def _take_up(session: Session, file: File) -> None:
    planned = session.get(Job, file.job_id) if file.job_id is not None else None
    if planned is not None and planned.args.get("again") is True:
        fail_file(session, file.id, ORPHANED, {})
        return
    args = {"file": file.id, "priority": int(Priority.NORMAL), "again": True}
    file.job_id = ask(session, PLAN_JOB, f"file:{file.id}", args, group=f"file:{file.id}")


def _orphans() -> Select[int]:
    """Files that are to be read and that no job will read: every transaction leaves an unread file an open job."""
    group = literal("file:") + cast(File.id, String)
    open_job = exists().where(Job.group == group, Job.kind.in_(KINDS), Job.state.in_(("waiting", "running")))
    return select(File.id).where(File.state.in_(UNREAD), ~open_job).order_by(File.id)
