"""Stored pages made the pages people read: turned, and photographed sheets straightened. Child processes only."""

from collections.abc import Sequence
from typing import TypedDict

from ingest.model import Corners, View
from ingest.photo.straighten import sheet_in, straightened, straightened_size
from ingest.readers import Reader
from ingest.readers.raster import PageSize, Raster, turned, turned_size
from ingest.turning import turned_point

VERSION = 1

_CLOSER = 2
"""How much wider than wanted a page is drawn of which only a part, or the other side, becomes the width."""


class ViewRequest(TypedDict):
    """A `View` as a request holds it, its corners as lists."""

    rotation: int
    corners: list[list[int]] | None


def requested(told: ViewRequest | None) -> View | None:
    """The view that a request names."""
    if told is None:
        return None
    if told["corners"] is None:
        return View(told["rotation"])
    upper_left, upper_right, lower_right, lower_left = ((x, y) for x, y in told["corners"])
    return View(told["rotation"], (upper_left, upper_right, lower_right, lower_left))


def flattened(raster: Raster, max_pixels: int) -> tuple[Raster, Corners | None]:
    """The sheet in the gray photo `raster` and its corners there; anything else as it is, and None."""
    corners = sheet_in(raster) if raster.filled else None
    return (raster, None) if corners is None else (straightened(raster, corners, max_pixels), corners)


def turned_corners(corners: Corners, turn: int, size: PageSize) -> Corners:
    """`corners` in a picture of `size` once it is turned clockwise by `turn`, from the new upper left on."""
    moved = [turned_point(corner, turn, size.width, size.height) for corner in corners]
    return _from(moved, -(turn // 90))


def viewed(reader: Reader, number: int, view: View | None, width: int, max_pixels: int) -> Raster:
    """Page `number` in colour as `view` says (None: as the file itself does), about `width` pixels wide or wider, never
    enlarged."""
    if view is None:
        return reader.raster(number, gray=False, width=width)
    raster = reader.raster(number, gray=False, width=width if view.corners is None else _CLOSER * width)
    turn = (view.rotation - raster.size.rotation) % 360
    if turn in (90, 270) and view.corners is None:
        raster = reader.raster(number, gray=False, width=_CLOSER * width)
    raster = turned(raster, turn)
    return raster if view.corners is None else straightened(raster, view.corners, max_pixels)


def viewed_size(size: PageSize, view: View | None, max_pixels: int) -> PageSize:
    """The measures of the page that `viewed` shows, from those that its file tells."""
    if view is None:
        return size
    upright = turned_size(size, (view.rotation - size.rotation) % 360)
    return upright if view.corners is None else straightened_size(view.corners, upright, max_pixels)


def _from(points: Sequence[tuple[int, int]], first: int) -> Corners:
    upper_left, upper_right, lower_right, lower_left = (*points[first:], *points[:first]) if first else points
    return (upper_left, upper_right, lower_right, lower_left)
