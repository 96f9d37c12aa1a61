"""Drawing a page of a PDF into an image. Child processes only."""

import ctypes
from math import ceil
from typing import TYPE_CHECKING

from ingest.errors import Damaged
from ingest.readers import pdfium

if TYPE_CHECKING:
    from PIL.Image import Image

_PROOF = 200
"""Pixels a picture is drawn wide and high to see whether it covers what is below it."""

_OPAQUE = 255


def drawn(page: int, form: int | None, scale: float, gray: bool) -> "Image":
    """The page, `scale` pixels for each of its points, with its annotations and what was filled into `form`."""
    from PIL import Image  # whoever only takes text does without it

    width, height = ceil(pdfium.page_width(page) * scale), ceil(pdfium.page_height(page) * scale)
    if width < 1 or height < 1:
        raise Damaged("page.damaged")
    kind, mode, stride = (pdfium.GRAY, "L", width) if gray else (pdfium.COLOUR, "RGB", 3 * width)
    buffer = (ctypes.c_ubyte * (stride * height))()
    bitmap = pdfium.make_bitmap(width, height, kind, buffer, stride)
    if bitmap is None:
        raise Damaged("page.damaged")
    how = pdfium.DRAW_ANNOTATIONS | pdfium.DRAW_LITTLE_CACHE | (pdfium.DRAW_GRAY if gray else pdfium.DRAW_RGB)
    try:
        pdfium.fill_bitmap(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.draw_page(bitmap, page, 0, 0, width, height, 0, how)
        if form:
            pdfium.draw_fields(form, bitmap, page, 0, 0, width, height, 0, how)
    finally:
        pdfium.free_bitmap(bitmap)
    image = Image.frombuffer(mode, (width, height), buffer, "raw", mode, stride, 1)
    image.readonly = False  # the buffer is its own
    return image


def shows_through(document: int, page: int, picture: int) -> bool:
    """Whether a picture is not all there is where it lies, as one with a mask; a mask in it tells no resolution."""
    own = pdfium.Matrix()
    if not pdfium.object_matrix(picture, own):
        raise Damaged("page.damaged")
    pdfium.set_matrix(picture, pdfium.Matrix(_PROOF, 0, 0, _PROOF, 0, 0))  # pdfium draws a pixel for each point
    bitmap = pdfium.draw_image(document, page, picture)
    pdfium.set_matrix(picture, own)
    if bitmap is None:
        return False
    try:
        size = pdfium.bitmap_stride(bitmap) * pdfium.bitmap_height(bitmap)
        blue_green_red_alpha = ctypes.string_at(pdfium.bitmap_buffer(bitmap), size)
    finally:
        pdfium.free_bitmap(bitmap)
    return min(blue_green_red_alpha[3::4]) < _OPAQUE
