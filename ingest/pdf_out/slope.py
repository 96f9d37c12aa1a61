"""The slope and the bends of a scanned page, and base lines that run level under its words all the same. Pure.

Readers of PDFs gather words into lines by their base lines: where these follow a slope, lines are torn apart or mixed
with their neighbours (poppler from 1 degree on, pypdf and pdfium where lines fall). So a line's words stand on one
height, that which they have in the middle of the page; each is drawn with a font whose letters hang below the base
line, or hover above it, just so far that they cover the word on the paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean as mean
from statistics import linear_regression, median
from typing import NamedTuple

from ingest.model import Box, Word
from ingest.text.layout import Line

STEPS = 4
"""Lifts of letters in one font size."""

MOST = 10
"""The highest lift: poppler takes no ascent or descent of three font sizes."""

_END = 1.5
"""The size of the space that ends a line of a steep page, in that of its words."""

GIVE = 0.2
"""How far base lines follow the slope, up and down, in font sizes: poppler takes words within 0.5 for one line."""

_BENT = 0.4
"""How far, in heights of its words, a line's words may lie up and down for it to count as straight."""

_LEVEL = 1.5
"""A line no taller than its middle word times this lies level: its words then share its height, as selections do."""

_LEAST_FALL = 0.001
_UNLIKE = 0.01
"""Pixels down for one to the right by which the slopes of facing pages differ at least."""

_LEAST_LINES = 3
_LEAST_LENGTH = 10
"""Heights of its letters that a line is long, at least, to tell the slope."""


class Placed(NamedTuple):
    """A word to draw, with the space that follows it: its sides, its base line and size in pixels, y downwards; its
    foot is `lift` / STEPS sizes above the base line.
    """

    text: str
    left: int
    right: int
    base: float
    size: int
    lift: int


@dataclass(frozen=True, slots=True)
class Slope:
    """Pixels down for a pixel to the right, from `x` on; `steep`: some words lie too far down or up for one line."""

    fall: float
    x: float
    steep: bool

    def drop(self, box: Box) -> int:
        """How far down a box lies for its place on the page."""
        return round(self.fall * ((box[0] + box[2]) / 2 - self.x))


def slopes_of(lines: Sequence[Line]) -> Sequence[Slope]:
    """For each line the slope that the lines of a page have in common; of two facing pages, each has its own."""
    whole = _slope(lines)
    sides = _sides(lines)
    if sides is None:
        return [whole] * len(lines)
    parts = [[line for line, at in zip(lines, sides, strict=True) if at is side] for side in (False, True)]
    if any(len(list(_all_falls(part))) < _LEAST_LINES for part in parts):
        return [whole] * len(lines)
    left, right = map(_slope, parts)
    return [right if at else left for at in sides] if abs(left.fall - right.fall) > _UNLIKE else [whole] * len(lines)


def _all_falls(lines: Sequence[Line]) -> Iterator[float]:
    return chain.from_iterable(map(_falls, lines))


def _sides(lines: Sequence[Line]) -> Sequence[bool] | None:
    """Whether each line stands in the right half of what is printed; None where a line runs across its middle."""
    boxes = [line.box for line in lines]
    middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2 if boxes else 0.0
    if any(box[0] < middle < box[2] for box in boxes):
        return None
    return [box[0] >= middle for box in boxes]


def _slope(lines: Sequence[Line]) -> Slope:
    falls = list(_all_falls(lines))
    fall = median(falls) if len(falls) >= _LEAST_LINES else 0.0
    if abs(fall) < _LEAST_FALL:
        return Slope(0.0, 0.0, False)
    boxes = [word.box for line in lines for word in line.words]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    usual = median([box[3] - box[1] for box in boxes])
    return Slope(fall, (left + right) / 2, abs(fall) * (right - left) / 2 > GIVE * usual)


