"""Page images for people: WebP within a number of bytes. Child processes only.

Whoever changes what comes out raises `ingest.recipe.PICTURE_VERSION`, so that images kept from before are not shown.
"""

from io import BytesIO

from PIL import Image

QUALITIES = (72, 60, 50, 40, 30, 20)
"""Tried in this order until the bytes fit; text stays readable at 20, below it does not."""

_MAX_SIDE = 16_383
"""WebP's own limit."""

_EFFORT = 4


def picture(image: Image.Image, width: int, max_height: int | None, max_bytes: int) -> bytes:
    """A page's image as WebP, at most `width` pixels wide and never enlarged; `max_height` shrinks it to fit further.

    At most `max_bytes` where quality 20 reaches that; else the image of quality 20.
    """
    limit = (width, min(max_height or _MAX_SIDE, _MAX_SIDE))
    if image.width > limit[0] or image.height > limit[1]:
        image.thumbnail(limit, Image.Resampling.LANCZOS)
    encoded = b""
    for quality in QUALITIES:
        encoded = _webp(image, quality)
        if len(encoded) <= max_bytes:
            break
    return encoded


def _webp(image: Image.Image, quality: int) -> bytes:
    stream = BytesIO()
    image.save(stream, "WEBP", quality=quality, method=_EFFORT)
    return stream.getvalue()
