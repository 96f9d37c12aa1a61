"""Which pages of the found records answer, and with what words: from the page rows, the same for every engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.models import File, Page, Record
from repo_app.services.page_text import shown_text
from repo_app.values import PageHit, SnippetPart
from search import Parsed, best_snippet, score_page

SHOWN = 3  # pages named under one record
SNIPPET = 220  # characters


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """A page that holds words of the query, before anything is shown of it."""

    record: int
    file: int
    number: int
    score: float


def scored_pages(session: Session, records: Sequence[Record], parsed: Parsed) -> Mapping[int, list[ScoredPage]]:
    """By record row id, its best pages, best first; records under a closed license have none."""
    open_ids = [record.id for record in records if vocabularies.is_open(record.license)]
    if not open_ids or not parsed.wanted:
        return {}
    typed, wanted = (
        [Page.folded.like(f"% {word.folded} %") for word in words] for words in (parsed.typed, parsed.wanted)
    )
    for condition in (and_(*typed), or_(*wanted)):
        found = _weighed(session, open_ids, parsed, condition)
        if found:
            return found
    return {}


def _weighed(session: Session, ids: Sequence[int], parsed: Parsed, condition: object) -> dict[int, list[ScoredPage]]:
    rows = session.execute(
        select(File.record_id, File.id, Page.number, Page.folded)
        .join(File, File.id == Page.file_id)
        .where(File.record_id.in_(ids), condition)  # type: ignore[arg-type]
        .execution_options(yield_per=200)
    )
    by_record: dict[int, list[ScoredPage]] = defaultdict(list)
    for record, file, number, folded in rows:
        score = score_page(folded, parsed)
        if score > 0:
            by_record[record].append(ScoredPage(record, file, number, score))
    return {
        record: nlargest(SHOWN, pages, key=lambda page: (page.score, -page.number))
        for record, pages in by_record.items()
    }


def page_hits(session: Session, pages: Sequence[ScoredPage], parsed: Parsed) -> tuple[PageHit, ...]:
    """These pages with their snippets."""
    hits = []
    for page in pages:
        text, folded, artifacts, name = session.execute(
            select(Page.text, Page.folded, Page.artifacts, File.name)
            .join(File, File.id == Page.file_id)
            .where(Page.file_id == page.file, Page.number == page.number)
        ).one()
        hits.append(PageHit(name, page.number, snippet(shown_text(text, folded, artifacts), parsed)))
    return tuple(hits)


def snippet(text: str, parsed: Parsed) -> tuple[SnippetPart, ...]:
    """The passage of ``text`` that answers best, in parts."""
    return tuple(SnippetPart(part, marked) for part, marked in best_snippet(text, parsed, SNIPPET).parts)
