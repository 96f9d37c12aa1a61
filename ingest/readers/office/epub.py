"""EPUB 2 and 3: chapters in the order of the spine, the table of contents, all of Dublin Core. Child processes only.

Nothing that a book refers to outside itself is fetched. A chapter is HTML, where a DOCTYPE means nothing; the package
and the table of contents are XML, where one may stand that only names the type of the document, as EPUB 2 wants it.
"""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ingest.errors import Damaged, Locked
from ingest.readers.archive import Archive
from ingest.readers.office.flow import Block, OutlineMark, Properties, Section
from ingest.readers.office.html_text import chapter
from ingest.readers.xml import attribute, child, local, parse, text_in, without_plain_doctype
from ingest.text.encodings import decode

VERSION = 2

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OBFUSCATED_FONTS = ("idpf.org/2008/embedding", "ns.adobe.com/pdf/enc#rc")
_HTML = ("html", "xml")
_MAX_CHAPTERS = 10_000
_MAX_DEPTH = 20
_ROLES = {
    "aut": "author", "edt": "editor", "ill": "illustrator", "trl": "translator", "com": "compiler", "rev": "reviewer",
}  # fmt: skip
_PLAIN = {"title": "title", "creator": "creator", "description": "subject", "date": "created", "language": "language"}
_MORE = frozenset(("contributor", "publisher", "subject", "identifier", "source", "relation", "coverage", "rights",
                   "type"))  # fmt: skip
_KEYS = {"coverage": "spatial"}


class EpubFile:
    """An open EPUB. Raises Locked where chapters are encrypted (fonts often are, and do not matter)."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        if archive.has(_ENCRYPTION):
            _require_readable(self._xml(_ENCRYPTION))
        root = self._xml(_CONTAINER)
        found = next((element for element in root.iter() if local(element) == "rootfile"), None)
        if found is None:
            raise Damaged(params={"part": _CONTAINER})
        self._opf = attribute(found, "full-path")
        self._package = self._xml(self._opf)
        manifest = child(self._package, "manifest")
        self._items = {attribute(item, "id"): item for item in (manifest if manifest is not None else ())}
        spine = child(self._package, "spine")
        self._spine = spine if spine is not None else Element("spine")
        wanted = [self._items.get(attribute(one, "idref")) for one in self._spine][:_MAX_CHAPTERS]
        self._chapters = [self._place(item) for item in wanted if item is not None and _is_html(item)]
        self._titles: dict[int, str] = {}
        if not self._chapters:
            raise Damaged(params={"part": self._opf[:100]})

    def sections(self) -> Iterator[Section]:
        """A section a chapter; one without words (a cover) takes no page."""
        for name in self._chapters:
            yield Section(tuple(self._blocks(name)))

    def outline(self) -> tuple[OutlineMark, ...]:
        """The table of contents: of EPUB 3 the navigation document, else the NCX of EPUB 2."""
        places = {name: at for at, name in reversed(list(enumerate(self._chapters)))}
        for item in self._items.values():
            if "nav" in attribute(item, "properties").split():
                marks = tuple(self._navigation(self._place(item), places))
                if marks:
                    return marks
        ncx = self._items.get(attribute(self._spine, "toc"))
        if ncx is None:
            ncx = next((one for one in self._items.values() if "dtbncx" in attribute(one, "media-type")), None)
        return tuple(self._ncx(self._place(ncx), places)) if ncx is not None else ()

    def properties(self) -> Properties:
        """Every element of Dublin Core that the package carries."""
        found = Properties()
        metadata = child(self._package, "metadata")
        roles = {
            attribute(element, "refines").lstrip("#"): (element.text or "").strip()
            for element in (metadata if metadata is not None else ())
            if attribute(element, "property") == "role"
        }
        for element in metadata.iter() if metadata is not None else ():
            name, value = local(element), text_in(element)
            if not value or "purl.org/dc" not in element.tag:
                continue
            role = attribute(element, "role") or roles.get(attribute(element, "id"), "")
            if name == "creator" and _ROLES.get(role, "author") != "author":
                found.more.append(("creator", value, _ROLES[role], "dc:creator"))
            elif name in _PLAIN:
                before = found.info.get(_PLAIN[name])
                joined = f"{before}; {value}" if before and name == "creator" else before or value
                found.info[_PLAIN[name]] = joined
            elif name in _MORE:
                hint = attribute(element, "scheme") if name == "identifier" else _ROLES.get(role, "")
                found.more.append((_KEYS.get(name, name), value, hint, f"dc:{name}"))
        return found

    def hidden(self) -> int:
        """Nothing is left out."""
        return 0

    def _blocks(self, name: str) -> list[Block]:
        if not self._archive.has(name):
            return []
        return chapter(decode(self._archive.read(name)).text)[0]

    def _xml(self, name: str) -> Element:
        return parse(without_plain_doctype(self._archive.read(name)))

    def _place(self, item: Element) -> str:
        return _resolved(self._opf, attribute(item, "href"))

    def _navigation(self, name: str, places: dict[str, int]) -> Iterator[OutlineMark]:
        """The list inside `nav` of type toc; a navigation document is well-formed by its rules, else it is none."""
        if not self._archive.has(name):
            return
        try:
            root = parse(without_plain_doctype(self._archive.read(name)))
        except Damaged:
            return
        for nav in root.iter():
            if local(nav) == "nav" and attribute(nav, "type") in ("toc", ""):
                yield from _entries(nav, name, places, 0)
                return

    def _ncx(self, name: str, places: dict[str, int]) -> Iterator[OutlineMark]:
        if not self._archive.has(name):
            return
        try:
            points = child(self._xml(name), "navMap")
        except Damaged:
            return
        yield from _points(points, name, places, 0) if points is not None else ()


def _require_readable(root: Element) -> None:
    for element in root.iter():
        if local(element) == "EncryptionMethod":
            algorithm = attribute(element, "Algorithm").lower()
            if not any(known in algorithm for known in _OBFUSCATED_FONTS):
                raise Locked


def _is_html(item: Element) -> bool:
    kind = attribute(item, "media-type").lower()
    return any(word in kind for word in _HTML) and "svg" not in kind and "ncx" not in kind


def _resolved(base: str, link: str) -> str:
    """The name of the entry that `link` in the entry `base` leads to."""
    target = unquote(link.partition("#")[0])
    if not target:
        return base
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target))[1:]


def _entries(element: Element, base: str, places: dict[str, int], level: int) -> Iterator[OutlineMark]:
    """The links of a navigation list in order, with their depth."""
    for inner in element:
        if local(inner) == "a":
            at = places.get(_resolved(base, attribute(inner, "href")))
            if at is not None and text_in(inner):
                yield OutlineMark(text_in(inner), at, max(0, level - 1))
        elif level < _MAX_DEPTH:
            yield from _entries(inner, base, places, level + (local(inner) == "ol"))


def _points(element: Element, base: str, places: dict[str, int], level: int) -> Iterator[OutlineMark]:
    for point in element:
        if local(point) == "navPoint" and level < _MAX_DEPTH:
            label, content = child(point, "navLabel"), child(point, "content")
            at = places.get(_resolved(base, attribute(content, "src"))) if content is not None else None
            if at is not None and label is not None and text_in(label):
                yield OutlineMark(text_in(label), at, level)
            yield from _points(point, base, places, level + 1)
