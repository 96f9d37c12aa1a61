"""Sheets with text put exactly where a test wants it: books with heads, columns, tables; read back in this process."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.answers import read_layer
from ingest.model import Page
from ingest.readers.pdf import PdfFile
from ingest.text.verbs import _layer_value
from tests.documents import FONT, prose, wrapped

A4 = (595, 842)
SLIDE = (720, 405)
LEADING = 1.5


@dataclass(frozen=True, slots=True)
class Put:
    """A line of text: points from the left and from the top of the sheet to its base line, and the letters' size."""

    x: float
    y: float
    text: str
    size: float = 11


def sheets(path: Path, pages: Sequence[Sequence[Put]], size: tuple[float, float] = A4) -> Path:
    """A born-digital PDF whose lines are drawn in the order given."""
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for lines in pages:
        for line in lines:
            canvas.setFont("DejaVu", line.size)
            canvas.drawString(line.x, size[1] - line.y, line.text)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> list[Page]:
    """The text layer of every page, as the pipeline gives it."""
    file = PdfFile(path, 200, 50_000_000)
    return [
        read_layer(json.loads(json.dumps(_layer_value(layer))), number).page
        for number, layer in enumerate(file.layers(range(1, file.pages + 1)), start=1)
    ]


def column(lines: Sequence[str], x: float, y: float, size: float = 11, leading: float = LEADING) -> list[Put]:
    """`lines` below one another."""
    return [Put(x, y + at * size * leading, line, size) for at, line in enumerate(lines)]


def body(page: int, lines: int = 30, x: float = 64, y: float = 110, size: float = 11) -> list[Put]:
    """Running text that differs from page to page."""
    return column(wrapped(prose(page, 40), 78)[:lines], x, y, size)


def paged(count: int) -> Iterator[tuple[int, list[Put]]]:
    """Numbers from 1 and a body for each."""
    return ((number, body(number)) for number in range(1, count + 1))
