"""Making a page image fit for recognition: dark on light, without dust, of a good size, even, level, of full contrast.

Pillow only; child processes only. Each step changes only pages that need it, so a clean page pays for looking.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from PIL import Image, ImageOps

from ingest.model import Box
from ingest.ocr import rows
from ingest.ocr.bends import Bend
from ingest.ocr.paper import evened, ink_of, level, paper_of
from ingest.ocr.specks import without_specks
from ingest.readers.raster import MAX_SIDE

VERSION = 8

LETTERS = 15.0
"""Pixels that a small letter (an x) is given: from 11 on pages read as well as they can, and each more costs time."""

_SMALL_LETTERS, _LARGE_LETTERS = 12.0, 17.5
"""Letters of these heights and between are left as they are: another size would gain less than making it costs."""

_FEWEST_DPI = 150.0
"""What a page is made smaller to at most, however large its letters: there may be a few small ones among them."""

_TARGET_DPI, _LOW_DPI, _HIGH_DPI = 300.0, 200.0, 400.0
"""For pages without lines to measure."""

_LONGEST = 3
"""How many times as long as wide the picture is at most in which lines are looked for."""

_MOST_LARGER, _MOST_UNSEEN = 2.5, 8.0
"""How many times larger pages are made at most by their letters, and where none were measured."""

_MAX_PIXELS = 50_000_000

_DARK_PAPER = 110
_LOW_CONTRAST = 150
_LEAST_INK = 24
_MOST_GRAIN = 12


@dataclass(frozen=True, slots=True)
class Prepared:
    """The image to recognise, its resolution, the degrees it was turned counter-clockwise to level its lines, and the
    bend that was then taken out of them. `level`: its width and height before that. `across`: its lines run from side
    to side, else up or down.
    """

    image: Image.Image
    dpi: float
    level: tuple[int, int]
    turned: float = 0.0
    bend: Bend | None = None
    across: bool = True

    def on_page(self, box: Box, width: float, height: float) -> Box:
        """A box found in this image, in pixels of the upright page of `width` x `height` it was made from."""
        wide, high = self.level
        x = ((box[0] + box[2] - self.image.width) / wide + 1) / 2
        y = ((box[1] + box[3] - self.image.height) / high + 1) / 2
        x, y = self._bent(x, y)
        x, y = (x - 0.5) * wide, (y - 0.5) * high
        angle = radians(self.turned)
        across, down = width / wide, height / high
        centre_x = (x * cos(angle) - y * sin(angle)) * across + width / 2
        centre_y = (x * sin(angle) + y * cos(angle)) * down + height / 2
        half_x, half_y = (box[2] - box[0]) / 2 * across, (box[3] - box[1]) / 2 * down
        return (
            round(centre_x - half_x),
            round(centre_y - half_y),
            round(centre_x + half_x),
            round(centre_y + half_y),
        )

    def _bent(self, x: float, y: float) -> tuple[float, float]:
        """Where on the level page a point lies, both in shares of its size."""
        if self.bend is None:
            return x, y
        return (x, y + self.bend.drop(x, y)) if self.across else (x - self.bend.drop(y, 1 - x), y)


def prepare(image: Image.Image, dpi: float) -> Prepared:
    """The image to recognise, from a gray page image at `dpi`."""
    image = without_specks(_dark_on_light(image), dpi)
    paper = paper_of(image, dpi)
    scale = min(rows.WIDTH / min(image.size), _LONGEST * rows.WIDTH / max(image.size))
    seen = rows.look(ink_of(evened(_scaled(image, scale, Image.Resampling.BOX), paper)))
    factor = _factor(image.size, dpi, seen.letters / scale)
    image = evened(_scaled(image, factor, Image.Resampling.LANCZOS), paper)
    if seen.slope:
        image = image.rotate(seen.slope, Image.Resampling.BICUBIC, fillcolor=255)
    straight = image if seen.bend is None else _straightened(image, seen.bend, across=seen.across)
    return Prepared(_stretched(straight), dpi * factor, image.size, seen.slope, seen.bend, seen.across)


def _straightened(image: Image.Image, bend: Bend, *, across: bool) -> Image.Image:
    if across:
        return bend.straightened(image, Image.Resampling.BICUBIC, 255)
    lying = bend.straightened(image.transpose(Image.Transpose.ROTATE_90), Image.Resampling.BICUBIC, 255)
    return lying.transpose(Image.Transpose.ROTATE_270)


def is_blank(image: Image.Image) -> bool:
    """Whether a gray page, as scanned, has no ink: nothing on it stands out from its paper and its grain.

    Judged on the page reduced to about 1,100 pixels, which averages grain away, without its outermost fortieth, where
    scanners leave shadows. One printed page number is ink; dust is not.
    """
    small = image.reduce(max(1, round(max(image.size) / 1100)))
    inner = ImageOps.crop(small, border=min(small.size) // 40) if min(small.size) > 80 else small
    histogram = inner.histogram()
    total = sum(histogram)
    paper = level(histogram, total * 0.5)
    grain = min(_MOST_GRAIN, paper - level(histogram, total * 0.2))
    apart = max(_LEAST_INK, 6 * grain)
    # Lighter counts as well: a slide may be white on dark.
    ink = sum(histogram[: max(0, paper - apart)]) + sum(histogram[paper + apart + 1 :])
    return ink < max(6, total * 0.00002)


def _dark_on_light(image: Image.Image) -> Image.Image:
    """A page whose paper is dark (a slide, a blackboard, a negative) the other way round."""
    histogram = image.histogram()
    return ImageOps.invert(image) if level(histogram, sum(histogram) * 0.6) < _DARK_PAPER else image


def _scaled(image: Image.Image, factor: float, way: Image.Resampling) -> Image.Image:
    if factor == 1:
        return image
    return image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))), way)


def _factor(size: tuple[int, int], dpi: float, letters: float) -> float:
    """How many times as large a page of `size` should be whose small letters are `letters` high, 0.0 for unknown."""
    if not letters:
        factor = 1.0 if _LOW_DPI <= dpi <= _HIGH_DPI else _TARGET_DPI / dpi
    elif _SMALL_LETTERS <= letters <= _LARGE_LETTERS:
        return 1.0
    else:
        factor = min(_MOST_LARGER, max(LETTERS / letters, min(1.0, _FEWEST_DPI / dpi)))
    too_large = factor > _MOST_UNSEEN or max(size) * factor > MAX_SIDE or size[0] * size[1] * factor**2 > _MAX_PIXELS
    return 1.0 if factor > 1 and too_large else factor


def _stretched(image: Image.Image) -> Image.Image:
    """Contrast stretched where ink and paper lie close; a page with full contrast is left as it is."""
    histogram = image.histogram()
    total = sum(histogram)
    low, high = level(histogram, total * 0.005), level(histogram, total * 0.7)
    return ImageOps.autocontrast(image, cutoff=(0.1, 5)) if 8 < high - low < _LOW_CONTRAST else image
