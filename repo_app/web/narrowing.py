"""Narrowing results: the filters in an address, and the addresses that choose one more or take one back."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from flask import request, url_for

from repo_app.services.finding import ASKED
from repo_app.values import Answer, ChosenFilter

YEARS = ("year_from", "year_to")  # two fields of a form that are one range of years


def filters() -> dict[str, tuple[str, ...]]:
    """The filters of this request by facet."""
    found = {facet: tuple(filter(None, request.args.getlist(facet))) for facet in ASKED}
    first, last = (request.args.get(name, "").strip() for name in YEARS)
    if first or last:
        found["year"] += (f"{first}..{last}",)
    return {facet: values for facet, values in found.items() if values}


class Narrowed:
    """Addresses around an answer. They are made from what was understood: ids and not names, each filter once.

    ``kept`` are the filters beside the question, as fields of a form.
    """

    def __init__(self, answer: Answer) -> None:
        self.kept: tuple[tuple[str, str], ...] = tuple(
            (held.facet, held.value) for held in answer.chosen if not held.typed
        )
        self._path = url_for("browse.search")
        self._sort = answer.sort
        self._asked = [("q", answer.query)] if answer.query else []
        self._start = urlencode([*self._asked, *self.kept])
        self._end = urlencode(_order(answer.sort))

    @property
    def beside_years(self) -> tuple[tuple[str, str], ...]:
        """All that a form for years must carry along: the question, the order, every other filter."""
        others = [pair for pair in self.kept if pair[0] != "year"]
        return (*self._asked, *others, *_order(self._sort))

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year of the chosen range, empty where there is none."""
        held = next((value for name, value in self.kept if name == "year" and ".." in value), "..")
        first, _, last = held.partition("..")
        return first, last

    def page(self, page: int | None) -> str:
        """Another page of these results."""
        return self._address(self._start, self._end, f"page={page}" if page and page > 1 else "")

    def sorted_by(self, sort: str) -> str:
        """The same results in another order, from the first."""
        return self._address(self._start, urlencode(_order(sort)))

    def toggled(self, facet: str, value: str) -> str:
        """The results with one value chosen, or no longer chosen."""
        if (facet, value) in self.kept:
            return self._but((facet, value))
        return self._address(self._start, _field(facet, value), self._end)

    def without(self, chosen: ChosenFilter) -> str:
        """The results without one of the filters."""
        return self._but((chosen.facet, chosen.value))

    def unfiltered(self) -> str:
        """The results without any filter but those within the question."""
        return self._address(urlencode(self._asked), self._end)

    def asking(self, text: str) -> str:
        """The same filters with another question."""
        return self._address(urlencode([("q", text), *self.kept]))

    def _but(self, gone: tuple[str, str]) -> str:
        left = [pair for pair in self.kept if pair != gone]
        return self._address(urlencode([*self._asked, *left]), self._end)

    def _address(self, *parts: str) -> str:
        asked = "&".join(part for part in parts if part)
        return f"{self._path}?{asked}" if asked else self._path


@lru_cache(maxsize=4096)
def _field(name: str, value: str) -> str:
    """One field of an address; most values of facets stand beside every question."""
    return urlencode(((name, value),))


def _order(sort: str) -> tuple[tuple[str, str], ...]:
    return () if sort == "relevance" else (("sort", sort),)
