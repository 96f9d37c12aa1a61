"""A Document in the shapes that leave the program: the JSON of `hoclieu ocr --json`, and plain text."""

from ingest.model import Document, Notice, Page, Suggestion
from ingest.text.language import guess_language


def to_text(document: Document) -> str:
    """Every page's text, pages parted by form feeds; a page without text is an empty piece, so pages can be counted."""
    return "\f".join(page.text for page in document.pages)


def to_json(document: Document) -> dict[str, object]:
    """The document as JSON-ready values: pages, language, encoding, suggestions, warnings (see docs: `hoclieu ocr`)."""
    return {
        "pages": [_page(page) for page in document.pages],
        "language": document.language,
        "encoding": document.encoding,
        "suggestions": [_suggestion(suggestion) for suggestion in document.suggestions],
        "warnings": [_notice(notice) for notice in document.warnings],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "number": page.number,
        "text": page.text,
        "language": guess_language(page.text).code,
        "origin": page.origin,
        "confidence": round(page.confidence, 4),
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "corners": [list(corner) for corner in page.corners] if page.corners else None,
        "words": [
            {"text": word.text, "box": list(word.box), "confidence": round(word.confidence, 4)} for word in page.words
        ],
        "artifacts": [
            {"kind": artifact.kind, "start": artifact.start, "end": artifact.end} for artifact in page.artifacts
        ],
        "warnings": [_notice(notice) for notice in page.warnings],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, object]:
    shown: dict[str, object] = {
        "field": suggestion.field,
        "value": suggestion.value,
        "confidence": round(suggestion.confidence, 4),
        "page": suggestion.page,
        "evidence": suggestion.evidence,
    }
    beside = {
        "role": suggestion.role,
        "scheme": suggestion.scheme,
        "volume": suggestion.volume,
        "lang": suggestion.lang,
    }
    shown |= {name: value for name, value in beside.items() if value is not None}
    if suggestion.box is not None:
        shown["box"] = list(suggestion.box)
        shown["words"] = [{"text": word.text, "box": list(word.box)} for word in suggestion.words]
    return shown


def _notice(notice: Notice) -> dict[str, object]:
    return {"code": notice.code, "params": dict(notice.params)}
