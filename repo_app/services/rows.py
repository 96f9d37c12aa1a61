"""What several services do to rows: find a record, mark it changed, write its history."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from repo_app.db import insert_into, now
from repo_app.errors import NotFound
from repo_app.jobs import Priority, ask
from repo_app.models import Blob, File, Record, Relation, Revision
from repo_app.permissions import FileRef, RecordRef, require, why_closed
from repo_app.services import proposals
from repo_app.services.access import access_of
from repo_app.services.authorities.known import AGENT_KEYS, Known, known
from repo_app.values import Metadata, Person, edtf
from repo_app.values.days import day_of
from repo_app.values.metadata import stored
from repo_app.values.relations import named_records, record_named
from repo_app.values.revisions import FileTermsChange
from repo_app.values.schema import RELATIONS
from repo_app.vocabularies import AGENTS
from search import vietnamese

INDEX_JOB = "index"
INDEX_LOCK = "index"
DERIVE_JOB = "derive"
DERIVE_LOCK = "derive"
_YEAR_IN_FRONT = re.compile(r"\d{4}(?!\d)", re.ASCII)


def find_record(session: Session, public_id: str, *, lock: bool = False) -> Record:
    """The row of that public id; NotFound. ``lock`` keeps others from changing it until the transaction ends."""
    statement = select(Record).where(Record.public_id == public_id)
    record = session.scalar(statement.with_for_update() if lock else statement)
    if record is None:
        raise NotFound
    return record


def locked_records(session: Session, public_ids: Collection[str]) -> tuple[Record, ...]:
    """The rows of these public ids, kept from others as in ``find_record``; NotFound.

    Whoever changes several locks them all first, in this order: the jobs that a change asks for are locked after it.
    """
    wanted = select(Record).where(Record.public_id.in_(public_ids)).order_by(Record.id)
    found = tuple(session.scalars(wanted.with_for_update()))
    if len(found) < len(set(public_ids)):
        raise NotFound
    return found


def lock_numbered(session: Session, numbers: Collection[int]) -> None:
    """The same for rows that are named by their numbers; those that are gone are passed over."""
    session.execute(select(Record.id).where(Record.id.in_(numbers)).order_by(Record.id).with_for_update())


def permitted_record(session: Session, person: Person, public_id: str, verb: str, *, lock: bool = False) -> Record:
    """The row of that id, once ``person`` may do ``verb`` to it."""
    record = find_record(session, public_id, lock=lock)
    require(person, verb, ref(record))
    return record


def ref(record: Record) -> RecordRef:
    """What permissions need to know of the row."""
    return RecordRef(
        record.state,
        record.organization_id,
        record.depositor_id,
        record.license,
        embargo_of(record),
        access_of(record.record_metadata, has_day=record.embargoed_until is not None),
        record.published_at is not None,
    )


def embargo_of(record: Record) -> date | None:
    """The day on which the record's embargo ends; None where there is none, or not any more."""
    until = record.embargoed_until
    return until if until is not None and until > day_of(now()) else None


def file_ref(record: Record, file: File) -> FileRef:
    """What permissions need to know of a file of the record."""
    return FileRef(ref(record), file.license)


def metadata_of(record: Record) -> Metadata:
    """The metadata that the row holds."""
    return stored(record.record_metadata)


def apply_metadata(session: Session, record: Record, metadata: Metadata) -> None:
    """Put ``metadata`` into the row with all that is derived from it, by what is known of names in this transaction."""
    record.record_metadata = metadata.as_json()
    proposals.settle(record)
    record.title = metadata.first("title") or ""
    record.sort_key = vietnamese.sort_key(record.title)
    record.license = metadata.first("license")
    record.year = year_of(metadata)
    record.folded = searched(metadata, known(session))


def searched(metadata: Metadata, terms: Known) -> str:
    """What the database finds a record by while there is no index: its texts, and every name of who is linked."""
    terms.look_up_named((metadata,))
    linked = (terms.get(AGENTS, value.id) for key in AGENT_KEYS for value in metadata.get(key) if value.id)
    names = (name for one in linked if one for name in (one.labels["vi"], *one.alternatives, *one.also))
    return vietnamese.fold_page(" ".join((*_searchable(metadata), *names)))


