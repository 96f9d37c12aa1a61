"""Narrowing results: the filters in an address, and the addresses that choose one more or take one back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

from repo_app.services.finding import FACETS
from repo_app.values import Answer, ChosenFilter

Pairs = Iterable[tuple[str, str]]
YEARS = ("year_from", "year_to")  # two fields of a form that are one range of years


def filters() -> dict[str, tuple[str, ...]]:
    """The filters of this request by facet."""
    found = {facet: tuple(filter(None, request.args.getlist(facet))) for facet in FACETS}
    first, last = (request.args.get(name, "").strip() for name in YEARS)
    if first or last:
        found["year"] += (f"{first}..{last}",)
    return {facet: values for facet, values in found.items() if values}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Addresses around an answer. They are made from what was understood: ids and not names, each filter once."""

    answer: Answer

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """The filters beside the question, as fields of a form."""
        return tuple(self._filters())

    @property
    def beside_years(self) -> tuple[tuple[str, str], ...]:
        """All that a form for years must carry along: the question, the order, every other filter."""
        return tuple((name, value) for name, value in self._pairs(self._filters()) if name != "year")

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year of the chosen range, empty where there is none."""
        held = next((value for name, value in self._filters() if name == "year" and ".." in value), "..")
        first, _, last = held.partition("..")
        return first, last

    def page(self, page: int | None) -> str:
        """Another page of these results."""
        more = [("page", str(page))] if page and page > 1 else []
        return _address([*self._pairs(self._filters()), *more])

    def sorted_by(self, sort: str) -> str:
        """The same results in another order, from the first."""
        return _address(self._pairs(self._filters(), sort))

    def toggled(self, facet: str, value: str) -> str:
        """The results with one value chosen, or no longer chosen."""
        held = list(self._filters())
        pair = (facet, value)
        return _address(self._pairs([other for other in held if other != pair] if pair in held else [*held, pair]))

    def without(self, chosen: ChosenFilter) -> str:
        """The results without one of the filters."""
        gone = (chosen.facet, chosen.value)
        return _address(self._pairs(other for other in self._filters() if other != gone))

    def unfiltered(self) -> str:
        """The results without any filter but those within the question."""
        return _address(self._pairs(()))

    def asking(self, text: str) -> str:
        """The same filters with another question."""
        return _address([("q", text), *self._filters()])

    def _filters(self) -> Iterator[tuple[str, str]]:
        return ((held.facet, held.value) for held in self.answer.chosen if not held.typed)

    def _pairs(self, held: Pairs, sort: str | None = None) -> Iterator[tuple[str, str]]:
        order = sort or self.answer.sort
        if self.answer.query:
            yield "q", self.answer.query
        yield from held
        if order != "relevance":
            yield "sort", order


def _address(pairs: Pairs) -> str:
    asked = urlencode(list(pairs))
    path = url_for("browse.search")
    return f"{path}?{asked}" if asked else path
