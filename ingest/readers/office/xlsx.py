"""XLSX: the visible sheets row by row, cells parted by tabs, as the sheet shows them. Child processes only.

Kept: text, numbers and dates in their formats, the results that formulas had when the file was saved; after the cells
of a sheet its headers and footers once, its text boxes and charts. Left out: hidden sheets (they are counted), hidden
rows and columns, comments, formulas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.errors import Damaged, TooLarge
from ingest.readers.archive import Archive
from ingest.readers.office.drawingml import GRAPHICS, graphic, paragraph
from ingest.readers.office.flow import Block, Properties, Run, Section
from ingest.readers.office.number_format import BUILT_IN, shown
from ingest.readers.office.opc import Package
from ingest.readers.xml import attribute, child, children_at, local

VERSION = 3

_MAX_STRINGS = 1_000_000
_MAX_CHARACTERS = 30_000_000
"""Of all sheets together: 2,000 pages have six million."""

_MAX_GAP = 10
"""Empty cells in a row that are kept as tabs; a wider gap becomes one."""

_MAX_COLUMN = 16_384
_FURNITURE = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d+|.)', re.IGNORECASE | re.DOTALL)
"""Of a header or footer: where a part of it begins, its look, what is counted (ECMA-376, part 1, 18.3.1.46)."""

_REFERENCE = re.compile(r"([A-Z]{1,3})\d*\Z")


@dataclass(frozen=True, slots=True)
class _Look:
    """The number format and the font of a cell."""

    code: str = ""
    font: str = ""


class XlsxFile:
    """An open XLSX."""

    def __init__(self, archive: Archive) -> None:
        self._package = Package(archive)
        self._main = self._package.main()
        root = self._package.part(self._main)
        if root is None:
            raise Damaged(params={"part": self._main})
        self._epoch_1904 = attribute(_or_empty(child(root, "workbookPr")), "date1904") in ("1", "true")
        links = self._package.links(self._main)
        sheets = [(sheet, links.get(_link(sheet), "")) for sheet in _or_empty(child(root, "sheets"))]
        self._hidden = sum(attribute(sheet, "state") in ("hidden", "veryHidden") for sheet, _ in sheets)
        self._sheets = [
            (attribute(sheet, "name"), name)
            for sheet, name in sheets
            if attribute(sheet, "state") not in ("hidden", "veryHidden")
        ]
        self._looks = _looks(self._first_part("styles"))
        self._strings = list(self._shared_strings())
        self._left = _MAX_CHARACTERS

    def sections(self) -> Iterator[Section]:
        """A section a visible sheet; a sheet without cells has none."""
        for title, name in self._sheets:
            if not name or not self._package.archive.has(name):
                raise Damaged(params={"part": name or "sheet"})
            blocks = (*self._rows(name), *self._boxes(name))
            if blocks:
                yield Section((Block((Run(title),), level=1, aside=True), *blocks), name=title)

    def properties(self) -> Properties:
        """What the file says of itself."""
        return self._package.properties()

    def hidden(self) -> int:
        """How many sheets were left out."""
        return self._hidden

    def _first_part(self, kind: str) -> Element | None:
        names = self._package.related(self._main, kind)
        return self._package.part(names[0]) if names else None

    def _shared_strings(self) -> Iterator[tuple[Run, ...]]:
        names = self._package.related(self._main, "sharedStrings")
        if not names or not self._package.archive.has(names[0]):
            return
        with self._package.archive.open(names[0]) as stream:
            for at, item in enumerate(children_at(stream, 1)):
                if at >= _MAX_STRINGS:
                    raise TooLarge(params={"limit": _MAX_STRINGS})
                yield tuple(_rich(item))

    def _rows(self, name: str) -> Iterator[Block]:
        """A block a row that shows something. Sheet data stands three levels deep, column widths before it."""
        hidden: list[tuple[int, int]] = []
        furniture: dict[str, None] = {}
        empty = True
        with self._package.archive.open(name) as stream:
            for element in children_at(stream, 2):
                kind = local(element)
                if kind == "col" and attribute(element, "hidden") in ("1", "true"):
                    hidden.append((_whole(attribute(element, "min")), _whole(attribute(element, "max"))))
                elif kind == "row" and attribute(element, "hidden") not in ("1", "true"):
                    runs = tuple(self._row(element, hidden))
                    if any(run.text.strip() for run in runs):
                        empty = False
                        yield Block(self._counted(runs), tight=True)
                elif kind in _FURNITURE and not empty:
                    text = " ".join(_CODE.sub(_plain_code, element.text or "").split())
                    if sum(map(str.isalpha, text)) > 2:
                        furniture.setdefault(text)
        yield from (Block(self._counted((Run(text),)), aside=True) for text in furniture)

    def _counted(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        self._left -= sum(len(run.text) for run in runs) + 1
        if self._left < 0:
            raise TooLarge(params={"limit": _MAX_CHARACTERS})
        return runs

    def _row(self, row: Element, hidden: list[tuple[int, int]]) -> Iterator[Run]:
        column, last = 0, 0
        for cell in row:
            if local(cell) != "c":
                continue
            column = _column(attribute(cell, "r")) or column + 1
            if any(first <= column <= end for first, end in hidden):
                continue
            runs = [run for run in self._cell(cell) if run.text]
            if not runs:
                continue
            gap = column - last if last else 0
            if gap > 0:
                yield Run("\t" * (gap if gap <= _MAX_GAP else 1))
            last = column
            yield from runs

    def _cell(self, cell: Element) -> Iterator[Run]:
        kind = attribute(cell, "t")
        look = self._looks.get(_whole(attribute(cell, "s")), _Look())
        if kind == "inlineStr":
            held = child(cell, "is")
            runs = tuple(_rich(held)) if held is not None else ()
        else:
            value = (_or_empty(child(cell, "v")).text or "").strip("\n")
            runs = self._value(kind, value, look.code)
        for run in runs:
            yield Run(" ".join(run.text.split()) if "\n" in run.text or "\t" in run.text else run.text,
                      run.font or look.font)  # fmt: skip

    def _value(self, kind: str, value: str, code: str) -> tuple[Run, ...]:
        """The value of a cell by its type: a shared string, a truth, text, an error, or a number."""
        if kind == "s":
            at = _whole(value)
            return self._strings[at] if value and at < len(self._strings) else ()
        if kind == "b":
            return (Run("TRUE" if value == "1" else "FALSE"),)
        if kind in ("str", "e", "d"):
            return (Run(value),)
        try:
            number = float(value)
        except ValueError:
            return (Run(value),)
        return (Run(shown(number, code, self._epoch_1904) if abs(number) < 1e300 else value),)

    def _boxes(self, name: str) -> Iterator[Block]:
        for part in self._package.related(name, "drawing"):
            root = self._package.part(part)
            for element in root.iter() if root is not None else ():
                if local(element) == "p":
                    yield from paragraph(element, tight=False)
                elif local(element) in GRAPHICS:
                    yield from graphic(self._package, self._package.links(part), element)


def _looks(root: Element | None) -> dict[int, _Look]:
    """The looks that cells name by number: formats and fonts of `cellXfs`."""
    if root is None:
        return {}
    codes = dict(BUILT_IN)
    for element in _or_empty(child(root, "numFmts")):
        codes[_whole(attribute(element, "numFmtId"))] = attribute(element, "formatCode")[:200]
    fonts = [attribute(_or_empty(child(font, "name")), "val") for font in _or_empty(child(root, "fonts"))]
    looks: dict[int, _Look] = {}
    for at, element in enumerate(_or_empty(child(root, "cellXfs"))):
        font = _whole(attribute(element, "fontId"))
        looks[at] = _Look(
            codes.get(_whole(attribute(element, "numFmtId")), ""), fonts[font] if font < len(fonts) else ""
        )
    return looks


def _rich(item: Element) -> Iterator[Run]:
    """The runs of a string; how its words are pronounced is left out."""
    for element in item:
        if local(element) == "t":
            yield Run(element.text or "")
        elif local(element) == "r":
            text, name = child(element, "t"), child(element, "rPr", "rFont")
            if text is not None:
                yield Run(text.text or "", attribute(name, "val") if name is not None else "")


def _plain_code(code: re.Match[str]) -> str:
    """What a code in a header stands for as text: nothing, or the space between its parts."""
    return {"&&": "&", "&l": " ", "&c": " ", "&r": " "}.get(code.group().lower(), "")


def _link(sheet: Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _or_empty(element: Element | None) -> Element:
    return element if element is not None else Element("none")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _column(reference: str) -> int:
    """The number of a column from 1 ("C7" is 3), 0 where nothing sensible is said."""
    match = _REFERENCE.match(reference)
    if match is None:
        return 0
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if number <= _MAX_COLUMN else 0
