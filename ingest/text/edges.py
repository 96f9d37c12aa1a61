"""The first and last rows of a page as they lie on the sheet. Pure.

A row is everything at one height; its pieces are what white space parts (`ingest.text.pieces`), looked at only where
another page asks for them. For that each row holds the text of its page: edges are for the pages nearby, not to be kept
for a book. Heights and places are shares of the page, so that pages of other sizes and resolutions compare.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from operator import lt
from statistics import median

from ingest.columns import columns
from ingest.model import Page
from ingest.text.pieces import Piece, Span, pieces

ROWS = 5
"""Rows looked at on each side: two of a head, a rule that was read as letters, and text to tell them from."""

ZONE = 0.17
"""The share of the page, above and below, where heads and feet stand."""

_PIECE_GAP = 1.5
"""White between two pieces of a row, in heights of its letters."""

_SAME_ROW = 0.5
_WORD = re.compile(r"\S+")
_LINE = re.compile(r"[^\n]+")
_ABOVE = 230
"""The combining class of marks that stand above their letter."""

_LOW = frozenset("acemnorsuvwxzươ")
_DEEP = frozenset("gjpqy,;()[]\u0323")


@dataclass(frozen=True)
class Row:
    """One height of the page. `place` is its middle down the page, 0..1; `gap` the white towards the page's middle, in
    letters' heights of the page's text (the last row has none); `size` its letters' height over that of the text.
    """

    place: float
    gap: float
    size: float
    parted: Callable[[], Iterator[Piece]]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What white parts, from left to right."""
        return tuple(self.parted())


@dataclass(frozen=True, slots=True)
class Edges:
    """Rows from the top down and from the bottom up, `rows` in all on the page; `leading` is the usual white between
    rows in letters' heights. `recognised`: letters may be wrong.
    """

    number: int
    top: tuple[Row, ...]
    bottom: tuple[Row, ...]
    rows: int
    leading: float
    wide: bool
    recognised: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text that stands somewhere: its number, where each of its words begins and ends in the text, its
    words' left and right sides, its own upper and lower one and the size of its letters in pixels.
    """

    number: int
    places: Callable[[], Sequence[tuple[int, int]]]
    lefts: Sequence[int]
    rights: Sequence[int]
    top: int
    bottom: int
    height: float


def edges_of(page: Page) -> Edges:
    """The rows at the edges of `page`; none when its words do not say where they stand."""
    lines = sorted(_lines(page), key=lambda line: line.top + line.bottom)
    rows = _rows(lines)
    if not rows:
        return Edges(page.number, (), (), 0, 0.0, page.width > page.height, page.origin == "ocr")
    usual = max(1.0, median([line.height for line in lines]))
    gaps = [(_top(below) - _bottom(above)) / usual for above, below in pairwise(rows)]
    leading = median(gaps) if gaps else 0.0
    inner = (*gaps, 0.0)
    top = [_row(page, rows[at], inner[at], usual) for at in range(min(ROWS, len(rows)))]
    last = len(rows) - 1
    bottom = [_row(page, rows[last - at], inner[last - at - 1], usual) for at in range(min(ROWS, len(rows)))]
    return Edges(
        page.number, tuple(top), tuple(bottom), len(rows), leading, page.width > page.height, page.origin == "ocr"
    )


def _lines(page: Page) -> Iterator[_Line]:
    """The lines of the text with their words' places; lines whose words are nowhere are left out."""
    texts, lefts, tops, rights, bottoms = columns(page.words)
    found = None if page.text.split() == texts else _found(page.text, texts)
    starts = [start for start, _ in found or ()]
    letters = list(map(_letters, texts))
    apart = all(map(lt, tops, bottoms))
    last = 0
    for number, match in enumerate(_LINE.finditer(page.text)):
        line, first = match.group(), last
        last = first + len(line.split()) if found is None else bisect_left(starts, match.end(), first)
        stand = range(first, last) if apart else [at for at in range(first, last) if bottoms[at] > tops[at]]
        if not stand:
            continue
        most = letters.index(max(letters[first:last]), first)
        yield _Line(
            number=number,
            places=partial(_places, line, match.start()) if found is None else partial(tuple, found[first:last]),
            lefts=lefts[first:last],
            rights=rights[first:last],
            top=min(tops[first:last]) if apart else min(tops[at] for at in stand),
            bottom=max(bottoms[first:last]) if apart else max(bottoms[at] for at in stand),
            height=(bottoms[most] - tops[most]) / _extent(texts[most]),
        )


def _places(line: str, begin: int) -> list[tuple[int, int]]:
    """Where each word of a line that begins there begins and ends."""
    return [(begin + match.start(), begin + match.end()) for match in _WORD.finditer(line)]


@lru_cache(maxsize=8192)
def _letters(word: str) -> int:
    return sum(map(str.isalnum, word))


@lru_cache(maxsize=8192)
def _extent(word: str) -> float:
    """How high the ink of a word is, in sizes of its font: "một" has 0.95, "7" 0.73, "no" 0.55 of it."""
    marks = max(sum(map(_is_mark, decomposed[1:])) for decomposed in map(_decomposed, word)) if word else 0
    above = 0.55 if all(letter in _LOW for letter in word) else 0.73
    if marks:
        above = 0.8 + 0.1 * (marks - 1) + (0.15 if any(map(str.isupper, word)) else 0.0)
    below = 0.22 if any(letter in _DEEP for letter in unicodedata.normalize("NFD", word)) else 0.0
    return above + below


def _decomposed(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) == _ABOVE


def _found(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in `text` each word begins and ends; nothing when they do not agree."""
    found, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            return []
        at = start + len(word)
        found.append((start, at))
    return found


def _rows(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines at one height together, from the top down."""
    rows: list[list[_Line]] = []
    for line in lines:
        if rows and _beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _beside(first: _Line, second: _Line) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap >= _SAME_ROW * min(first.bottom - first.top, second.bottom - second.top)


def _top(row: Sequence[_Line]) -> int:
    return min(line.top for line in row)


def _bottom(row: Sequence[_Line]) -> int:
    return max(line.bottom for line in row)


def _row(page: Page, lines: Sequence[_Line], gap: float, usual: float) -> Row:
    height = max(line.height for line in lines)
    width = max(1, page.width)
    return Row(
        place=(_top(lines) + _bottom(lines)) / 2 / max(1, page.height),
        gap=gap,
        size=height / usual,
        parted=partial(_parted, page.text, lines, _PIECE_GAP * height / width, width),
    )


def _parted(text: str, lines: Sequence[_Line], gap: float, width: int) -> Iterator[Piece]:
    spans = [
        Span(start, end, line.number, left / width, right / width)
        for line in lines
        for (start, end), left, right in zip(line.places(), line.lefts, line.rights, strict=True)
    ]
    spans.sort(key=_sides)
    return pieces(text, spans, gap)


def _sides(span: Span) -> tuple[float, float]:
    return span.left, span.right
