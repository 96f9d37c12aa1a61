"""Finding records by words: the index proposes, the page rows decide and show where.

The index holds one entry a record. Of a query's first fifty records the pages that hold its words are weighed from
their folded text, the same way for every engine; the best ones are shown with a snippet. When the index is away the
database answers, with less wisdom and a notice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.errors import BadRequest
from repo_app.models import Collection, Organization, Record
from repo_app.services.fallback import search_database
from repo_app.services.library import Library
from repo_app.services.page_hits import ScoredPage, page_hits, scored_pages, snippet
from repo_app.services.records.views import record_cards
from repo_app.services.translation import search_problems
from repo_app.values import Answer, FacetValue, FoundRecord, Person, RecordCard
from search import SORTS, FacetCount, Hit, IndexUnavailable, Parsed, Query, Results, parse

log = logging.getLogger("hoclieu.search")

FACETS = (
    "subject", "grade", "level", "type", "language", "license", "organization", "collection", "year", "format",
)  # fmt: skip
RERANKED = 50  # records whose pages are weighed (DESIGN: the first fifty)
MAX_SIZE = 100
LAST_PAGE = 10_000
PAGE_WEIGHT = 0.5  # how much the best page counts beside the index's own score, both scaled to their best


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question as it came in: values of one facet are alternatives, facets add up; pages count from 1."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    size: int = 20
    sort: str = "relevance"


@dataclass(frozen=True, slots=True)
class _Found:
    """Results with the rows and pages that were looked at to rank them."""

    results: Results
    records: Mapping[str, Record]
    pages: Mapping[int, Sequence[ScoredPage]]


def search(library: Library, person: Person, request: SearchRequest, locale: str) -> Answer:
    """The published records that answer, best first, with the pages that say so. Raises BadRequest with a reason."""
    query = _query(request)
    with search_problems():
        parsed = parse(query.text)
    query = replace(query, without=_not_public(library))
    try:
        with search_problems():
            results, degraded = _ask_index(library, query, parsed), False
    except IndexUnavailable as error:
        log.warning("the index is away, the database answers: %s", error)
        results, degraded = search_database(library, query), True
    with library.db.reading() as session:
        found = _look_up(session, query, results, parsed, rerank=not degraded)
        return Answer(
            query=query.text,
            total=results.total,
            page=query.page,
            size=query.size,
            sort=query.sort,
            results=_shown(session, found, parsed),
            facets=_facets(session, query, results, locale),
            degraded=degraded,
        )


def _not_public(library: Library) -> frozenset[str]:
    """Records that the index may still hold and that are not public any more: not to be found, nor to be counted."""
    with library.db.reading() as session:
        return frozenset(session.scalars(select(Record.public_id).where(Record.index_due, Record.state != "published")))


def _query(request: SearchRequest) -> Query:
    unknown = sorted(set(request.filters) - set(FACETS))
    if unknown:
        raise BadRequest("search.unknown_facet", facet=unknown[0][:40])
    if request.sort not in SORTS:
        raise BadRequest("search.unknown_sort", sort=request.sort[:40])
    if not 1 <= request.page <= LAST_PAGE or not 1 <= request.size <= MAX_SIZE:
        raise BadRequest("search.bad_page")
    return Query(
        text=request.text,
        filters={name: values for name, values in request.filters.items() if values},
        page=request.page,
        size=request.size,
        sort=next(sort for sort in SORTS if sort == request.sort),
        facets=FACETS,
    )


def _reranks(query: Query, parsed: Parsed) -> bool:
    """Whether this page of results lies within the part that is weighed by pages."""
    return query.sort == "relevance" and bool(parsed.wanted) and query.page * query.size <= RERANKED


def _ask_index(library: Library, query: Query, parsed: Parsed) -> Results:
    wide = replace(query, page=1, size=RERANKED) if _reranks(query, parsed) else query
    return library.index.search(wide)


def _look_up(session: Session, query: Query, results: Results, parsed: Parsed, *, rerank: bool) -> _Found:
    # the state is looked at here: in the statement SQLite would walk every published record for it
    rows = session.scalars(select(Record).where(Record.public_id.in_([hit.record for hit in results.hits])))
    records = {record.public_id: record for record in rows if record.state == "published"}
    hits = tuple(hit for hit in results.hits if hit.record in records)
    pages = scored_pages(session, list(records.values()), parsed)
    if rerank and _reranks(query, parsed):
        start = (query.page - 1) * query.size
        hits = _reranked(hits, records, pages)[start : start + query.size]
    return _Found(Results(results.total, hits, results.facets), records, pages)


def _reranked(
    hits: Sequence[Hit], records: Mapping[str, Record], pages: Mapping[int, Sequence[ScoredPage]]
) -> tuple[Hit, ...]:
    best = {hit.record: max((p.score for p in pages.get(records[hit.record].id, ())), default=0.0) for hit in hits}
    top_page = max(best.values(), default=0.0) or 1.0
    top_score = max((hit.score for hit in hits), default=0.0) or 1.0
    scored = [Hit(h.record, h.score / top_score + PAGE_WEIGHT * best[h.record] / top_page) for h in hits]
    return tuple(sorted(scored, key=lambda hit: -hit.score))


def _shown(session: Session, found: _Found, parsed: Parsed) -> tuple[FoundRecord, ...]:
    rows = [found.records[hit.record] for hit in found.results.hits]
    cards = record_cards(session, rows)
    return tuple(_found_record(session, found, row, card, parsed) for row, card in zip(rows, cards, strict=True))


def _found_record(session: Session, found: _Found, row: Record, card: RecordCard, parsed: Parsed) -> FoundRecord:
    pages = page_hits(session, found.pages.get(row.id, ()), parsed)
    return FoundRecord(card, snippet(card.description, parsed) if parsed.wanted else (), pages)


def _facets(session: Session, query: Query, results: Results, locale: str) -> Mapping[str, tuple[FacetValue, ...]]:
    labels = {
        "organization": dict(session.execute(select(Organization.slug, Organization.name)).all()),
        "collection": dict(session.execute(select(Collection.slug, Collection.name)).all()),
    }
    return {
        name: tuple(_facet_value(query, name, count, labels, locale) for count in counts)
        for name, counts in results.facets.items()
    }


def _facet_value(
    query: Query, name: str, counted: FacetCount, labels: Mapping[str, Mapping[str, str]], locale: str
) -> FacetValue:
    label = labels.get(name, {}).get(counted.value) or _term_label(name, counted.value, locale)
    return FacetValue(counted.value, label, counted.count, counted.value in query.filters.get(name, ()))


def _term_label(name: str, value: str, locale: str) -> str:
    vocabulary = {"license": "licenses", "language": "languages"}.get(name)
    term = vocabularies.load(vocabulary).get(value) if vocabulary else None
    return term.label(locale) if term else value
