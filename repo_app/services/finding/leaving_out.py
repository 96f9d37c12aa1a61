"""What must not be found though the index may still hold it: it follows changes some seconds later."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.models import Record
from repo_app.services.closed import loses_something


def not_public(session: Session) -> frozenset[str]:
    """Changed records that the index has not seen since and that may have lost what it holds of them.

    Those that are not published any more, those with closed files, whose text may have been open before, and those
    that files were taken out of. Those of them that are public are found by what they hold now: ``asking``.
    """
    return frozenset(session.scalars(select(Record.public_id).where(Record.index_due, loses_something())))
