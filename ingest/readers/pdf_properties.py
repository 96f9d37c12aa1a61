"""What a PDF says of itself: Info, XMP, outline, page labels. The only importer of pypdf; child processes only."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar
from xml.dom.minidom import Element

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination
from pypdf.xmp import XmpInformation

from ingest.errors import Damaged
from ingest.model import OutlineItem
from ingest.text.encodings import decode
from ingest.text.normalize import clean

VERSION = 2

_MAX_OUTLINE = 5_000
_MAX_DEPTH = 20
_MAX_TITLE = 500
_MOST_VALUES = 20
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_CC = "http://creativecommons.org/ns#"
_XMP_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
_T = TypeVar("_T")

_BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError,
    RecursionError, OSError, AssertionError, OverflowError,
)  # fmt: skip
"""What pypdf lets out on broken files, as seen on the 244 of the trial collection: more than its own errors."""


@dataclass(frozen=True, slots=True)
class Properties:
    """`info` maps "title", "creator", "subject", "keywords", "created", "producer", "language", and of XMP alone
    "publisher", "identifier", "issued", "license", "rights", to cleaned text; "xmp" to the names of those
    that XMP told.
    """

    info: dict[str, str]
    outline: tuple[OutlineItem, ...]
    page_labels: tuple[str, ...]
    complete: bool


def read_properties(path: Path, max_pages: int) -> Properties:
    """Everything that can be had; `complete` is false where a part was broken. Raises Damaged when nothing opens."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells every oddity; the file's state is told by us
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            reader.decrypt("")
        pages = min(len(reader.pages), max_pages)
    except _BROKEN as error:
        raise Damaged("file.properties_unreadable") from error
    parts = _Parts()
    nothing: dict[str, str] = {}
    info = parts.get(lambda: _info(reader), nothing)
    xmp = parts.get(lambda: _xmp(reader), nothing)
    return Properties(
        info={name: value for name, value in (info | xmp).items() if value},
        outline=parts.get(lambda: tuple(islice(_outline(reader, reader.outline, 0), _MAX_OUTLINE)), ()),
        page_labels=parts.get(lambda: _labels(reader, pages), ()),
        complete=parts.complete,
    )


class _Parts:
    """Runs one part after the other; a broken one gives its default and is remembered."""

    def __init__(self) -> None:
        self.complete = True

    def get(self, part: Callable[[], _T], default: _T) -> _T:
        try:
            return part()
        except _BROKEN:
            self.complete = False
            return default


def _info(reader: PdfReader) -> dict[str, str]:
    found = reader.metadata
    if found is None:
        return {}
    names = {
        "/Title": "title",
        "/Author": "creator",
        "/Subject": "subject",
        "/Keywords": "keywords",
        "/CreationDate": "created",
        "/Producer": "producer",
    }
    info = {name: _text(found.get(key)) for key, name in names.items()}
    info["language"] = _text(reader.root_object.get("/Lang"))
    return info


def _xmp(reader: PdfReader) -> dict[str, str]:
    found = reader.xmp_metadata
    if found is None:
        return {}
    title = found.dc_title or {}
    described = found.dc_description or {}
    parts = {
        "title": _text(title.get("x-default") or next(iter(title.values()), "")),
        "creator": "; ".join(filter(None, map(_text, found.dc_creator or []))),
        "subject": _text(described.get("x-default") or next(iter(described.values()), "")),
        "keywords": "; ".join(_told(found, _DC, "subject")),
        "publisher": "; ".join(_told(found, _DC, "publisher")),
        "identifier": "; ".join([*_told(found, _DC, "identifier"), *_told(found, _PRISM, "isbn")]),
        "issued": next(iter(_told(found, _DC, "date")), ""),
        "license": next(iter([*_told(found, _CC, "license"), *_told(found, _XMP_RIGHTS, "WebStatement")]), ""),
        "rights": next(iter([*_told(found, _DC, "rights"), *_told(found, _XMP_RIGHTS, "UsageTerms")]), ""),
    }
    told = {name: value for name, value in parts.items() if value}
    return {**told, "xmp": " ".join(told)} if told else {}


def _told(found: XmpInformation, space: str, name: str) -> list[str]:
    """The values of a property, at most 20: items of a list, an address, or plain text, as element or attribute."""
    values: list[str] = []
    for node in found.rdf_root.getElementsByTagNameNS(space, name)[:_MOST_VALUES]:
        items = node.getElementsByTagNameNS(_RDF, "li") or [node]
        values += [item.getAttributeNS(_RDF, "resource") or _words_in(item) for item in items[:_MOST_VALUES]]
    for node in found.rdf_root.getElementsByTagNameNS(_RDF, "Description")[:_MOST_VALUES]:
        values.append(node.getAttributeNS(space, name))
    return [text for value in values if (text := _text(value))][:_MOST_VALUES]


def _words_in(node: Element) -> str:
    return "".join(part.data for part in node.childNodes if part.nodeType == part.TEXT_NODE)


def _outline(reader: PdfReader, items: object, level: int) -> Iterator[OutlineItem]:
    if not isinstance(items, list) or level > _MAX_DEPTH:
        return
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, level + 1)
        elif isinstance(item, Destination):
            title = _text(item.title)
            if title:
                yield OutlineItem(title, _page_of(reader, item), level)


def _page_of(reader: PdfReader, item: Destination) -> int | None:
    try:
        number = reader.get_destination_page_number(item)
    except _BROKEN:
        return None
    return number + 1 if number is not None and number >= 0 else None


def _labels(reader: PdfReader, pages: int) -> tuple[str, ...]:
    """One label a page, or none at all when the file only counts 1, 2, 3 (then a label says nothing)."""
    if "/PageLabels" not in reader.root_object:
        return ()
    labels = tuple(_text(label)[:40] for label in reader.page_labels[:pages])
    return () if labels == tuple(str(number) for number in range(1, pages + 1)) else labels


def _text(value: object) -> str:
    """A text on one line. pypdf gives bytes where they are no text by the rules: UTF-8, or an old encoding."""
    resolved = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(resolved, bytes):
        resolved = decode(resolved[: 4 * _MAX_TITLE]).text
    return " ".join(clean(resolved).split())[:_MAX_TITLE] if isinstance(resolved, str) else ""
