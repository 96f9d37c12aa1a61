"""Making searchable PDFs and light copies of the files of published records, when nothing else is to be done.

One such job runs at a time, for a few seconds each: what it has drawn waits in the cache until its next turn. What is
not worth having (a light copy that is not lighter) or cannot be made is remembered there too, and not tried again.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

import ingest
from repo_app.errors import StorageFull, Unavailable
from repo_app.jobs import Stopped
from repo_app.models import Blob, Derivative, File, Page, Record
from repo_app.services.derivatives import LIGHT, OF_READING, description, drop, keep, recipe_of
from repo_app.services.library import Library
from repo_app.services.local import NO_ROOM, local_file
from repo_app.services.page_rows import page_value
from repo_app.services.rows import follow_derivatives
from repo_app.services.translation import reading_problem
from repo_app.services.work import Work, number

VERSION = 5
FAMILIES = ("pdf", "image")
TURN = 8.0  # seconds of drawing after which others come first
WORTH_IT = 300_000  # bytes of a file from which on a lighter copy is looked for: half a minute on a weak line
LIGHTER = 0.7  # of the file's bytes that a light copy may have
PAGES_AT_ONCE = 64

log = logging.getLogger("hoclieu.deriving")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A derivative that a file should have and has not."""

    file: File
    size: int
    kind: str
    recipe: str
    metadata: ingest.PdfMetadata

    @property
    def name(self) -> str:
        """What its parts are kept under until it is made, whatever it will say of the work."""
        return self.recipe.rsplit("-", 2)[0]


def derive(library: Library, work: Work) -> None:
    """Make what the files of the record lack, for a turn; what is left then is asked for behind everybody else."""
    record_id, turn = number(work, "record"), _Turn()
    while (wanted := _next(library, record_id)) is not None:
        if work.stopping():
            raise Stopped
        if not _made(library, work, wanted, turn) or turn.over():
            with library.db.writing() as session:
                work.finish(session)
                follow_derivatives(session, record_id)
            return
    _drop_replaced(library, work, record_id)


class _Turn:
    """The time that a job may draw before others come; it runs from when it is first asked about."""

    def __init__(self) -> None:
        self._until: float | None = None

    def over(self) -> bool:
        """Whether others come first now."""
        self._until = self._until or time.monotonic() + TURN
        return time.monotonic() > self._until


def _made(library: Library, work: Work, wanted: Wanted, turn: _Turn) -> bool:
    """As ``_make``; a disk that is full or away is nobody's fault, and tried again."""
    try:
        return _make(library, work, wanted, turn.over)
    except OSError as error:
        raise (StorageFull() if error.errno in NO_ROOM else Unavailable("storage.away")) from error


def folder(library: Library) -> Path:
    """Where parts wait and failures are remembered; it may be deleted at any time."""
    return library.cache / "derivatives"


def _next(library: Library, record_id: int) -> Wanted | None:
    with library.db.reading() as session:
        record = session.get(Record, record_id)
        if record is None or not _gets_any(record):
            return None
        return next(_wanted(library, session, record), None)


def _gets_any(record: Record) -> bool:
    return record.state == "published"


def _drop_replaced(library: Library, work: Work, record_id: int) -> None:
    """Forget what earlier readings left, once nothing is to be made any more in its place."""
    with library.db.writing() as session:
        record = session.get(Record, record_id, with_for_update=True)
        work.hold(session)
        if record is None or not _gets_any(record) or next(_wanted(library, session, record), None) is not None:
            return
        there = _recipes_there(session, record)
        for one in _possible(library, session, record):
            if there.get((one.file.id, one.kind), one.recipe) != one.recipe:
                drop(session, one.file.id, one.kind)


def _wanted(library: Library, session: Session, record: Record) -> Iterator[Wanted]:
    """What the files lack that helps somebody and can be made."""
    there = _recipes_there(session, record)
    for one in _possible(library, session, record):
        lacked = there.get((one.file.id, one.kind)) != one.recipe
        if lacked and _useful(session, one) and not _refusal(library, one).exists():
            yield one


