"""What a child can be asked about documents that are text before they are pages: requests in, JSON-ready values out."""

import signal
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict

from ingest.columns import told
from ingest.readers.archive import Archive
from ingest.readers.office import docx, epub, odf, opening, plain, pptx, xlsx
from ingest.readers.office.opening import OpenedText, notes_of, open_text
from ingest.readers.office.tracked import has_struck_out
from ingest.text import encodings, mending

TEXT_SECONDS = 80
"""Wall time of a whole document (a book of 500 pages takes three seconds); the alarm kills the child."""

MAX_NOTES = 100_000
"""Characters of the notes to one slide."""

_STEPS = (docx, encodings, epub, mending, odf, opening, plain, pptx, xlsx)


class TextRequest(TypedDict):
    """A document, its type by its usual extension, and its bounds."""

    path: str
    extension: str
    bounds: dict[str, int]


class TextPagesRequest(TextRequest):
    """Pages of such a document, from 1."""

    numbers: list[int]


def office_inspect(request: TextRequest) -> Iterator[dict[str, object]]:
    """One value: pages, outline, properties, the title as printed, how many hidden parts were left out."""
    signal.alarm(TEXT_SECONDS)
    archive = Archive(Path(request["path"])) if request["extension"] != ".txt" else None
    if archive is not None:
        archive.audit()
    found = _open(request["path"], request["extension"], request["bounds"])
    title, marked = found.title()
    yield {
        "pages": len(found.pages.pages),
        "page_labels": [],
        "outline": [asdict(item) for item in found.outline()],
        "complete": True,
        "info": {name: value[:1000] for name, value in found.properties.info.items()},
        "more": [[part[:1000] for part in told] for told in found.properties.more[:200]],
        "title": title[:1000],
        "marked": marked,
        "hidden": found.hidden,
        "old_fonts": found.old_fonts(),
        "doubtful": found.doubtful,
        "struck_out": archive is not None and has_struck_out(archive, request["extension"]),
    }


def office_text(request: TextPagesRequest) -> Iterator[dict[str, object]]:
    """One value a page, in the order asked."""
    signal.alarm(TEXT_SECONDS)
    found = _open(request["path"], request["extension"], request["bounds"])
    for number in request["numbers"]:
        page = found.page(number)
        yield {
            "number": number,
            "verdict": "keep" if page.text else "blank",
            "reason": "good",
            "encoding": "",
            "width": 1,
            "height": 1,
            "rotation": 0,
            "text": page.text,
            "words": told(()),
            "mended": {
                "encoding": page.encoding,
                "share": page.share,
                "confidence": page.confidence,
                "letters": page.letters,
            },
        }


def office_notes(request: TextPagesRequest) -> Iterator[str]:
    """One value for each of the slides asked for, in their order: what the speaker notes to it."""
    signal.alarm(TEXT_SECONDS)
    notes = list(notes_of(Path(request["path"]), request["extension"]))
    for number in request["numbers"]:
        yield notes[number - 1][:MAX_NOTES] if number <= len(notes) else ""


def office_versions(request: object) -> Iterator[dict[str, object]]:
    """One value: the VERSION of each step by its module's name."""
    yield {step.__name__: step.VERSION for step in _STEPS}


def _open(path: str, extension: str, bounds: dict[str, int]) -> OpenedText:
    return open_text(Path(path), extension, bounds["max_pages"])
