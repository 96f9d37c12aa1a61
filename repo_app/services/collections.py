"""Looking after a collection: its name, the license of what comes in, and what drafts take without a person."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Conflict, Fault, Invalid
from repo_app.models import Collection
from repo_app.permissions import OrganizationRef, can, require
from repo_app.services import places
from repo_app.services.library import Library
from repo_app.services.people import clean_name
from repo_app.services.places import MAX_NAME, checked_license, find_collection
from repo_app.values import CollectionText, CollectionView, Person
from search import vietnamese

LEAST = 0.5  # what is less sure is more often wrong than right


def looked_after(library: Library, person: Person) -> tuple[CollectionView, ...]:
    """The collections that ``person`` looks after, in the order of the Vietnamese alphabet."""
    with library.db.reading() as session:
        owners = session.execute(select(Collection.slug, Collection.organization_id)).all()
    theirs = {slug for slug, owner in owners if can(person, "manage-collections", OrganizationRef(owner))}
    return tuple(view for view in places.collections(library) if view.slug in theirs)


def kept(library: Library, person: Person, slug: str) -> CollectionView:
    """The collection, for those who look after it; NotFound, Forbidden for all others."""
    with library.db.reading() as session:
        _require(person, find_collection(session, slug))
    return places.collection(library, slug)


def change(library: Library, person: Person, slug: str, text: CollectionText, was: str | None = None) -> CollectionView:
    """Name it anew, with another default license and rule; what is in it stays as it is.

    ``was`` is the stamp of what the change was made from; Conflict where it is that no more. Invalid for an empty name,
    a license that nobody knows, and a confidence below :data:`LEAST` or above 1.
    """
    with library.db.writing() as session:
        row = _locked(session, person, slug)
        if was is not None and was != CollectionText(row.name, row.license, row.accept_from).stamp:
            raise Conflict("collection.changed_meanwhile")
        row.name = clean_name(text.name, limit=MAX_NAME)
        row.sort_key = vietnamese.sort_key(row.name)
        row.license = checked_license(text.license)
        row.accept_from = _checked_share(text.accept_from)
    return places.collection(library, slug)


def accept_from(library: Library, person: Person, slug: str, share: float | None) -> str:
    """Let drafts of the collection take what is suggested with at least this confidence; None: nothing. Its name.

    Invalid below :data:`LEAST` or above 1, NotFound.
    """
    with library.db.writing() as session:
        row = _locked(session, person, slug)
        row.accept_from = _checked_share(share)
        return row.name


def _locked(session: Session, person: Person, slug: str) -> Collection:
    row = find_collection(session, slug)
    _require(person, row)
    locked = select(Collection).where(Collection.id == row.id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def _require(person: Person, row: Collection) -> None:
    require(person, "manage-collections", OrganizationRef(row.organization_id))


def _checked_share(share: float | None) -> float | None:
    if share is not None and not LEAST <= share <= 1:
        raise Invalid(Fault("share", "collection.bad_share", {"least": LEAST}))
    return share