def year_of(metadata: Metadata) -> int | None:
    """The year of issue, the first that its date may mean; of words from before dates were checked the one in front."""
    issued = (metadata.first("issued") or "").strip()
    words = _YEAR_IN_FRONT.match(issued) if edtf.read(issued) is None else None
    return int(words[0]) or None if words else edtf.year(issued)


def years_of(metadata: Metadata) -> tuple[str, ...]:
    """The years under which the work can be looked for: all that its date may mean, as far as these are few."""
    several = edtf.years(metadata.first("issued") or "")
    one = year_of(metadata)
    return tuple(map(str, several)) or ((str(one),) if one else ())


def relate(session: Session, record: Record) -> None:
    """Write down which records this one names now."""
    named = {(one.key, one.place): one for one in named_records(metadata_of(record))}
    held = session.scalars(select(Relation).where(Relation.record_id == record.id)).all()
    known = {(row.key, row.place, row.target, row.volume) for row in held}
    if known == {(one.key, one.place, one.record, one.volume) for one in named.values()}:
        return
    session.execute(delete(Relation).where(Relation.record_id == record.id))
    session.add_all(
        Relation(record_id=record.id, key=key, place=place, target=one.record, volume=one.volume)
        for (key, place), one in named.items()
    )


def _searchable(metadata: Metadata) -> list[str]:
    """What the fallback looks for words in: every text but the addresses of related records."""
    texts = ((key, value.value or value.printed) for key, values in metadata.items for value in values)
    return [text for key, text in texts if text and not (key in RELATIONS and record_named(text))]


def changed(session: Session, record: Record, *, revision: bool = True) -> None:
    """Mark the record changed and ask for the index and what is made of its files to follow.

    ``revision`` when metadata or state changed.
    """
    if revision:
        record.revision += 1
        record.updated_at = now()
        relate(session, record)
    record.stamp = new_stamp()
    record.index_due = True
    session.flush()
    _settle_shown(session, record)
    follow_index(session)
    if record.state == "published":
        follow_derivatives(session, record.id)


def _settle_shown(session: Session, record: Record) -> None:
    """Write down of each file what permissions say of it now; the record is locked."""
    for number, wanted in differing(session, record).items():
        session.execute(update(File).where(File.id == number).values(shown=wanted))


def differing(session: Session, record: Record) -> dict[int, bool]:
    """What permissions say now of each file of the record of which another answer is written down, by its number."""
    held = ref(record)
    files = session.execute(select(File.id, File.license, File.shown).where(File.record_id == record.id)).all()
    said = {number: (why_closed(FileRef(held, own)) is None, shown) for number, own, shown in files}
    return {number: wanted for number, (wanted, shown) in said.items() if wanted != shown}


def follow_index(session: Session) -> None:
    """Ask for the index to take up every record that is due."""
    ask(session, INDEX_JOB, "all", exclusive=INDEX_LOCK)


def follow_derivatives(session: Session, record_id: int) -> None:
    """Ask that what is made from the files of a published record be made, one record at a time, after all else."""
    asked, key = {"record": record_id}, f"record:{record_id}"
    ask(session, DERIVE_JOB, key, asked, priority=Priority.LAST, exclusive=DERIVE_LOCK)


def keep_blob(session: Session, sha256: str, size: int, media_type: str) -> None:
    """The row of bytes that are in storage, whoever brings them first; a mark for collection is taken off."""
    values = {"sha256": sha256, "size": size, "media_type": media_type, "created_at": now()}
    statement = insert_into(session, Blob).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=[Blob.sha256], set_={"marked_at": None}))


def new_stamp() -> str:
    """A name for a state of a record that no other state has."""
    return secrets.token_hex(12)


def remember(
    session: Session,
    record: Record,
    person: Person,
    verb: str,
    reason: str | None = None,
    *,
    metadata: Metadata | None = None,
    restored: int | None = None,
    file_terms: FileTermsChange | None = None,
) -> None:
    """Add to the record's history what was done, what it holds now or the ``metadata`` that was proposed, what waits.

    ``restored`` is the number of the version that was taken up again, ``file_terms`` what a file's terms were and are.
    """
    session.add(
        Revision(
            record_id=record.id,
            at=now(),
            account_id=person.account,
            revision=record.revision,
            verb=verb,
            reason=reason,
            record_metadata=record.record_metadata if metadata is None else metadata.as_json(),
            embargoed_until=record.embargoed_until,
            restored=restored,
            file_terms=asdict(file_terms) if file_terms else None,
            pending=record.pending or {},
        )
    )
