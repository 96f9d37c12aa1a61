"""Making a page image fit for recognition: dark on light, without dust, about 300 dpi, even, level, of full contrast.

Pillow only; child processes only. Each step changes only pages that need it, so a clean page pays for looking.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from PIL import Image, ImageFilter, ImageMath, ImageOps

from ingest.model import Box
from ingest.ocr.specks import without_specks

VERSION = 4

TARGET_DPI = 300.0
_LOW_DPI = 200.0
_HIGH_DPI = 400.0
_MAX_PIXELS = 50_000_000

_DARK_PAPER = 110
_LOW_CONTRAST = 150
_LEAST_INK = 24
_MOST_GRAIN = 12

_PAPER_CELL = 16
_UNEVEN = 28
"""Gray levels between the darkest and the lightest paper of a page from which on it is evened."""

_SKEW_WIDTH = 700
_MAX_SKEW = 5.0
_CLEARLY = 1.05
_LEAST_SKEW = 0.25
"""Degrees; Tesseract reads lines that slope less as well as level ones."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The image to recognise, its resolution, and the degrees it was turned counter-clockwise to level its lines."""

    image: Image.Image
    dpi: float
    turned: float = 0.0

    def on_page(self, box: Box, width: int, height: int) -> Box:
        """A box found in this image, in pixels of the upright page of `width` x `height` it was made from."""
        x, y = (box[0] + box[2]) / 2 - self.image.width / 2, (box[1] + box[3]) / 2 - self.image.height / 2
        angle = radians(self.turned)
        across, down = width / self.image.width, height / self.image.height
        centre_x = (x * cos(angle) - y * sin(angle)) * across + width / 2
        centre_y = (x * sin(angle) + y * cos(angle)) * down + height / 2
        half_x, half_y = (box[2] - box[0]) / 2 * across, (box[3] - box[1]) / 2 * down
        return (
            round(centre_x - half_x),
            round(centre_y - half_y),
            round(centre_x + half_x),
            round(centre_y + half_y),
        )


def prepare(image: Image.Image, dpi: float) -> Prepared:
    """The image to recognise, from a gray page image at `dpi`."""
    image, dpi = _resized(without_specks(_dark_on_light(image), dpi), dpi)
    image = _evened(image)
    image, turned = _levelled(image)
    return Prepared(_stretched(image), dpi, turned)


def is_blank(image: Image.Image) -> bool:
    """Whether a gray page, as scanned, has no ink: nothing on it stands out from its paper and its grain.

    Judged on the page reduced to about 1,100 pixels, which averages grain away, without its outermost fortieth, where
    scanners leave shadows. One printed page number is ink; dust is not.
    """
    small = image.reduce(max(1, round(max(image.size) / 1100)))
    inner = ImageOps.crop(small, border=min(small.size) // 40) if min(small.size) > 80 else small
    histogram = inner.histogram()
    total = sum(histogram)
    paper = _level(histogram, total * 0.5)
    grain = min(_MOST_GRAIN, paper - _level(histogram, total * 0.2))
    apart = max(_LEAST_INK, 6 * grain)
    # Lighter counts as well: a slide may be white on dark.
    ink = sum(histogram[: max(0, paper - apart)]) + sum(histogram[paper + apart + 1 :])
    return ink < max(6, total * 0.00002)


def _dark_on_light(image: Image.Image) -> Image.Image:
    """A page whose paper is dark (a slide, a blackboard, a negative) the other way round."""
    histogram = image.histogram()
    return ImageOps.invert(image) if _level(histogram, sum(histogram) * 0.6) < _DARK_PAPER else image


def _resized(image: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    if _LOW_DPI <= dpi <= _HIGH_DPI:
        return image, dpi
    factor = TARGET_DPI / dpi
    width, height = round(image.width * factor), round(image.height * factor)
    if factor > 1 and (factor > 8 or width * height > _MAX_PIXELS):
        return image, dpi
    if min(width, height) < 1:
        return image, dpi
    return image.resize((width, height), Image.Resampling.LANCZOS), TARGET_DPI


def _evened(image: Image.Image) -> Image.Image:
    """Shadows and yellowed edges divided out; a page whose paper is even everywhere is left as it is.

    The paper is what is lightest within about 6 mm, smoothed; division keeps the ink's share of the light that fell
    on it.
    """
    if min(image.size) < 8 * _PAPER_CELL:
        return image
    small = image.reduce(_PAPER_CELL).filter(ImageFilter.MaxFilter(5))
    paper = small.filter(ImageFilter.GaussianBlur(4))
    histogram = paper.histogram()
    total = sum(histogram)
    if _level(histogram, total * 0.95) - _level(histogram, total * 0.05) < _UNEVEN:
        return image
    full = paper.resize(image.size, Image.Resampling.BILINEAR)
    even: Image.Image = ImageMath.lambda_eval(
        lambda told: told["min"](told["ink"] * 255 / (told["paper"] + 1), 255), ink=image, paper=full
    )
    return even.convert("L")


def _levelled(image: Image.Image) -> tuple[Image.Image, float]:
    turned = skew(image)
    if abs(turned) < _LEAST_SKEW:
        return image, 0.0
    return image.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255), turned


def skew(image: Image.Image) -> float:
    """Degrees to turn a gray page counter-clockwise so that its lines lie level, 0 when none look clearly better.

    Lines that lie level make rows that are either ink or white: the turn with the sharpest changes from row to row.
    """
    coarse, fine = _ink(image, _SKEW_WIDTH // 2), _ink(image, _SKEW_WIDTH)
    near = _best_turn(coarse, [step * 0.5 for step in range(-10, 11)])
    turn = _best_turn(fine, [near + step * 0.1 for step in range(-4, 5)])
    level = _sharpness(fine, 0.0)
    clear = level > 0 and _sharpness(fine, turn) > _CLEARLY * level
    return round(turn, 2) if clear and abs(turn) <= _MAX_SKEW else 0.0


def _ink(image: Image.Image, width: int) -> Image.Image:
    small = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.BOX)
    return ImageOps.invert(ImageOps.autocontrast(small, cutoff=(1, 30)))


def _best_turn(ink: Image.Image, turns: list[float]) -> float:
    return max(turns, key=lambda turn: _sharpness(ink, turn))


def _sharpness(ink: Image.Image, turn: float) -> float:
    turned = ink.rotate(turn, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return float(sum((below - above) ** 2 for above, below in pairwise(rows)))


def _stretched(image: Image.Image) -> Image.Image:
    """Contrast stretched where ink and paper lie close; a page with full contrast is left as it is."""
    histogram = image.histogram()
    total = sum(histogram)
    low, high = _level(histogram, total * 0.005), _level(histogram, total * 0.7)
    return ImageOps.autocontrast(image, cutoff=(0.1, 5)) if 8 < high - low < _LOW_CONTRAST else image


def _level(histogram: list[int], count: float) -> int:
    """The gray below or at which `count` pixels lie."""
    seen = 0
    for level, pixels in enumerate(histogram):
        seen += pixels
        if seen > count:
            return level
    return 255
