"""What a child can be asked about documents that are text before they are pages: requests in, JSON-ready values out."""

import signal
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from ingest.readers.archive import Archive
from ingest.readers.office import docx, epub, odf, opening, plain, pptx, xlsx
from ingest.readers.office.opening import OpenedText, open_text
from ingest.verbs import FileRequest, PagesRequest

TEXT_SECONDS = 80
"""Wall time of a whole document (a book of 500 pages takes three seconds); the alarm kills the child."""

_STEPS = (docx, epub, odf, opening, plain, pptx, xlsx)


class TextRequest(FileRequest):
    """A document, and its type by its usual extension."""

    extension: str


class TextPagesRequest(PagesRequest):
    """Pages of such a document, from 1."""

    extension: str


def office_inspect(request: TextRequest) -> Iterator[dict[str, object]]:
    """One value: pages, outline, properties, the title as printed, how many hidden parts were left out."""
    signal.alarm(TEXT_SECONDS)
    if request["extension"] != ".txt":
        Archive(Path(request["path"])).audit()
    found = _open(request["path"], request["extension"], request["bounds"])
    title, marked = found.title()
    yield {
        "pages": len(found.pages.pages),
        "outline": [asdict(item) for item in found.outline()],
        "info": {name: value[:1000] for name, value in found.properties.info.items()},
        "more": [[part[:1000] for part in told] for told in found.properties.more[:200]],
        "title": title[:1000],
        "marked": marked,
        "hidden": found.hidden,
    }


def office_text(request: TextPagesRequest) -> Iterator[dict[str, object]]:
    """One value a page, in the order asked."""
    signal.alarm(TEXT_SECONDS)
    found = _open(request["path"], request["extension"], request["bounds"])
    for number in request["numbers"]:
        page = found.page(number)
        yield {
            "number": number,
            "text": page.text,
            "mended": {
                "encoding": page.encoding,
                "share": page.share,
                "confidence": page.confidence,
                "letters": page.letters,
            },
        }


def office_versions(request: object) -> Iterator[dict[str, object]]:
    """One value: the VERSION of each step by its module's name."""
    yield {step.__name__: step.VERSION for step in _STEPS}


def _open(path: str, extension: str, bounds: dict[str, int]) -> OpenedText:
    return open_text(Path(path), extension, bounds["max_pages"])
