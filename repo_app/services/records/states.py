"""The way of a record: draft, submitted, published, withdrawn, and back.

``revision`` is the version that whoever moves the record has seen: what changed since is not published unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import (
    Conflict,
    EditConflict,
    Fault,
    Forbidden,
    Invalid,
    NotSignedIn,
    PreconditionRequired,
    ProposalConflict,
)
from repo_app.models import Record
from repo_app.permissions import can, require
from repo_app.services.library import Library
from repo_app.services.proposals import clashes, drop, with_pending
from repo_app.services.records.checking import checked
from repo_app.services.records.editing import Said, check_complete, has_day, put
from repo_app.services.records.embargo import check_day, follow
from repo_app.services.records.seen import check_reason, check_seen
from repo_app.services.records.views import record_view
from repo_app.services.rows import apply_metadata, changed, find_record, metadata_of, permitted_record, ref, remember
from repo_app.values import Metadata, Person, RecordView


@dataclass(frozen=True, slots=True)
class Patch:
    """What is changed together with a move: the values, and the keys that were named, emptied ones included."""

    metadata: Metadata
    named: tuple[str, ...]


FROM: dict[str, frozenset[str]] = {
    "submit": frozenset({"draft"}),
    "publish": frozenset({"draft", "submitted", "published"}),
    "return": frozenset({"submitted", "withdrawn"}),
    "withdraw": frozenset({"published"}),
}
TO = {"submit": "submitted", "publish": "published", "return": "draft", "withdraw": "withdrawn"}


def submit(
    library: Library,
    person: Person,
    record_id: str,
    reason: str | None = None,
    *,
    revision: int | None = None,
    correction: object = None,
) -> RecordView:
    """Hand a draft to the reviewers; it needs a title. A ``correction`` is kept with it as in ``publish``."""
    return _move(library, person, record_id, "submit", reason, revision, correction)


def publish(
    library: Library,
    person: Person,
    record_id: str,
    reason: str | None = None,
    *,
    revision: int | None = None,
    embargo: date | None = None,
    correction: object = None,
) -> RecordView:
    """Make the record public; needs exactly a title and a license. On a published one: accept a waiting change.

    With ``embargo`` everything but its description opens on that day; without, an embargo that it has stays. A
    ``correction`` (a metadata object, as for ``edit``) is kept with it, both or neither. A title that was made by
    reading stays marked as not checked until somebody names it, in a correction or an edit, be it the same. Of a change
    that waits the correction also says what becomes of keys that others changed since they were proposed; without that
    a ProposalConflict.
    """
    check_day(embargo)
    with _moving(library, person, record_id, "publish", reason, revision, correction) as (session, record, patch):
        waits = record.state == "published"
        held = metadata_of(record) if waits else None
        if waits:
            _settle_clashes(record, patch)
        else:
            _correct(session, person, record, patch, reason)
        _publish(session, person, record, reason, embargo)
        if waits:
            _correct(session, person, record, patch, reason)
        check_complete(metadata_of(record), held, has_day=has_day(record))
        return record_view(session, person, record)


def _correct(session: Session, person: Person, record: Record, patch: Patch, reason: str | None) -> None:
    if patch.named:
        put(session, person, record, patch.metadata, patch.named, record.revision, Said("edit", reason))


def _settle_clashes(record: Record, patch: Patch) -> None:
    """Take what is public already out of what is accepted; raise ProposalConflict for keys of which nobody said what
    is to become of them.
    """
    held = metadata_of(record)
    if set(clashes(record)) - set(patch.named):
        wanted = with_pending(record).merged(patch.metadata, patch.named)
        raise ProposalConflict(held, wanted, record.revision)
    drop(record, [key for key in patch.named if patch.metadata.get(key) == held.get(key)])


def return_(
    library: Library, person: Person, record_id: str, reason: str | None = None, *, revision: int | None = None
) -> RecordView:
    """Make a draft of a submitted or withdrawn record again, with a word for its depositor."""
    return _move(library, person, record_id, "return", reason, revision)


def withdraw(
    library: Library, person: Person, record_id: str, reason: str | None = None, *, revision: int | None = None
) -> RecordView:
    """Take a published record away; its address answers with a tombstone, which gives the reason where there is one."""
    return _move(library, person, record_id, "withdraw", reason, revision)


def decline(
    library: Library, person: Person, record_id: str, reason: str | None = None, *, revision: int | None = None
) -> RecordView:
    """Turn down a depositor's change of a published record; what is public stays as it is. Conflict without one."""
    check_reason(reason)
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "publish", lock=True)
        if record.pending is None:
            raise Conflict("record.nothing_proposed")
        check_seen(session, record, revision)
        drop(record)
        record.revision += 1
        record.reason = reason
        remember(session, record, person, "decline", reason)
        return record_view(session, person, record)


