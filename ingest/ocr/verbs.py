"""What a child can be asked of page images. Imported in child processes only."""

from collections.abc import Iterator

from ingest import upright
from ingest.columns import told
from ingest.model import Word
from ingest.ocr import page, preprocess
from ingest.ocr.engine import engine_named
from ingest.readers.raster import PageSize, turned_size
from ingest.text import layout, order
from ingest.text.layout import Line
from ingest.turning import turned_box
from ingest.verbs import FileRequest, opened


class OcrRequest(FileRequest):
    """A page to recognise."""

    number: int
    languages: str
    engine: str


def ocr(request: OcrRequest) -> Iterator[dict[str, object]]:
    """One value: the page as recognised; a blank page has no words and was shown to no engine."""
    stored = opened(request).raster(request["number"], gray=True)
    raster, corners = upright.flattened(stored, request["bounds"]["max_raster_pixels"])
    lines: tuple[Line, ...] = ()
    confidence, turn = 0.0, 0
    if not preprocess.is_blank(raster.image):
        shown = preprocess.prepare(raster.image, raster.dpi)
        result = page.read_page(shown.image, shown.dpi, request["languages"], engine_named(request["engine"]))
        confidence, turn = result.confidence, result.turned
        lines = order.in_reading_order(_on_page(result.lines, shown, raster.size, turn))
    size = turned_size(raster.size, turn)
    yield {
        "number": request["number"],
        "width": size.width,
        "height": size.height,
        "rotation": size.rotation,
        "corners": upright.turned_corners(corners, turn, stored.size) if corners else None,
        "text": layout.running_text(lines),
        "confidence": confidence,
        "words": told(word for line in lines for word in line.words),
    }


def _on_page(lines: tuple[Line, ...], shown: preprocess.Prepared, size: PageSize, turn: int) -> tuple[Line, ...]:
    """Lines found in the prepared image of a page of `size`, their boxes in pixels of that page turned by `turn`."""

    def moved(word: Word) -> Word:
        box = turned_box(shown.on_page(word.box, size.width, size.height), turn, size.width, size.height)
        return Word(word.text, box, round(word.confidence, 4))

    return tuple(Line(tuple(map(moved, line.words)), line.paragraph) for line in lines)
