"""What a form keeps by itself while somebody writes: one entry of the history, however often it keeps."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Conflict
from repo_app.models import Record, Revision
from repo_app.services.library import Library
from repo_app.services.records.checking import checked
from repo_app.services.records.editing import Said, put
from repo_app.services.records.views import record_view
from repo_app.services.rows import permitted_record
from repo_app.values import Person, RecordView

VERB = "autosave"
SITTING = timedelta(minutes=30)  # from one autosave to the next: whoever writes again later begins a new entry


def autosave(library: Library, person: Person, record_id: str, patch: object, revision: int | None) -> RecordView:
    """As ``edit``, of a draft only (Conflict); in the history it takes the place of the autosave just before it."""
    wanted, named = checked(library, patch)
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "edit", lock=True)
        if record.state != "draft":
            raise Conflict("record.autosave")
        before = _last(session, record)
        put(session, person, record, wanted, named, revision, Said(VERB))
        session.flush()
        if before is not None and _goes_on(before, person) and _last(session, record) is not before:
            session.delete(before)
        return record_view(session, person, record)


def _last(session: Session, record: Record) -> Revision | None:
    rows = select(Revision).where(Revision.record_id == record.id).order_by(Revision.id.desc())
    return session.scalars(rows.limit(1)).one_or_none()


def _goes_on(before: Revision, person: Person) -> bool:
    return (before.verb, before.account_id) == (VERB, person.account) and now() - before.at < SITTING
