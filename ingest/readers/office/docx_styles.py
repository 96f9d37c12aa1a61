"""What the styles and lists of a Word document say: fonts, heading levels, numbers before paragraphs."""

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ingest.readers.office.opc import font_of
from ingest.readers.xml import attribute, child, local, value_of

_LONGEST_CHAIN = 20
_MAX_LEVEL = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    name: str
    font: str
    outline: str
    list_id: str
    list_level: str


class Styles:
    """The styles of a document by their ids; a missing one says nothing."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default, self.font = "", ""
        for element in root if root is not None else ():
            if local(element) == "docDefaults":
                self.font = font_of(child(element, "rPrDefault", "rPr"))
            elif local(element) == "style":
                at = attribute(element, "styleId")
                self._styles[at] = _style(element)
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                    self._default = at

    def font_of(self, style: str) -> str:
        """The font of a style, also an inherited one."""
        return self._first(style or self._default, "font") or self.font

    def level_of(self, style: str) -> int:
        """The heading level that a style gives, from 1; 0 for no heading."""
        for held in self._chain(style):
            if held.outline.isdecimal():
                return int(held.outline) + 1 if int(held.outline) < _MAX_LEVEL else 0
            word, _, number = held.name.lower().partition(" ")
            if word == "heading" and number.isdecimal() and 1 <= int(number) <= _MAX_LEVEL:
                return int(number)
        return 0

    def is_title(self, style: str) -> bool:
        """Whether a style is the one for the document's title."""
        return any(held.name.lower() == "title" for held in self._chain(style))

    def list_of(self, style: str) -> tuple[str, str]:
        """The list that paragraphs of a style belong to, and their level in it; "" for none."""
        return self._first(style, "list_id"), self._first(style, "list_level")

    def _first(self, style: str, what: str) -> str:
        return next((found for held in self._chain(style) if (found := getattr(held, what))), "")

    def _chain(self, style: str) -> list[_Style]:
        found: list[_Style] = []
        while (held := self._styles.get(style)) is not None and len(found) < _LONGEST_CHAIN:
            found.append(held)
            style = held.based_on
        return found


def _style(element: Element) -> _Style:
    paragraph = child(element, "pPr")
    return _Style(
        based_on=value_of(element, "basedOn"),
        name=value_of(element, "name"),
        font=font_of(child(element, "rPr")),
        outline=value_of(paragraph, "outlineLvl"),
        list_id=value_of(paragraph, "numPr", "numId"),
        list_level=value_of(paragraph, "numPr", "ilvl"),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document. `label` counts: ask once for each paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        lists: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                lists[attribute(element, "abstractNumId")] = _List(_levels(element))
        for element in root if root is not None else ():
            if local(element) == "num":
                at = attribute(element, "numId")
                self._lists[at] = _started_anew(element, lists.get(value_of(element, "abstractNumId"), _List()))

    def label(self, list_id: str, level: str) -> str:
        """What stands before the next paragraph of that list and level: "1.", "b)", "•", or "" for nothing."""
        held = self._lists.get(list_id)
        depth = int(level) if level.isdecimal() else 0
        if held is None or depth not in held.levels:
            return ""
        own = held.levels[depth]
        if own.kind == "bullet":
            return "•"
        held.counts[depth] = held.counts.get(depth, own.start - 1) + 1
        for deeper in [found for found in held.counts if found > depth]:
            del held.counts[deeper]
        text = own.text
        for at in range(_MAX_LEVEL):
            if f"%{at + 1}" in text:
                kind = held.levels[at].kind if at in held.levels else "decimal"
                start = held.levels[at].start if at in held.levels else 1
                text = text.replace(f"%{at + 1}", numeral(held.counts.get(at, start), kind))
        return text.strip()


def numeral(number: int, kind: str) -> str:
    """A number as lists write it; `kind` is a word of the format ("decimal", "lowerLetter", "upperRoman", ...)."""
    if kind == "none" or number < 1:
        return "" if kind == "none" else str(number)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and number < 4000:
        roman, left = "", number
        for value, sign in _ROMAN:
            roman += sign * (left // value)
            left %= value
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _started_anew(element: Element, held: _List) -> _List:
    """`held` itself, or for a list that begins its numbers anew one of its own."""
    starts = {
        attribute(level, "ilvl"): value_of(level, "startOverride") for level in element if local(level) == "lvlOverride"
    }
    starts = {at: start for at, start in starts.items() if at.isdecimal() and start.isdecimal() and len(start) < 7}
    if not starts:
        return held
    levels = {
        at: replace(level, start=int(starts[str(at)])) if str(at) in starts else level
        for at, level in held.levels.items()
    }
    return _List(levels)


def _levels(element: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in element:
        at, start = attribute(level, "ilvl"), value_of(level, "start")
        if local(level) == "lvl" and at.isdecimal():
            begin = int(start) if start.isdecimal() and len(start) < 7 else 1
            found[int(at)] = _Level(value_of(level, "numFmt") or "decimal", value_of(level, "lvlText")[:100], begin)
    return found
