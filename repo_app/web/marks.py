"""Where what a query asks for stands: as boxes on a page image, as runs of a page's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import Protocol

from repo_app.values import SnippetPart, SuggestionView
from repo_app.values.records import Box
from search import Marker, QueryRefused, parse

MAX_MARKS = 200
MAX_PLACES = 12  # rows that an address names: more would not fit into it
HYPHENS = ("-", "\u00ad", "\u2010", "\u2011", "\u00ac")
_PLACE = re.compile(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})", re.ASCII)
MARGIN = 0.12  # of the word's height, so that the mark holds the word's accents

Span = tuple[int, int]


class PlacedWord(Protocol):
    """A word with its box in pixels of the upright page."""

    @property
    def text(self) -> str:
        """The word as it was read."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle in pixels of the page."""

    x: float
    y: float
    width: float
    height: float


def spans(text: str, query: str) -> tuple[Span, ...]:
    """The characters of ``text`` that ``query`` names; none for a query that search refuses."""
    try:
        return Marker(parse(query)).spans(text)
    except QueryRefused:
        return ()


def marks(words: Sequence[PlacedWord], query: str) -> tuple[Mark, ...]:
    """The boxes of words, in reading order, that the query names; at most :data:`MAX_MARKS`."""
    if not words:
        return ()
    pieces = [word.text + _between(word, below) for word, below in pairwise(words)]
    starts = [0, *accumulate(map(len, pieces))]
    found = spans("".join([*pieces, words[-1].text]), query)
    named = dict.fromkeys(place for start, end in found for place in _words_at(starts, start, end))
    return tuple(_mark(words[place].box) for place in islice(named, MAX_MARKS))


def places(suggestion: SuggestionView) -> list[str]:
    """Where a suggestion was read, one box a printed row, as addresses of pages name it: "left,top,right,bottom"."""
    boxes = [box for _, box in suggestion.words] or [box for box in (suggestion.box,) if box]
    rows: list[Box] = []
    for box in boxes:
        if rows and box[0] >= rows[-1][0] and box[1] < rows[-1][3] and box[3] > rows[-1][1]:
            left, top, right, bottom = rows.pop()
            box = (left, min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
        rows.append(box)
    return [",".join(map(str, box)) for box in rows[:MAX_PLACES]]


def placed(told: Sequence[str], width: int, height: int) -> tuple[Mark, ...]:
    """The marks that an address asks for on a page of that size; what is no box on it is left out."""
    found = (_PLACE.fullmatch(one) for one in told[:MAX_PLACES])
    boxes = (tuple(map(int, match.groups())) for match in found if match is not None)
    return tuple(_mark(box) for box in boxes if box[0] < box[2] <= width and box[1] < box[3] <= height)


def _words_at(starts: Sequence[int], start: int, end: int) -> range:
    return range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1))


def _between(word: PlacedWord, below: PlacedWord) -> str:
    """A line's end where it may cut a word in two, else a blank."""
    return "\n" if word.text[-1:] in HYPHENS and below.box[3] > word.box[3] else " "


def parts(text: str, marked: Iterable[Span], start: int = 0) -> tuple[SnippetPart, ...]:
    """The whole of ``text`` in runs, the ``marked`` spans apart; ``start`` is its place in what the spans count."""
    runs, done = [], 0
    for first, last in _inside(marked, start, start + len(text)):
        runs += [SnippetPart(text[done:first], False), SnippetPart(text[first:last], True)]
        done = last
    return tuple(run for run in [*runs, SnippetPart(text[done:], False)] if run.text)


def _inside(marked: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    for first, last in marked:
        if first < end and last > start:
            yield max(first, start) - start, min(last, end) - start


def _mark(box: Iterable[float]) -> Mark:
    left, top, right, bottom = box
    margin = (bottom - top) * MARGIN
    return Mark(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
