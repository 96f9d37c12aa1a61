"""PDF through pdfium: page count and sizes, the text layer with word boxes, page rasters.

The only importer of pypdfium2; child processes only. Points are 1/72 inch; pixel boxes are those of the upright page
(`/Rotate` applied).
"""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, islice, repeat
from math import hypot, isfinite, nan
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import Damaged, Locked
from ingest.model import Box, Word
from ingest.readers.raster import PageSize, Raster, page_size
from ingest.text.broken import lacks_all_marks
from ingest.text.layer import Layer
from ingest.text.layout import Line, with_paragraphs
from ingest.text.normalize import clean

VERSION = 3

_WORD = re.compile(r"\S+")
_LINE_END = re.compile("[\x02\ufffe]")
_OLD_LETTER = re.compile("[\x80-\xbfÄ-ÇËÎÏÑÖ-ØÛÜÞßä-çëîïñö-øûüþÿ\uf020-\uf0ff\ufffe\x02]")
"""What every text in an old encoding has and Unicode Vietnamese has not: without one nobody needs to know the fonts."""

_FONT_NAME = 256
"""Bytes of a font's name looked at; the format allows 127."""

_MAX_OBJECTS = 400
"""Page objects looked at to find a scan's picture: a scan has a handful, a drawing thousands."""

_FORM_DEPTH = 3
_SCAN_SHARE = 0.8
_NOWHERE: Box = (0, 0, 0, 0)
_TURNS = {0: 0, 1: 90, 2: 180, 3: 270}
_DOUBLE = ctypes.sizeof(ctypes.c_double)
_COUNT_RECTS = ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(raw.FPDFText_CountRects, ctypes.c_void_p).value or 0)
_GET_RECT = ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(raw.FPDFText_GetRect, ctypes.c_void_p).value or 0)


class PdfFile:
    """An open PDF. Raises Locked when it wants a password, Damaged when pdfium cannot read it or it has no page."""

    def __init__(self, path: Path, dpi: int, max_pixels: int) -> None:
        self._dpi, self._max_pixels = dpi, max_pixels
        try:
            self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise (Locked if error.err_code == raw.FPDF_ERR_PASSWORD else Damaged) from error
        if len(self._document) < 1:
            raise Damaged(params={"pages": 0})

    @property
    def pages(self) -> int:
        """How many pages."""
        return len(self._document)

    @property
    def encrypted(self) -> bool:
        """Whether it is protected (and opened with the empty password)."""
        return bool(raw.FPDF_GetSecurityHandlerRevision(self._document) != -1)

    def check(self) -> None:
        """Nothing more: opening it read the page tree, and each page tells its own damage."""

    def layers(self, numbers: Sequence[int]) -> Iterator[Layer]:
        """The text layer of each page of `numbers`, from 1. Raises Damaged at a page that does not load."""
        for number in numbers:
            page = self._page(number)
            try:
                yield self._layer(page, number)
            finally:
                page.close()

    def size(self, number: int) -> PageSize:
        """The measures of page `number`, upright, without drawing it."""
        page = self._page(number)
        try:
            return self._size(page)
        finally:
            page.close()

    def raster(self, number: int, gray: bool, width: int | None = None) -> Raster:
        """Page `number` drawn upright: `width` pixels wide, or at the reading dpi but not above a scan's own."""
        self._document.init_forms()  # what people filled in is drawn too; must come before the page is loaded
        page = self._page(number)
        try:
            size = self._size(page)
            scan = self._scan_dpi(page, size)
            dpi = size.dpi if scan is None else min(size.dpi, scan)
            if width is not None:
                dpi = size.dpi * width / size.width if scan is None else min(scan, size.dpi * width / size.width)
            image = page.render(scale=max(dpi, 1e-6) / 72, grayscale=gray, rev_byteorder=True, limit_image_cache=True)
            return Raster(image.to_pil(), dpi, size, filled=scan is not None)
        except (pdfium.PdfiumError, ValueError, OSError) as error:
            raise Damaged("page.damaged") from error
        finally:
            page.close()

    def _page(self, number: int) -> pdfium.PdfPage:
        if not 1 <= number <= self.pages:
            raise Damaged("page.damaged", {"page": number, "pages": self.pages})
        try:
            return self._document[number - 1]
        except pdfium.PdfiumError as error:
            raise Damaged("page.damaged") from error

    def _size(self, page: pdfium.PdfPage) -> PageSize:
        width, height = page.get_size()
        if not (isfinite(width) and isfinite(height) and width > 0 and height > 0):
            width, height = 612.0, 792.0  # what viewers show for a MediaBox that makes no sense
        rotation = _TURNS.get(raw.FPDFPage_GetRotation(page), 0)
        return page_size(width, height, self._dpi, self._max_pixels, rotation)

    def _layer(self, page: pdfium.PdfPage, number: int) -> Layer:
        size = self._size(page)
        text_page = page.get_textpage()
        try:
            text, lines, fonts = _read_text(text_page, _Placer(page, size))
        finally:
            text_page.close()
        matters = len(text) < 2000 or lacks_all_marks(text)
        share = sum(area for area, _ in _pictures(page, size)) if matters else 0.0
        empty = not text.strip() and raw.FPDFPage_CountObjects(page) == 0 and raw.FPDFPage_GetAnnotCount(page) == 0
        return Layer(
            number=number,
            width=size.width,
            height=size.height,
            rotation=size.rotation,
            raw_text=text,
            lines=with_paragraphs(lines),
            picture_share=min(1.0, share),
            empty=empty,
            fonts=fonts,
        )

    def _scan_dpi(self, page: pdfium.PdfPage, size: PageSize) -> float | None:
        """The resolution of the picture that fills the page, None where no single picture does."""
        filling = [dpi for area, dpi in _pictures(page, size) if area >= _SCAN_SHARE]
        return max(filling) if filling else None


