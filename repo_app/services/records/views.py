"""Rows of records and files made into the values that services hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.models import Account, Blob, Collection, File, Organization, Record
from repo_app.permissions import can, may, why_closed
from repo_app.services.authorities import Known, known
from repo_app.services.derivatives import has_pictures, offered
from repo_app.services.proposals import clashes, with_pending
from repo_app.services.records.relating import superseded
from repo_app.services.rows import embargo_of, file_ref, metadata_of, ref
from repo_app.values import DerivativeView, FileView, Message, OutlineItem, Person, Progress, RecordCard, RecordView
from repo_app.values.naming import names

FileRow = Row[int, str, str, int | None, bool, bool]
DESCRIPTION_LENGTH = 300  # characters of a description that a card carries
# What a card is made of, for statements that load many rows.
CARD_COLUMNS = (
    Record.title, Record.license, Record.record_metadata, Record.organization_id, Record.collection_id,
    Record.updated_at, Record.embargoed_until,
)  # fmt: skip


def record_view(session: Session, person: Person, record: Record) -> RecordView:
    """The whole record as ``person`` may see it; the asker's right to see it was checked before."""
    organization = session.get_one(Organization, record.organization_id)
    collection = session.get(Collection, record.collection_id) if record.collection_id else None
    depositor = session.get(Account, record.depositor_id) if record.depositor_id else None
    works_on, files = can(person, "work-on", ref(record)), file_views(session, person, record)
    allowed = may(person, ref(record))
    metadata, terms = metadata_of(record), known(session)
    waits = bool(record.pending) and record.state == "published"
    pending = with_pending(record) if waits and works_on else None
    terms.look_up_named(held for held in (metadata, pending) if held is not None)
    return RecordView(
        id=record.public_id,
        state=record.state,
        revision=record.revision,
        metadata=metadata,
        organization=organization.slug,
        organization_name=organization.name,
        collection=collection.slug if collection else None,
        collection_name=collection.name if collection else None,
        depositor=depositor.name if depositor and works_on else "",
        files=files,
        may=replace(allowed, read=not all(file.closed for file in files)) if files else allowed,
        created_at=record.created_at,
        updated_at=record.updated_at,
        published_at=record.published_at,
        reason=record.reason if works_on else None,
        unreviewed_title=record.unreviewed_title,
        pending=pending,
        clashes=clashes(record) if pending is not None else (),
        terms=terms.settled(),
        embargo=embargo_of(record),
        closed=why_closed(ref(record)),
    )


def file_views(session: Session, person: Person, record: Record) -> tuple[FileView, ...]:
    """The files of the record in their order; what only its people may know is left out for others."""
    rows = session.scalars(select(File).where(File.record_id == record.id).order_by(File.position, File.id))
    works_on = can(person, "work-on", ref(record))
    sizes = _sizes(session, record)
    beside = offered(session, record)
    return tuple(
        file_view(
            file, sizes[file.sha256], duplicate_of(session, person, file) if works_on else None, beside.get(file.id, ())
        )
        if can(person, "read", file_ref(record, file))
        else closed_view(file, sizes[file.sha256])
        for file in rows
    )


def closed_view(file: File, size: int) -> FileView:
    """A file as those see it who may not read it: what its pages are called and how it is parted is its text too."""
    return replace(file_view(file, size), closed=True, labels=(), outline=(), notices=())


def _sizes(session: Session, record: Record) -> dict[str, int]:
    rows = session.execute(
        select(Blob.sha256, Blob.size).join(File, File.sha256 == Blob.sha256).where(File.record_id == record.id)
    )
    return dict(rows.all())


def duplicate_of(session: Session, person: Person, file: File) -> str | None:
    """The id of another record with the same bytes that ``person`` may work on or that is published."""
    others = session.scalars(
        select(Record)
        .join(File, File.record_id == Record.id)
        .where(File.sha256 == file.sha256, Record.id != file.record_id)
        .order_by(Record.id)
    )
    return next((other.public_id for other in others if _knows(person, other)), None)


def _knows(person: Person, record: Record) -> bool:
    return record.state == "published" or can(person, "work-on", ref(record))


def file_view(
    file: File, size: int, duplicate: str | None = None, derivatives: tuple[DerivativeView, ...] = ()
) -> FileView:
    """One file row as a value."""
    return FileView(
        name=file.name,
        size=size,
        sha256=file.sha256,
        media_type=file.media_type,
        family=file.family,
        state=file.state,
        progress=Progress(file.pages_done, file.pages_total, seconds_left(file, now())),
        message=Message(file.message_code, file.message_params) if file.message_code else None,
        notices=tuple(Message(notice["code"], notice["params"]) for notice in file.notices),
        job=file.job_id,
        license=file.license,
        duplicate_of=duplicate,
        labels=tuple(file.labels),
        outline=tuple(OutlineItem(item["title"], item["page"], item["level"]) for item in file.outline),
        derivatives=derivatives,
        third_party=file.third_party,
    )


def seconds_left(file: File, at: datetime) -> int | None:
    """How long the rest of the pages will take at the pace so far; None before two pages are done."""
    if file.state != "reading" or not file.pages_total or file.reading_since is None:
        return None
    done = file.pages_done - file.pages_before
    if done < 2:
        return None
    pace = (at - file.reading_since).total_seconds() / done
    return max(1, round(pace * (file.pages_total - file.pages_done)))


def record_cards(session: Session, records: Sequence[Record]) -> tuple[RecordCard, ...]:
    """Cards of these records in the same order, with four statements however many there are."""
    ids = [record.id for record in records]
    organizations = _names(session, Organization, {record.organization_id for record in records})
    collections = _names(session, Collection, {r.collection_id for r in records if r.collection_id})
    rows = session.execute(
        select(File.record_id, File.state, File.family, File.pages_total, has_pictures(), File.shown)
        .where(File.record_id.in_(ids))
        .order_by(File.position, File.id)
    ).all()
    files: dict[int, list[FileRow]] = {number: [] for number in ids}
    for row in rows:
        files[row[0]].append(row)
    terms = known(session)
    terms.look_up_named(metadata_of(record) for record in records)
    older = superseded(session, [record.public_id for record in records])
    cards = (_card(record, terms, organizations, collections, files[record.id]) for record in records)
    return tuple(replace(card, superseded=card.id in older) for card in cards)


def _names(session: Session, model: type[Organization] | type[Collection], numbers: set[int]) -> dict[int, str]:
    rows = session.execute(select(model.id, model.name).where(model.id.in_(numbers)))
    return dict(rows.all())


def _card(
    record: Record,
    terms: Known,
    organizations: dict[int, str],
    collections: dict[int, str],
    files: Sequence[FileRow],
) -> RecordCard:
    metadata = metadata_of(record)
    everything = record.state != "published"  # before it is public only who works on it meets its card
    return RecordCard(
        id=record.public_id,
        state=record.state,
        title=record.title,
        creators=names(metadata, terms, "creator"),
        license=record.license,
        organization=organizations[record.organization_id],
        collection=collections.get(record.collection_id or 0),
        languages=tuple(value.id or value.value or "" for value in metadata.get("language")),
        description=(metadata.first("description") or "")[:DESCRIPTION_LENGTH],
        pages=sum(total or 0 for _, _, _, total, *_ in files),
        family=files[0][2] if files else None,
        updated_at=record.updated_at,
        embargo=embargo_of(record),
        files=len(files),
        waiting=sum(state in {"waiting", "reading"} for _, state, *_ in files),
        failed=sum(state == "failed" for _, state, *_ in files),
        thumbnail=any(total and drawn and (shown or everything) for *_, total, drawn, shown in files),
    )
