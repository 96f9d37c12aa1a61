"""What a child can be asked: requests in, JSON-ready values out. Imported in child processes only."""

import signal
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ingest.columns import told
from ingest.errors import Damaged
from ingest.model import Family, Word
from ingest.readers import Bounds, Reader, open_file
from ingest.readers.raster import PageSize, turned_size
from ingest.text import broken, encodings, layout, legacy, mending, normalize, order, threads, usable
from ingest.text.layer import Layer
from ingest.text.layout import Line
from ingest.turning import turned_box

if TYPE_CHECKING:  # what only pages that are drawn want, Pillow above all, is imported by the verbs that draw: 40 ms
    from ingest import upright
    from ingest.ocr import preprocess

TEXT_PAGE_SECONDS = 25
"""Wall time of one page's text layer (a dense page takes 3 ms); the alarm kills the child."""


class FileRequest(TypedDict):
    """Which file, and its bounds."""

    path: str
    family: Family
    bounds: dict[str, int]


class PagesRequest(FileRequest):
    """Pages of a file, from 1."""

    numbers: list[int]


class OcrRequest(FileRequest):
    """A page to recognise."""

    number: int
    languages: str
    engine: str


class PictureRequest(FileRequest):
    """A page to draw; `max_height` 0 means any. `view` is how the page is made upright, None: as the file says."""

    number: int
    width: int
    max_height: int
    max_bytes: int
    view: "upright.ViewRequest | None"


class EngineRequest(TypedDict):
    """An engine to ask for its version."""

    engine: str


def inspect(request: FileRequest) -> Iterator[dict[str, object]]:
    """One value: {"pages", "encrypted"}."""
    reader = _open(request)
    reader.check()
    yield {"pages": reader.pages, "encrypted": reader.encrypted}


def properties(request: FileRequest) -> Iterator[dict[str, object]]:
    """One value: what the PDF says of itself, as `Properties`."""
    from ingest.readers.pdf_properties import read_properties  # pypdf costs 70 ms, only this verb wants it

    yield asdict(read_properties(Path(request["path"]), request["bounds"]["max_pages"]))


def text(request: PagesRequest) -> Iterator[dict[str, object]]:
    """One value a page, in the order asked: its layer, and whether to keep it or to read the image."""
    reader = _open(request)
    for number in request["numbers"]:
        signal.alarm(TEXT_PAGE_SECONDS)
        try:
            yield _layer_value(next(reader.layers([number])))
        except Damaged as error:
            yield {"number": number, "verdict": "damaged", "params": dict(error.params)}
    signal.alarm(0)


def ocr(request: OcrRequest) -> Iterator[dict[str, object]]:
    """One value: the page as recognised; a blank page has no words and was shown to no engine."""
    from ingest import upright
    from ingest.ocr import page, preprocess
    from ingest.ocr.engine import engine_named

    stored = _open(request).raster(request["number"], gray=True)
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


def picture(request: PictureRequest) -> Iterator[str]:
    """One value: the WebP bytes in base64."""
    from ingest import upright
    from ingest.render import picture as draw

    width, view = request["width"], upright.requested(request["view"])
    seen = upright.viewed(_open(request), request["number"], view, width, request["bounds"]["max_raster_pixels"])
    yield b64encode(draw(seen.image, width, request["max_height"] or None, request["max_bytes"])).decode()


def versions(request: EngineRequest) -> Iterator[dict[str, object]]:
    """One value: the engine's version under "engine", and the VERSION of each step by its module's name."""
    from ingest import upright
    from ingest.ocr import page, preprocess
    from ingest.ocr.engine import engine_module, engine_named
    from ingest.photo import sheet, straighten
    from ingest.readers import image, pdf

    judging = (threads, broken, encodings, legacy, mending, usable)
    views = (upright, sheet, straighten)
    steps = (pdf, image, *views, engine_module(request["engine"]), preprocess, page, layout, order, normalize, *judging)
    yield {"engine": engine_named(request["engine"]).version()} | {step.__name__: step.VERSION for step in steps}


def _open(request: FileRequest) -> Reader:
    return open_file(Path(request["path"]), request["family"], Bounds(**request["bounds"]))


def _layer_value(found: Layer) -> dict[str, object]:
    mended = mending.mend(threads.rethreaded(found))
    layer = mended.layer
    lines = order.in_reading_order(layer.lines)
    if lines is not layer.lines:
        lines = layout.with_paragraphs(lines)
    judgement = usable.judge(layer.raw_text, layer.picture_share, mended.lossy)
    return {
        "number": layer.number,
        "verdict": "blank" if layer.empty else judgement.verdict,
        "reason": judgement.reason,
        "encoding": judgement.encoding,
        "width": layer.width,
        "height": layer.height,
        "rotation": layer.rotation,
        "text": layout.running_text(lines),
        "words": told(word for line in lines for word in line.words),
        "mended": {
            "encoding": mended.encoding,
            "share": mended.share,
            "confidence": mended.confidence,
            "letters": mended.letters,
        },
    }


def _on_page(lines: tuple[Line, ...], shown: "preprocess.Prepared", size: PageSize, turn: int) -> tuple[Line, ...]:
    """Lines found in the prepared image of a page of `size`, their boxes in pixels of that page turned by `turn`."""

    def moved(word: Word) -> Word:
        box = turned_box(shown.on_page(word.box, size.width, size.height), turn, size.width, size.height)
        return Word(word.text, box, round(word.confidence, 4))

    return tuple(Line(tuple(map(moved, line.words)), line.paragraph) for line in lines)
