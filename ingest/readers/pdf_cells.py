"""Where the words of two cells meet on a sheet that LibreOffice Calc drew. Child processes only.

A text that is wider than its cell ends at the next one, and pdfium, for which there is no gap, makes one word of both
("356.838.05" and "49,28"). Calc draws each cell as an object of its own.
"""

import ctypes
from collections.abc import Iterable, Iterator

from ingest.readers import pdfium

_NAME = "Calc".encode("utf-16-le") + b"\0\0"
_BACK, _ON = -0.1, 0.04
"""Of the height of the letters: where the next object begins, measured from the end of the one before, when it does not
go on with it. What is drawn in two fonts goes on within 0.02; of 902 cells that meet 7 do.
"""

_LEVEL = 0.1


def is_sheet(document: int) -> bool:
    """Whether Calc wrote the document."""
    held = ctypes.create_string_buffer(len(_NAME))
    size = pdfium.get_property(document, b"Creator", held, len(_NAME))
    return bool(size == len(_NAME)) and held.raw == _NAME


def meetings(text_page: int, words: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The characters in the `words` (each from its first to before its end) at which another cell begins."""
    before, after = pdfium.Rectangle(), pdfium.Rectangle()
    for first, end in words:
        held = pdfium.object_of(text_page, first)
        for at in range(first + 1, end):
            last, held = held, pdfium.object_of(text_page, at)
            if held == last or not (
                pdfium.loose_box(text_page, at - 1, before) and pdfium.loose_box(text_page, at, after)
            ):
                continue
            gap, height = after.left - before.right, before.top - before.bottom
            level = abs(after.bottom - before.bottom) <= _LEVEL * height  # turned text has an object for each letter
            if level and not _BACK * height <= gap <= _ON * height:
                yield at
