"""What whoever acts on a record must have seen of it, and the reason they give."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import EditConflict, Fault, Invalid
from repo_app.models import Record, Revision
from repo_app.services.proposals import with_pending
from repo_app.values import Metadata
from repo_app.values.metadata import stored

MAX_REASON = 2000


def check_seen(session: Session, record: Record, revision: int | None) -> None:
    """Raise EditConflict unless the record is still as it was when its mover looked at it (None: did not say).

    ``yours`` is what they saw, as far as the history tells.
    """
    if revision is not None and revision != record.revision:
        current = with_pending(record)
        raise EditConflict(current, _as_seen(session, record, revision) or current, record.revision)


def _as_seen(session: Session, record: Record, revision: int) -> Metadata | None:
    until_then = Revision.record_id == record.id, Revision.revision <= revision
    found = session.scalars(select(Revision).where(*until_then).order_by(Revision.id.desc()).limit(1)).one_or_none()
    return stored(found.record_metadata) if found else None


def check_reason(reason: str | None) -> None:
    """Raise Invalid for a reason that is longer than anybody reads."""
    if reason is not None and len(reason) > MAX_REASON:
        raise Invalid(Fault("reason", "record.reason_too_long", {"limit": MAX_REASON}))