def placed(line: Line, slope: Slope) -> Iterator[Placed]:
    """The words of a line where they lie, each at least a pixel wide and high.

    On a steep page the space after the last word stands alone, on the base line and larger than the words: pdfium tells
    a new line by how far down it stands, in letters of the larger of the two texts there, and is wrong about their
    size where the second is larger.
    """
    drops = [slope.drop(word.box) for word in line.words]
    bends = _bends(line, drops)
    drops = [drop + bend for drop, bend in zip(drops, bends, strict=True)]
    level = Line(tuple(map(_raised, line.words, drops)))
    boxes = list(even_boxes(level))
    if not slope.steep and not any(bends):
        for word, drop, (left, top, right, bottom) in zip(line.words, drops, boxes, strict=True):
            yield Placed(f"{word.text} ", left, right, bottom + drop, bottom - top, 0)
        return
    for word, drop, box in zip(line.words, drops, boxes, strict=True):
        yield _lifted(word.text if word is line.words[-1] else f"{word.text} ", drop, box)
    _, top, right, bottom = boxes[-1]
    size = round(_END * (bottom - top))
    yield Placed(" ", right, right + 1 + size // STEPS, (top + bottom) / 2, size, -STEPS // 2)


def _bends(line: Line, drops: Sequence[int]) -> Sequence[int]:
    """How far down each word lies beside its line's middle once the slope is taken out, smoothed, for words differ in
    their tall letters; nothing where that is less than what one line may have.
    """
    middles = [(word.box[1] + word.box[3]) / 2 - drop for word, drop in zip(line.words, drops, strict=True)]
    places = [(word.box[0] + word.box[2]) / 2 for word in line.words]
    smooth = [_near(places, middles, at) for at in range(len(middles))]
    rest = median(smooth)
    usual = median([word.box[3] - word.box[1] for word in line.words])
    bent = max(smooth) - min(smooth) > _BENT * usual
    return [round(middle - rest) if bent else 0 for middle in smooth]


def _near(places: Sequence[float], middles: Sequence[float], at: int) -> float:
    """The height of word `at` by a straight line through it and two on either side; as it is among fewer than three."""
    near = slice(max(0, at - 2), at + 3)
    x, y = places[near], middles[near]
    if len(x) < 3 or len(set(x)) < 2:
        return middles[at]
    slope, start = linear_regression(x, y)
    return slope * places[at] + start


def _lifted(text: str, drop: int, box: Box) -> Placed:
    """A word of a steep page whose box, once raised by `drop`, lies level."""
    left, top, right, bottom = box
    size = bottom - top
    base = (top + bottom) / 2 + max(-GIVE * size, min(GIVE * size, drop))
    lift = round(STEPS * (base - bottom - drop) / size)
    if abs(lift) > MOST:
        lift = MOST if lift > 0 else -MOST
        base = bottom + drop + lift / STEPS * size
    return Placed(text, left, right, base, size, lift)


def _falls(line: Line) -> Iterator[float]:
    """The slope of a line that is long enough to have one: from the middle of its first third to that of its last."""
    boxes = [word.box for word in line.words]
    third = len(boxes) // 3
    if third and boxes[-1][2] - boxes[0][0] > _LEAST_LENGTH * median([box[3] - box[1] for box in boxes]):
        (x, y), (other_x, other_y) = map(_middle, (boxes[:third], boxes[-third:]))
        yield (other_y - y) / max(1.0, other_x - x)


def _middle(boxes: Sequence[Box]) -> tuple[float, float]:
    """The middle of `boxes`, on average."""
    return mean((box[0] + box[2]) / 2 for box in boxes), mean((box[1] + box[3]) / 2 for box in boxes)


def _raised(word: Word, drop: int) -> Word:
    x0, y0, x1, y1 = word.box
    return Word(word.text, (x0, y0 - drop, x1, y1 - drop), word.confidence)


def even_boxes(line: Line) -> Iterator[Box]:
    """Each word's box, at least a pixel; of a level line, from its common top to its common bottom."""
    _, top, _, bottom = line.box
    level = bottom - top <= _LEVEL * median(word.box[3] - word.box[1] for word in line.words)
    for word in line.words:
        x0, y0, x1, y1 = word.box
        upper, lower = (top, bottom) if level else (y0, y1)
        yield (x0, upper, max(x1, x0 + 1), max(lower, upper + 1))
