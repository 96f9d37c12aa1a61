"""Answering a question: the index says which records, in what order; the page rows say where in them.

The index holds one entry a record. Of the records that are shown the pages that hold the question's words are weighed
from their folded text, the same way for every engine; the best ones are shown with a snippet. When the index is away
the database answers, with less wisdom and a notice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from repo_app.models import Record
from repo_app.services import facets
from repo_app.services.fallback import search_database
from repo_app.services.finding import former_places
from repo_app.services.finding.asking import ask_index
from repo_app.services.finding.counting import counted
from repo_app.services.finding.filters import Filters, understood
from repo_app.services.finding.labels import with_whole_labels
from repo_app.services.finding.leaving_out import not_public
from repo_app.services.finding.requests import SearchRequest, check
from repo_app.services.library import Library
from repo_app.services.page_hits import ScoredPage, page_hits, scored_pages, snippet
from repo_app.services.records.views import CARD_COLUMNS, record_cards
from repo_app.services.spelling import did_you_mean
from repo_app.services.translation import search_problems
from repo_app.values import Answer, ChosenFilter, FoundRecord, Message, PageHit, Person, RecordCard
from search import IndexUnavailable, Parsed, Query, Results, parse

log = logging.getLogger("hoclieu.search")


@dataclass(frozen=True, slots=True)
class _Found:
    """Results with the rows and pages that are shown of them."""

    results: Results
    records: Sequence[Record]
    pages: Mapping[int, Sequence[ScoredPage]]


def search(library: Library, person: Person, request: SearchRequest, locale: str) -> Answer:
    """The published records that answer, best first, with the pages that say so. Raises BadRequest with a reason."""
    sort = check(request)
    with library.db.reading() as session:
        named, without = facets.names(library, session, locale), not_public(session)
    with search_problems():
        text = with_whole_labels(request.text, named)
        parsed = parse(text)
    filters = understood(request, parsed, named, lambda facet: held_values(library, facet, without))
    query = Query(
        text=text,
        filters=filters.wanted,
        rejected=filters.rejected,
        years=filters.years,
        page=request.page,
        size=request.size,
        sort=sort,
        facets=facets.FACETS,
        without=without,
    )
    results, degraded = _results(library, query, parsed)
    named.look_up(held.value for held in results.facets.get(facets.CREATOR, ()))
    with library.db.reading() as session:
        shown = _shown(session, _look_up(session, results, parsed), parsed)
    return Answer(
        query=request.text,
        total=results.total,
        page=request.page,
        size=request.size,
        sort=sort,
        results=shown,
        facets=counted(results.facets, filters, named),
        degraded=degraded,
        did_you_mean=_meant(library, query, parsed, results.total) if not degraded else None,
        chosen=tuple(_named(library, one, filters, without) for one in filters.chosen),
        notes=(*_notes(parsed, filters), *former_places.told(request.text, named)),
    )


def _named(library: Library, chosen: ChosenFilter, filters: Filters, without: frozenset[str]) -> ChosenFilter:
    """The filter as it is shown: the name of a person that nothing public carries stays with those who keep it."""
    if chosen.facet not in {facets.CREATOR, facets.AGENT} or chosen.label == chosen.value:
        return chosen
    values = (filters.rejected if chosen.rejected else filters.wanted)[chosen.facet]
    public = Query("", filters={chosen.facet: values}, size=1, without=without)
    try:
        known = ask_index(library, public).total > 0
    except IndexUnavailable:
        known = False
    return chosen if known else replace(chosen, label=chosen.value)


def held_values(library: Library, facet: str, without: frozenset[str]) -> Iterable[str]:
    """The values of one facet that published records have, as the index knows them; none while it is away."""
    try:
        found = ask_index(library, Query("", size=1, facets=(facet,), without=without))
    except IndexUnavailable:
        return ()
    return (held.value for held in found.facets.get(facet, ()))


def _notes(parsed: Parsed, filters: Filters) -> tuple[Message, ...]:
    return (*(Message(note.code, note.params) for note in parsed.notes), *filters.notes)


def _meant(library: Library, query: Query, parsed: Parsed, total: int) -> str | None:
    """Another question that this one was probably meant as; looked for once, on the first page."""
    return did_you_mean(library, query, total) if parsed.wanted and query.page == 1 else None


def _results(library: Library, query: Query, parsed: Parsed) -> tuple[Results, bool]:
    """What the index answers; or the database, which is said, when it cannot."""
    try:
        with search_problems():
            return ask_index(library, query), False
    except IndexUnavailable as error:
        log.warning("the index is away, the database answers: %s", error)
        return search_database(library, query), True


def _look_up(session: Session, results: Results, parsed: Parsed) -> _Found:
    """The rows of this page of results, and the best pages of each; what is not public is not among them."""
    shown = _rows(session, [hit.record for hit in results.hits])
    pages = scored_pages(session, list(shown.values()), parsed)
    there = tuple(hit for hit in results.hits if hit.record in shown)
    return _Found(replace(results, hits=there), [shown[hit.record] for hit in there], pages)


def _rows(session: Session, ids: Sequence[str]) -> dict[str, Record]:
    """The published ones of these records by id, with no more of each row than is looked at."""
    needed = load_only(Record.id, Record.public_id, Record.state, *CARD_COLUMNS)
    # the state is looked at here: in the statement SQLite would walk every published record for it
    rows = session.scalars(select(Record).where(Record.public_id.in_(ids)).options(needed)) if ids else ()
    return {row.public_id: row for row in rows if row.state == "published"}


def _shown(session: Session, found: _Found, parsed: Parsed) -> tuple[FoundRecord, ...]:
    cards = record_cards(session, found.records)
    shown = {row.id: found.pages.get(row.id, ()) for row in found.records}
    hits = page_hits(session, shown, parsed)
    rows = zip(found.records, cards, strict=True)
    return tuple(_found_record(card, hits[row.id], parsed) for row, card in rows)


def _found_record(card: RecordCard, hits: tuple[PageHit, ...], parsed: Parsed) -> FoundRecord:
    return FoundRecord(card, snippet(card.description, parsed) if parsed.wanted else (), hits)
