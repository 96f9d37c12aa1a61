"""What a child can be asked of any file: requests in, JSON-ready values out. Imported in child processes only.

`ingest.text.verbs` takes text layers, `ingest.ocr.verbs` recognises: each imports what it wants and no other pays for.
"""

import signal
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ingest.model import Family
from ingest.readers import Bounds, Reader, open_file

if TYPE_CHECKING:  # what only pages that are drawn want, Pillow above all, is imported by the verb that draws: 40 ms
    from ingest import upright


PROPERTIES_SECONDS = 20
"""Wall time of what a PDF says of itself, worth less than its pages: when the alarm kills the child, they are known."""


class FileRequest(TypedDict):
    """Which file, and its bounds."""

    path: str
    family: Family
    bounds: dict[str, int]


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


def count(request: FileRequest) -> Iterator[dict[str, object]]:
    """One value: {"pages", "encrypted"}."""
    reader = opened(request)
    reader.check()
    yield {"pages": reader.pages, "encrypted": reader.encrypted}


def inspect(request: FileRequest) -> Iterator[dict[str, object]]:
    """What `count` tells; of a PDF a second value, what it says of itself, as `Properties`."""
    yield from count(request)
    if request["family"] == "pdf":
        signal.alarm(PROPERTIES_SECONDS)
        from ingest.readers.pdf_properties import read_properties  # pypdf costs 70 ms, only this verb wants it

        yield asdict(read_properties(Path(request["path"]), request["bounds"]["max_pages"]))


def picture(request: PictureRequest) -> Iterator[str]:
    """One value: the WebP bytes in base64."""
    from ingest import upright
    from ingest.render import picture as draw

    width, view = request["width"], upright.requested(request["view"])
    seen = upright.viewed(opened(request), request["number"], view, width, request["bounds"]["max_raster_pixels"])
    yield b64encode(draw(seen.image, width, request["max_height"] or None, request["max_bytes"])).decode()


def versions(request: EngineRequest) -> Iterator[dict[str, object]]:
    """One value: the engine's version under "engine", and the VERSION of each step by its module's name."""
    from ingest import upright
    from ingest.ocr import leaves, page, preprocess
    from ingest.ocr.engine import engine_module, engine_named
    from ingest.photo import sheet, straighten
    from ingest.readers import image, pdf
    from ingest.text import broken, encodings, layout, legacy, mending, normalize, order, threads, usable

    judging = (threads, broken, encodings, legacy, mending, usable)
    views = (upright, sheet, straighten)
    steps = (
        pdf,
        image,
        *views,
        engine_module(request["engine"]),
        leaves,
        preprocess,
        page,
        layout,
        order,
        normalize,
        *judging,
    )
    yield {"engine": engine_named(request["engine"]).version()} | {step.__name__: step.VERSION for step in steps}


def opened(request: FileRequest) -> Reader:
    """The file that a request is about."""
    return open_file(Path(request["path"]), request["family"], Bounds(**request["bounds"]))
