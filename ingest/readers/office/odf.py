"""ODT and ODP: text documents and slides of the OpenDocument format (ISO/IEC 26300). Child processes only.

Kept and left out as in the Office formats: `docx` and `pptx` say what.
"""

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from xml.etree.ElementTree import Element

from ingest.errors import Damaged, Locked
from ingest.readers.archive import Archive
from ingest.readers.office.flow import HARD_BREAK, SOFT_BREAK, Block, Properties, Run, Section
from ingest.readers.office.odf_objects import object_words
from ingest.readers.office.odf_styles import OdfStyles
from ingest.readers.xml import DEEPEST, attribute, child, children_at, local, parse, text_in

VERSION = 3

_LEFT_OUT = frozenset(("annotation", "annotation-end", "tracked-changes", "forms", "sequence-decls", "hidden-text",
                       "hidden-paragraph", "ruby-text", "desc", "title", "event-listeners", "page-number"))  # fmt: skip
_STYLES = frozenset(("style", "default-style", "list-style", "font-face"))
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-page-break": SOFT_BREAK}
_MAX_REPEAT = 50
"""How often a cell that says it is repeated is written; sheets laid out to the millionth column say so too."""

_INFO = {"title": "title", "initial-creator": "creator", "description": "subject", "creation-date": "created",
         "language": "language"}  # fmt: skip
_LICENSE = ("license", "licence", "rights", "copyright", "giấy phép", "bản quyền")