class _Placer:
    """From points of an unturned page to pixels of the upright one, by the matrix pdfium itself draws with."""

    def __init__(self, page: pdfium.PdfPage, size: PageSize) -> None:
        self._size = size
        # FPDF_PageToDevice answers whole pixels; a device a thousand times larger keeps three decimals.
        span, reach = 1_000_000, 1000.0
        x, y = ctypes.c_int(), ctypes.c_int()
        points = []
        for at in ((0.0, 0.0), (reach, 0.0), (0.0, reach)):
            raw.FPDF_PageToDevice(page, 0, 0, span, span, 0, *at, x, y)
            points.append((x.value * size.width / span, y.value * size.height / span))
        (self._x0, self._y0), right, up = points
        self._xx, self._yx = (right[0] - self._x0) / reach, (right[1] - self._y0) / reach
        self._xy, self._yy = (up[0] - self._x0) / reach, (up[1] - self._y0) / reach

    def boxes(self, corners: Sequence[float]) -> Sequence[Box]:
        """The pixel boxes, cut to the page, of rectangles in points, given as left, bottom, right, top of each in one
        row; an empty box for what is no rectangle.
        """
        lefts, bottoms, rights, tops = (corners[place::4] for place in range(4))
        (xs, ys), (other_xs, other_ys) = self._points(lefts, bottoms), self._points(rights, tops)
        x0, x1 = list(map(min, xs, other_xs)), list(map(max, xs, other_xs))
        y0, y1 = list(map(min, ys, other_ys)), list(map(max, ys, other_ys))
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


def _read_text(text_page: pdfium.PdfTextPage, placer: _Placer) -> tuple[str, list[Line], tuple[str, ...]]:
    """The page's text, its words in lines, and the name of the font of each word ("" where it could tell nothing)."""
    text, index = _text_and_index(text_page)
    telling = _OLD_LETTER.search(text) is not None
    fonts, boxes = _Fonts(text_page), _Boxes(text_page)
    spans: list[list[str]] = []
    start = 0
    for piece in text.splitlines(keepends=True):
        words: list[str] = []
        for match in _WORD.finditer(piece):
            if not (match.group().isprintable() or clean(match.group()).strip()):
                continue
            font = fonts.of(index(start + match.start())) if telling else ""
            for begin, end in _parts(match) if telling else (match.span(),):
                if begin > match.start():
                    spans.append(words)
                    words = []
                first = index(start + begin)
                boxes.add(first, index(start + end - 1) - first + 1)
                words.append(piece[begin:end])
                fonts.used.append(font)
        spans.append(words)
        start += len(piece)
    placed = map(Word, chain.from_iterable(spans), placer.boxes(boxes.found), repeat(1.0))
    return text, [Line(tuple(islice(placed, len(words)))) for words in spans if words], tuple(fonts.used)


