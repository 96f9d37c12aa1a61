"""What reading proposes for a record: worked out from its file's pages, kept as rows, shown to whoever describes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, undefer

import ingest
from repo_app import licensing, vocabularies
from repo_app.models import File, Page, Suggestion
from repo_app.services.authorities.known import known_to
from repo_app.services.library import Library
from repo_app.services.page_rows import page_value
from repo_app.values import SuggestionView
from repo_app.values.records import Box

BLANK_PAGES = 2  # among the first, beside those that are looked at: the backs of covers
PAGE_WORDS = 3_000  # words of one page that are looked at: a newspaper page has 10,000, a title page 50
PAGE_CHARACTERS = 20_000
TOLD = ("field", "value", "confidence", "evidence", "role", "scheme", "volume", "lang")
NAMED = ("subjects", "topics", "grades", "languages", "resource-types")


@cache
def known_names() -> ingest.Names:
    """The names of the terms of the data files whose ids may be proposed, the Vietnamese label first."""
    return _names(vocabularies.load)


def names_of(library: Library) -> ingest.Names:
    """The same with the library's own terms, and what it has merged under the names of both."""
    return _names(known_to(library).vocabulary)


def suggested(library: Library, file: File, names: ingest.Names | None = None) -> Sequence[ingest.Suggestion]:
    """What the file and the beginnings of its pages propose; no transaction is open while that is worked out.

    ``names`` are those of :func:`names_of` for whoever asks for many files.
    """
    with library.db.reading() as session:
        inspection, pages = _inspection(file), _pages(session, file)
    return ingest.suggest(inspection, [_beginning(page) for page in pages], names or names_of(library), file.name)


def told_by(inspection: ingest.Inspection) -> list[dict[str, Any]]:
    """What a file's properties suggest, to be kept beside it: a finish works from these however often it runs."""
    return [
        {part: value for part in TOLD if (value := getattr(one, part)) is not None} for one in inspection.suggestions
    ]


def store_suggestions(session: Session, file: File, found: Sequence[ingest.Suggestion]) -> None:
    """Replace what was suggested from this file."""
    session.execute(delete(Suggestion).where(Suggestion.file_id == file.id))
    session.add_all(suggestion_row(file.id, item) for item in found)


def suggestion_row(file_id: int, item: ingest.Suggestion) -> Suggestion:
    """A suggestion as it is kept."""
    return Suggestion(
        file_id=file_id,
        field=item.field,
        value=item.value,
        confidence=item.confidence,
        page=item.page,
        evidence=item.evidence,
        role=item.role,
        scheme=item.scheme,
        volume=item.volume,
        lang=item.lang,
        box=list(item.box) if item.box is not None else None,
        words=[[word.text, *word.box] for word in item.words] or None,
    )


def suggestion_view(row: Suggestion, file: str, sheet: tuple[int, int] | None = None) -> SuggestionView:
    """What a row proposes, found in the file of that name on a page of that width and height."""
    return SuggestionView(
        row.field,
        row.value,
        row.confidence,
        row.page,
        row.evidence,
        file,
        row.role,
        row.scheme,
        row.volume,
        row.lang,
        _box(row.box) if row.box is not None else None,
        tuple((str(text), _box(box)) for text, *box in row.words or ()),
        sheet,
    )


def _box(told: Sequence[int | str]) -> Box:
    left, top, right, bottom = (int(side) for side in told)
    return (left, top, right, bottom)


def _names(vocabulary: Callable[[str], vocabularies.Vocabulary]) -> ingest.Names:
    terms = {name: [(term.id, _called(term)) for term in vocabulary(name).terms.values()] for name in NAMED}
    return ingest.named(terms, licensing.named_in)


def _called(term: vocabularies.Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys((term.labels["vi"], *term.alternatives, *term.labels.values(), *term.also)))


def _beginning(page: ingest.Page) -> ingest.Page:
    """As much of a page as may say what the work is; a page made to keep us busy says nothing more after it."""
    if len(page.text) <= PAGE_CHARACTERS and len(page.words) <= PAGE_WORDS:
        return page
    return ingest.Page(
        page.number, page.text[:PAGE_CHARACTERS], page.origin, page.confidence, page.width, page.height,
        words=page.words[:PAGE_WORDS], artifacts=page.artifacts,
    )  # fmt: skip


def _inspection(file: File) -> ingest.Inspection:
    """What the file said of itself, as it was written down when its reading was planned."""
    family: ingest.Family = file.family  # type: ignore[assignment]
    return ingest.Inspection(
        file_type=ingest.FileType(file.media_type, family, ""),
        pages=file.pages_total or 0,
        outline=tuple(ingest.OutlineItem(item["title"], item["page"], item["level"]) for item in file.outline),
        suggestions=tuple(ingest.Suggestion(page=None, **told) for told in file.told or ()),
    )


def _pages(session: Session, file: File) -> list[ingest.Page]:
    """The first and the last pages: a Vietnamese book has its imprint and its contents at the end."""
    first, last = ingest.FIRST_PAGES + BLANK_PAGES, (file.pages_total or 0) - ingest.LAST_PAGES
    rows = session.scalars(
        select(Page)
        .where(Page.file_id == file.id, or_(Page.number <= first, Page.number > last))
        .order_by(Page.number)
        .options(undefer(Page.words))
    )
    return [page_value(row) for row in rows]
