"""XML of files that nobody vouches for: no DOCTYPE, no entity, no network, bounded. Child processes only.

Elements are told by their local names (`local`), because the same document comes in the namespaces of two editions of
its standard. The parser is expat, which fetches nothing and expands no entity that is not declared; a declaration needs
a DOCTYPE, which is refused before the parser sees it.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ingest.errors import Damaged
from ingest.readers.archive import STREAM_BYTES, Watched

DEEPEST = 200
"""Levels of elements that are walked into; no office program writes half of that."""

_DOCTYPE = "<!DOCTYPE"
_FORBIDDEN = (_DOCTYPE.encode(), _DOCTYPE.encode("utf-16-le"), _DOCTYPE.encode("utf-16-be"))
_QUOTED = rb"""\s+(?:"[^"<>\[\]]{0,500}"|'[^'<>\[\]]{0,500}')"""
_PLAIN_DOCTYPE = re.compile(
    rb"\A(.{0,1000}?)<!DOCTYPE\s+[\w:.-]{1,100}(?:\s+PUBLIC" + _QUOTED + rb"(?:" + _QUOTED + rb")?)?\s*>", re.DOTALL
)
_BROKEN = (ElementTree.ParseError, ValueError, LookupError)


def parse(data: bytes) -> Element:
    """The root of a document. Raises Damaged, with the code "file.unsafe" for one with a DOCTYPE."""
    if any(found in data for found in _FORBIDDEN):
        raise Damaged("file.unsafe")
    try:
        return ElementTree.fromstring(data)  # noqa: S314  without a DOCTYPE there is nothing to expand or fetch
    except _BROKEN as error:
        raise Damaged from error


def without_plain_doctype(data: bytes) -> bytes:
    """`data` without a DOCTYPE that only names a public document type, as those of EPUB 2 do; any other stays."""
    return _PLAIN_DOCTYPE.sub(rb"\1", data, count=1)


def children_at(stream: IO[bytes], depth: int, also: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Each whole element `depth` levels below the root, in order, and nearer to it those with a local name in `also`.

    What was handed out is forgotten at the next. Raises as `parse`, and TooLarge for more than STREAM_BYTES.
    """
    path: list[Element] = []
    whole = depth  # how near to the root the element begins that is being gathered
    try:
        watched = Watched(stream, STREAM_BYTES, _FORBIDDEN)
        for event, element in ElementTree.iterparse(watched, events=("start", "end")):  # noqa: S314  as above
            if event == "start":
                if len(path) < whole and local(element) in also:
                    whole = len(path)
                path.append(element)
                continue
            path.pop()
            if len(path) > whole:
                continue
            if len(path) == whole:
                yield element
                whole = depth
            element.clear()
            if path:
                path[-1].remove(element)
    except _BROKEN as error:
        raise Damaged from error


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The attribute of that local name, whatever its namespace; "" when there is none."""
    plain = element.get(name)
    if plain is not None:
        return plain
    ending = "}" + name
    return next((value for key, value in element.attrib.items() if key.endswith(ending)), "")


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that local name, then its first child of the next, and so on; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element


def value_of(element: Element | None, *names: str) -> str:
    """The attribute `val` of the descendant that `names` lead to, "" when it is not there."""
    found = child(element, *names)
    return attribute(found, "val") if found is not None else ""


def text_in(element: Element) -> str:
    """All text inside, white space made single."""
    return " ".join("".join(element.itertext()).split())
