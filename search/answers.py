"""From weighed records to an answer: filters, facet counts, order and page. Pure; knows no engine."""

from __future__ import annotations

import numpy as np

from search.base import FacetCount, Hit, Query, Results
from search.columns import Columns, Numbers
from search.occurrences import Flags, all_of
from search.ranking import Weighed


def answer(query: Query, weighed: Weighed, columns: Columns) -> Results:
    """The asked page of the weighed records that pass the filters, with the facet counts of all of them.

    Order, in every sort: equal ones newest first, then by id, so that pages neither repeat nor lose a record.
    """
    found = weighed.matched & ~_left_out(query, columns)
    passing = _passing(query, columns)
    chosen = all_of([found, *passing.values()])
    counted = {
        name: _count(name, all_of([found, *(flags for other, flags in passing.items() if other != name)]), columns)
        for name in query.facets
    }
    numbers = np.flatnonzero(chosen)
    start = (query.page - 1) * query.size
    first = _ordered(query, weighed, columns, numbers)[start : start + query.size]
    hits = tuple(Hit(columns.records[number], float(weighed.weights[number])) for number in first.tolist())
    return Results(len(numbers), hits, counted)


def hidden(query: Query, columns: Columns) -> Flags:
    """Records that the question must not see at all."""
    out = np.zeros(columns.size, dtype=np.bool_)
    for record in query.without:
        out[columns.numbers.get(record, [])] = True
    return out


def _left_out(query: Query, columns: Columns) -> Flags:
    """Records that are neither found nor counted."""
    out = hidden(query, columns)
    for name, values in query.rejected.items():
        if (facet := columns.facets.get(name)) is not None:
            out |= facet.having(values, columns.size)
    return out


def _passing(query: Query, columns: Columns) -> dict[str, Flags]:
    """For each facet that is filtered by, the records that pass."""
    passing: dict[str, Flags] = {}
    for name, values in query.filters.items():
        if values:
            facet = columns.facets.get(name)
            nobody = np.zeros(columns.size, dtype=np.bool_)
            passing[name] = facet.having(values, columns.size) if facet is not None else nobody
    if query.years is not None:
        first, last = query.years
        within = columns.years > -np.inf
        within &= columns.years >= (-np.inf if first is None else first)
        within &= columns.years <= (np.inf if last is None else last)
        if (facet := columns.facets.get("year")) is not None:  # what may be of several years
            within |= facet.having(query.of_years(facet.values), columns.size)
        passing["year"] = passing["year"] & within if "year" in passing else within
    return passing


def _count(name: str, among: Flags, columns: Columns) -> tuple[FacetCount, ...]:
    facet = columns.facets.get(name)
    counts = facet.count(among) if facet is not None else []
    return tuple(FacetCount(value, count) for value, count in sorted(counts, key=lambda one: (-one[1], one[0])))


def _ordered(query: Query, weighed: Weighed, columns: Columns, numbers: Numbers) -> Numbers:
    newest = columns.newest[numbers]
    if query.sort == "title":
        order = np.lexsort((newest, columns.by_title[numbers]))
    elif query.sort == "year":
        order = np.lexsort((newest, -columns.years[numbers]))
    elif query.sort == "new":
        order = np.argsort(newest)
    else:
        order = np.lexsort((newest, -weighed.weights[numbers]))
    return numbers[order]
