"""Which pages of the found records answer, and with what words: from the page rows, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from repo_app.models import File, Page, Record
from repo_app.services.page_text import shown_text
from repo_app.values import PageHit, SnippetPart
from search import Marker, Parsed, Weigher, best_snippet

SHOWN = 3  # pages named under one record
SNIPPET = 220  # characters
WEIGHED = 12_000  # pages looked at for one question; the longest books wait
CANDIDATES = 5  # pages of a record whose text is looked at for the typed accents
MOST_CANDIDATES = 60  # the same of a long book

PageText = Row[int, int, str, str, list[list[str | int]]]


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """A page that holds words of the query, before anything is shown of it."""

    record: int
    file: int
    number: int
    score: float


def scored_pages(session: Session, records: Sequence[Record], parsed: Parsed) -> Mapping[int, list[ScoredPage]]:
    """By record row id, its best pages by their folded text, best first; more of them than are shown.

    Closed files have none, and neither have the longest where all records together have more
    than ``WEIGHED`` pages.
    """
    weigher = Weigher(parsed)
    if not weigher.whole:
        return {}
    files = _files(session, [record.id for record in records])
    found: dict[int, list[_Weighed]] = {}
    for file, pages in _folded_pages(session, tuple(files)):
        found.setdefault(files[file], []).extend(
            _Weighed(file, number, held, folded) for number, folded, held in weigher.covered(pages)
        )
    return {record: _best(record, pages, weigher) for record, pages in found.items() if pages}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A page while those of its record are compared."""

    file: int
    number: int
    held: float
    folded: str


def _files(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The files of these records with their records, short records first, as many as may be weighed."""
    rows = session.execute(
        select(File.id, File.record_id, File.pages_total).where(
            File.record_id.in_(ids), File.pages_done > 0, File.shown
        )
    ).all()
    pages: dict[int, int] = {}
    for _, record, total in rows:
        pages[record] = pages.get(record, 0) + (total or 0)
    files, left = {}, WEIGHED
    for record in sorted(pages, key=lambda record: pages[record]):
        left -= pages[record]
        if left < 0:
            break
        files.update({row.id: record for row in rows if row.record_id == record})
    return files


def _folded_pages(session: Session, files: Sequence[int]) -> Iterator[tuple[int, Iterator[tuple[int, str]]]]:
    """Each file with its pages, number and folded text, in order; to be used up one after another.

    Every page is fetched: to look for words here takes less time than to let the database look for them.
    """
    rows = session.execute(
        select(Page.file_id, Page.number, Page.folded)
        .where(Page.file_id.in_(files))
        .order_by(Page.file_id, Page.number)
        .execution_options(yield_per=2000)
    )
    for file, pages in groupby(rows, key=itemgetter(0)):
        yield file, ((number, folded) for _, number, folded in pages)


def _best(record: int, pages: Sequence[_Weighed], weigher: Weigher) -> list[ScoredPage]:
    """The candidates: pages that answer the whole question where there are some, else those that hold most of it."""
    most = CANDIDATES if len(pages) <= CANDIDATES * 10 else MOST_CANDIDATES
    whole = [page for page in pages if page.held >= weigher.whole]
    likely = whole or nlargest(SHOWN, pages, key=lambda page: (page.held, -page.file, -page.number))
    scored = [(weigher.score(page.folded), page) for page in likely]
    best = nlargest(most, scored, key=lambda pair: (pair[1].held, pair[0], -pair[1].file, -pair[1].number))
    return [ScoredPage(record, page.file, page.number, score) for score, page in best]


def page_hits(
    session: Session, pages: Mapping[int, Sequence[ScoredPage]], parsed: Parsed
) -> Mapping[int, tuple[PageHit, ...]]:
    """For each record the best of its pages, ``SHOWN`` at most, with their snippets; one statement for all texts."""
    weigher, marker = Weigher(parsed), Marker(parsed)
    keys = [(page.file, page.number) for held in pages.values() for page in held]
    texts = {(row[0], row[1]): row for row in page_texts(session, keys)}
    names = _names(session, {file for file, _ in keys})
    return {
        record: tuple(
            PageHit(names[row[0]], row[1], passage(row, marker)) for row in _refined(held, texts, weigher)[:SHOWN]
        )
        for record, held in pages.items()
    }


def page_texts(session: Session, keys: Sequence[tuple[int, int]]) -> Iterator[PageText]:
    """The rows of these pages and some more: few pages of many files in one statement, many of a file in its own."""
    numbers: dict[int, set[int]] = {}
    for file, number in keys:
        numbers.setdefault(file, set()).add(number)
    few = {file: held for file, held in numbers.items() if len(held) <= CANDIDATES and max(held) <= 4 * CANDIDATES}
    wanted: list[tuple[tuple[int, ...], set[int]]] = [
        ((file,), held) for file, held in numbers.items() if file not in few
    ]
    wanted += [(tuple(few), set().union(*few.values()))] if few else []
    statement = select(Page.file_id, Page.number, Page.text, Page.folded, Page.artifacts)
    for files, held in wanted:
        yield from session.execute(statement.where(Page.file_id.in_(files), Page.number.in_(held)))


def _names(session: Session, files: Iterable[int]) -> dict[int, str]:
    return dict(session.execute(select(File.id, File.name).where(File.id.in_(files))).all())


def _refined(held: Sequence[ScoredPage], texts: Mapping[tuple[int, int], PageText], weigher: Weigher) -> list[PageText]:
    """The rows of these pages in the order of what their text says; a page that is gone meanwhile is left out."""
    rows = [texts[page.file, page.number] for page in held if (page.file, page.number) in texts]
    return sorted(rows, key=lambda row: -weigher.refined(row[3], row[2]))


def passage(page: PageText, marker: Marker) -> tuple[SnippetPart, ...]:
    """The passage of a page that answers best, in parts."""
    _, _, text, folded, artifacts = page
    return _parts(shown_text(text, folded, artifacts), marker, folded)


def snippet(text: str, parsed: Parsed) -> tuple[SnippetPart, ...]:
    """The passage of ``text`` that answers best, in parts."""
    return _parts(text, Marker(parsed))


def _parts(text: str, marker: Marker, folded: str | None = None) -> tuple[SnippetPart, ...]:
    return tuple(SnippetPart(part, marked) for part, marked in best_snippet(text, marker, SNIPPET, folded).parts)