def _possible(library: Library, session: Session, record: Record) -> Iterator[Wanted]:
    """Every derivative of the present readings of its files that are shown, there or not, useful or not."""
    ready = (File.record_id == record.id, File.state == "ready", File.shown, File.family.in_(FAMILIES))
    rows = select(File, Blob.size).join(Blob, Blob.sha256 == File.sha256).where(*ready)
    for file, size in session.execute(rows.order_by(File.position, File.id)):
        metadata = _metadata(library, session, record, file)
        for kind in OF_READING:
            yield Wanted(file, size, kind, recipe_of(session, kind, VERSION, file, record, metadata.source), metadata)


def _recipes_there(session: Session, record: Record) -> Mapping[tuple[int, str], str]:
    rows = session.execute(
        select(Derivative.file_id, Derivative.kind, Derivative.recipe)
        .join(File, File.id == Derivative.file_id)
        .where(File.record_id == record.id)
    )
    return {(file_id, kind): recipe for file_id, kind, recipe in rows}


def _useful(session: Session, wanted: Wanted) -> bool:
    """Words can be added where some were recognised; a small file needs no lighter copy."""
    if wanted.kind == LIGHT:
        return wanted.size >= WORTH_IT
    recognised = select(Page.number).where(Page.file_id == wanted.file.id, Page.origin == "ocr").limit(1)
    return session.scalar(recognised) is not None


def _metadata(library: Library, session: Session, record: Record, file: File) -> ingest.PdfMetadata:
    said = description(session, record, file)
    return ingest.PdfMetadata(
        title=said.title,
        creators=said.creators,
        language=said.language,
        license=said.license,
        terms=said.terms,
        marked=said.marked,
        source=f"{library.settings.base_url}/records/{record.public_id}",
        derived_from=f"sha256:{file.sha256}",
        provenance=f"Hoclieu; {file.recipe or ''}",
    )


def _make(library: Library, work: Work, wanted: Wanted, due: Callable[[], bool]) -> bool:
    """Make one and keep it; false when the turn was over before it was done."""
    parts = folder(library) / f"{wanted.name}.parts"
    parts.mkdir(parents=True, exist_ok=True)
    target = parts / "made.pdf"
    tools = replace(library.tools, cancelled=work.stopping)
    make = ingest.make_light if wanted.kind == LIGHT else ingest.make_searchable
    try:
        with local_file(library, wanted.file.sha256) as path:
            pages = _pages(library, wanted.file)
            pause = ingest.Pause(parts, due)
            make(path, pages, target, wanted.metadata, library.reading_options, tools, pause)
    except ingest.Cancelled as error:
        if work.stopping():
            raise Stopped from error
        return False
    except ingest.IngestError as error:
        if error.retryable:
            raise reading_problem(error) from error
        _refuse(library, wanted, error.code, error.params)
    else:
        if wanted.kind == LIGHT and target.stat().st_size > LIGHTER * wanted.size:
            _refuse(library, wanted, "not lighter", {"bytes": target.stat().st_size})
        else:
            keep(library, wanted.file.id, wanted.kind, target, wanted.recipe, work.hold)
    shutil.rmtree(parts, ignore_errors=True)
    return True


def _pages(library: Library, file: File) -> Iterator[ingest.Page]:
    """The pages of a file with their words, a few in memory at a time."""
    for first in range(1, (file.pages_total or 0) + 1, PAGES_AT_ONCE):
        some = Page.number.between(first, first + PAGES_AT_ONCE - 1)
        rows = select(Page).where(Page.file_id == file.id, some).order_by(Page.number).options(undefer(Page.words))
        with library.db.reading() as session:
            yield from [page_value(row) for row in session.scalars(rows)]


def _refusal(library: Library, wanted: Wanted) -> Path:
    return folder(library) / f"{wanted.name}.none"


def _refuse(library: Library, wanted: Wanted, code: str, params: Mapping[str, object]) -> None:
    log.info("file %d gets no %s copy: %s", wanted.file.id, wanted.kind, code)
    _refusal(library, wanted).write_text(json.dumps([code, dict(params)]))


def sweep(library: Library, older_than: float) -> None:
    """Remove parts that nobody went on with for ``older_than`` seconds; failures are forgotten after as long, too."""
    if not folder(library).is_dir():
        return
    for path in folder(library).iterdir():
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
