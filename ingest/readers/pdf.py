"""PDF through pdfium: page count and sizes, the text layer with word boxes, page rasters.

Only this and its neighbours of like names import pypdfium2, in child processes. Points are 1/72 inch; pixel boxes are
those of the upright page (`/Rotate` applied).
"""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, islice, repeat
from math import hypot, isfinite
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import Damaged, Locked
from ingest.model import Box, Word
from ingest.readers.pdf_words import Boxes, Placer
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
_TURNS = {0: 0, 1: 90, 2: 180, 3: 270}


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
            text, lines, fonts = _read_text(text_page, Placer(page, size))
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


def _read_text(text_page: pdfium.PdfTextPage, placer: Placer) -> tuple[str, list[Line], tuple[str, ...]]:
    """The page's text, its words in lines, and the name of the font of each word ("" where it could tell nothing)."""
    text, index = _text_and_index(text_page)
    telling = _OLD_LETTER.search(text) is not None
    boxes = Boxes(text_page)
    if not telling and index is _same and "".join(text.split()).isprintable():
        boxes.add_all([match.span() for match in _WORD.finditer(text)])
        plain = [piece.split() for piece in text.splitlines()]
        return text, _lines(plain, placer.boxes(boxes.found)), ("",) * (len(boxes.found) // 4)
    fonts = _Fonts(text_page)
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
    return text, _lines(spans, placer.boxes(boxes.found)), tuple(fonts.used)


def _lines(texts: Sequence[Sequence[str]], boxes: Sequence[Box]) -> list[Line]:
    """The words of each line with their boxes, which come in one row; without the lines that have none."""
    placed = map(Word, chain.from_iterable(texts), boxes, repeat(1.0))
    return [Line(tuple(islice(placed, len(words)))) for words in texts if words]


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


def _text_and_index(text_page: pdfium.PdfTextPage) -> tuple[str, Callable[[int], int]]:
    """The page's text, and from a place in it to the number pdfium's boxes know that character by."""
    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = max(0, raw.FPDFText_GetText(text_page, 0, count, buffer) - 1)
    text = bytes(buffer)[: 2 * units].decode("utf-16-le", errors="surrogatepass")
    if units == count and len(text) == units:
        return text, _same
    starts = list(accumulate((2 if ord(character) > 0xFFFF else 1 for character in text), initial=0))
    return text, lambda at: max(0, raw.FPDFText_GetCharIndexFromTextIndex(text_page, starts[at]))


def _same(at: int) -> int:
    return at


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
