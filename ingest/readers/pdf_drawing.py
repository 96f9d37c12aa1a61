"""Drawing a page of a PDF into an image. Child processes only."""

import ctypes
from math import ceil
from typing import TYPE_CHECKING

from ingest.errors import Damaged
from ingest.readers import pdfium

if TYPE_CHECKING:
    from PIL.Image import Image


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
