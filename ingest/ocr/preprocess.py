"""Making a page image fit for recognition: gray, about 300 dpi, full contrast. Pillow only; child processes only.

Each step is a function image -> image that changes only pages that need it.
"""

from PIL import Image, ImageOps

VERSION = 1

TARGET_DPI = 300.0
_LOW_DPI = 200.0
_HIGH_DPI = 400.0
_LOW_CONTRAST = 150
_LEAST_INK = 24
_MOST_GRAIN = 12
_MAX_PIXELS = 50_000_000


def prepare(image: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """The image to recognise and its resolution, from a gray page image at `dpi`."""
    image, dpi = _resized(image, dpi)
    return _stretched(image), dpi


def is_blank(image: Image.Image) -> bool:
    """Whether a gray page, as scanned, has no ink: nothing on it is clearly darker than its paper and its grain.

    Judged on the page reduced to about 1,100 pixels, which averages grain away, without its outermost fortieth, where
    scanners leave shadows. One printed page number is ink; dust is not.
    """
    small = image.reduce(max(1, round(max(image.size) / 1100)))
    inner = ImageOps.crop(small, border=min(small.size) // 40) if min(small.size) > 80 else small
    histogram = inner.histogram()
    total = sum(histogram)
    paper = _level(histogram, total * 0.5)
    grain = min(_MOST_GRAIN, paper - _level(histogram, total * 0.2))
    ink = paper - max(_LEAST_INK, 6 * grain)
    return sum(histogram[: max(0, ink)]) < max(6, total * 0.00002)


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
