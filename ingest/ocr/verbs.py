"""What a child can be asked of page images. Imported in child processes only."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import upright
from ingest.columns import told
from ingest.model import Word
from ingest.ocr.engine import Engine, OcrResult, engine_named
from ingest.ocr.leaves import Leaf, leaves
from ingest.ocr.page import read_page
from ingest.ocr.preprocess import is_blank, prepare
from ingest.readers.raster import PageSize, Raster, turned_size
from ingest.text import layout, order
from ingest.text.layout import Line
from ingest.turning import turned_lines
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
    inked = [leaf for leaf in leaves(raster.image, raster.dpi) if not is_blank(leaf.image)]
    read = _read_each(inked, raster, request) if inked else []
    result = OcrResult(tuple(line for one in read for line in one.lines), _turn(read))
    lines = _on_page(read, raster.size, result.turned)
    size = turned_size(raster.size, result.turned)
    yield {
        "number": request["number"],
        "width": size.width,
        "height": size.height,
        "rotation": size.rotation,
        "corners": upright.turned_corners(corners, result.turned, stored.size) if corners else None,
        "text": layout.running_text(lines),
        "confidence": result.confidence,
        "words": told(word for line in lines for word in line.words),
    }


def _read_each(inked: Sequence[Leaf], raster: Raster, request: OcrRequest) -> Sequence[OcrResult]:
    engine = engine_named(request["engine"])
    return [_read(leaf, raster, request["languages"], engine) for leaf in inked]


def _read(leaf: Leaf, raster: Raster, languages: str, engine: Engine) -> OcrResult:
    """What is on one leaf of the page, its boxes in pixels of the page."""
    shown = prepare(leaf.image, raster.dpi)
    result = read_page(shown.image, shown.dpi, languages, engine)
    lines = _in_order(result, *shown.image.size)
    across, down = raster.size.width / raster.image.width, raster.size.height / raster.image.height
    left, top = leaf.left * across, leaf.top * down

    def placed(word: Word) -> Word:
        box = shown.on_page(word.box, leaf.image.width * across, leaf.image.height * down)
        moved = (round(box[0] + left), round(box[1] + top), round(box[2] + left), round(box[3] + top))
        return Word(word.text, moved, round(word.confidence, 4))

    return replace(result, lines=tuple(replace(line, words=tuple(map(placed, line.words))) for line in lines))


def _in_order(result: OcrResult, width: int, height: int) -> tuple[Line, ...]:
    """The lines in the order people read them in, which shows where they are upright, level and straight."""
    upright = order.in_reading_order(turned_lines(result.lines, result.turned, width, height))
    size = (height, width) if result.turned in {90, 270} else (width, height)
    return turned_lines(upright, -result.turned % 360, *size)


def _turn(read: Sequence[OcrResult]) -> int:
    """The turn of the page: that of the leaf with the most lines."""
    return max(read, key=lambda one: len(one.lines)).turned if read else 0


def _on_page(read: Sequence[OcrResult], size: PageSize, turn: int) -> tuple[Line, ...]:
    """The lines of all leaves on the page turned by `turn`, the left leaf first: they come from left to right, or from
    top to bottom, as they lie.
    """
    lines: list[Line] = []
    for one in reversed(read) if turn in {90, 180} else read:
        leaf = turned_lines(one.lines, turn, size.width, size.height)
        before = max((line.paragraph for line in lines), default=-1) + 1
        lines += (replace(line, paragraph=line.paragraph + before) for line in leaf)
    return tuple(lines)
