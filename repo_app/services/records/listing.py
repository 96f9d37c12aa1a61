"""Lists of records: the newest, one's own, those that wait for review."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from repo_app.errors import NotFound, NotSignedIn
from repo_app.models import Collection, Organization, Record
from repo_app.permissions import OrganizationRef, can, require
from repo_app.services.library import Library
from repo_app.services.records.views import record_cards
from repo_app.values import Listing, Person

SIZE = 20


def mine(library: Library, person: Person, page: int = 1) -> Listing:
    """The records that ``person`` deposited, last changed first."""
    if not person.known:
        raise NotSignedIn
    with library.db.reading() as session:
        return _listing(session, Record.depositor_id == person.account, Record.updated_at.desc(), page, SIZE)


def for_review(library: Library, person: Person, page: int = 1) -> Listing:
    """Submitted records, and changes of published ones, that ``person`` may review; the longest waiting first."""
    require(person, "review", _at_home(person))
    with library.db.reading() as session:
        return _listing(session, _waiting(person), Record.updated_at, page, SIZE)


def next_for_review(library: Library, person: Person) -> Listing:
    """What waits longest for a word of ``person``, and how many wait; nothing for who may review none."""
    if not can(person, "review", _at_home(person)):
        return Listing((), 0, 1, 1)
    with library.db.reading() as session:
        return _listing(session, _waiting(person), Record.updated_at, 1, 1)


def _at_home(person: Person) -> OrganizationRef:
    return OrganizationRef(person.organization or 0)


def _waiting(person: Person) -> ColumnElement[bool]:
    """Whether a record waits for a word of this reviewer."""
    waiting = or_(Record.state == "submitted", (Record.state == "published") & Record.pending.is_not(None))
    return waiting if person.role == "admin" else waiting & (Record.organization_id == person.organization)


def latest(
    library: Library,
    *,
    organization: str | None = None,
    collection: str | None = None,
    page: int = 1,
    size: int = SIZE,
) -> Listing:
    """Published records, the newest first, of everything or of one organization or collection (NotFound)."""
    condition: ColumnElement[bool] = Record.state == "published"
    with library.db.reading() as session:
        if organization is not None:
            condition &= Record.organization_id == _number(session, Organization, organization)
        if collection is not None:
            condition &= Record.collection_id == _number(session, Collection, collection)
        return _listing(session, condition, Record.published_at.desc(), page, size)


def _number(session: Session, model: type[Organization] | type[Collection], slug: str) -> int:
    found = session.scalar(select(model.id).where(model.slug == slug))
    if found is None:
        raise NotFound
    return found


def _listing(session: Session, condition: ColumnElement[bool], order: Any, page: int, size: int) -> Listing:
    total = session.scalar(select(func.count()).select_from(Record).where(condition)) or 0
    page = max(1, min(page, -(-total // size) or 1))
    statement: Select[Record] = (
        select(Record).where(condition).order_by(order, Record.id.desc()).limit(size).offset((page - 1) * size)
    )
    return Listing(record_cards(session, session.scalars(statement).all()), total, page, size)
