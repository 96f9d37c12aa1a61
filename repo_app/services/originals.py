"""The photos that a document was made of, kept as they came: for those who work on its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import ingest
from repo_app.errors import Conflict, NotFound
from repo_app.jobs import Priority
from repo_app.models import Blob, File, Original, Record
from repo_app.services.deposit import Arrived, attach, find_file, take_out
from repo_app.services.library import Library
from repo_app.services.records.terms_of_files import note_files
from repo_app.services.rows import changed, permitted_record
from repo_app.services.translation import ingest_problems, storage_problems
from repo_app.values import OriginalView, Person

HEAD = 1024


def originals(library: Library, person: Person, record_id: str) -> Mapping[str, tuple[OriginalView, ...]]:
    """What the files of a record were made of, by their names, in the order of the pages; for who works on it."""
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        made = select(File.id, File.name).where(File.record_id == record.id, File.id.in_(select(Original.file_id)))
        return {name: _of(session, number) for number, name in session.execute(made)}


def original(library: Library, person: Person, record_id: str, name: str, position: int) -> OriginalView:
    """The photo at that place, from 1, of those that a file was made of; NotFound, and as ``originals`` does."""
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        kept = _of(session, find_file(session, record, name).id)
    if not 1 <= position <= len(kept):
        raise NotFound("problem.no_such_file")
    return kept[position - 1]


def take_apart(library: Library, person: Person, record_id: str, name: str) -> int:
    """Put the photos of a draft's document back in its place, a file each, as they came; how many they are.

    Raises Conflict for a file that was not joined here, or a record that is no draft, BytesMissing, Unavailable, and
    as ``add_file`` does.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "upload")
        document = find_file(session, record, name).id
        kept = _to_give_back(session, record, document)
    arrived = [_arrived(library, one) for one in kept]
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "upload", lock=True)
        row = find_file(session, record, name)
        if row.id != document or _to_give_back(session, record, document) != kept:
            raise Conflict("file.gone_meanwhile")
        note_files(session, person, record, left=[row])
        take_out(session, record, row)
        behind = update(File).where(File.record_id == record.id, File.position > row.position)
        session.execute(behind.values(position=File.position + len(arrived) - 1))
        for place, one in enumerate(arrived, row.position):
            photo = attach(session, record, one, Priority.FRESH)
            photo.position, photo.license, photo.third_party = place, row.license, row.third_party
            note_files(session, person, record, came=[photo])
        changed(session, record, revision=False)
    return len(arrived)


def _to_give_back(session: Session, record: Record, file_id: int) -> Sequence[OriginalView]:
    kept = _of(session, file_id)
    if not kept or record.state != "draft":
        raise Conflict("file.not_joined")
    return kept


def _of(session: Session, file_id: int) -> tuple[OriginalView, ...]:
    rows = session.execute(
        select(Original.name, Blob.size, Blob.sha256, Blob.media_type)
        .join(Blob, Blob.sha256 == Original.sha256)
        .where(Original.file_id == file_id)
        .order_by(Original.position)
    )
    return tuple(OriginalView(*row) for row in rows)


def _arrived(library: Library, kept: OriginalView) -> Arrived:
    """The photo as if it had come now: its bytes are in storage, and its head says again what it is."""
    with storage_problems(), library.blobs.open(kept.sha256, 0, HEAD) as stream, ingest_problems():
        file_type = ingest.detect(stream.read())
    mislabelled = not ingest.extension_matches(kept.name, file_type)
    return Arrived(kept.name, kept.sha256, kept.size, file_type, mislabelled)
