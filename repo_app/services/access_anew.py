"""What may be shown of files, worked out anew where that was written down by earlier rules of access.

What opens a work is decided at the moment; searches, pages found and copies ask ``File.shown``, which holds the answer
since the record changed last. So a change of the rules itself must reach every record, and the index behind it.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from repo_app.jobs import Priority, Stopped, ask
from repo_app.models import File, Job, Record
from repo_app.services.access import ACCESS_VERSION
from repo_app.services.library import Library
from repo_app.services.rows import changed, differing, lock_numbered
from repo_app.services.work import Work

ANEW_JOB = "access-anew"
AT_ONCE = 100  # records settled in one transaction


def take_up_outdated(library: Library) -> bool:
    """Ask for the job where files are left of earlier rules, unless it is under way; whether it was asked for."""
    with library.db.reading() as session:
        under_way = select(Job.id).where(Job.kind == ANEW_JOB, Job.state.in_(("waiting", "running"))).limit(1)
        if session.scalar(select(File.id).where(_outdated()).limit(1)) is None or session.scalar(under_way) is not None:
            return False
    with library.db.writing() as session:
        ask(session, ANEW_JOB, "all", priority=Priority.READER)
    return True


def settle(library: Library, each: Callable[[Session, int], None] = lambda session, done: None) -> int:
    """Settle every file of earlier rules, some records in each transaction, of which ``each`` is told before its end
    with how many records are done. Stopped anywhere, it goes on there the next time. How many records there were.
    """
    done, last = 0, 0
    while True:
        with library.db.writing() as session:
            numbers = session.scalars(
                select(File.record_id)
                .where(_outdated(), File.record_id > last)
                .distinct()
                .order_by(File.record_id)
                .limit(AT_ONCE)
            ).all()
            if not numbers:
                return done
            lock_numbered(session, numbers)
            for record in session.scalars(select(Record).where(Record.id.in_(numbers)).order_by(Record.id)):
                _settle(session, record)
            last = numbers[-1]
            done += len(numbers)
            each(session, done)


def settle_job(library: Library, work: Work) -> None:
    """The same as a job, for a worker that starts with later rules."""

    def each(session: Session, done: int) -> None:
        work.progress(session, done, None)
        if work.stopping():
            raise Stopped

    settle(library, each)
    with library.db.writing() as session:
        work.finish(session)


def _settle(session: Session, record: Record) -> None:
    """Where the rules say otherwise now, the index is behind: till it has followed the record is asked of the rows."""
    if differing(session, record):
        record.losing = True
        changed(session, record, revision=False)
    ours = update(File).where(File.record_id == record.id, _outdated())
    session.execute(ours.values(shown_by=ACCESS_VERSION))


def _outdated() -> ColumnElement[bool]:
    """Those of later rules (an upgrade taken back) are left."""
    return File.shown_by < ACCESS_VERSION
