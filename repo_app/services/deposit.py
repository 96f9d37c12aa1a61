"""Deposits: bytes first, then file, record and job in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.errors import Conflict, NotFound
from repo_app.jobs import Priority, ask, cancel
from repo_app.models import Blob, File, Original, Page, Record
from repo_app.permissions import OrganizationRef, require, why_closed
from repo_app.services.access import ACCESS_VERSION
from repo_app.services.derivatives import OF_READING, drop
from repo_app.services.finishing import NOT_BEGUN, STOPPED, mark_old, unread_pages
from repo_app.services.library import Library
from repo_app.services.names import clean_name, free_name, name_key, stem_of
from repo_app.services.records.editing import new_record
from repo_app.services.records.terms_of_files import note_files
from repo_app.services.records.views import duplicate_of, file_view
from repo_app.services.rows import apply_metadata, changed, keep_blob, metadata_of, permitted_record, ref
from repo_app.services.translation import ingest_problems, storage_problems
from repo_app.values import FileView, Metadata, OriginalView, Person
from repo_app.values.metadata import Value, from_mapping
from storage import Spooled, spool

MAX_FILES = 500  # files of one record
PLAN_JOB = "plan"

Notices = Sequence[Mapping[str, object]]  # what is noticed at the door, as file rows keep it: code and params


@dataclass(frozen=True, slots=True)
class Deposited:
    """What became of an upload: the record, the file's name in it, and the other record that has the same bytes."""

    record: str
    file: str
    duplicate_of: str | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes that are in storage already, with what they are by their head."""

    name: str
    sha256: str
    size: int
    file_type: ingest.FileType
    mislabelled: bool


def deposit(
    library: Library,
    person: Person,
    stream: BinaryIO,
    name: str,
    *,
    collection: str | None = None,
    metadata: Metadata | None = None,
    priority: Priority = Priority.FRESH,
    notices: Notices = (),
    originals: Sequence[OriginalView] = (),
) -> Deposited:
    """A new draft with this file; without ``metadata`` its title is the file's name until reading finds a better one.

    ``originals`` are what the file was made of, their bytes already in storage.
    Raises UnsupportedType, Invalid (empty), TooLarge, Unavailable, StorageFull: nothing is kept then.
    """
    require(person, "deposit", OrganizationRef(person.organization or 0))
    with arriving(library, stream, name) as arrived, library.db.writing() as session:
        record = new_record(
            session,
            person,
            metadata or _named_after(arrived.name),
            collection=collection,
            unreviewed_title=metadata is None,
        )
        file = attach(session, record, arrived, priority, notices, originals)
        return Deposited(record.public_id, file.name, duplicate_of(session, person, file))


def add_file(
    library: Library,
    person: Person,
    record_id: str,
    stream: BinaryIO,
    name: str,
    *,
    notices: Notices = (),
    originals: Sequence[OriginalView] = (),
) -> FileView:
    """One more file of a record. Raises as ``deposit`` does, and NotFound, Forbidden, Conflict (too many files)."""
    with library.db.reading() as session:
        permitted_record(session, person, record_id, "upload")
    with arriving(library, stream, name) as arrived, library.db.writing() as session:
        record = permitted_record(session, person, record_id, "upload", lock=True)
        if not record.title:
            apply_metadata(session, record, metadata_of(record).merged(_named_after(arrived.name), ["title"]))
            record.unreviewed_title = True
        file = attach(session, record, arrived, Priority.FRESH, notices, originals)
        note_files(session, person, record, came=[file])
        changed(session, record, revision=False)
        return file_view(file, arrived.size, duplicate_of(session, person, file))


def retry(library: Library, person: Person, record_id: str, name: str) -> FileView:
    """Read a failed file again, the pages of a ready one that could not be read, or go on where somebody stopped it.

    What was stopped before its first look is read as it was asked last. Conflict for any other; Forbidden for who may
    not edit the record and goes on where somebody stopped.
    """
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "work-on", lock=True)
        file = find_file(session, record, name)
        unread = [number for number, _ in unread_pages(session, file.id)]
        stopped = file.message_code in {STOPPED, NOT_BEGUN}
        if stopped:
            require(person, "edit", ref(record))
        ready = file.state == "ready" and bool(unread or stopped)
        if file.state != "failed" and not ready:
            raise Conflict("file.not_failed")
        mark_old(session, file.id, Page.number.in_(unread))
        plan_reading(session, file, Priority.FRESH, keep=file.message_code != NOT_BEGUN and (ready or stopped))
        return file_view(file, session.get_one(Blob, file.sha256).size)


def remove_file(library: Library, person: Person, record_id: str, name: str) -> None:
    """Take a file out of the record. Its bytes stay in storage, where other records may share them."""
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "upload", lock=True)
        file = find_file(session, record, name)
        note_files(session, person, record, left=[file])
        take_out(session, record, file)
        changed(session, record, revision=False)


def take_out(session: Session, record: Record, *files: File) -> None:
    """Take files out of the locked record, to be marked ``changed`` next: nothing finds it by their text from now."""
    cancel(session, *(f"file:{file.id}" for file in files))
    for file in files:
        session.delete(file)
    record.losing = True
    session.flush()


def find_file(session: Session, record: Record, name: str) -> File:
    """The file of that name in the record, whichever way its accents and case are written; NotFound."""
    file = session.scalar(select(File).where(File.record_id == record.id, File.name_key == name_key(name)))
    if file is None:
        raise NotFound("problem.no_such_file")
    return file


@contextmanager
def arriving(library: Library, stream: BinaryIO, name: str) -> Iterator[Arrived]:
    """Take a stream into storage and say what it is; the block then writes the rows that refer to it."""
    library.spool.mkdir(parents=True, exist_ok=True)
    with storage_problems():
        spooled = spool(stream, folder=library.spool, limit=library.settings.max_file_bytes)
    with spooled:
        yield take_in(library, spooled, name)


def take_in(library: Library, spooled: Spooled, name: str) -> Arrived:
    """Say what the bytes are and put them into storage. Raises as ``deposit`` does."""
    with ingest_problems():
        file_type = ingest.detect_stream(spooled.file, name)
    cleaned = clean_name(name, file_type.extension)
    mislabelled = not ingest.extension_matches(cleaned, file_type)
    with storage_problems():
        library.blobs.add(spooled, file_type.media_type)
    return Arrived(cleaned, spooled.sha256, spooled.size, file_type, mislabelled)


def _named_after(name: str) -> Metadata:
    return from_mapping({"title": (Value(value=stem_of(name)),)})


def attach(
    session: Session,
    record: Record,
    arrived: Arrived,
    priority: Priority,
    notices: Notices = (),
    originals: Sequence[OriginalView] = (),
) -> File:
    """The row of a file that has arrived, the last of its locked record, and a reading asked for."""
    taken = set(session.scalars(select(File.name_key).where(File.record_id == record.id)))
    if len(taken) >= MAX_FILES:
        raise Conflict("record.too_many_files", limit=MAX_FILES)
    last = session.scalar(select(func.max(File.position)).where(File.record_id == record.id)) or 0
    keep_blob(session, arrived.sha256, arrived.size, arrived.file_type.media_type)
    name = free_name(arrived.name, taken)
    file = File(
        record_id=record.id,
        position=last + 1,
        name=name,
        name_key=name_key(name),
        sha256=arrived.sha256,
        media_type=arrived.file_type.media_type,
        family=arrived.file_type.family,
        state="waiting",
        pages_done=0,
        pages_before=0,
        message_params={},
        notices=[*notices, *([_mislabelled(arrived)] if arrived.mislabelled else [])],
        labels=[],
        outline=[],
        shown=why_closed(ref(record)) is None,
        shown_by=ACCESS_VERSION,
        created_at=now(),
    )
    session.add(file)
    session.flush()
    _keep_originals(session, file, originals)
    plan_reading(session, file, priority)
    return file


def _keep_originals(session: Session, file: File, originals: Sequence[OriginalView]) -> None:
    for position, one in enumerate(originals, start=1):
        keep_blob(session, one.sha256, one.size, one.media_type)
        session.add(Original(file_id=file.id, position=position, name=one.name, sha256=one.sha256))


def _mislabelled(arrived: Arrived) -> dict[str, object]:
    return {"code": "file.other_extension", "params": {"type": arrived.file_type.extension.lstrip(".").upper()}}


def plan_reading(session: Session, file: File, priority: Priority, *, keep: bool = False) -> None:
    """Ask for a reading; ``keep`` leaves every page that is there as it was read."""
    cancel(session, f"file:{file.id}")
    if file.state == "failed":  # of any other, what was made of the last reading serves until this one ends
        drop(session, file.id, *OF_READING)
    file.state, file.message_code, file.message_params = "waiting", None, {}
    file.reading_since = None
    args = {"file": file.id, "priority": int(priority), **({"keep": True} if keep else {})}
    file.job_id = ask(session, PLAN_JOB, f"file:{file.id}", args, priority=priority, group=f"file:{file.id}")
