"""The words that LibreOffice did not draw, kept in the PDF it made, page by page. Child processes only.

They stand where PDF has a place for what programs keep for themselves (ISO 32000-1, 14.5, page-piece dictionaries):
viewers show none of it, and whoever has the PDF has the words.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import TextWrapper
from typing import TypedDict

from ingest.errors import Damaged
from ingest.readers.office.mended import text_of
from ingest.readers.office.opening import OpenedText, open_text
from ingest.readers.office.undrawn import Line, undrawn
from ingest.readers.pdf import PdfFile
from ingest.text.mending import mend
from ingest.text.threads import rethreaded

MAX_CHARACTERS = 9_000
"""Of one page's words that were not drawn: with more the picture shows so little that text alone is better."""

_PIECES, _OURS, _PRIVATE, _CHANGED = "/PieceInfo", "/Hoclieu", "/Private", "/LastModified"
_PARTS = TextWrapper(
    MAX_CHARACTERS - 1, expand_tabs=False, replace_whitespace=False, drop_whitespace=False, break_on_hyphens=False
)
"""What parts a line that is longer than a page: a row of hundreds of cells."""

_BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class CompleteRequest(TypedDict):
    """A document, its type by its usual extension, its bounds, and the PDF that was made of it."""

    path: str
    extension: str
    bounds: dict[str, int]
    drawing: str


class UndrawnRequest(TypedDict):
    """A PDF that was completed, and pages of it, from 1."""

    path: str
    numbers: list[int]


def complete(request: CompleteRequest) -> Iterator[int]:
    """One value: on how many pages words are missing; the PDF now holds them. Raises Damaged where it shows too little
    of the document.
    """
    drawing = Path(request["drawing"])
    found = open_text(Path(request["path"]), request["extension"], request["bounds"]["max_pages"])
    words = list(_drawn_words(drawing, request["bounds"]))
    slides = request["extension"] in (".pptx", ".odp") and len(found.pages.pages) == len(words)
    lines = list(_lines(found, slides))
    missing = undrawn(lines, words, numbers=request["extension"] == ".xlsx")
    texts = _spread(missing, len(words))
    if texts:
        _keep(drawing, texts)
    yield len(texts)


def undrawn_words(request: UndrawnRequest) -> Iterator[str]:
    """One value for each page asked for: what of the document is missing on it, "" for nothing."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(request["path"]).pages
        for number in request["numbers"]:
            pieces = pages[number - 1].get(_PIECES)
            ours = pieces.get_object().get(_OURS) if pieces is not None else None
            yield str(ours.get_object().get(_PRIVATE, ""))[:MAX_CHARACTERS] if ours is not None else ""
    except (PyPdfError, *_BROKEN) as error:
        raise Damaged from error


def _lines(found: OpenedText, slides: bool) -> Iterator[Line]:
    """The lines of a document that a drawing shows too."""
    for number, page in enumerate(found.pages.pages, start=1):
        shown = replace(page, blocks=[block for block in page.blocks if not block.aside])
        for text in text_of(shown).text.split("\n"):
            yield Line(text, number if slides else 0)


def _spread(missing: dict[int, list[str]], pages: int) -> dict[int, str]:
    """The texts of pages; what is too long for one goes on to the next (a wide sheet is drawn in several)."""
    found: dict[int, str] = {}
    left: deque[str] = deque()
    for page in range(1, pages + 1):
        left.extend(part for line in missing.get(page, ()) for part in _PARTS.wrap(line))
        fits: list[str] = []
        size = 0
        while left and size + len(left[0]) < MAX_CHARACTERS:
            fits.append(left.popleft())
            size += len(fits[-1]) + 1
        if fits:
            found[page] = "\n".join(fits)
    if left:
        raise Damaged(params={"reason": "most of the document is not drawn"})
    return found


def _drawn_words(path: Path, bounds: dict[str, int]) -> Iterator[Sequence[str]]:
    """The words of each page as they are read from it."""
    drawing = PdfFile(path, bounds["dpi"], bounds["max_raster_pixels"])
    for layer in drawing.layers(range(1, drawing.pages + 1)):
        yield [word.text for line in mend(rethreaded(layer)).layer.lines for word in line.words]


def _keep(path: Path, texts: dict[int, str]) -> None:
    """Write the texts of pages behind the PDF, whose own bytes stay as they are."""
    from pypdf import PdfWriter  # costs 70 ms, and most documents lack nothing
    from pypdf.errors import PyPdfError
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    made = TextStringObject(datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ"))
    try:
        writer = PdfWriter(path, incremental=True)
        for number, text in texts.items():
            ours = DictionaryObject({NameObject(_CHANGED): made, NameObject(_PRIVATE): TextStringObject(text)})
            page = writer.pages[number - 1]
            page[NameObject(_PIECES)] = DictionaryObject({NameObject(_OURS): ours})
            page[NameObject(_CHANGED)] = made
        with path.open("r+b") as out:
            writer.write(out)
    except (PyPdfError, *_BROKEN) as error:
        raise Damaged from error
