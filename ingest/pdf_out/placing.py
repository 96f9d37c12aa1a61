"""Where the words of a page go: from pixels of the upright page to the points of the page as it is stored. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from ingest.model import Box, Word

Rectangle: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points of the stored page; x0 < x1, y0 < y1."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a b c d e f of a PDF `cm`: x' = a x + c y + e, y' = b x + d y + f."""

_LEAST_LETTERS = 3
"""A word of fewer letters may be taller than wide though it stands upright."""

_LEAST_VOTES = 3


def matrix(box: Rectangle, turn: int, width: float, height: float) -> Matrix:
    """What leads from a frame of `width` x `height` (y upwards) into `box`, a page that is shown turned by `turn`.

    `turn` is clockwise, 0, 90, 180 or 270: the page's own /Rotate, and what its words want beyond it.
    """
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    if turn == 90:
        return (0, high / width, -wide / height, 0, x1, y0)
    if turn == 180:
        return (-wide / width, 0, 0, -high / height, x1, y1)
    if turn == 270:
        return (0, -high / width, wide / height, 0, x0, y1)
    return (wide / width, 0, 0, high / height, x0, y0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's words as they are read: `turn` is what was still missing to make their lines run to the right."""

    words: tuple[Word, ...]
    width: int
    height: int
    turn: int


def reading_frame(words: Sequence[Word], width: int, height: int) -> Frame:
    """The words of an upright page of `width` x `height` pixels, turned so that their lines run to the right.

    A sheet that was laid sideways into the scanner has no /Rotate; its words stand on end, and follow one another
    upwards or downwards.
    """
    turn = _turn(words)
    size = (height, width) if turn in (90, 270) else (width, height)
    turned = tuple(Word(word.text, _turned(word.box, turn, width, height), word.confidence) for word in words)
    return Frame(turned, *size, turn)


def _turned(box: Box, turn: int, width: int, height: int) -> Box:
    x0, y0, x1, y1 = box
    if turn == 90:
        return (height - y1, x0, height - y0, x1)
    if turn == 180:
        return (width - x1, height - y1, width - x0, height - y0)
    if turn == 270:
        return (y0, width - x1, y1, width - x0)
    return box


def _turn(words: Sequence[Word]) -> int:
    telling = [word.box for word in words if len(word.text) >= _LEAST_LETTERS]
    tall = sum(box[3] - box[1] > box[2] - box[0] for box in telling)
    sideways = 2 * tall > len(telling) and tall >= _LEAST_VOTES
    along, across = (1, 0) if sideways else (0, 1)
    forth, back = _steps([word.box for word in words], along, across)
    if sideways:
        return 0 if forth == back else 270 if forth > back else 90
    # Words from right to left are Arabic or a page upside down: only then its lines rise too.
    down, up = _steps(telling, 1, 0)
    return 180 if back >= _LEAST_VOTES and back > 2 * forth and up >= down else 0


def _steps(boxes: Sequence[Box], along: int, across: int) -> tuple[int, int]:
    """How often the next word lies further along (or back along) the axis, beside the one before it."""
    forth = back = 0
    for before, after in pairwise(boxes):
        shared = min(before[across + 2], after[across + 2]) - max(before[across], after[across])
        least = min(before[across + 2] - before[across], after[across + 2] - after[across])
        if 2 * shared >= least:
            forth += after[along] >= before[along + 2]
            back += after[along + 2] <= before[along]
    return forth, back
