"""What must not be found though the index may still hold it: it follows changes some seconds later."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.models import Record


def not_public(session: Session) -> frozenset[str]:
    """Changed records that the index has not seen since and that may have lost what it holds of them.

    Those that are not published any more, and those under a closed license, whose text may have been open before.
    """
    closed = [term for term in vocabularies.load("licenses").terms if not vocabularies.is_open(term)]
    lost = or_(Record.state != "published", Record.license.is_(None), Record.license.in_(closed))
    return frozenset(session.scalars(select(Record.public_id).where(Record.index_due, lost)))
