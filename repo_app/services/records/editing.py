"""Describing a record: begin one, see it, change it, delete a draft."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import licensing
from repo_app.db import now
from repo_app.errors import Conflict, EditConflict, Fault, Forbidden, Invalid, NotSignedIn, PreconditionRequired
from repo_app.jobs import cancel
from repo_app.models import Collection, File, Organization, Page, Record, RecordId, Suggestion
from repo_app.permissions import OrganizationRef, can, require
from repo_app.services.access import ACCESS_RIGHTS, RIGHTS, opened_by_leave, says_who_allowed, speaks_of_embargo
from repo_app.services.library import Library
from repo_app.services.proposals import let_wait, with_pending
from repo_app.services.records.checking import checked
from repo_app.services.records.relating import check_relations
from repo_app.services.records.seen import check_reason, check_seen
from repo_app.services.records.views import record_view
from repo_app.services.rows import (
    apply_metadata,
    changed,
    metadata_of,
    new_stamp,
    permitted_record,
    ref,
    relate,
    remember,
)
from repo_app.services.suggested import suggestion_view
from repo_app.services.tombstones import seen_record
from repo_app.values import Metadata, Person, RecordView, SuggestionView, Value
from repo_app.values.ids import new_id
from repo_app.values.metadata import from_mapping


def view(library: Library, person: Person, record_id: str) -> RecordView:
    """The record as ``person`` may see it. Raises NotFound, and Gone for one that was withdrawn and is not theirs."""
    with library.db.reading() as session:
        return record_view(session, person, seen_record(session, person, record_id))


def create(library: Library, person: Person, metadata: object, *, collection: str | None = None) -> RecordView:
    """Begin a draft from a metadata object (perhaps empty). Raises Invalid, NotSignedIn."""
    described, _ = checked(library, metadata)
    with library.db.writing() as session:
        record = new_record(session, person, described, collection=collection)
        return record_view(session, person, record)


def new_record(
    session: Session, person: Person, metadata: Metadata, *, collection: str | None, unreviewed_title: bool = False
) -> Record:
    """A draft in this transaction, in the person's organization or the collection's."""
    organization_id, home = _place(session, person, collection)
    if home is not None and home.license and not metadata.get("license"):
        metadata = from_mapping({**dict(metadata.items), "license": (Value(id=home.license),)})
    at = now()
    record = Record(
        public_id=_given_id(session),
        state="draft",
        revision=1,
        organization_id=organization_id,
        collection_id=home.id if home else None,
        depositor_id=person.account,
        unreviewed_title=unreviewed_title,
        stamp=new_stamp(),
        created_at=at,
        updated_at=at,
    )
    apply_metadata(session, record, metadata)
    session.add(record)
    session.flush()
    relate(session, record)
    remember(session, record, person, "create")
    return record


def _place(session: Session, person: Person, collection: str | None) -> tuple[int, Collection | None]:
    if collection is None:
        living = select(Organization.id).where(Organization.merged_into_id.is_(None)).order_by(Organization.id)
        number = person.organization or session.scalar(living.limit(1))
        if number is None:
            raise Conflict("record.no_organization")
        require(person, "deposit", OrganizationRef(number))
        return number, None
    home = session.scalar(select(Collection).where(Collection.slug == collection))
    if home is None:
        raise Invalid(Fault("collection", "record.unknown_collection", {"slug": collection[:80]}))
    require(person, "deposit", OrganizationRef(home.organization_id))
    if person.organization not in {None, home.organization_id}:
        raise Forbidden("record.other_organization")
    return home.organization_id, home


def _given_id(session: Session) -> str:
    public_id = new_id()
    while session.get(RecordId, public_id) is not None:
        public_id = new_id()
    session.add(RecordId(public_id=public_id, created_at=now()))
    session.flush()
    return public_id


@dataclass(frozen=True, slots=True)
class Said:
    """What the history is told of a change beside what it changed."""

    verb: str
    reason: str | None = None
    restored: int | None = None


def edit(
    library: Library, person: Person, record_id: str, patch: object, revision: int | None, reason: str | None = None
) -> RecordView:
    """Replace the keys that ``patch`` names, leave the others, on the condition that nobody changed it since.

    A depositor's change of a published record waits for review in ``pending``. Raises Invalid, PreconditionRequired,
    EditConflict (with both versions), Forbidden, NotFound.
    """
    check_reason(reason)
    wanted, named = checked(library, patch)
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "propose", lock=True)
        put(session, person, record, wanted, named, revision, Said("edit", reason))
        return record_view(session, person, record)


def put(
    session: Session,
    person: Person,
    record: Record,
    patch: Metadata,
    named: tuple[str, ...],
    revision: int | None,
    said: Said,
) -> None:
    """Replace the keys ``named`` by those of ``patch`` in the locked record, or keep that for review. As ``edit``."""
    own = can(person, "edit", ref(record))
    check_relations(record.public_id, patch)
    _check_revision(record, patch, named, revision, own=own)
    if own:
        wanted = metadata_of(record).merged(patch, named)
        _check_publishable(record, wanted)
        _apply(session, person, record, wanted, named, said)
    else:
        _propose(session, person, record, patch, named, said)


def _check_revision(
    record: Record, patch: Metadata, named: tuple[str, ...], revision: int | None, *, own: bool
) -> None:
    """Raise unless the edit is based on what is there now; who only proposes sees what is proposed already."""
    if revision is None:
        raise PreconditionRequired
    if revision != record.revision:
        current = metadata_of(record) if own else with_pending(record)
        raise EditConflict(current, current.merged(patch, named), record.revision)


def _check_publishable(record: Record, metadata: Metadata) -> None:
    if record.state == "published":
        held = metadata_of(record)
        check_complete(metadata, held, has_day=has_day(record) or speaks_of_embargo(held))


def has_day(record: Record) -> bool:
    """Whether a day is known on which an embargo of the record ends."""
    return record.embargoed_until is not None


def check_complete(metadata: Metadata, held: Metadata | None = None, *, has_day: bool) -> None:
    """Raise Invalid unless there is what publishing needs: a title and a license; where a closed license is opened by
    its access rights, a word of who allowed it; where these speak of an embargo, the day on which that ends.

    Whoever leaves what is said of leave as the public version ``held`` has it is not asked for that word: it opens
    nothing, and stands in the way of no other change.
    """
    faults = [Fault(key, f"record.needs_{key}", {}) for key in ("title", "license") if not metadata.get(key)]
    closed = not licensing.is_open(metadata.first("license"))
    concerned = held is None or any(metadata.get(key) != held.get(key) for key in (RIGHTS, ACCESS_RIGHTS, "license"))
    if concerned and closed and opened_by_leave(metadata) and not says_who_allowed(metadata):
        faults.append(Fault("rights", "record.needs_rights", {}))
    if speaks_of_embargo(metadata) and not has_day:
        faults.append(Fault("accessRights", "record.needs_embargo", {}))
    if faults:
        raise Invalid(*faults)


def _propose(
    session: Session, person: Person, record: Record, patch: Metadata, named: tuple[str, ...], said: Said
) -> None:
    """Keep a change for review: only the keys that differ from what is public, so that what others change meanwhile is
    not undone by it. A change taken back waits no more, and what changes nothing is not kept.
    """
    held = metadata_of(record)
    wanted = with_pending(record).merged(patch, named)
    if wanted == with_pending(record):
        return
    _check_publishable(record, held.merged(patch, named))
    let_wait(record, wanted, {**(record.pending or {}), **dict.fromkeys(named)})
    record.revision += 1  # whoever accepts it must have seen it as it is now
    remember(session, record, person, "propose", said.reason, metadata=with_pending(record), restored=said.restored)


def _apply(
    session: Session, person: Person, record: Record, wanted: Metadata, named: tuple[str, ...], said: Said
) -> None:
    if wanted == metadata_of(record):
        if "title" in named:
            record.unreviewed_title = False
        return
    apply_metadata(session, record, wanted)
    if "title" in named:
        record.unreviewed_title = False
    changed(session, record)
    remember(session, record, person, said.verb, said.reason, restored=said.restored)


def delete(library: Library, person: Person, record_id: str, *, revision: int | None = None) -> None:
    """Delete a draft with its files; the bytes stay in storage. Conflict for anything that is no draft,
    and for one that was public: its address is permanent. EditConflict where it is not at ``revision`` any more.
    """
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "see", lock=True)
        if record.state != "draft":
            if not person.known and person.role != "admin":
                raise NotSignedIn
            raise Conflict("record.not_a_draft")
        if record.published_at is not None:
            raise Conflict("record.was_public")
        require(person, "delete", ref(record))
        check_seen(session, record, revision)
        numbers = session.scalars(select(File.id).where(File.record_id == record.id))
        cancel(session, *(f"file:{number}" for number in numbers))
        session.delete(record)


def suggestions(library: Library, person: Person, record_id: str) -> tuple[SuggestionView, ...]:
    """What reading the files proposes, the surest first within each key; for those who may work on the record."""
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        rows = session.execute(
            select(Suggestion, File.name, Page.width, Page.height)
            .join(File, File.id == Suggestion.file_id)
            .outerjoin(Page, (Page.file_id == File.id) & (Page.number == Suggestion.page))
            .where(File.record_id == record.id)
            .order_by(Suggestion.field, Suggestion.confidence.desc(), Suggestion.id)
        )
        return tuple(
            suggestion_view(row, name, (width, height) if width and height else None)
            for row, name, width, height in rows
        )
