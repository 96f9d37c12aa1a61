"""Asking the index, and the database for what the index may not answer for: records that lost something since."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from repo_app.services.fallback import search_database
from repo_app.services.library import Library
from search import FacetCount, Hit, Query, Results

FEW = 50  # records that may have lost something; with more, as after a change to a collection, every answer would wait


def ask_index(library: Library, query: Query) -> Results:
    """What the index answers, and before it those of ``query.without`` that are public: they answer as they stand now.

    Such a record is found by what is left of it, its title above all, though the index still holds what it lost.
    It stands first because it holds every word, which the index does not ask of the last it finds. Where they are more
    than ``FEW``, all are left to the index, which follows soon. Raises IndexUnavailable.
    """
    found = library.index.search(query)
    if not 0 < len(query.without) <= FEW:
        return found
    rest = search_database(library, query, only=query.without)
    facets = {name: _summed(counts, rest.facets.get(name, ())) for name, counts in found.facets.items()}
    hits = _behind(library, query, found, rest) if rest.total else found.hits
    return Results(found.total + rest.total, hits, facets)


def _behind(library: Library, query: Query, found: Results, rest: Results) -> tuple[Hit, ...]:
    """The hits of this page: those of ``rest``, then those of the index, whose pages begin elsewhere now."""
    start = (query.page - 1) * query.size - rest.total  # where this page begins among those of the index
    pages = {max(0, at) // query.size + 1 for at in (start, start + query.size - 1)} if start + query.size > 0 else ()
    hits: list[Hit] = []
    for page in sorted(pages):
        answer = found if page == query.page else library.index.search(replace(query, page=page, facets=()))
        hits += answer.hits
    skipped = start - (min(pages) - 1) * query.size if start > 0 else 0
    return (*rest.hits, *hits[skipped : skipped + query.size - len(rest.hits)])


def _summed(counts: tuple[FacetCount, ...], more: tuple[FacetCount, ...]) -> tuple[FacetCount, ...]:
    total = Counter({held.value: held.count for held in counts})
    total.update({held.value: held.count for held in more})
    return tuple(FacetCount(value, count) for value, count in sorted(total.items(), key=lambda one: (-one[1], one[0])))
