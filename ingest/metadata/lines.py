"""Printed rows of a page with the size of their print, the ground that the steps of this package stand on. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from ingest.model import Box, Page, Word
from ingest.text.layout import lines_of

_COLUMN_GAP = 2.2
"""White between two words, in heights of a capital, from which on they belong to different cells of a heading."""

_LONGEST = 400
"""Characters of a row that are looked at: no printed one has more, a page made to keep us busy may."""

_RUNS = re.compile(r"((?:[^\w\s]\s?){8})(?:[^\w\s]\s?)+")
_ABOVE = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b")
_HIGH = frozenset("bdfhkltđijƀ")
_LOW = frozenset("gjpqy")
_UNLIKE = {"đ": "d", "Đ": "D", "ƀ": "b", "Ƀ": "B", "ð": "d", "Ð": "D"}


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row, or the part of one that stands in a column of its own.

    `plain` is `text` without case and accents, letter for letter. `box` is None where words have no places (a text
    that was never drawn); then `size` is 0. `size` is the height of a capital, and `top`, `bottom`, `left`, `right` the
    place, in shares of the page's height and width. `trust` is how surely the row was read, 0 to 1.
    """

    text: str
    plain: str
    page: int
    words: tuple[Word, ...]
    box: Box | None
    size: float
    top: float
    bottom: float
    left: float
    right: float
    trust: float

    @property
    def capitals(self) -> bool:
        """Whether it has letters, and all of them are capitals."""
        return self.text.isupper()

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(map(str.isalpha, self.text))


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


def phrases_in(text: str) -> frozenset[str]:
    """The phrases of a list that is written as a text with commas."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` in NFC without case and accents, letter for letter; marks that stand alone stay."""
    return "".join(map(_bare, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", _UNLIKE.get(letter, letter))[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows of a page from top to bottom as they were read; without places of words, the lines of its text."""
    if not page.words or not any(word.box[3] > word.box[1] for word in page.words):
        return tuple(_unplaced(page))
    lines = _rejoined([list(line.words) for line in lines_of(page.words)])
    return tuple(row for line in lines for row in _parted(page, line) if any(map(str.isalnum, row.text)))


def _rejoined(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """The lines without scraps of a word that recognition cut in two, telling a letter twice: "DÂ" and "ÂN"."""
    kept: list[list[Word]] = []
    for line in lines:
        before = kept[-1][-1] if kept and len(line) == 1 else None
        whole = _whole_word(before, line[0]) if before is not None else None
        if whole is None:
            kept.append(line)
        else:
            kept[-1][-1] = whole
    return kept


def _whole_word(word: Word, scrap: Word) -> Word | None:
    (left, top, right, bottom), (from_, high, to, low) = word.box, scrap.box
    middle = (high + low) / 2
    near = top - (bottom - top) / 4 <= middle <= bottom
    if not (left < from_ < right < to and near) or not scrap.text.isalpha():
        return None
    twice = next((count for count in (2, 1) if word.text[-count:] == scrap.text[:count] != ""), 0)
    box = (left, min(top, high), to, max(bottom, low))
    return replace(word, text=word.text + scrap.text[twice:], box=box) if twice else None


def _unplaced(page: Page) -> Iterator[Row]:
    lines = [line.strip() for line in page.text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        top, bottom = at / len(lines), (at + 1) / len(lines)
        for piece in re.split(r"\t+| {4,}", unicodedata.normalize("NFC", line)):
            if piece.strip():
                text = _looked_at(" ".join(piece.split()))
                yield Row(text, plain(text), page.number, (), None, 0.0, top, bottom, 0.0, 1.0, page.confidence)


def _parted(page: Page, words: Sequence[Word]) -> Iterator[Row]:
    held: list[Word] = []
    size = print_size(words, level=page.origin == "ocr")
    for word in words:
        if held and word.box[0] - held[-1].box[2] > _COLUMN_GAP * size:
            yield _row(page, held)
            held = []
        held.append(word)
    if held:
        yield _row(page, held)


def _row(page: Page, words: Sequence[Word]) -> Row:
    text = _looked_at(unicodedata.normalize("NFC", " ".join(word.text for word in words)))
    box = around(words)
    width, height = max(1, page.width), max(1, page.height)
    weights = [len(word.text) for word in words]
    sure = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True)) / max(1, sum(weights))
    return Row(
        text, plain(text), page.number, tuple(words), box, print_size(words, level=page.origin == "ocr") / height,
        box[1] / height, box[3] / height, box[0] / width, box[2] / width, sure,
    )  # fmt: skip


def _looked_at(text: str) -> str:
    """As much of a row as tells anything: leaders and rules are cut to a few of their signs."""
    return _RUNS.sub(r"\1", text)[:_LONGEST]


def around(words: Sequence[Word]) -> Box:
    """The smallest box around `words`, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def stands_beside(label: Row, row: Row) -> bool:
    """Whether `row` stands to the right of `label` at its height, in a column of values."""
    if row is label or label.box is None or row.box is None:
        return False
    middle = (row.top + row.bottom) / 2
    return label.top - 0.3 * label.size < middle < label.bottom + 0.3 * label.size and row.left >= label.right - 0.01


def print_size(words: Sequence[Word], *, level: bool = False) -> float:
    """The usual height of a capital in pixels: boxes are as high as the accents and tails of their letters, or
    (`level`: from recognition) all as high as those of their row.
    """
    told = [word for word in words if any(map(str.isalnum, word.text))] or words
    heights = [word.box[3] - word.box[1] for word in told]
    if level and max(heights) <= 1.12 * min(heights):
        return median(heights) / _extent("".join(word.text for word in told))
    told_sizes = sorted((word.box[3] - word.box[1]) / _extent(word.text) for word in told)
    return told_sizes[len(told_sizes) // 3]  # boxes that are too high are met, too low ones are not


@lru_cache(maxsize=1024)
def _spread(letter: str) -> tuple[str, str]:
    """A letter without its marks, and the marks."""
    spread = unicodedata.normalize("NFD", letter)
    return spread[0], spread[1:]


@lru_cache(maxsize=4096)
def _extent(text: str) -> float:
    """How high these letters are, in heights of a capital: what stands over the line and what hangs below it."""
    over, under = 0.7, 0.0
    for letter in unicodedata.normalize("NFC", text):
        base, marks = _spread(letter)
        high = 1.0 if base.isupper() or base.isdigit() or base in _HIGH else 0.74
        above = sum(mark in _ABOVE and mark != "\u031b" for mark in marks)
        over = max(over, high + (0.28 if above else 0.0) + (0.17 if above > 1 else 0.0))
        under = max(under, 0.28 if base in _LOW else 0.0, 0.24 if "\u0323" in marks else 0.0)
    return over + under
