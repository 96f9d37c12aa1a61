"""The first and last rows of a page as they lie on the sheet, small enough to be kept for many pages. Pure.

A row is everything at one height; its pieces are what white space parts ("Toán 7" at the left, "45" at the right).
Heights and places are shares of the page, so that pages of other sizes and resolutions compare.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add
from statistics import median
from typing import NamedTuple, TypeAlias

from ingest.model import Box, Page
from search.vietnamese import fold_page

ROWS = 5
"""Rows looked at on each side: two of a head, a rule that was read as letters, and text to tell them from."""

ZONE = 0.17
"""The share of the page, above and below, where heads and feet stand."""

_PIECE_GAP = 1.5
"""White between two pieces of a row, in heights of its letters."""

_SAME_ROW = 0.5
_Located: TypeAlias = tuple[int, int, Box]
_BARS = frozenset("|•·–—-_")
_NUMBER = re.compile(
    r"""[\W_]*(?:(?P<word>trang|tr|page|p|pg)[\W_]+)?
    (?:(?P<figures>[0-9]{1,4})|(?P<roman>[ivxlc]{1,8}|[IVXLC]{1,8}))
    (?:[\W_]*(?:/|of|trên)[\W_]*[0-9]{1,4})?[\W_]*(?:trang|page)?[\W_]*""",
    re.VERBOSE | re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?P<number>\b(?:trang|page)\s*:?\s*[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4})?)[\W_]*$", re.IGNORECASE
)
_ABOVE = 230
"""The combining class of marks that stand above their letter."""

_LOW = frozenset("acemnorsuvwxzươ")
_DEEP = frozenset("gjpqy,;()[]\u0323")
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


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row. `key` is its folded text; `value` what it says if it may be a page number."""

    text: str
    key: str
    value: Value | None
    spans: tuple[Span, ...]

    @property
    def middle(self) -> float:
        """Where it stands across the page, 0..1."""
        return (self.spans[0].left + self.spans[-1].right) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """One height of the page. `place` is its middle down the page, 0..1; `gap` the white towards the page's middle, in
    letters' heights of the page's text (the last row has none); `size` its letters' height over that of the text.
    """

    pieces: tuple[Piece, ...]
    place: float
    gap: float
    size: float


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
    """A line of the text that stands somewhere: its number, its words with their boxes, its sides and the size of its
    letters in pixels.
    """

    number: int
    words: tuple[_Located, ...]
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
    texts = [word.text for word in page.words]
    starts, letters = _starts(page.text, texts), list(map(_letters, texts))
    located = list(zip(starts, map(add, starts, map(len, texts)), (word.box for word in page.words), strict=False))
    last = 0
    for number, match in enumerate(re.finditer(r"[^\n]+", page.text)):
        first, last = last, bisect_left(starts, match.end(), last)
        boxes = [box for _, _, box in located[first:last] if box[3] > box[1]]
        if not boxes:
            continue
        most = letters.index(max(letters[first:last]), first)
        box = located[most][2]
        _, tops, _, bottoms = zip(*boxes, strict=True)
        yield _Line(
            number=number,
            words=tuple(located[first:last]),
            top=min(tops),
            bottom=max(bottoms),
            height=(box[3] - box[1]) / _extent(texts[most]),
        )


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


def _starts(text: str, words: Sequence[str]) -> list[int]:
    """Where in `text` each word begins; nothing when they do not agree."""
    if text.split() == words:
        return [match.start() for match in re.finditer(r"\S+", text)]
    found, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            return []
        at = start + len(word)
        found.append(start)
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
    spans = [
        Span(start, end, line.number, box[0] / width, box[2] / width)
        for line in lines
        for start, end, box in line.words
    ]
    spans.sort(key=lambda span: (span.left, span.right))
    return Row(
        pieces=tuple(_pieces(page, spans, _PIECE_GAP * height / width)),
        place=(_top(lines) + _bottom(lines)) / 2 / max(1, page.height),
        gap=gap,
        size=height / usual,
    )


def _pieces(page: Page, spans: Sequence[Span], gap: float) -> Iterator[Piece]:
    """The words of a row parted at wide gaps and at bars, and before a "Trang 7" that ends a line."""
    if page_number(" ".join(page.text[span.start : span.end] for span in spans)):
        gap = 1.0  # "7 | Trang" is one piece
    parted: list[list[Span]] = [[spans[0]]]
    for before, span in pairwise(spans):
        if span.left - before.right > gap or (gap < 1.0 and page.text[before.start : before.end] == "|"):
            parted.append([])
        parted[-1].append(span)
    for held in parted:
        yield from _told_apart(page, held)


def _told_apart(page: Page, spans: Sequence[Span]) -> Iterator[Piece]:
    text = " ".join(page.text[span.start : span.end] for span in spans)
    match = _AT_END.search(text)
    if match is None or match.start() == 0:
        yield _piece(text, spans)
        return
    words = len(text[: match.start()].split())
    for part in (spans[:words], spans[words:]):
        if part:
            yield _piece(" ".join(page.text[span.start : span.end] for span in part), part)


def _piece(text: str, spans: Sequence[Span]) -> Piece:
    return Piece(text, fold_page(text).strip(), page_number(text), tuple(spans))


def page_number(text: str) -> Value | None:
    """What `text` says if all of it may be a page number: "7", "– 7 –", "Trang 7/12", "xiv"."""
    match = _NUMBER.fullmatch(text) if len(text) <= 40 else None
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
