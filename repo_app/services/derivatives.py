"""Files made from files of records: kept like any bytes, one of each kind for a file, made again when they are lost.

They are no files of the record: nobody counts, lists, indexes or edits them, and who may read the file may read them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from repo_app import licensing
from repo_app.db import now
from repo_app.models import Blob, Derivative, File, Record
from repo_app.services.authorities import known
from repo_app.services.finishing import locked_file
from repo_app.services.library import Library
from repo_app.services.names import MAX_CHARS
from repo_app.services.rows import keep_blob, metadata_of
from repo_app.services.translation import storage_problems
from repo_app.values import DerivativeView
from repo_app.values.naming import language_tags, names
from storage import spool

SEARCHABLE = "searchable"  # a PDF whose recognised words can be selected
LIGHT = "light"  # a PDF for weak lines
PDF = "pdf"  # an office document as it is printed
WITH_PICTURES = ("pdf", "image")  # families whose files show their pages themselves
OF_READING = (SEARCHABLE, LIGHT)  # made of what was read: they serve until those of a new reading are there
MEDIA_TYPE = "application/pdf"
LIMIT = 1024**3  # bytes of one derivative: a file of the largest size, and its words
ADDED_TO_NAME: Mapping[str, str] = {SEARCHABLE: " (có chữ)", LIGHT: " (bản nhẹ)", PDF: ""}


@dataclass(frozen=True, slots=True)
class Description:
    """What a copy says of the work to whoever has it: the license is its address, "" where none is known; ``terms`` is
    what it means, ``marked`` whether there is a copyright ("True", "False", "" where that is not known).
    """

    title: str
    creators: tuple[str, ...]
    language: str
    license: str
    terms: str
    marked: str


def description(session: Session, record: Record, file: File) -> Description:
    """What a copy of the file says of the work as the record stands now."""
    held, among, terms = metadata_of(record), known(session), licensing.find(file.license or record.license)
    return Description(
        title=record.title,
        creators=names(held, among, "creator"),
        language=next(iter(language_tags(held, among)), ""),
        license=terms.url if terms else "",
        terms=f"{terms.name('vi')}. {terms.deed('vi')}" if terms else "",
        marked=str(terms.in_copyright) if terms and terms.in_copyright is not None else "",
    )


def nothing(session: Session) -> None:
    """The ``hold`` of who has no job to hold on to."""


def keep(
    library: Library,
    file_id: int,
    kind: str,
    path: Path,
    recipe: str,
    hold: Callable[[Session], None] = nothing,
) -> bool:
    """Keep the PDF at ``path`` as the file's derivative of that kind, in place of one made before.

    Bytes first, then the row; ``hold`` is called in its transaction, once the file is locked. False when the file is
    gone, or was read anew since the recipe was written down. Raises StorageFull, Unavailable, and what ``hold`` raises.
    """
    library.spool.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as source:
        with storage_problems():
            made = spool(source, folder=library.spool, limit=LIMIT)
        with made, storage_problems():
            library.blobs.add(made, MEDIA_TYPE)
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        hold(session)
        if file is None or (kind in OF_READING and not _of_this_reading(recipe, file)):
            return False
        keep_blob(session, made.sha256, made.size, MEDIA_TYPE)
        drop(session, file_id, kind)
        session.add(
            Derivative(file_id=file_id, kind=kind, sha256=made.sha256, recipe=recipe, created_at=now()),
        )
    return True


def current(session: Session, file_id: int, kind: str, recipe: str | None = None) -> Derivative | None:
    """The file's derivative of that kind, None where there is none that can be handed out.

    While a file is read again, those of its last reading are handed out, but none that says of the work what its record
    no longer says; ``recipe``, where given, must be its own.
    """
    row = session.scalar(select(Derivative).where(Derivative.file_id == file_id, Derivative.kind == kind))
    if row is None or (recipe is not None and row.recipe != recipe):
        return None
    file = session.get_one(File, file_id)
    return row if _fits(session, row, file, session.get_one(Record, file.record_id)) else None


def drop(session: Session, file_id: int, *kinds: str) -> None:
    """Forget these derivatives of a file; their bytes stay until nothing refers to them and they are collected."""
    gone = delete(Derivative).where(Derivative.file_id == file_id, Derivative.kind.in_(kinds))
    session.execute(gone.execution_options(synchronize_session=False))


def has_pictures() -> ColumnElement[bool]:
    """Whether a file's pages have pictures: its own, or those of the PDF that was made of it."""
    made = select(Derivative.id).where(Derivative.file_id == File.id, Derivative.kind == PDF).exists()
    return or_(File.family.in_(WITH_PICTURES), made)


def offered(session: Session, record: Record) -> Mapping[int, tuple[DerivativeView, ...]]:
    """What there is beside each file of the record, by the file's row: one statement however many files it has."""
    rows = session.execute(
        select(Derivative, File, Blob.size)
        .join(File, File.id == Derivative.file_id)
        .join(Blob, Blob.sha256 == Derivative.sha256)
        .where(File.record_id == record.id)
        .order_by(Derivative.kind.desc(), Derivative.id)
    ).all()
    found: dict[int, tuple[DerivativeView, ...]] = {}
    for row, file, size in rows:
        if _fits(session, row, file, record):
            found[file.id] = (*found.get(file.id, ()), DerivativeView(row.kind, size, row.sha256))
    return found


def recipe_of(session: Session, kind: str, version: int, file: File, record: Record, address: str) -> str:
    """What a derivative of a reading was made with: the code's version, the reading, what it says and of which address.

    Its last two parts may change without a reading; the first of them tells a copy that says what is no longer so.
    """
    return f"{kind}-{version}-{_reading(file)}-{_said(session, record, file)}-{_short(address)}"


def derived_name(name: str, kind: str) -> str:
    """What a derivative of the file ``name`` is called when it is handed out."""
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot and stem and len(ending) <= 10 else name
    added = f"{ADDED_TO_NAME[kind]}.pdf"
    return stem[: MAX_CHARS - len(added)].rstrip() + added


def _fits(session: Session, row: Derivative, file: File, record: Record) -> bool:
    """Whether a derivative may be handed out: one that was made of what was read must say what the record says now, and
    that reading must not have failed.
    """
    if row.kind not in OF_READING:
        return True
    return file.state != "failed" and row.recipe.split("-")[3:4] == [_said(session, record, file)]


def _of_this_reading(recipe: str, file: File) -> bool:
    """Whether ``recipe`` is that of a derivative of the file as it is read now; bytes never change, readings do."""
    return recipe.split("-")[2:3] == [_reading(file)]


def _reading(file: File) -> str:
    """Names one reading of a file: each begins, and keeps its last page, at a time of its own."""
    times = [at.isoformat() if at else "" for at in (file.reading_since, file.last_progress_at)]
    return _short(json.dumps([file.sha256, file.recipe, *times]), 16)


def _said(session: Session, record: Record, file: File) -> str:
    return _short(repr(description(session, record, file)))


def _short(told: str, digits: int = 12) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:digits]
