"""The facets beside the results: what can be chosen, how often it is there, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from repo_app.services.facets import ORDERED, Names, place_in_list
from repo_app.services.finding.filters import Filters
from repo_app.values import FacetValue
from search import FacetCount


def counted(
    counts: Mapping[str, Sequence[FacetCount]], filters: Filters, named: Names
) -> Mapping[str, tuple[FacetValue, ...]]:
    """Every facet in its order; what is chosen comes first where counts make the order.

    A chosen value is there even if nothing has it, so that it can be taken back.
    """
    return {facet: _values(facet, found, filters, named) for facet, found in counts.items()}


def by_current(facet: str, found: Iterable[FacetCount], named: Names) -> dict[str, int]:
    """How often each value is there, what was merged into another with that one, in the order in which they came.

    A record that has both counts twice until it was looked at again.
    """
    counts: dict[str, int] = {}
    for held in found:
        value = named.current(facet, held.value)
        counts[value] = counts.get(value, 0) + held.count
    return counts


def _values(facet: str, found: Sequence[FacetCount], filters: Filters, named: Names) -> tuple[FacetValue, ...]:
    counts = by_current(facet, found, named)
    chosen = {
        held.value for held in filters.chosen if held.facet == facet and not held.rejected and ".." not in held.value
    }
    values = [
        FacetValue(value, named.label(facet, value), counts.get(value, 0), value in chosen)
        for value in dict.fromkeys((*counts, *chosen))
    ]
    in_order = sorted(values, key=lambda held: place_in_list(facet, held.value, held.label, held.count))
    return tuple(in_order if facet in ORDERED else sorted(in_order, key=lambda held: not held.chosen))