def _move(
    library: Library,
    person: Person,
    record_id: str,
    verb: str,
    reason: str | None,
    revision: int | None,
    correction: object = None,
) -> RecordView:
    with _moving(library, person, record_id, verb, reason, revision, correction) as (session, record, patch):
        _correct(session, person, record, patch, reason)
        if verb == "submit" and not record.title:
            raise Invalid(Fault("title", "record.needs_title", {}))
        drop(record)  # of what was withdrawn nothing waits; the history keeps what was proposed
        _settle(session, person, record, verb, reason)
        return record_view(session, person, record)


@contextmanager
def _moving(
    library: Library,
    person: Person,
    record_id: str,
    verb: str,
    reason: str | None,
    revision: int | None,
    correction: object = None,
) -> Iterator[tuple[Session, Record, Patch]]:
    """The locked record, once it may be moved so and nobody changed it since its mover looked at it.

    Whoever corrects it too must say what they looked at, and is told what the record would be with the correction.
    """
    check_reason(reason)
    if correction is not None and revision is None:
        raise PreconditionRequired
    patch = Patch(*checked(library, {} if correction is None else correction))
    with library.db.writing() as session:
        record = find_record(session, record_id, lock=True)
        _check_allowed(person, record, verb)
        if patch.named and revision != record.revision:
            current = with_pending(record)
            raise EditConflict(current, current.merged(patch.metadata, patch.named), record.revision)
        _check_state(record, verb)
        check_seen(session, record, revision)
        yield session, record, patch


def _check_allowed(person: Person, record: Record, verb: str) -> None:
    """Permission as if the state were right, so that a stranger learns nothing from a conflict."""
    allowed = FROM[verb]
    held = ref(record)
    as_if = held if record.state in allowed else replace(held, state=min(allowed))
    require(person, "see", held)
    if not can(person, verb, as_if):
        raise Forbidden if person.known else NotSignedIn


def _check_state(record: Record, verb: str) -> None:
    if record.state not in FROM[verb] or (verb == "publish" and record.state == "published" and record.pending is None):
        raise Conflict("record.wrong_state", state=record.state)


def _publish(session: Session, person: Person, record: Record, reason: str | None, embargo: date | None = None) -> None:
    if record.pending and "title" in record.pending:  # looked at before it is public: nothing waits after that
        record.unreviewed_title = False  # a person wrote it, and another accepts it
    # of a draft too: names of who is linked may have changed while only public records followed
    apply_metadata(session, record, with_pending(record) if record.state == "published" else metadata_of(record))
    drop(record)
    record.published_at = record.published_at or now()
    if embargo is not None:
        record.embargoed_until = embargo
        follow(session, record)
    _settle(session, person, record, "publish", reason)


def _settle(session: Session, person: Person, record: Record, verb: str, reason: str | None) -> None:
    record.state = TO[verb]
    record.reason = reason
    changed(session, record)
    remember(session, record, person, verb, reason)
