"""Handing out the bytes of a file: who may have them, under which name and type, and from where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from repo_app.errors import Forbidden, Gone
from repo_app.models import Blob, File, Record
from repo_app.permissions import can
from repo_app.services.deposit import find_file
from repo_app.services.library import Library
from repo_app.services.records.views import file_view
from repo_app.services.rows import permitted_record, ref
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


def download(library: Library, person: Person, record_id: str, name: str) -> Download:
    """The file's bytes. Raises NotFound, Gone, Forbidden (closed license), Unavailable, BytesMissing."""
    with library.db.reading() as session:
        record = readable_record(session, person, record_id)
        file = find_file(session, record, name)
        size = session.get_one(Blob, file.sha256).size
        view = file_view(file, size)
    with storage_problems():
        path = library.blobs.local_path(file.sha256)
        redirect = None if path else _presigned(library, file, view.inline)
        if path is not None and path.stat().st_size != size:
            raise BytesMissing

    def opened(start: int, length: int | None) -> BinaryIO:
        with storage_problems():
            return library.blobs.open(file.sha256, start, length)

    return Download(file.name, file.media_type, size, file.sha256, view.inline, path, redirect, opened)


def _presigned(library: Library, file: File, inline: bool) -> str | None:
    return library.blobs.presign(
        file.sha256,
        seconds=PRESIGNED_SECONDS,
        download_name=fitting_name(file.name, file.media_type),
        media_type=file.media_type,
        inline=inline,
    )


def readable_record(session: Session, person: Person, record_id: str) -> Record:
    """The record whose bytes, pages and text ``person`` may read; Forbidden says when only the license forbids it."""
    record = permitted_record(session, person, record_id, "see")
    if can(person, "read", ref(record)):
        return record
    if record.state == "withdrawn":
        raise Gone(title=record.title, reason=record.reason or "", since=record.updated_at.date().isoformat())
    raise Forbidden("record.closed_license")
