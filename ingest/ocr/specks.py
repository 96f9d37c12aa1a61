"""Dust on pages of pure black and white: single dots taken off, pinholes filled. Pillow only; child processes only.

Strokes, dots of letters and marks are two pixels wide or more from 140 dpi on; what is one pixel alone is no print.
Gray pages are left as they are: there a filter blurs marks, and recognition bears the grain.
"""

from PIL import Image, ImageChops, ImageFilter

_LEAST_DPI = 140.0
_MOST_GRAY = 0.05
"""Gray pixels for each black one up to which a page counts as pure; the soft edges of clean gray print make 0.3."""

_ONE_OF_9, _EIGHT_OF_9, _TWO_OF_25 = 255 * 3 // 18, 255 * 15 // 18, 255 * 5 // 50
"""Means of a neighbourhood halfway to the next number of inked pixels."""


def is_pure(image: Image.Image) -> bool:
    """Whether a gray image is, but for a few pixels, of black and white alone."""
    histogram = image.histogram()
    return sum(histogram[6:250]) <= _MOST_GRAY * sum(histogram[:6])


def without_specks(image: Image.Image, dpi: float) -> Image.Image:
    """A page of pure black and white without its dust; any other image as it is."""
    if dpi < _LEAST_DPI or not is_pure(image):
        return image
    ink = image.point([255 if value < 128 else 0 for value in range(256)])
    near = ink.filter(ImageFilter.BoxBlur(1))
    wide = ink.filter(ImageFilter.BoxBlur(2))
    alone = ImageChops.lighter(_up_to(near, _ONE_OF_9), _up_to(wide, _TWO_OF_25))
    kept = ImageChops.subtract(ink, alone)
    filled = ImageChops.lighter(kept, near.point([255 if value > _EIGHT_OF_9 else 0 for value in range(256)]))
    return ImageChops.invert(filled)


def _up_to(means: Image.Image, limit: int) -> Image.Image:
    return means.point([255 if value <= limit else 0 for value in range(256)])
