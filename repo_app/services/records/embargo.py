"""Embargo: until a day that somebody chose only the description of a published record is public.

What may be read is decided at the moment by ``repo_app.permissions``, so the day needs nobody at the keyboard and no
worker. The job :data:`LIFT_JOB` follows on that day: it lets the index and derivatives take up what is open now.
With the day the access rights of an embargo go out of the description: left there they would close the work for good.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Fault, Invalid
from repo_app.jobs import ask
from repo_app.models import Record
from repo_app.services.access import without_embargo
from repo_app.services.library import Library
from repo_app.services.proposals import rewrite
from repo_app.services.records.seen import check_reason, check_seen
from repo_app.services.records.views import record_view
from repo_app.services.rows import apply_metadata, changed, embargo_of, metadata_of, permitted_record, remember
from repo_app.services.work import Work, number
from repo_app.values import SYSTEM, Person, RecordView
from repo_app.values.days import begin_of, day_of

LIFT_JOB = "lift"


def set_embargo(
    library: Library,
    person: Person,
    record_id: str,
    until: date | None,
    reason: str | None = None,
    *,
    revision: int | None = None,
) -> RecordView:
    """Keep all but the description of the record closed until the day ``until``, in Viet Nam; None opens it now.

    Of a draft its depositor may, and always the staff. Raises Invalid for a day that is not to come,
    EditConflict where the record is not at ``revision`` any more (None: did not say), Forbidden, NotFound.
    """
    check_reason(reason)
    check_day(until)
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "embargo", lock=True)
        check_seen(session, record, revision)
        if until != embargo_of(record):
            record.embargoed_until = until
            if until is None:
                _drop_rights(session, record)
            changed(session, record)
            remember(session, record, person, "embargo" if until else "open", reason)
            follow(session, record)
        return record_view(session, person, record)


def check_day(until: date | None) -> None:
    """Raise Invalid for a day on which no embargo can end: today, or one that is past."""
    if until is not None and until <= day_of(now()):
        raise Invalid(Fault("embargo", "record.embargo_past", {"day": until}))


def lift(library: Library, work: Work) -> None:
    """Let what is made of a record follow the end of its embargo; of one that was prolonged, later."""
    with library.db.writing() as session:
        record = session.scalar(select(Record).where(Record.id == number(work, "record")).with_for_update())
        if record is not None and embargo_of(record) is not None:
            follow(session, record)
        elif record is not None and record.embargoed_until is not None:
            record.embargoed_until = None
            # a date is in the way of nobody's edit, unless it changes the description
            changed(session, record, revision=_drop_rights(session, record))
            remember(session, record, SYSTEM, "lift")
        work.finish(session)


def _drop_rights(session: Session, record: Record) -> bool:
    """Take the access rights of an embargo out of the description and of what waits; whether there were any."""
    rewrite(record, without_embargo)
    held = metadata_of(record)
    left = without_embargo(held)
    if left == held:
        return False
    apply_metadata(session, record, left)
    return True


def take_up_ended(library: Library) -> int:
    """Ask for the jobs of embargoes that ended and whose job is lost; how many embargoes there were."""
    with library.db.writing() as session:
        ended = session.scalars(select(Record).where(Record.embargoed_until <= day_of(now())).order_by(Record.id)).all()
        for record in ended:
            follow(session, record)
    return len(ended)


def follow(session: Session, record: Record) -> None:
    """Ask for what is made of the record to follow on the day on which its embargo ends."""
    if record.embargoed_until is not None:
        at, args = now(), {"record": record.id}
        delay = max(timedelta(0), begin_of(record.embargoed_until) - at)
        ask(session, LIFT_JOB, f"record:{record.id}", args, delay=delay, at=at)
