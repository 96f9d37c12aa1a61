"""PDF through pdfium: page count and sizes, the text layer with word boxes, page rasters.

Only its neighbour `pdfium` knows the library, in child processes. Points are 1/72 inch; pixel boxes are
those of the upright page (`/Rotate` applied).
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, islice, repeat
from math import hypot, isfinite
from pathlib import Path
from typing import NamedTuple

from ingest.errors import Damaged, Locked
from ingest.model import Box, Word
from ingest.readers import pdfium
from ingest.readers.pdf_cells import Index, is_sheet, parted
from ingest.readers.pdf_drawing import drawn, shows_through
from ingest.readers.pdf_words import Boxes, Placer
from ingest.readers.raster import PageSize, Raster, page_size
from ingest.text.broken import lacks_all_marks
from ingest.text.layer import Layer
from ingest.text.layout import Line, with_paragraphs
from ingest.text.normalize import clean

VERSION = 5

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
_LEGIBLE = 50
"""Dots per inch below which no picture has letters."""

_TURNS = {0: 0, 1: 90, 2: 180, 3: 270}


class _Picture(NamedTuple):
    """A picture on a page: pdfium's object, its share of the page, and its dots per inch."""

    object: int
    share: float
    dpi: float


class PdfFile:
    """An open PDF. Raises Locked when it wants a password, Damaged when pdfium cannot read it or it has no page."""

    def __init__(self, path: Path, dpi: int, max_pixels: int) -> None:
        self._dpi, self._max_pixels = dpi, max_pixels
        document, error = pdfium.open_document(path)
        self.pages = pdfium.page_count(document) if document else 0
        """How many pages."""
        if document is None or self.pages < 1:
            raise Locked if error == pdfium.WRONG_PASSWORD else Damaged
        self._document: int = document
        self._form: pdfium.Form | None = None
        self._sheet = is_sheet(document)

    @property
    def encrypted(self) -> bool:
        """Whether it is protected (and opened with the empty password)."""
        return bool(pdfium.security_revision(self._document) != -1)

    def check(self) -> None:
        """Nothing more: opening it read the page tree, and each page tells its own damage."""

    def layers(self, numbers: Sequence[int]) -> Iterator[Layer]:
        """The text layer of each page of `numbers`, from 1. Raises Damaged at a page that does not load."""
        for number in numbers:
            with self._page(number) as page:
                yield self._layer(page, number)

    def size(self, number: int) -> PageSize:
        """The measures of page `number`, upright, without drawing it."""
        with self._page(number) as page:
            return self._size(page)

    def raster(self, number: int, gray: bool, width: int | None = None) -> Raster:
        """Page `number` drawn upright: `width` pixels wide, or at the reading dpi but not above a scan's own."""
        self._form = self._form or pdfium.Form(self._document)  # what people filled in is drawn too
        with self._page(number) as page:
            size = self._size(page)
            scan = self._scan_dpi(page, size)
            dpi = size.dpi if scan is None else min(size.dpi, scan)
            if width is not None:
                dpi = size.dpi * width / size.width if scan is None else min(scan, size.dpi * width / size.width)
            image = drawn(page, self._form.handle, max(dpi, 1e-6) / 72, gray)
            return Raster(image, dpi, size, filled=scan is not None)

    @contextmanager
    def _page(self, number: int) -> Iterator[int]:
        """The open page. Raises Damaged when there is none, or it does not load."""
        if not 1 <= number <= self.pages:
            raise Damaged("page.damaged", {"page": number, "pages": self.pages})
        page: int | None = pdfium.load_page(self._document, number - 1)
        if page is None:
            raise Damaged("page.damaged")
        form = self._form.handle if self._form else None
        if form:
            pdfium.after_load(page, form)
        try:
            yield page
        finally:
            if form:
                pdfium.before_close(page, form)
            pdfium.close_page(page)

    def _size(self, page: int) -> PageSize:
        width, height = pdfium.page_width(page), pdfium.page_height(page)
        if not (isfinite(width) and isfinite(height) and width > 0 and height > 0):
            width, height = 612.0, 792.0  # what viewers show for a MediaBox that makes no sense
        rotation = _TURNS.get(pdfium.page_rotation(page), 0)
        return page_size(width, height, self._dpi, self._max_pixels, rotation)

    def _layer(self, page: int, number: int) -> Layer:
        size = self._size(page)
        text_page: int | None = pdfium.load_text(page)
        if text_page is None:
            raise Damaged("page.damaged")
        try:
            text, lines, fonts = _read_text(text_page, Placer(page, size), self._sheet)
        finally:
            pdfium.close_text(text_page)
        matters = len(text) < 2000 or lacks_all_marks(text)
        share = sum(picture.share for picture in _pictures(page, size)) if matters else 0.0
        empty = not text.strip() and pdfium.count_objects(page) == 0 and pdfium.count_annotations(page) == 0
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

    def _scan_dpi(self, page: int, size: PageSize) -> float | None:
        """The resolution of the picture that fills the page, None where none does.

        Where several do, it is that of the sharpest, unless its letters stand in the mask of another, which pdfium
        tells nothing of (mixed raster content: paper and colour of the letters in few pixels, their shapes in many).
        """
        filling = [picture for picture in _pictures(page, size) if picture.share >= _SCAN_SHARE]
        sharpest = max((picture.dpi for picture in filling), default=None)
        if sharpest is None or len(filling) < 2 or sharpest >= size.dpi:
            return sharpest
        masked = sharpest < _LEGIBLE or any(shows_through(self._document, page, picture.object) for picture in filling)
        return size.dpi if masked else sharpest


