"""Whole turns of points and boxes. Pure; pixels, y downwards, turns clockwise."""

from ingest.model import Box


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
