"""Where the words of a PDF page stand: pdfium's rectangles around their characters, and pixels of the upright page.

Child processes only.
"""

import ctypes
from collections.abc import Sequence
from math import isfinite, nan
from operator import le

from ingest.model import Box
from ingest.readers import pdfium
from ingest.readers.raster import PageSize

_NOWHERE: Box = (0, 0, 0, 0)
_DOUBLE = ctypes.sizeof(ctypes.c_double)
_AT_ONCE = 512
_CORNERS = (ctypes.c_double * (4 * _AT_ONCE))()
_OUT = [
    tuple(ctypes.byref(_CORNERS, (4 * word + place) * _DOUBLE) for place in (0, 3, 2, 1)) for word in range(_AT_ONCE)
]
"""Where FPDFText_GetRect puts the sides of that many words, in the order it asks for: left, top, right, bottom."""
_COUNT_RECTS = pdfium.plain_function("FPDFText_CountRects")
_GET_RECT = pdfium.plain_function("FPDFText_GetRect")


class Placer:
    """From points of an unturned page to pixels of the upright one, by the matrix pdfium itself draws with."""

    def __init__(self, page: int, size: PageSize) -> None:
        self._size = size
        # FPDF_PageToDevice answers whole pixels; a device a thousand times larger keeps three decimals.
        span, reach = 1_000_000, 1000.0
        x, y = ctypes.c_int(), ctypes.c_int()
        points = []
        for at in ((0.0, 0.0), (reach, 0.0), (0.0, reach)):
            pdfium.to_device(page, 0, 0, span, span, 0, *at, x, y)
            points.append((x.value * size.width / span, y.value * size.height / span))
        (self._x0, self._y0), right, up = points
        self._xx, self._yx = (right[0] - self._x0) / reach, (right[1] - self._y0) / reach
        self._xy, self._yy = (up[0] - self._x0) / reach, (up[1] - self._y0) / reach

    def boxes(self, corners: Sequence[float]) -> Sequence[Box]:
        """The pixel boxes, cut to the page, of rectangles in points, given as left, bottom, right, top of each in one
        row; an empty box for what is no rectangle.
        """
        lefts, bottoms, rights, tops = (corners[place::4] for place in range(4))
        (x0, y1), (x1, y0) = self._points(lefts, bottoms), self._points(rights, tops)
        if not (all(map(le, x0, x1)) and all(map(le, y0, y1))):
            x0, x1 = list(map(min, x0, x1)), list(map(max, x0, x1))
            y0, y1 = list(map(min, y0, y1)), list(map(max, y0, y1))
        inside = bool(corners) and isfinite(sum(corners)) and min(min(x0), min(y0)) >= 0
        if inside and max(x1) <= self._size.width and max(y1) <= self._size.height:
            return list(zip(*(map(round, side) for side in (x0, y0, x1, y1)), strict=True))
        return [self._cut(*sides) for sides in zip(x0, y0, x1, y1, strict=True)]

    def _points(self, xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
        x0, y0, xx, xy, yx, yy = self._x0, self._y0, self._xx, self._xy, self._yx, self._yy
        if abs(xy) < 1e-9 and abs(yx) < 1e-9:
            return [x0 + x * xx for x in xs], [y0 + y * yy for y in ys]
        pairs = list(zip(xs, ys, strict=True))
        return [x0 + x * xx + y * xy for x, y in pairs], [y0 + x * yx + y * yy for x, y in pairs]

    def _cut(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if not isfinite(x0 + x1 + y0 + y1):
            return _NOWHERE
        width, height = self._size.width, self._size.height
        x0, x1 = max(0.0, min(x0, width)), max(0.0, min(x1, width))
        y0, y1 = max(0.0, min(y0, height)), max(0.0, min(y1, height))
        return (round(x0), round(y0), round(x1), round(y1))


class Boxes:
    """The rectangles of words in points, four numbers each in one row: left, bottom, right, top.

    Two calls for each word are most of what a page costs, and declared argument types make each of them three times as
    dear: here they are called with plain numbers and pointers made once.
    """

    def __init__(self, text_page: int) -> None:
        self.found: list[float] = []
        self._corners, self._out = _CORNERS, _OUT[0]
        self._page = ctypes.c_void_p(text_page)

    def add_all(self, spans: Sequence[tuple[int, int]]) -> None:
        """The rectangles around the characters from each span's first to before its end."""
        count_rects, get_rect, page = _COUNT_RECTS, _GET_RECT, self._page
        for begin in range(0, len(spans), _AT_ONCE):
            part = spans[begin : begin + _AT_ONCE]
            apart = [
                at
                for at, ((first, end), out) in enumerate(zip(part, _OUT, strict=False))
                if count_rects(page, first, end - first) != 1 or not get_rect(page, 0, *out)
            ]
            found = _CORNERS[: 4 * len(part)]
            for at in apart:
                held, self.found = self.found, []
                self.add(part[at][0], part[at][1] - part[at][0])
                found[4 * at : 4 * at + 4], self.found = self.found, held
            self.found += found

    def add(self, first: int, count: int) -> None:
        """The rectangle around `count` characters from `first` on; not a number for characters that are nowhere."""
        parts = _COUNT_RECTS(self._page, first, max(1, count))
        if parts == 1 and _GET_RECT(self._page, 0, *self._out):
            self.found += self._corners[:4]
            return
        told = [self._corners[:4] for part in range(parts) if _GET_RECT(self._page, part, *self._out)]
        if not told:
            self.found += (nan, nan, nan, nan)
            return
        lefts, bottoms, rights, tops = zip(*told, strict=True)
        self.found += (min(lefts), min(bottoms), max(rights), max(tops))