class OdfFile:
    """An open ODT or ODP. Raises Locked for an encrypted one."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Locked
        self._styles = OdfStyles()
        self._furniture: dict[str, list[Block]] = {"header": [], "footer": []}
        self._hidden, self._inside = 0, False
        if archive.has("styles.xml"):
            self._read_styles(parse(archive.read("styles.xml")))

    def sections(self) -> Iterator[Section]:
        """The text document as one section, or a section a slide."""
        self._hidden = 0
        text: list[Block] = []
        slides = 0
        with self._archive.open("content.xml") as stream:
            for element in children_at(stream, 3, _STYLES):
                if local(element) == "page":
                    slides += 1
                    yield from self._slide(element)
                else:
                    self._styles.add(element)
                    text += self._blocks(element, 0)
        if not slides:
            yield Section((*self._furniture["header"], *text, *self._furniture["footer"]))

    def properties(self) -> Properties:
        """What the file says of itself."""
        found = Properties()
        meta = parse(self._archive.read("meta.xml")) if self._archive.has("meta.xml") else None
        inside = child(meta, "meta")
        for element in inside if inside is not None else ():
            name, value = local(element), text_in(element)
            label = attribute(element, "name") if name == "user-defined" else name
            if value and name in _INFO:
                found.info.setdefault(_INFO[name], value)
            elif value and name in ("subject", "keyword"):
                found.more.append(("subject", value, "", name))
            elif value and any(word in label.casefold() for word in _LICENSE):
                found.more.append(("rights", value, "", label))
            elif value and name == "creator":
                found.info.setdefault("creator", value)
        return found

    def hidden(self) -> int:
        """How many slides were left out, once all were read."""
        return self._hidden

    def _read_styles(self, root: Element) -> None:
        for element in root:
            self._styles.add(element)
        masters = child(root, "master-styles")
        for master in masters if masters is not None else ():
            for part in master if local(master) == "master-page" else ():
                if local(part) in self._furniture:
                    self._furniture[local(part)] += [
                        replace(block, aside=True)
                        for block in self._blocks(part, 0)
                        if sum(map(str.isalpha, block.text)) > 2
                    ]
        for name, blocks in self._furniture.items():
            self._furniture[name] = list({block.text: block for block in blocks}.values())

    def _slide(self, page: Element) -> Iterator[Section]:
        if self._styles.hidden("drawing-page", attribute(page, "style-name")):
            self._hidden += 1
            return
        shapes = [shape for shape in page if local(shape) not in _LEFT_OUT and local(shape) != "notes"]
        shapes.sort(key=lambda shape: attribute(shape, "class") != "title")
        titles = [block for shape in shapes if attribute(shape, "class") == "title" for block in self._blocks(shape, 0)]
        title = " ".join(" ".join(block.text.split()) for block in titles)
        blocks = [Block(block.runs, level=1, title=True) for block in titles]
        blocks += [
            block for shape in shapes if attribute(shape, "class") != "title" for block in self._blocks(shape, 0)
        ]
        yield Section(tuple(blocks), True, title, tuple(self._slide_notes(page)))

    def _slide_notes(self, page: Element) -> Iterator[Block]:
        notes = child(page, "notes")
        for frame in notes if notes is not None else ():
            if attribute(frame, "class") == "notes":
                yield from self._blocks(frame, 0)

    def _blocks(self, element: Element, depth: int, lists: tuple[str, ...] = ()) -> Iterator[Block]:
        """The paragraphs, headings and rows inside `element`, in order."""
        name = local(element)
        if name in _LEFT_OUT or depth > DEEPEST or name == "index-title-template":
            return
        if name in ("p", "h"):
            yield from self._paragraph(element, depth)
        elif name == "soft-page-break":
            yield Block((Run(SOFT_BREAK),), tight=True)
        elif name == "list":
            yield from self._list(element, depth, (*lists, attribute(element, "style-name") or (lists or ("",))[-1]))
        elif name == "table":
            yield from self._rows(element, depth)
        elif name == "object":
            yield from self._object(attribute(element, "href"), depth)
        elif not (name == "section" and attribute(element, "display") == "none"):
            for inner in element:
                yield from self._blocks(inner, depth + 1, lists)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        style = attribute(element, "style-name")
        if self._styles.hidden("paragraph", style):
            return
        notes: list[Block] = []
        boxes: list[Element] = []
        runs = list(self._runs(element, self._styles.font("paragraph", style), notes, boxes, depth))
        before, after = self._styles.breaks(style)
        level = attribute(element, "outline-level") if local(element) == "h" else ""
        yield Block(
            (*([Run(SOFT_BREAK)] if before else ()), *runs, *([Run(SOFT_BREAK)] if after else ())),
            level=int(level) if level.isdecimal() and len(level) < 3 else int(local(element) == "h"),
            title=self._styles.is_title(style),
            notes=tuple(notes),
        )
        for box in boxes:
            yield from self._blocks(box, depth + 1)

    def _object(self, link: str, depth: int) -> Iterator[Block]:
        """The words of a formula, a chart or a document inside this one; what is inside that, or broken, is left."""
        name = posixpath.normpath(posixpath.join("/", link, "content.xml"))[1:]
        if self._inside or not self._archive.has(name):
            return
        self._inside = True
        with suppress(Damaged):
            root = parse(self._archive.read(name))
            told = object_words(root)
            yield from [Block((Run(text),)) for text in told] if told else self._blocks(root, depth + 1)
        self._inside = False

    def _list(self, element: Element, depth: int, styles: tuple[str, ...]) -> Iterator[Block]:
        """Items with a number or a bullet before the first paragraph of each."""
        count = 0
        for item in element:
            count += local(item) == "list-item"
            label = f"{count}." if self._styles.numbered(styles[-1], len(styles)) else "•"
            for inner in item:
                for block in self._blocks(inner, depth + 2, styles):
                    own = local(inner) == "p" and local(item) == "list-item" and bool(block.text.strip())
                    runs = (Run(f"{label} "), *block.runs) if own and label else block.runs
                    label = "" if own else label
                    yield Block(runs, block.level, block.title, tight=not block.level, notes=block.notes)

    def _rows(self, table: Element, depth: int) -> Iterator[Block]:
        above = False
        for row in _descend(table, ("table-row", "soft-page-break")):
            if local(row) == "soft-page-break":
                yield Block((Run(SOFT_BREAK),), tight=True)
            cells: list[tuple[Run, ...]] = []
            notes: list[Block] = []
            for cell in row:
                if local(cell) in ("table-cell", "covered-table-cell"):
                    blocks = [block for inner in cell for block in self._blocks(inner, depth + 3)]
                    runs = tuple(_on_one_line([block for block in blocks if block.text.strip()]))
                    times = attribute(cell, "number-columns-repeated")
                    cells += [runs] * (min(int(times), _MAX_REPEAT) if times.isdecimal() and len(times) < 8 else 1)
                    notes += [note for block in blocks for note in block.notes]
            while cells and not any(run.text for run in cells[-1]):
                cells.pop()
            row_runs = [run for at, cell in enumerate(cells) for run in ((Run("\t"),) if at else ()) + cell]
            if row_runs:
                yield Block(tuple(row_runs), tight=above, notes=tuple(notes))
                above = True

    def _runs(self, element: Element, font: str, notes: list[Block], boxes: list[Element], depth: int) -> Iterator[Run]:
        """The text of a paragraph; notes and text boxes met on the way go into their lists."""
        if element.text:
            yield Run(_collapsed(element.text), font)
        for inner in element:
            name = local(inner)
            if name in _SIGNS:
                yield Run(_SIGNS[name], font)
            elif name == "s":
                count = attribute(inner, "c")
                yield Run(" " * (min(int(count), 100) if count.isdecimal() and len(count) < 6 else 1), font)
            elif name == "note":
                yield self._note(inner, notes, depth)
            elif name in ("frame", "custom-shape", "text-box", "g", "rect", "ellipse"):
                boxes.append(inner)
            elif name not in _LEFT_OUT and depth < DEEPEST:
                yield from self._span(inner, font, notes, boxes, depth + 1)
            if inner.tail:
                yield Run(_collapsed(inner.tail), font)

    def _span(self, span: Element, font: str, notes: list[Block], boxes: list[Element], depth: int) -> Iterator[Run]:
        style = attribute(span, "style-name")
        if not (style and self._styles.hidden("text", style)):
            own = self._styles.font("text", style) if style else ""
            yield from self._runs(span, own or font, notes, boxes, depth)

    def _note(self, note: Element, notes: list[Block], depth: int) -> Run:
        citation, body = child(note, "note-citation"), child(note, "note-body")
        mark = f"[{text_in(citation) if citation is not None else '*'}]"
        for at, block in enumerate(self._blocks(body, depth + 1) if body is not None else ()):
            plain = Block(block.runs)
            notes.append(plain if at else Block((Run(f"{mark} "), *plain.runs)))
        return Run(mark)


def _descend(table: Element, names: tuple[str, ...], depth: int = 0) -> Iterator[Element]:
    """Rows, also those in groups and headers, but not those of tables inside cells."""
    for inner in table:
        if local(inner) in names:
            yield inner
        elif local(inner) in ("table-header-rows", "table-row-group", "table-rows") and depth < DEEPEST:
            yield from _descend(inner, names, depth + 1)


def _collapsed(text: str) -> str:
    """White space as OpenDocument means it: any of it is one space; tabs and line breaks are elements."""
    return text if text.isalnum() else " ".join(f"\x00{text}\x00".split()).replace("\x00", "")


def _on_one_line(blocks: list[Block]) -> Iterator[Run]:
    for at, block in enumerate(blocks):
        if at:
            yield Run(" ")
        for run in block.runs:
            text = run.text.replace(HARD_BREAK, "").replace(SOFT_BREAK, "")
            yield Run(text.replace("\n", " ").replace("\t", " "), run.font)
