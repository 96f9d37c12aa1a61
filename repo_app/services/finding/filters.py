"""Filters: those of the address and those within the question, made into what the index is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from repo_app.services.facets import ASKED, FACETS, Names
from repo_app.services.finding.naming import Meant, Years, each_year, meant, names_of
from repo_app.services.finding.requests import SearchRequest
from repo_app.values import ChosenFilter, Message
from search import Parsed

Held = Callable[[str], Iterable[str]]
MOST_PROPOSED = 3  # values of an address that near names are looked for; a program may send hundreds
_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the index is asked (see ``search.Query``), what of it people see as chosen, and what nobody understood."""

    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rejected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: Years | None = None
    chosen: tuple[ChosenFilter, ...] = ()
    notes: tuple[Message, ...] = ()


def understood(request: SearchRequest, parsed: Parsed, named: Names, held: Held) -> Filters:
    """The filters of a question. A value that means nothing stays as it is: no record has it, and a note says so."""
    gathered = _Gathered(named, held)
    for facet in ASKED:
        for value in request.asked(facet):
            gathered.add(facet, value)
    for asked in parsed.filters:
        if asked.field in FACETS:
            for value in asked.values:
                gathered.add(asked.field, value, rejected=asked.rejected, name=asked.name or asked.field)
    return gathered.done()


class _Gathered:
    """Filters while they are gathered, each value once."""

    def __init__(self, named: Names, held: Held) -> None:
        self._named = named
        self._held = cache(lambda facet: names_of(facet, named, held(facet)))
        self._values: dict[bool, dict[str, dict[str, None]]] = {False: defaultdict(dict), True: defaultdict(dict)}
        self._ranges: dict[Years, None] = {}
        self._chosen: dict[tuple[str, str, bool], ChosenFilter] = {}
        self._notes: dict[tuple[str, str], Message] = {}

    def add(self, facet: str, given: str, *, rejected: bool = False, name: str = "") -> None:
        """Take up one value; one that stands in the question has the ``name`` that its field has there."""
        typed = bool(name)
        propose = typed or len(self._notes) < MOST_PROPOSED
        found = meant(facet, given, self._named, self._held, guess=typed, propose=propose)
        if not found.known:
            self._note(name or facet, given, found)
        if found.years is None:
            for value in found.values or (given,):
                # until the records that hold what was merged into it are indexed again, they have the old value
                self._values[rejected][facet].update(dict.fromkeys((value, *self._named.replaced(facet, value))))
                self._choose(facet, value, self._named.label(facet, value), rejected=rejected, typed=typed)
            return
        if rejected:
            self._values[True][facet].update(dict.fromkeys(each_year(found.years)))
        else:
            self._ranges[found.years] = None
        value, label = _as_text(found.years)
        self._choose(facet, value, label, rejected=rejected, typed=typed)

    def _choose(self, facet: str, value: str, label: str, *, rejected: bool, typed: bool) -> None:
        self._chosen.setdefault((facet, value, rejected), ChosenFilter(facet, value, label, rejected, typed))

    def _note(self, facet: str, given: str, found: Meant) -> None:
        code = "search.note_unclear_value" if found.many else "search.note_unknown_value"
        if found.near and not found.many:
            code = "search.note_unknown_value_near"
        params = {"facet": facet, "value": given, "near": ", ".join(f"“{name}”" for name in found.near)}
        self._notes.setdefault((facet, given), Message(code, params))

    def done(self) -> Filters:
        """All of them. One range of years is asked as such; beside other years it is spelled out."""
        wanted = self._values[False]
        years = next(iter(self._ranges)) if len(self._ranges) == 1 and not wanted.get("year") else None
        if years is None:
            for more in self._ranges:  # a range without a year that can be stays a value that nothing has
                wanted["year"].update(dict.fromkeys(each_year(more) or (_as_text(more)[0],)))
        return Filters(
            {facet: tuple(values) for facet, values in wanted.items() if values},
            {facet: tuple(values) for facet, values in self._values[True].items() if values},
            years,
            tuple(self._chosen.values()),
            tuple(self._notes.values()),
        )


def _as_text(years: Years) -> tuple[str, str]:
    first, last = ("" if year is None else str(year) for year in years)
    return f"{first}..{last}", f"{first}{_DASH}{last}" if first and last else f"≥ {first}" if first else f"≤ {last}"
