"""Page sizes in pixels, and page images as Pillow holds them. Child processes only."""

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image  # whoever only takes text from a PDF does without it

MAX_SIDE = 30_000
"""Tesseract takes sides below 32,768 pixels."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """An upright page: pixels at `dpi`, the points it measures, and the clockwise turn that made it upright."""

    width: int
    height: int
    dpi: float
    points_wide: float
    points_high: float
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Raster:
    """A page image at `dpi`; boxes found in it are scaled to the pixels of `size`.

    `filled`: it is one picture all over, as scans and photos are.
    """

    image: "Image.Image"
    dpi: float
    size: PageSize
    filled: bool = True


def page_size(points_wide: float, points_high: float, dpi: float, max_pixels: int, rotation: int = 0) -> PageSize:
    """The pixels of a page of that many points: at `dpi`, or less where that would be more than `max_pixels`."""
    scale = min(
        dpi / 72,
        sqrt(max_pixels / points_wide) / sqrt(points_high),
        MAX_SIDE / max(points_wide, points_high),
    )
    width, height = max(1, round(points_wide * scale)), max(1, round(points_high * scale))
    return PageSize(width, height, scale * 72, points_wide, points_high, rotation)


def turned(raster: Raster, turn: int) -> Raster:
    """The page turned clockwise by `turn` (0, 90, 180 or 270), without loss."""
    if turn == 0:
        return raster
    from PIL.Image import Transpose

    clockwise = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}  # Pillow counts back
    image = raster.image.transpose(clockwise[turn])
    return Raster(image, raster.dpi, turned_size(raster.size, turn), raster.filled)


def turned_size(size: PageSize, turn: int) -> PageSize:
    """The measures of a page after it is turned clockwise by `turn`."""
    rotation = (size.rotation + turn) % 360
    if turn in (0, 180):
        return replace(size, rotation=rotation)
    return PageSize(size.height, size.width, size.dpi, size.points_high, size.points_wide, rotation)
