"""Where the words of a query stand: as boxes on a page image, as runs of a page's text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from repo_app.values import SnippetPart
from search import rejoined, vietnamese

MAX_MARKS = 200
HYPHENS = ("-", "\u00ad", "\u2010", "\u2011", "\u00ac")
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
    cut = _cut_words(words, wanted)
    found = (_mark(word.box) for at, word in enumerate(words) if at in cut or wanted & _folded(word.text))
    return tuple(mark for mark, _ in zip(found, range(MAX_MARKS), strict=False))


def parts(text: str, query: str) -> tuple[SnippetPart, ...]:
    """The whole of ``text`` in runs, those marked that the query names, with or without their accents."""
    wanted = {token.folded for token in vietnamese.tokens(query)}
    runs, done = [], 0
    found = list(vietnamese.tokens(text)) if wanted else []
    cut = {place for at, pair in enumerate(pairwise(found)) if _is_cut(text, pair, wanted) for place in (at, at + 1)}
    for at, token in enumerate(found):
        if at in cut or token.folded in wanted:
            runs += [SnippetPart(text[done : token.start], False), SnippetPart(text[token.start : token.end], True)]
            done = token.end
    return tuple(run for run in [*runs, SnippetPart(text[done:], False)] if run.text)


def _cut_words(words: Sequence[PlacedWord], wanted: Collection[str]) -> set[int]:
    """Places of words that a line's end cuts from the next, or from the one before, and that are wanted whole."""
    found: set[int] = set()
    for at, (word, below) in enumerate(pairwise(words) if wanted else ()):
        if word.text[-1:] in HYPHENS and below.box[3] > word.box[3]:
            text = f"{word.text}\n{below.text}"
            if any(_is_cut(text, pair, wanted) for pair in pairwise(vietnamese.tokens(text))):
                found |= {at, at + 1}
    return found


def _is_cut(text: str, pair: tuple[vietnamese.Token, vietnamese.Token], wanted: Collection[str]) -> bool:
    """Whether two neighbouring tokens are the halves of a word that is wanted."""
    whole = rejoined(text, *pair)
    return whole is not None and whole.folded in wanted


def _folded(text: str) -> set[str]:
    return {token.folded for token in vietnamese.tokens(text)}


def _mark(box: Iterable[float]) -> Mark:
    left, top, right, bottom = box
    margin = (bottom - top) * MARGIN
    return Mark(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
