"""Whole turns of points, boxes and lines. Pure; pixels, y downwards, turns clockwise."""

from collections.abc import Iterable
from dataclasses import replace

from ingest.model import Box
from ingest.text.layout import Line


def turned_point(point: tuple[int, int], turn: int, width: int, height: int) -> tuple[int, int]:
    """Where a point of a page of `width` x `height` lies once the page is turned clockwise by `turn`."""
    x, y = point
    if turn == 90:
        return height - y, x
    if turn == 180:
        return width - x, height - y
    if turn == 270:
        return y, width - x
    return point


def turned_box(box: Box, turn: int, width: int, height: int) -> Box:
    """Where a box of a page of `width` x `height` lies once the page is turned clockwise by `turn`."""
    (x0, y0), (x1, y1) = (turned_point(corner, turn, width, height) for corner in (box[:2], box[2:]))
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def turned_lines(lines: Iterable[Line], turn: int, width: int, height: int) -> tuple[Line, ...]:
    """Where the words of lines of a page of `width` x `height` lie once the page is turned clockwise by `turn`."""
    return tuple(
        replace(line, words=tuple(replace(word, box=turned_box(word.box, turn, width, height)) for word in line.words))
        for line in lines
    )
