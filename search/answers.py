"""From weighed records to an answer: filters, facet counts, order and page. Pure; knows no engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Protocol

from search.base import FacetCount, Hit, Query, Results

Facets = Mapping[str, tuple[str, ...]]


class Columns(Protocol):
    """Values of each record by its number. Records with equal facets should share one mapping: it is quicker."""

    def facets(self) -> Sequence[Facets]:
        """The facet values of each record."""

    def records(self) -> Sequence[str]:
        """The record ids."""

    def sort_titles(self) -> Sequence[bytes]:
        """The sort key of each title."""

    def years(self) -> Sequence[int | None]:
        """The year of issue of each record."""

    def published(self) -> Sequence[float]:
        """When each record became public, in seconds since 1970."""


def answer(query: Query, weights: Mapping[int, float], columns: Columns) -> Results:
    """The asked page of the weighed records that pass the filters, with the facet counts of all of them.

    Order, in every sort: equal ones newest first, then by id, so that pages neither repeat nor lose a record.
    """
    records = columns.records()
    if query.without:
        weights = {number: weight for number, weight in weights.items() if records[number] not in query.without}
    facets, failing = columns.facets(), _Failing(query.filters)
    if query.rejected:
        rejecting = _Failing(query.rejected, every=True)
        weights = {number: weight for number, weight in weights.items() if not rejecting.of(facets[number])}
    in_years = _in_years(query, weights, columns)
    passing: Iterable[int] = [number for number in weights if number in in_years and not failing.of(facets[number])]
    counted = _count(query.facets, [facets[number] for number in in_years], failing)
    if query.years is not None and "year" in query.facets:
        counted |= _count(("year",), [facets[number] for number in weights], failing)
    chosen = list(passing)
    last = query.page * query.size
    first = nsmallest(last, chosen, key=_order(query, weights, columns))[last - query.size :]
    hits = tuple(Hit(records[number], weights[number]) for number in first)
    return Results(len(chosen), hits, counted)


def _in_years(query: Query, weights: Mapping[int, float], columns: Columns) -> Mapping[int, float] | set[int]:
    """The records whose year of issue lies within the wanted ones; all of them where none are."""
    if query.years is None:
        return weights
    years = columns.years()
    return {number for number in weights if query.in_years(years[number])}


class _Failing:
    """Which filters a set of facet values does not pass; remembered, because records share their sets.

    `every` turns that round: the filters it passes.
    """

    def __init__(self, filters: Mapping[str, tuple[str, ...]], *, every: bool = False) -> None:
        self._filters = {name: frozenset(values) for name, values in filters.items() if values}
        self._every = every
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, facets: Facets) -> tuple[str, ...]:
        """Names of the filters that fail; `facets` must outlive this object."""
        known = self._known.get(id(facets))
        if known is None:
            wanted = self._filters.items()
            known = tuple(name for name, values in wanted if values.isdisjoint(facets.get(name, ())) is not self._every)
            self._known[id(facets)] = known
        return known


def _count(names: Sequence[str], found: Sequence[Facets], failing: _Failing) -> dict[str, tuple[FacetCount, ...]]:
    """Counts of each named facet over the records that pass all filters but that facet's own."""
    distinct = {id(facets): facets for facets in found}
    often = Counter(map(id, found))
    sums: dict[str, Counter[str]] = {name: Counter() for name in names}
    for key, facets in distinct.items():
        failed = failing.of(facets)
        for name in names:
            if not failed or failed == (name,):
                for value in dict.fromkeys(facets.get(name, ())):
                    sums[name][value] += often[key]
    return {name: _largest_first(counter) for name, counter in sums.items()}


def _largest_first(counter: Counter[str]) -> tuple[FacetCount, ...]:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _order(
    query: Query, weights: Mapping[int, float], columns: Columns
) -> Callable[[int], tuple[float | bytes, float, str]]:
    records, published = columns.records(), columns.published()
    if query.sort == "title":
        titles = columns.sort_titles()
        return lambda number: (titles[number], -published[number], records[number])
    if query.sort == "year":
        years = columns.years()
        return lambda number: (-(years[number] or float("-inf")), -published[number], records[number])
    if query.sort == "new":
        return lambda number: (0.0, -published[number], records[number])
    return lambda number: (-weights[number], -published[number], records[number])
