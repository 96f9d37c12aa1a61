"""The first fifty records in the order of their best pages, and the rows of those that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from search import Hit, Parsed, Query

RERANKED = 50  # records whose pages are weighed (DESIGN: the first fifty)
PAGE_WEIGHT = 0.5  # how much the best page counts beside the index's own score, both scaled to their best


def reranks(query: Query, parsed: Parsed) -> bool:
    """Whether this page of results begins within the part that is weighed by pages."""
    return query.sort == "relevance" and bool(parsed.wanted) and (query.page - 1) * query.size < RERANKED


def widened(query: Query) -> Query:
    """The question for all that this page's order depends on: every record before its end, fifty at least.

    A page that begins within the first fifty ends within the first hundred, which is the most an index gives at once.
    """
    return replace(query, page=1, size=max(RERANKED, query.page * query.size))


def reranked(hits: Sequence[Hit], best_pages: Mapping[str, float]) -> tuple[Hit, ...]:
    """The first fifty hits by score and best page; the others behind them as they are, so that none is lost between."""
    head = hits[:RERANKED]
    top_page = max((best_pages.get(hit.record, 0.0) for hit in head), default=0.0) or 1.0
    top_score = max((hit.score for hit in head), default=0.0) or 1.0
    scored = [
        Hit(hit.record, hit.score / top_score + PAGE_WEIGHT * best_pages.get(hit.record, 0.0) / top_page)
        for hit in head
    ]
    return (*sorted(scored, key=lambda hit: -hit.score), *hits[RERANKED:])
