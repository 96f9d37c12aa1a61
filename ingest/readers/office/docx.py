"""DOCX: the body of a Word document in reading order, streamed. Child processes only.

Kept: headings, lists with their numbers, tables row by row, text boxes, charts and diagrams after their paragraph,
foot- and endnotes at the foot of their page, headers and footers once, inserted text. Left out: comments, deleted and
hidden text, instructions of fields, the older twin of what is stored twice for older programs.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.office.docx_styles import Numbering, Styles
from ingest.readers.office.drawingml import GRAPHICS, graphic
from ingest.readers.office.flow import HARD_BREAK, SOFT_BREAK, Block, Properties, Run, Section
from ingest.readers.office.mathematics import omml
from ingest.readers.office.opc import Package, font_of, is_on
from ingest.readers.xml import DEEPEST, attribute, child, children_at, local, value_of

VERSION = 3

_LEFT_OUT = frozenset(
    ("del", "moveFrom", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sectPr", "Fallback", "instrText", "delText",
     "commentRangeStart", "commentRangeEnd", "commentReference", "sdtPr", "sdtEndPr", "rt")
)  # fmt: skip
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": SOFT_BREAK}
_BOXES = frozenset(("drawing", "pict", "object"))
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


class DocxFile:
    """An open DOCX. `encrypted` is false: what opens is not protected."""

    def __init__(self, archive: Archive) -> None:
        self._package = Package(archive)
        self._main = self._package.main()
        self._links = self._package.links(self._main)
        self._styles = Styles(self._first_part("styles"))
        self._numbering = Numbering(self._first_part("numbering"))
        self._notes = {kind: self._note_texts(kind) for kind in _NOTES.values()}
        self._font = self._styles.font

    def sections(self) -> Iterator[Section]:
        """The whole document as one section."""
        yield Section((*self._furniture("header"), *self._body(), *self._furniture("footer")))

    def properties(self) -> Properties:
        """What the file says of itself."""
        return self._package.properties()

    def hidden(self) -> int:
        """Nothing in a document is hidden as a whole."""
        return 0

    def _first_part(self, kind: str) -> Element | None:
        names = self._package.related(self._main, kind)
        return self._package.part(names[0]) if names else None

    def _body(self) -> Iterator[Block]:
        """The blocks of the body; it is never held as a whole."""
        seen = False
        with self._package.archive.open(self._main) as stream:
            for element in children_at(stream, 2):
                seen = True
                yield from self._blocks(element, 0)
        if not seen:
            raise Damaged(params={"part": self._main})

    def _furniture(self, kind: str) -> list[Block]:
        """The headers, or footers, of all pages, each text once; the text of a page number alone is none."""
        found: dict[str, Block] = {}
        for name in self._package.related(self._main, kind):
            root = self._package.part(name)
            for block in self._blocks(root, 0) if root is not None else ():
                text = " ".join(block.text.split())
                if sum(map(str.isalpha, text)) > 2:
                    found.setdefault(text, Block(tuple(_plain(block.runs)), aside=True))
        return list(found.values())

    def _note_texts(self, kind: str) -> dict[str, tuple[Block, ...]]:
        root = self._first_part(kind)
        notes: dict[str, tuple[Block, ...]] = {}
        self._font = self._styles.font
        for note in root if root is not None else ():
            if attribute(note, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                notes[attribute(note, "id")] = tuple(self._simple(note))
        return notes

    def _simple(self, element: Element) -> Iterator[Block]:
        """Paragraphs without notes of their own, for texts that notes are."""
        for paragraph in element.iter():
            if local(paragraph) == "p":
                yield Block(tuple(_plain(self._runs(paragraph, [], [], 0))))

    def _blocks(self, element: Element, depth: int) -> Iterator[Block]:
        """The paragraphs and rows inside `element`, in order."""
        name = local(element)
        if name in _LEFT_OUT or depth > DEEPEST:
            return
        if name == "p":
            yield from self._paragraph(element, depth)
        elif name == "tbl":
            yield from self._table(element, depth)
        else:
            for inner in element:
                yield from self._blocks(inner, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = value_of(properties, "pStyle")
        self._font = self._styles.font_of(style)
        notes: list[Block] = []
        boxes: list[Element] = []
        runs = list(self._runs(element, notes, boxes, depth))
        level = self._level(properties, style)
        label = self._label(properties, style) if any(run.text.strip() for run in runs) else ""
        if label:
            runs.insert(0, Run(f"{label} "))
        if is_on(properties, "pageBreakBefore"):
            runs.insert(0, Run(SOFT_BREAK))
        ends = child(properties, "sectPr") if properties is not None else None
        if ends is not None and value_of(ends, "type") != "continuous":
            runs.append(Run(SOFT_BREAK))
        title = self._styles.is_title(style)
        yield Block(tuple(runs), level, title, tight=bool(label) and not level, notes=tuple(notes))
        for box in boxes:
            if local(box) in GRAPHICS:
                yield from graphic(self._package, self._links, box)
                continue
            for inner in box:
                yield from self._blocks(inner, depth + 1)

    def _level(self, properties: Element | None, style: str) -> int:
        own = value_of(properties, "outlineLvl")
        if own.isdecimal():
            return int(own) + 1 if int(own) < 9 else 0
        return self._styles.level_of(style)

    def _label(self, properties: Element | None, style: str) -> str:
        list_id, level = self._styles.list_of(style)
        list_id = value_of(properties, "numPr", "numId") or list_id
        return self._numbering.label(list_id, value_of(properties, "numPr", "ilvl") or level) if list_id else ""

    def _table(self, element: Element, depth: int) -> Iterator[Block]:
        """A block a row; a table inside a cell is part of that cell's text."""
        above = False
        for row in _descend(element, "tr"):
            if is_on(child(row, "trPr"), "hidden") or child(row, "trPr", "del") is not None:
                continue
            runs: list[Run] = []
            notes: list[Block] = []
            breaks = ""
            for at, cell in enumerate(_descend(row, "tc")):
                runs += [Run("\t")] if at else []
                for number, block in enumerate(self._blocks_of_cell(cell, depth)):
                    runs += [Run(" ")] if number else []
                    breaks = breaks or (SOFT_BREAK if SOFT_BREAK in block.text else "")
                    runs += _on_one_line(block.runs)
                    notes += block.notes
            first = [Run(breaks)] if breaks else []
            yield Block((*first, *runs), tight=above, notes=tuple(notes))
            above = True

    def _blocks_of_cell(self, cell: Element, depth: int) -> Iterator[Block]:
        for inner in cell:
            for block in self._blocks(inner, depth + 3):
                if block.text.strip():
                    yield block

    def _runs(self, element: Element, notes: list[Block], boxes: list[Element], depth: int) -> Iterator[Run]:
        """The text inside `element`; notes and text boxes met on the way go into their lists."""
        for inner in element:
            name = local(inner)
            if name in _LEFT_OUT or depth > DEEPEST:
                continue
            if name == "r":
                yield from self._run(inner, notes, boxes, depth)
            elif name in _BOXES:
                boxes += _text_boxes(inner)
            elif name == "oMath":
                yield Run(omml(inner))
            else:
                yield from self._runs(inner, notes, boxes, depth + 1)

    def _run(self, element: Element, notes: list[Block], boxes: list[Element], depth: int) -> Iterator[Run]:
        properties = child(element, "rPr")
        if is_on(properties, "vanish"):
            return
        style = value_of(properties, "rStyle")
        font = font_of(properties) or (self._styles.font_of(style) if style else "") or self._font
        for inner in element:
            name = local(inner)
            if name == "t":
                yield Run(inner.text or "", font)
            elif name in _SIGNS:
                yield Run(_SIGNS[name], font)
            elif name == "br":
                yield Run(HARD_BREAK if attribute(inner, "type") == "page" else "\n", font)
            elif name == "sym":
                yield Run(_symbol(attribute(inner, "char")), font)
            elif name in _NOTES:
                yield self._reference(attribute(inner, "id"), self._notes[_NOTES[name]], notes)
            elif name in _BOXES:
                boxes += _text_boxes(inner)
            elif name in ("AlternateContent", "ruby"):
                yield from self._runs(inner, notes, boxes, depth + 1)

    def _reference(self, at: str, known: dict[str, tuple[Block, ...]], notes: list[Block]) -> Run:
        """The mark of a note in the text; the note itself joins those of the block, with the same mark."""
        found = known.get(at, ())
        if not found:
            return Run("")
        mark = f"[{at}]"
        notes.append(Block((Run(f"{mark} "), *found[0].runs)))
        notes.extend(found[1:])
        return Run(mark)


def _descend(element: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """The rows of a table or cells of a row, also inside content controls, but not those of tables inside."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "ins", "customXml") and depth < DEEPEST:
            yield from _descend(inner, name, depth + 1)


def _text_boxes(element: Element) -> list[Element]:
    """The contents of the outermost text boxes of a drawing, and what names its charts and diagrams; of each twin that
    is stored for older programs one.
    """
    found: list[Element] = []
    waiting = [element]
    while waiting:
        held = waiting.pop()
        name = local(held)
        if name == "txbxContent" or name in GRAPHICS:
            found.append(held)
        elif name != "Fallback":
            waiting.extend(reversed(held))
    return found


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16)) if 0 < len(code) <= 4 else ""
    except ValueError:
        return ""


def _plain(runs: "Iterator[Run] | tuple[Run, ...]") -> Iterator[Run]:
    """The runs without breaks of pages."""
    for run in runs:
        yield Run(run.text.replace(HARD_BREAK, " ").replace(SOFT_BREAK, ""), run.font)


def _on_one_line(runs: tuple[Run, ...]) -> Iterator[Run]:
    for run in _plain(runs):
        yield Run(run.text.replace("\n", " ").replace("\t", " "), run.font)
