"""Searching inside one record: every page that answers, and the way from one such page to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from repo_app.errors import BadRequest
from repo_app.models import File, Page, Record
from repo_app.permissions import can
from repo_app.services.files import readable_file, readable_record
from repo_app.services.library import Library
from repo_app.services.page_hits import page_texts, passage
from repo_app.services.renditions import picture_source
from repo_app.services.rows import file_ref
from repo_app.services.translation import search_problems
from repo_app.values import Inside, InsideHit, Message, Neighbours, Person
from search import Marker, Parsed, QueryRefused, Weigher, parse

Sort = Literal["page", "relevance"]
SORTS: tuple[Sort, ...] = ("page", "relevance")
MAX_SIZE = 100
NEAR = 32  # pages looked at first on the way to the next that answers; then twice as many, and again


@dataclass(frozen=True, slots=True)
class InsideRequest:
    """A question to one record, or to one ``file`` of it; pages of the answer count from 1."""

    text: str = ""
    file: str | None = None
    page: int = 1
    size: int = 20
    sort: str = "page"


@dataclass(frozen=True, slots=True)
class _Found:
    file: int
    number: int
    held: float
    score: float


def search_inside(library: Library, person: Person, record_id: str, request: InsideRequest) -> Inside:
    """The pages that answer, in their order or the best first. Who may read the pages may ask.

    Where no page answers the whole question, those that hold the most of it, which is said (``partial``). Raises
    BadRequest for a question or an order that cannot be, NotFound, Gone, Forbidden as reading does.
    """
    if request.sort not in SORTS:
        raise BadRequest("search.unknown_sort", sort=request.sort[:40])
    if not 1 <= request.size <= MAX_SIZE or request.page < 1:
        raise BadRequest("search.bad_page")
    with library.db.reading() as session:
        record = readable_record(session, person, record_id)
        chosen = readable_file(session, person, record, request.file) if request.file else None
        with search_problems():
            parsed = parse(request.text)
        every = _readable_files(session, person, record)
        files = [file for file in every if chosen is None or file.id == chosen.id]
        found, partial = _found(session, files, Weigher(parsed), request)
        start = (request.page - 1) * request.size
        return Inside(
            record=record.public_id,
            title=record.title,
            query=request.text,
            file=chosen.name if chosen else None,
            files=tuple(file.name for file in every),
            total=len(found),
            page=request.page,
            size=request.size,
            sort=request.sort,
            hits=_shown(session, files, found[start : start + request.size], parsed),
            searched=_read(session, files),
            pages=sum(file.pages_total or 0 for file in files),
            partial=partial,
            asks=Weigher(parsed).whole > 0,
            notes=_notes(parsed),
        )


def _notes(parsed: Parsed) -> tuple[Message, ...]:
    """What was not understood; and that fields of the record say nothing of its pages."""
    notes = tuple(Message(note.code, note.params) for note in parsed.notes)
    options = (*(option for clause in parsed.clauses for option in clause.options), *parsed.excluded)
    left_out = bool(parsed.filters) or any(option.part not in {"any", "text"} for option in options)
    return (*notes, Message("search.note_no_fields_inside")) if left_out else notes


def _readable_files(session: Session, person: Person, record: Record) -> list[File]:
    """In the order in which they are read."""
    rows = session.scalars(select(File).where(File.record_id == record.id).order_by(File.position, File.id))
    return [file for file in rows if file.pages_total and can(person, "read", file_ref(record, file))]


def _read(session: Session, files: Sequence[File]) -> int:
    return session.scalar(select(func.count()).where(Page.file_id.in_([file.id for file in files]))) or 0


def _found(
    session: Session, files: Sequence[File], weigher: Weigher, request: InsideRequest
) -> tuple[list[_Found], bool]:
    """The pages that answer the whole question, else those that hold the most of it, and which of both they are."""
    found: list[_Found] = []
    best = 0.0
    for file in files if weigher.whole else ():
        for number, folded, held in weigher.covered(_folded(session, weigher, Page.file_id == file.id)):
            if held >= best:
                best = held
                score = weigher.score(folded) if request.sort == "relevance" else 0.0
                found.append(_Found(file.id, number, held, score))
    kept = [page for page in found if page.held == best]
    if request.sort == "relevance":
        kept.sort(key=lambda page: -page.score)
    return kept, bool(kept) and best < weigher.whole


def _folded(session: Session, weigher: Weigher, *conditions: ColumnElement[bool]) -> Iterator[tuple[int, str]]:
    """Pages with their folded text, empty where an excluded word is there; their text is read only to see accents."""
    columns = (Page.number, Page.folded, Page.text if weigher.excludes_as_typed else literal(""))
    statement = select(*columns).where(*conditions).order_by(Page.number).execution_options(yield_per=500)
    for number, folded, text in session.execute(statement):
        yield number, "" if text and weigher.excludes(folded, text) else folded


def _shown(session: Session, files: Sequence[File], found: Sequence[_Found], parsed: Parsed) -> tuple[InsideHit, ...]:
    marker = Marker(parsed)
    by_id = {file.id: file for file in files}
    drawn = {file: picture_source(session, by_id[file]) is not None for file in {page.file for page in found}}
    texts = {(row[0], row[1]): row for row in page_texts(session, [(page.file, page.number) for page in found])}
    return tuple(
        InsideHit(
            file=by_id[page.file].name,
            number=page.number,
            label=_label(by_id[page.file], page.number),
            snippet=passage(texts[page.file, page.number], marker),
            drawn=drawn[page.file],
        )
        for page in found
        if (page.file, page.number) in texts
    )


def _label(file: File, number: int) -> str | None:
    label = file.labels[number - 1] if len(file.labels) >= number else None
    return str(label) if label and label != str(number) else None


def neighbours(library: Library, person: Person, record_id: str, file: str, number: int, text: str) -> Neighbours:
    """The pages of the file before and after one that answer the question, as `search_inside` would list them.

    Where none of the file answers all of it, the next that hold half. None for a question that search refuses.
    """
    try:
        weigher = Weigher(parse(text))
    except QueryRefused:
        return Neighbours()
    if not weigher.whole:
        return Neighbours()
    with library.db.reading() as session:
        row = readable_file(session, person, readable_record(session, person, record_id), file)
        before, partly_before = _nearest(session, row, weigher, number, -1)
        after, partly_after = _nearest(session, row, weigher, number, 1)
        if before or after or _held(session, row, weigher, number, number).get(number) == weigher.whole:
            return Neighbours(before, after)
    return Neighbours(partly_before, partly_after)


def _nearest(session: Session, file: File, weigher: Weigher, number: int, way: int) -> tuple[int | None, int | None]:
    """The nearest page one way that answers the whole question, and the nearest that answers half of it."""
    partly: int | None = None
    at, many = number + way, NEAR
    while 1 <= at <= (file.pages_total or 0):
        end = at + way * (many - 1)
        held = _held(session, file, weigher, min(at, end), max(at, end))
        for page in sorted(held, reverse=way < 0):
            if held[page] >= weigher.whole:
                return page, partly
            if partly is None and held[page] * 2 >= weigher.whole:
                partly = page
        at, many = end + way, many * 2
    return None, partly


def _held(session: Session, file: File, weigher: Weigher, first: int, last: int) -> dict[int, float]:
    """How much of the question the pages `first` to `last` hold; the page behind is looked at for rows that go on."""
    pages = _folded(session, weigher, Page.file_id == file.id, Page.number.between(first, last + 1))
    return {number: held for number, _, held in weigher.covered(pages) if number <= last}