def _parts(match: re.Match[str]) -> list[tuple[int, int]]:
    """Where the printed words in `match` begin and end. pdfium joins a line that ends with a hyphen (in TCVN3 fonts
    with the letter ư, which it takes for one) to the next; on paper they are two words on two lines.
    """
    if _LINE_END.search(match.group()) is None:
        return [match.span()]
    begins = [match.start(), *(match.start() + end.end() for end in _LINE_END.finditer(match.group()))]
    ends = [*begins[1:], match.end()]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end]


class _Fonts:
    """Names of the fonts of a page's characters; `used` gathers one a word."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._page = text_page
        self._buffer = ctypes.create_string_buffer(_FONT_NAME)
        self._flags = ctypes.c_int()
        self.used: list[str] = []

    def of(self, character: int) -> str:
        """The name of the font of a character, "" where it has none."""
        size = raw.FPDFText_GetFontInfo(self._page, character, self._buffer, _FONT_NAME, self._flags)
        return self._buffer.value.decode("utf-8", errors="replace") if 0 < size <= _FONT_NAME else ""


class _Boxes:
    """The rectangles of words in points, four numbers each in one row: left, bottom, right, top.

    Two calls for each word are most of what a page costs, and declared argument types make each of them three times as
    dear: here they are called with plain numbers and pointers made once.
    """

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self.found: list[float] = []
        self._corners = (ctypes.c_double * 4)()
        left, bottom, right, top = (ctypes.byref(self._corners, place * _DOUBLE) for place in range(4))
        self._out = (left, top, right, bottom)  # in the order FPDFText_GetRect asks for
        self._page = ctypes.cast(text_page.raw, ctypes.c_void_p)

    def add(self, first: int, count: int) -> None:
        """The rectangle around `count` characters from `first` on; not a number for characters that are nowhere."""
        parts = _COUNT_RECTS(self._page, first, max(1, count))
        if parts == 1 and _GET_RECT(self._page, 0, *self._out):
            self.found += self._corners[:]
            return
        told = [self._corners[:] for part in range(parts) if _GET_RECT(self._page, part, *self._out)]
        if not told:
            self.found += (nan, nan, nan, nan)
            return
        lefts, bottoms, rights, tops = zip(*told, strict=True)
        self.found += (min(lefts), min(bottoms), max(rights), max(tops))


def _text_and_index(text_page: pdfium.PdfTextPage) -> tuple[str, Callable[[int], int]]:
    """The page's text, and from a place in it to the number pdfium's boxes know that character by."""
    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = max(0, raw.FPDFText_GetText(text_page, 0, count, buffer) - 1)
    text = bytes(buffer)[: 2 * units].decode("utf-16-le", errors="surrogatepass")
    if units == count and len(text) == units:
        return text, lambda at: at
    starts = list(accumulate((2 if ord(character) > 0xFFFF else 1 for character in text), initial=0))
    return text, lambda at: max(0, raw.FPDFText_GetCharIndexFromTextIndex(text_page, starts[at]))


def _pictures(page: pdfium.PdfPage, size: PageSize) -> list[tuple[float, float]]:
    """Share of the page and dots per inch of each picture among the first objects of `page`."""
    found = []
    for item in islice(page.get_objects(max_depth=_FORM_DEPTH), _MAX_OBJECTS):
        if item.type != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        matrix = item.get_matrix()
        wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        pixels_wide, pixels_high = item.get_px_size()
        if wide > 0 and high > 0 and pixels_wide and pixels_high:
            share = min(1.0, wide * high / (size.points_wide * size.points_high))
            found.append((share, 72 * max(pixels_wide / wide, pixels_high / high)))
    return found
