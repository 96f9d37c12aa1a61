"""PPTX: a page a slide, the title first, then shapes as they lie on each other, then the notes. Child processes only.

Kept: text of shapes, groups, tables, charts and diagrams, and the speaker's notes. Left out: hidden slides (they are
counted), comments, what stands on masters and layouts, dates and numbers of slides.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.office.drawingml import GRAPHICS, graphic, paragraph
from ingest.readers.office.flow import Block, Properties, Run, Section
from ingest.readers.office.opc import Package
from ingest.readers.xml import DEEPEST, attribute, child, local

VERSION = 3

_TITLES = frozenset(("title", "ctrTitle"))
_FURNITURE = frozenset(("dt", "sldNum", "ftr", "hdr"))


class PptxFile:
    """An open PPTX."""

    def __init__(self, archive: Archive) -> None:
        self._package = Package(archive)
        self._main = self._package.main()
        root = self._package.part(self._main)
        if root is None:
            raise Damaged(params={"part": self._main})
        links = self._package.links(self._main)
        slides = child(root, "sldIdLst")
        self._names = [links.get(_link(slide), "") for slide in (slides if slides is not None else ())]
        self._hidden = 0

    def sections(self) -> Iterator[Section]:
        """A section a slide that is shown."""
        self._hidden = 0
        for name in self._names:
            root = self._package.part(name)
            if root is None:
                raise Damaged(params={"part": name})
            if attribute(root, "show") in ("0", "false"):
                self._hidden += 1
            else:
                yield Section(tuple(self._blocks(root, name)), True, _title(root), tuple(self._notes(name)))

    def properties(self) -> Properties:
        """What the file says of itself."""
        return self._package.properties()

    def hidden(self) -> int:
        """How many slides were left out, once all were read."""
        return self._hidden

    def _notes(self, name: str) -> Iterator[Block]:
        for part in self._package.related(name, "notesSlide"):
            root = self._package.part(part)
            for shape in _shapes(root) if root is not None else ():
                if _placeholder(shape) == "body":
                    yield from _paragraphs(shape)

    def _blocks(self, root: Element, name: str) -> Iterator[Block]:
        shapes = [shape for shape in _shapes(root) if _placeholder(shape) not in _FURNITURE]
        for shape in sorted(shapes, key=lambda shape: _placeholder(shape) not in _TITLES):
            if local(shape) == "graphicFrame":
                yield from self._graphic(shape, name)
            else:
                yield from _paragraphs(shape, level=1 if _placeholder(shape) in _TITLES else 0)

    def _graphic(self, frame: Element, name: str) -> Iterator[Block]:
        """The rows of a table, or the words of a chart or diagram, which lie in parts of their own."""
        for element in frame.iter():
            kind = local(element)
            if kind == "tr":
                cells = [cell for cell in element if local(cell) == "tc"]
                texts = [" ".join(_flat(block) for block in _paragraphs(cell)) for cell in cells]
                yield Block((Run("\t".join(texts)),), tight=True)
            elif kind in GRAPHICS:
                yield from graphic(self._package, self._package.links(name), element)


def _link(slide: Element) -> str:
    """The relationship of a slide: its attribute `id` in a namespace, beside a number without one."""
    return next((value for name, value in slide.attrib.items() if name.endswith("}id")), "")


def _title(root: Element) -> str:
    """The title of a slide on one line, for the outline."""
    for shape in _shapes(root):
        if _placeholder(shape) in _TITLES:
            found = " ".join(_flat(block) for block in _paragraphs(shape)).strip()
            if found:
                return found
    return ""


def _shapes(root: Element) -> Iterator[Element]:
    """Shapes and frames in the order they are drawn, those of groups too."""
    tree = child(root, "cSld", "spTree")
    if tree is not None:
        yield from _inside(tree, 0)


def _inside(tree: Element, depth: int) -> Iterator[Element]:
    for shape in tree:
        name = local(shape)
        if name in ("sp", "cxnSp", "graphicFrame"):
            if not _is_hidden(shape):
                yield shape
        elif name == "AlternateContent":
            chosen = child(shape, "Choice")
            yield from _inside(chosen, depth + 1) if chosen is not None else ()
        elif name == "grpSp" and depth < DEEPEST:
            yield from _inside(shape, depth + 1)


def _is_hidden(shape: Element) -> bool:
    about = next((element for part in shape for element in part if local(element) == "cNvPr"), None)
    return about is not None and attribute(about, "hidden") in ("1", "true")


def _placeholder(shape: Element) -> str:
    """What a shape is a placeholder for; "" for a shape of the author's own, "obj" where the type is not said."""
    found = next((element for element in shape.iter() if local(element) in ("ph", "txBody")), None)
    return attribute(found, "type") or "obj" if found is not None and local(found) == "ph" else ""


def _paragraphs(shape: Element, level: int = 0) -> Iterator[Block]:
    body = child(shape, "txBody")
    for at, inner in enumerate(body if body is not None else ()):
        if local(inner) == "p":
            yield from paragraph(inner, level, tight=at > 0)


def _flat(block: Block) -> str:
    return " ".join(block.text.split())
