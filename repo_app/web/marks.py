"""Where the words of a query stand: as boxes on a page image, as runs of a page's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from repo_app.values import SnippetPart
from search import vietnamese

MAX_MARKS = 200
MARGIN = 0.12  # of the word's height, so that the mark holds the word's accents


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


def marks(words: Sequence[PlacedWord], query: str) -> tuple[Mark, ...]:
    """The boxes of words that the query names, with or without their accents; at most :data:`MAX_MARKS`."""
    wanted = {token.folded for token in vietnamese.tokens(query)}
    found = (_mark(word.box) for word in words if wanted & _folded(word.text))
    return tuple(mark for mark, _ in zip(found, range(MAX_MARKS), strict=False))


def parts(text: str, query: str) -> tuple[SnippetPart, ...]:
    """The whole of ``text`` in runs, those marked that the query names, with or without their accents."""
    wanted = {token.folded for token in vietnamese.tokens(query)}
    runs, done = [], 0
    for token in vietnamese.tokens(text) if wanted else ():
        if token.folded in wanted:
            runs += [SnippetPart(text[done : token.start], False), SnippetPart(text[token.start : token.end], True)]
            done = token.end
    return tuple(run for run in [*runs, SnippetPart(text[done:], False)] if run.text)


def _folded(text: str) -> set[str]:
    return {token.folded for token in vietnamese.tokens(text)}


def _mark(box: Iterable[float]) -> Mark:
    left, top, right, bottom = box
    margin = (bottom - top) * MARGIN
    return Mark(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
