"""Handing out the bytes of a file: who may have them, under which name and type, and from where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Forbidden, NotFound
from repo_app.models import Blob, File, Record
from repo_app.permissions import FileRef, RecordRef, can, why_closed
from repo_app.services import originals
from repo_app.services.deposit import find_file
from repo_app.services.derivatives import MEDIA_TYPE, current, derived_name
from repo_app.services.library import Library
from repo_app.services.records.views import file_view
from repo_app.services.rows import file_ref, ref
from repo_app.services.tombstones import seen_record
from repo_app.services.translation import BytesMissing, storage_problems
from repo_app.values import Person
from repo_app.values.media import fitting_name

PRESIGNED_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes to hand out. Exactly one of ``path`` (on this machine) and ``redirect`` is set, or neither: then ``open``.

    ``inline`` says whether a browser may show them; ``open(start, length)`` reads a part, sizes in bytes.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    inline: bool
    path: Path | None
    redirect: str | None
    open: Callable[[int, int | None], BinaryIO]


def download(library: Library, person: Person, record_id: str, name: str, kind: str | None = None) -> Download:
    """The file's bytes, or those of its derivative of that ``kind``, for whom the file itself may be handed out.

    Raises NotFound (also where there is no such derivative), Gone, Forbidden (closed), Unavailable,
    BytesMissing.
    """
    with library.db.reading() as session:
        record = readable_record(session, person, record_id)
        file = readable_file(session, person, record, name)
        wanted = _itself(session, file) if kind is None else _derived(session, file, kind)
    return _handed_out(library, wanted)


def original(library: Library, person: Person, record_id: str, name: str, position: int) -> Download:
    """The bytes of a photo that a file was made of, as it came, for whoever works on the record; never shown inline.

    Raises NotFound, NotSignedIn, Forbidden, Unavailable, BytesMissing.
    """
    kept = originals.original(library, person, record_id, name, position)
    return _handed_out(library, _Wanted(kept.name, kept.media_type, kept.size, kept.sha256, inline=False))


def _handed_out(library: Library, wanted: _Wanted) -> Download:
    with storage_problems():
        path = library.blobs.local_path(wanted.sha256)
        redirect = None if path else _presigned(library, wanted)
        if path is not None and path.stat().st_size != wanted.size:
            raise BytesMissing

    def opened(start: int, length: int | None) -> BinaryIO:
        with storage_problems():
            return library.blobs.open(wanted.sha256, start, length)

    return Download(wanted.name, wanted.media_type, wanted.size, wanted.sha256, wanted.inline, path, redirect, opened)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which bytes are to be handed out, and as what."""

    name: str
    media_type: str
    size: int
    sha256: str
    inline: bool


def _itself(session: Session, file: File) -> _Wanted:
    size = session.get_one(Blob, file.sha256).size
    return _Wanted(file.name, file.media_type, size, file.sha256, file_view(file, size).inline)


def _derived(session: Session, file: File, kind: str) -> _Wanted:
    held = current(session, file.id, kind)
    if held is None:
        raise NotFound("problem.no_such_file")
    size = session.get_one(Blob, held.sha256).size
    return _Wanted(derived_name(file.name, kind), MEDIA_TYPE, size, held.sha256, inline=True)


def _presigned(library: Library, wanted: _Wanted) -> str | None:
    return library.blobs.presign(
        wanted.sha256,
        seconds=PRESIGNED_SECONDS,
        download_name=fitting_name(wanted.name, wanted.media_type),
        media_type=wanted.media_type,
        inline=wanted.inline,
    )


def readable_record(session: Session, person: Person, record_id: str) -> Record:
    """The record, once ``person`` may read something of it: any of its files, or whatever it will have.

    Raises NotFound, Gone, and Forbidden with the reason where everything is closed.
    """
    record = seen_record(session, person, record_id)
    files = session.scalars(select(File).where(File.record_id == record.id)).all()
    refs: list[RecordRef | FileRef] = [file_ref(record, file) for file in files] or [ref(record)]
    if not any(can(person, "read", one) for one in refs):
        raise _closed(refs[0])
    return record


def readable_file(session: Session, person: Person, record: Record, name: str) -> File:
    """The file of that name, once ``person`` may read it. Raises NotFound, and Forbidden with the reason."""
    file = find_file(session, record, name)
    held = file_ref(record, file)
    if not can(person, "read", held):
        raise _closed(held)
    return file


def _closed(held: RecordRef | FileRef) -> Forbidden:
    reason = why_closed(held)
    return Forbidden(reason.code, **reason.params) if reason is not None else Forbidden()
