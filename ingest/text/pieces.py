"""What the white between them makes one piece of the words of a row ("Toán 7" at the left, "45" at the right), and the
page numbers among such pieces. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from search.vietnamese import fold_page

_BARS = frozenset("|•·–—-_")
_LONGEST_NUMBER = 40
_NUMBER = re.compile(
    r"""[\W_]*(?:(?P<word>trang|tr|page|p|pg)[\W_]+)?
    (?:(?P<figures>[0-9]{1,4})|(?P<roman>[ivxlc]{1,8}|[IVXLC]{1,8}))
    (?:[\W_]*(?:/|of|trên)[\W_]*[0-9]{1,4})?[\W_]*(?:trang|page)?[\W_]*""",
    re.VERBOSE | re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?P<number>\b(?:trang|page)\s*:?\s*[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4})?)[\W_]*$", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Span(NamedTuple):
    """One word: its characters and line in the page's text, and its sides as shares of the page's width."""

    start: int
    end: int
    line: int
    left: float
    right: float


class Value(NamedTuple):
    """A page number as printed; `told`: in a form that only page numbers have ("Trang 7", "– 7 –")."""

    roman: bool
    number: int
    told: bool


@dataclass(frozen=True)
class Piece:
    """A part of a row. `value` is what it says if it may be a page number."""

    text: str
    value: Value | None
    spans: tuple[Span, ...]

    @cached_property
    def key(self) -> str:
        """Its folded text, kept no longer than the piece: a row may be all of a page."""
        return fold_page(self.text).strip()

    @property
    def middle(self) -> float:
        """Where it stands across the page, 0..1."""
        return (self.spans[0].left + self.spans[-1].right) / 2


def pieces(text: str, spans: Sequence[Span], gap: float) -> Iterator[Piece]:
    """The words of a row of the page's `text`, from left to right, parted at white wider than `gap` and at bars, and
    before a "Trang 7" that ends a line.
    """
    words = [text[span.start : span.end] for span in spans]
    if page_number(" ".join(words)):
        gap = 1.0  # "7 | Trang" is one piece
    first = 0
    for at, (before, span) in enumerate(pairwise(spans), 1):
        if span.left - before.right > gap or (gap < 1.0 and words[at - 1] == "|"):
            yield from _told_apart(words[first:at], spans[first:at])
            first = at
    yield from _told_apart(words[first:], spans[first:])


def _told_apart(words: Sequence[str], spans: Sequence[Span]) -> Iterator[Piece]:
    text = " ".join(words)
    match = _AT_END.search(text)
    if match is None or match.start() == 0:
        yield Piece(text, page_number(text), tuple(spans))
        return
    count = len(text[: match.start()].split())
    for part in (slice(0, count), slice(count, None)):
        if spans[part]:
            text = " ".join(words[part])
            yield Piece(text, page_number(text), tuple(spans[part]))


def page_number(text: str) -> Value | None:
    """What `text` says if all of it may be a page number: "7", "– 7 –", "Trang 7/12", "xiv"."""
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if match is None:
        return None
    bare = text.strip()
    dashed = len(bare) > 2 and bare[0] in _BARS and bare[-1] in _BARS
    figures = match["figures"]
    told = dashed or "trang" in bare.lower() or "page" in bare.lower()
    if figures:
        return Value(False, int(figures), told)
    roman = match["roman"]
    number = _roman(roman) if roman in (roman.lower(), roman.upper()) else 0
    return Value(True, number, told) if number else None


def _roman(text: str) -> int:
    """The number that `text` is the usual Roman spelling of; 0 for any other letters."""
    values = [_ROMAN[letter] for letter in text.lower()]
    number = sum(-value if value < after else value for value, after in pairwise([*values, 0]))
    return number if 0 < number < 400 and _spelled(number) == text.lower() else 0


def _spelled(number: int) -> str:
    found = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")):
        found += letters * (number // value)
        number %= value
    return found + "i" * number
