"""Page sizes in pixels, and page images as Pillow holds them. Child processes only."""

from dataclasses import dataclass
from math import sqrt

from PIL import Image

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
    """A page image at `dpi`; boxes found in it are scaled to the pixels of `size`."""

    image: Image.Image
    dpi: float
    size: PageSize


def page_size(points_wide: float, points_high: float, dpi: float, max_pixels: int, rotation: int = 0) -> PageSize:
    """The pixels of a page of that many points: at `dpi`, or less where that would be more than `max_pixels`."""
    scale = min(
        dpi / 72,
        sqrt(max_pixels / points_wide) / sqrt(points_high),
        MAX_SIDE / max(points_wide, points_high),
    )
    width, height = max(1, round(points_wide * scale)), max(1, round(points_high * scale))
    return PageSize(width, height, scale * 72, points_wide, points_high, rotation)
