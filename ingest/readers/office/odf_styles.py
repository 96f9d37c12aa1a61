"""What the styles of an OpenDocument say: fonts, breaks, what is hidden, which lists are numbered."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.xml import attribute, child, local


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str
    font: str
    before: str
    after: str
    hidden: bool
    level: str


class OdfStyles:
    """Styles by name, those of the document over those of the house, and which lists are numbered."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._faces: dict[str, str] = {}
        self._numbered: dict[str, frozenset[int]] = {}

    def add(self, element: Element) -> None:
        """Take in a style, a list style or the faces of fonts, wherever they stand."""
        kind = local(element)
        if kind in ("style", "default-style"):
            name = attribute(element, "name") if kind == "style" else ""
            self._styles[attribute(element, "family"), name] = _style(element)
        elif kind == "list-style":
            levels = [int(attribute(one, "level")) for one in element
                      if local(one) == "list-level-style-number" and attribute(one, "num-format")
                      and attribute(one, "level").isdecimal()]  # fmt: skip
            self._numbered[attribute(element, "name")] = frozenset(levels)
        elif kind == "font-face":
            self._faces[attribute(element, "name")] = attribute(element, "font-family").strip("'\"")
        elif kind in ("font-face-decls", "styles", "automatic-styles"):
            for inner in element:
                self.add(inner)

    def font(self, family: str, name: str) -> str:
        """The font of a style, also an inherited one, by its real name."""
        for style in self._chain(family, name):
            if style.font:
                return self._faces.get(style.font, style.font)
        default = self._styles.get((family, ""))
        return self._faces.get(default.font, default.font) if default is not None else ""

    def breaks(self, name: str) -> tuple[bool, bool]:
        """Whether a paragraph style wants a new page before and after."""
        chain = self._chain("paragraph", name)
        before = next((style.before for style in chain if style.before), "")
        return before == "page", next((style.after for style in chain if style.after), "") == "page"

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is the one for the document's title, or derived from it."""
        return name == "Title" or any(style.parent == "Title" for style in self._chain("paragraph", name))

    def hidden(self, family: str, name: str) -> bool:
        """Whether a style hides what it is given to."""
        return any(style.hidden for style in self._chain(family, name))

    def numbered(self, list_style: str, level: int) -> bool:
        """Whether a list counts its items at this level."""
        return level in self._numbered.get(list_style, frozenset())

    def _chain(self, family: str, name: str) -> list[_Style]:
        found: list[_Style] = []
        while name and (style := self._styles.get((family, name))) is not None and len(found) < 20:
            found.append(style)
            name = style.parent
        return found


def _style(element: Element) -> _Style:
    text, paragraph = child(element, "text-properties"), child(element, "paragraph-properties")
    page = child(element, "drawing-page-properties")
    return _Style(
        parent=attribute(element, "parent-style-name"),
        font=(attribute(text, "font-name") or attribute(text, "font-family")) if text is not None else "",
        before=attribute(paragraph, "break-before") if paragraph is not None else "",
        after=attribute(paragraph, "break-after") if paragraph is not None else "",
        hidden=(text is not None and attribute(text, "display") == "none")
        or (page is not None and attribute(page, "visibility") == "hidden"),
        level=attribute(element, "default-outline-level"),
    )
