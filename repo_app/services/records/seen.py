"""What whoever acts on a record must have seen of it, and the reason they give."""

from __future__ import annotations

from repo_app.errors import EditConflict, Fault, Invalid
from repo_app.models import Record
from repo_app.services.rows import metadata_of, with_pending

MAX_REASON = 2000


def check_seen(record: Record, revision: int | None) -> None:
    """Raise EditConflict unless the record is still as it was when its mover looked at it (None: did not say)."""
    if revision is not None and revision != record.revision:
        raise EditConflict(with_pending(record), metadata_of(record), record.revision)


def check_reason(reason: str | None) -> None:
    """Raise Invalid for a reason that is longer than anybody reads."""
    if reason is not None and len(reason) > MAX_REASON:
        raise Invalid(Fault("reason", "record.reason_too_long", {"limit": MAX_REASON}))
