"""The text of a chapter in HTML as blocks. Child processes only.

Python's own parser takes broken HTML as it comes, knows every named letter, and fetches nothing. Scripts, styles and
what is marked as hidden are left out.
"""

import re
from html.parser import HTMLParser

from ingest.readers.office.flow import Block, Run

_APART = frozenset(
    ("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
     "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption", "title")
)  # fmt: skip
_LEFT_OUT = frozenset(("head", "script", "style", "template", "rp", "rt", "iframe", "object", "svg", "audio", "video",
                       "annotation", "annotation-xml"))  # fmt: skip
_RUBY = frozenset(("rt", "rp"))
_EMPTY = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_TIGHT = frozenset(("li", "tr", "dd", "dt"))
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" *([\n\t]) *")
_HEADING = re.compile(r"h([1-6])\Z")


class _Chapter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = ""
        self._pieces: list[str] = []
        self._level, self._tight, self._label = 0, False, ""
        self._hidden: list[str] = []
        self._titled = False
        self._exact = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden and _ends_unsaid(self._hidden[-1], tag):
            self._hidden.pop()
        if tag == "title":
            self._titled = True
        if self._hidden or tag in _LEFT_OUT or (tag not in _EMPTY and _is_hidden(attrs)):
            if tag not in _EMPTY:
                self._hidden.append(tag)
            return
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _CELLS:
            self._cell()
        elif tag in _APART:
            self._end_block()
            heading = _HEADING.match(tag)
            self._level = int(heading[1]) if heading else 0
            self._tight, self._label = tag in _TIGHT, "• " if tag == "li" else ""
            self._exact += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._titled = False
        if self._hidden and self._hidden[-1] in _RUBY and (tag == "ruby" or tag in _APART):
            self._hidden.pop()
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
        elif tag in _APART:
            self._end_block()
            self._exact -= tag == "pre" and self._exact > 0

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.title += data
        if not self._hidden:
            self._pieces.append(data if self._exact else _SPACE.sub(" ", data))

    def close(self) -> None:
        super().close()
        self._end_block()

    def _cell(self) -> None:
        """A tab before each cell of a row but the first; a paragraph inside a cell makes no block of its own."""
        if self._cells:
            self._pieces.append("\t")
        self._cells += 1

    def _end_block(self) -> None:
        text = "".join(self._pieces)
        self._pieces = []
        if not self._exact:
            text = _AROUND.sub(r"\1", re.sub(r" {2,}", " ", text)).strip(" \n")
        if text.strip():
            self.blocks.append(Block((Run(self._label + text),), self._level, tight=self._tight))
            self._label = ""
        self._level = 0


class _Rows(_Chapter):
    """The same, with what stands inside a cell kept on the cell's line."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CELLS:
            self._depth += 1
        elif tag == "tr":
            self._depth = self._cells = 0
        if self._depth and tag not in _CELLS and tag in _APART:
            self._pieces.append(" ")
            return
        super().handle_starttag("wbr" if self._depth and tag == "br" else tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._depth = max(0, self._depth - 1)
        if tag in ("tr", "table"):
            self._depth = 0
        if self._depth and tag in _APART:
            self._pieces.append(" ")
            return
        super().handle_endtag(tag)
        if tag in ("tr", "table"):
            self._cells = 0


def chapter(html: str) -> tuple[list[Block], str]:
    """The blocks of a chapter and what its head calls it."""
    parser = _Rows()
    parser.feed(html)
    parser.close()
    return parser.blocks, " ".join(parser.title.split())


def _ends_unsaid(held: str, tag: str) -> bool:
    """Whether an element whose end nobody need write ends where `tag` begins."""
    return (held == "p" and tag in _APART) or (held in _RUBY and (tag in _RUBY or tag == "rb" or tag in _APART))


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    return any(name == "hidden" or (name == "style" and "display:none" in (value or "").replace(" ", ""))
               for name, value in attrs)  # fmt: skip
