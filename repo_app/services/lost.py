"""What waits for a job that is no more: a reading is planned again once, then given up; the index follows later."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.jobs import Priority, ask
from repo_app.models import File, Job, Record
from repo_app.services import indexing
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import fail_file, locked_file
from repo_app.services.library import Library
from repo_app.services.reading import KINDS, UNREAD
from repo_app.services.rows import INDEX_JOB, follow_index

ORPHANED = "file.forgotten"  # message code of a file that lost its jobs twice
RESTED = timedelta(minutes=10)  # a job of the index that was set aside may have ended its workers: not at once again
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


def take_up_due(library: Library) -> bool:
    """Ask for the index to follow where that was set aside and nobody has asked since; whether records were due.

    An index that was lost together with the job that was to build it is asked for as well.
    """
    kinds = Job.kind.in_((INDEX_JOB, indexing.REINDEX_JOB))
    ours = or_(Job.state.in_(("waiting", "running")), and_(Job.state == "failed", Job.finished_at > now() - RESTED))
    with library.db.writing() as session:
        if session.scalar(select(Job.id).where(kinds, ours).limit(1)) is not None:
            return False
        due = session.scalar(select(Record.id).where(Record.index_due).limit(1)) is not None
        if due:
            follow_index(session)
    indexing.make_sure(library)
    return due
