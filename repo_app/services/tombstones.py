"""What is left of a withdrawn record: its title, when and why it was taken away."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Gone
from repo_app.models import Record, Revision
from repo_app.permissions import can
from repo_app.services.rows import ref
from repo_app.values import Person
from repo_app.values.days import day_of


def require_present(session: Session, person: Person, record: Record) -> None:
    """Raise Gone with what may still be said, for whom the record is not there any more: all who do not work on it."""
    if record.state != "withdrawn" or can(person, "work-on", ref(record)):
        return
    last = select(Revision).where(Revision.record_id == record.id, Revision.verb == "withdraw")
    withdrawn = session.scalar(last.order_by(Revision.id.desc()).limit(1))
    at = withdrawn.at if withdrawn is not None else record.updated_at
    reason = withdrawn.reason if withdrawn is not None else record.reason
    raise Gone(title=record.title, reason=reason or "", since=day_of(at).isoformat())
