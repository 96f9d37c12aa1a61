"""The paper of a page: how light it is from place to place, and the page as if it were as light everywhere.

Pillow only; child processes only.
"""

from PIL import Image, ImageFilter, ImageMath, ImageOps

_CELL = 16
"""Pixels at 300 dpi in which the paper counts as equally light."""

_UNEVEN = 28
"""Gray levels between the darkest and the lightest paper of a page from which on it is evened."""


def paper_of(image: Image.Image, dpi: float) -> Image.Image | None:
    """The paper of a gray page in cells where it is not as light everywhere; None for one to be left as it is.

    The paper is what is lightest within about 6 mm, smoothed.
    """
    cell = max(4, round(_CELL * dpi / 300))
    if min(image.size) < 8 * cell:
        return None
    small = image.reduce(cell).filter(ImageFilter.MaxFilter(5))
    paper = small.filter(ImageFilter.GaussianBlur(4))
    histogram = paper.histogram()
    total = sum(histogram)
    return paper if level(histogram, total * 0.95) - level(histogram, total * 0.05) >= _UNEVEN else None


def evened(image: Image.Image, paper: Image.Image | None) -> Image.Image:
    """Shadows and yellowed edges divided out, which keeps the ink's share of the light that fell on it."""
    if paper is None:
        return image
    full = paper.resize(image.size, Image.Resampling.BILINEAR)
    even: Image.Image = ImageMath.lambda_eval(
        lambda told: told["min"](told["ink"] * 255 / (told["paper"] + 1), 255), ink=image, paper=full
    )
    return even.convert("L")


def ink_of(even: Image.Image) -> Image.Image:
    """The ink of an evened page, light on black, its contrast stretched."""
    return ImageOps.invert(ImageOps.autocontrast(even, cutoff=(1, 30)))


def level(histogram: list[int], count: float) -> int:
    """The gray below or at which `count` pixels lie."""
    seen = 0
    for gray, pixels in enumerate(histogram):
        seen += pixels
        if seen > count:
            return gray
    return 255
