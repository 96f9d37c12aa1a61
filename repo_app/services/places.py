"""Organizations (who keeps) and collections (what is kept together)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, ScalarSelect, exc, func, select, update
from sqlalchemy.orm import Session, aliased

from repo_app import vocabularies
from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound
from repo_app.models import Account, Collection, Organization, Record
from repo_app.permissions import OrganizationRef, require
from repo_app.services.library import Library
from repo_app.services.people import clean_name
from repo_app.services.rows import follow_index, new_stamp
from repo_app.values import CollectionView, OrganizationView, Person
from search import vietnamese

FIRST_SLUG, FIRST_NAME = "thu-vien", "Thư viện"
MAX_SLUG = 80
MAX_NAME = 300
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def organizations(library: Library) -> tuple[OrganizationView, ...]:
    """Every organization in the order of the Vietnamese alphabet, with how many records it has published."""
    with library.db.reading() as session:
        return _organizations(session)


def organization(library: Library, slug: str) -> OrganizationView:
    """The organization of that slug; NotFound."""
    with library.db.reading() as session:
        find_organization(session, slug)
        return next(view for view in _organizations(session) if view.slug == slug)


def create_organization(
    library: Library, person: Person, slug: str, name: str, parent: str | None = None
) -> OrganizationView:
    """A new organization, below ``parent`` (a slug) where one is named; Conflict where the slug is taken."""
    require(person, "manage-places", OrganizationRef(0))
    row = Organization(slug=_checked_slug(slug), created_at=now())
    row.name = clean_name(name, limit=MAX_NAME)
    row.sort_key = vietnamese.sort_key(row.name)
    with library.db.writing() as session:
        row.parent_id = find_organization(session, parent).id if parent else None
        _add(session, row, "organization.exists")
    return OrganizationView(slug=row.slug, name=row.name, parent=parent, records=0)


def move_organization(library: Library, person: Person, slug: str, parent: str | None) -> OrganizationView:
    """Put it below ``parent`` (a slug), or below none; addresses stay. Conflict where it would come below itself."""
    require(person, "manage-places", OrganizationRef(0))
    with library.db.writing() as session:
        parents = _parents(session)
        row = find_organization(session, slug)
        above = find_organization(session, parent).id if parent else None
        if row.id in _upwards(above, parents):
            raise Conflict("organization.below_itself", slug=slug, parent=parent)
        row.parent_id = above
    return organization(library, slug)


def merge_organization(library: Library, person: Person, slug: str, into: str) -> OrganizationView:
    """Bring records, collections, people and places below it to ``into``; its slug stays as an old address.

    The records are indexed anew. NotFound where one of the two is unknown or merged already, Conflict for one and the
    same.
    """
    require(person, "manage-places", OrganizationRef(0))
    with library.db.writing() as session:
        parents = _parents(session)
        old, new = find_organization(session, slug), find_organization(session, into)
        if old is new:
            raise Conflict("organization.into_itself", slug=slug)
        if old.id in _upwards(new.id, parents):
            new.parent_id = old.parent_id
        old.parent_id, old.merged_into_id = None, new.id
        session.flush()
        _bring_along(session, old.id, new.id)
    return organization(library, into)


def merged_into(library: Library, slug: str) -> str | None:
    """The slug under which what was once at this one is found now; None where nothing was merged."""
    target = aliased(Organization)
    found = select(target.slug).join(Organization, Organization.merged_into_id == target.id)
    with library.db.reading() as session:
        return session.scalar(found.where(Organization.slug == slug))


def collections(library: Library, organization: str | None = None) -> tuple[CollectionView, ...]:
    """Every collection (of one organization) in the order of the Vietnamese alphabet, with its published records."""
    with library.db.reading() as session:
        place = find_organization(session, organization).id if organization else None
        return _collections(session, place)


def collection(library: Library, slug: str) -> CollectionView:
    """The collection of that slug; NotFound."""
    with library.db.reading() as session:
        row = find_collection(session, slug)
        return next(view for view in _collections(session, row.organization_id) if view.slug == slug)


def create_collection(
    library: Library,
    person: Person,
    slug: str,
    name: str,
    organization: str,
    license: str | None = None,  # noqa: A002
) -> CollectionView:
    """A new collection of the organization; ``license`` is the default for what comes in. Conflict where it exists."""
    row = Collection(slug=_checked_slug(slug), license=checked_license(license), created_at=now())
    row.name = clean_name(name, limit=MAX_NAME)
    row.sort_key = vietnamese.sort_key(row.name)
    with library.db.writing() as session:
        place = find_organization(session, organization)
        require(person, "manage-places", OrganizationRef(place.id))
        row.organization_id = place.id
        _add(session, row, "collection.exists")
        return _collection_view(row, place, 0)


def find_organization(session: Session, slug: str) -> Organization:
    """The row of that slug; NotFound, also where it was merged into another."""
    row = session.scalar(select(Organization).where(Organization.slug == slug, Organization.merged_into_id.is_(None)))
    if row is None:
        raise NotFound("organization.unknown", slug=slug[:MAX_SLUG])
    return row


def find_collection(session: Session, slug: str) -> Collection:
    """The row of that slug; NotFound."""
    row = session.scalar(select(Collection).where(Collection.slug == slug))
    if row is None:
        raise NotFound("collection.unknown", slug=slug[:MAX_SLUG])
    return row


def first_organization(session: Session, *, make: bool = False) -> Organization:
    """The oldest organization, where people and records go that name none; ``make`` it if there is none yet."""
    living = Organization.merged_into_id.is_(None)
    row = session.scalar(select(Organization).where(living).order_by(Organization.id).limit(1))
    if row is None and make:
        row = Organization(slug=FIRST_SLUG, name=FIRST_NAME, created_at=now())
        row.sort_key = vietnamese.sort_key(row.name)
        session.add(row)
        session.flush()
    if row is None:
        raise NotFound("organization.none")
    return row


def ensure_first_organization(library: Library) -> OrganizationView:
    """Make the first organization if there is none; safe to repeat."""
    with library.db.writing() as session:
        slug = first_organization(session, make=True).slug
    return organization(library, slug)


def _parents(session: Session) -> dict[int, int | None]:
    """Who is below whom, held until the transaction ends: two moves at once must not close a circle."""
    rows = select(Organization.id, Organization.parent_id).order_by(Organization.id).with_for_update()
    return dict(session.execute(rows).all())


def _upwards(start: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    while start is not None:
        yield start
        start = parents[start]


def _bring_along(session: Session, old: int, new: int) -> None:
    session.execute(update(Organization).where(Organization.parent_id == old).values(parent_id=new))
    session.execute(update(Organization).where(Organization.merged_into_id == old).values(merged_into_id=new))
    for model in (Collection, Account):
        session.execute(update(model).where(model.organization_id == old).values(organization_id=new))
    theirs = Record.organization_id == old
    session.execute(select(Record.id).where(theirs).order_by(Record.id).with_for_update())  # as ``locked_records``
    moved = update(Record).where(theirs)
    session.execute(moved.values(organization_id=new, stamp=new_stamp(), index_due=True))
    follow_index(session)


def _organizations(session: Session) -> tuple[OrganizationView, ...]:
    parent = aliased(Organization)
    rows = (
        select(Organization, parent.slug, _published(Record.organization_id == Organization.id))
        .outerjoin(parent, parent.id == Organization.parent_id)
        .where(Organization.merged_into_id.is_(None))
        .order_by(Organization.sort_key, Organization.slug)
    )
    return tuple(
        OrganizationView(slug=row.slug, name=row.name, parent=above, records=held)
        for row, above, held in session.execute(rows)
    )


def _collections(session: Session, place: int | None) -> tuple[CollectionView, ...]:
    rows = (
        select(Collection, Organization, _published(Record.collection_id == Collection.id))
        .join(Organization, Organization.id == Collection.organization_id)
        .order_by(Collection.sort_key, Collection.slug)
    )
    if place is not None:
        rows = rows.where(Collection.organization_id == place)
    return tuple(_collection_view(row, owner, held) for row, owner, held in session.execute(rows))


def _published(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(Record).where(condition, Record.state == "published")
    return counted.scalar_subquery()


def _collection_view(row: Collection, owner: Organization, records: int) -> CollectionView:
    return CollectionView(
        slug=row.slug,
        name=row.name,
        organization=owner.slug,
        organization_name=owner.name,
        license=row.license,
        records=records,
        accept_from=row.accept_from,
    )


def _add(session: Session, row: Organization | Collection, taken: str) -> None:
    session.add(row)
    try:
        session.flush()
    except exc.IntegrityError as error:
        raise Conflict(taken, slug=row.slug) from error


def _checked_slug(slug: str) -> str:
    if len(slug) > MAX_SLUG or not _SLUG.fullmatch(slug):
        raise Invalid(Fault("slug", "place.bad_slug", {"limit": MAX_SLUG}))
    return slug


def checked_license(term: str | None) -> str | None:
    """The id of a license, or None for none; Invalid for another term."""
    if term is not None and vocabularies.load("licenses").get(term) is None:
        raise Invalid(Fault("license", "metadata.unknown_term", {"key": "license", "term": term[:60]}))
    return term
