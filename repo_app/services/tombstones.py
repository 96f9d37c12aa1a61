"""What is left of a withdrawn record: its title, when and why it was taken away."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from repo_app.errors import Gone
from repo_app.models import Record, Revision
from repo_app.permissions import can, require
from repo_app.services.rows import find_record, ref
from repo_app.values import Person
from repo_app.values.days import day_of
from repo_app.values.metadata import stored


def withdrawals(session: Session, numbers: Collection[int]) -> dict[int, Revision]:
    """By the ids of record rows the last withdrawal of each, whose metadata is all that readers go on hearing of it."""
    if not numbers:
        return {}
    last = select(func.max(Revision.id)).where(Revision.record_id.in_(numbers), Revision.verb == "withdraw")
    rows = session.scalars(select(Revision).where(Revision.id.in_(last.group_by(Revision.record_id))))
    return {row.record_id: row for row in rows}


def seen_record(session: Session, person: Person, record_id: str) -> Record:
    """The row of that id, once ``person`` may see it.

    Raises NotFound, and for all who do not work on it Gone, with what may still be said: where it is withdrawn, or was
    and is described anew.
    """
    record = find_record(session, record_id)
    taken_away = record.state == "withdrawn" or (record.published_at is not None and record.state != "published")
    if not taken_away or can(person, "work-on", ref(record)):
        require(person, "see", ref(record))
        return record
    withdrawn = withdrawals(session, [record.id]).get(record.id)
    if withdrawn is None:
        raise Gone(title="", reason="", since=day_of(record.updated_at).isoformat())
    title = stored(withdrawn.record_metadata).first("title") or ""
    raise Gone(title=title, reason=withdrawn.reason or "", since=day_of(withdrawn.at).isoformat())