def _read_text(text_page: int, placer: Placer, sheet: bool) -> tuple[str, list[Line], tuple[str, ...]]:
    """The page's text, its words in lines, and the name of the font of each word ("" where it could tell nothing)."""
    text, index = _text_and_index(text_page)
    if sheet:
        text, index = parted(text_page, text, index)
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

    def __init__(self, text_page: int) -> None:
        self._page = text_page
        self._buffer = ctypes.create_string_buffer(_FONT_NAME)
        self._flags = ctypes.c_int()
        self.used: list[str] = []

    def of(self, character: int) -> str:
        """The name of the font of a character, "" where it has none."""
        size = pdfium.get_font(self._page, character, self._buffer, _FONT_NAME, self._flags)
        return self._buffer.value.decode("utf-8", errors="replace") if 0 < size <= _FONT_NAME else ""


def _text_and_index(text_page: int) -> tuple[str, Index]:
    """The page's text, and from a place in it to the number pdfium's boxes know that character by."""
    count = pdfium.count_characters(text_page)
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = max(0, pdfium.get_text(text_page, 0, count, buffer) - 1)
    text = bytes(buffer)[: 2 * units].decode("utf-16-le", errors="surrogatepass")
    if units == count and len(text) == units:
        return text, _same
    starts = list(accumulate((2 if ord(character) > 0xFFFF else 1 for character in text), initial=0))
    return text, lambda at: max(0, pdfium.character_at(text_page, starts[at]))


def _same(at: int) -> int:
    return at


def _pictures(page: int, size: PageSize) -> list[_Picture]:
    """Each picture among the first objects of `page`."""
    found = []
    matrix, pixels_wide, pixels_high = pdfium.Matrix(), ctypes.c_uint(), ctypes.c_uint()
    for item in islice(_objects(page), _MAX_OBJECTS):
        if pdfium.object_type(item) != pdfium.IMAGE_OBJECT:
            continue
        told = pdfium.object_matrix(item, matrix) and pdfium.image_pixels(item, pixels_wide, pixels_high)
        if not told:
            raise Damaged("page.damaged")
        wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        if wide > 0 and high > 0 and pixels_wide.value and pixels_high.value:
            share = min(1.0, wide * high / (size.points_wide * size.points_high))
            dpi = 72 * max(pixels_wide.value / wide, pixels_high.value / high)
            found.append(_Picture(item, share, dpi))
    return found


def _objects(page: int) -> Iterator[int]:
    """The objects of a page, each form followed by its own."""
    for at in range(pdfium.count_objects(page)):
        item: int | None = pdfium.object_at(page, at)
        if item is None:
            raise Damaged("page.damaged")
        yield item
        if pdfium.object_type(item) == pdfium.FORM_OBJECT:
            yield from _form_objects(item, 1)


def _form_objects(form: int, depth: int) -> Iterator[int]:
    for at in range(pdfium.count_form_objects(form)):
        item: int | None = pdfium.form_object_at(form, at)
        if item is None:
            raise Damaged("page.damaged")
        yield item
        if depth < _FORM_DEPTH - 1 and pdfium.object_type(item) == pdfium.FORM_OBJECT:
            yield from _form_objects(item, depth + 1)
