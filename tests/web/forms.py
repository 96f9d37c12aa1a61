"""What a browser would send of a form, read from the page by the rules of HTML: tests fill in forms as people do."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

QUIET = frozenset({"checkbox", "radio"})
UNSENT = frozenset({"submit", "button", "file", "reset", "image"})


def fields(page: str, form_id: str = "describing") -> MultiDict[str, str]:
    """The successful controls of the form with that id, in the order of the page."""
    reader = _Reader(form_id)
    reader.feed(page)
    return MultiDict(reader.found)


def checked(page: str) -> MultiDict[str, str]:
    """What the one form of a page of choices sends as it stands."""
    reader = _Reader("")
    reader.feed(page.partition("<main")[2])
    return MultiDict(reader.found)


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._form_id = form_id
        self._inside = False
        self._select: list[tuple[str, bool]] | None = None
        self._name = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = held.get("id", "") == self._form_id
        if not self._inside:
            return
        if tag == "input" and "name" in held:
            self._input(held)
        elif tag == "select":
            self._name, self._select = held["name"], []
        elif tag == "option" and self._select is not None:
            self._select.append((held["value"], "selected" in held))
        elif tag == "textarea":
            self._name, self._area = held["name"], ""

    def _input(self, held: dict[str, str]) -> None:
        kind, value = held.get("type", "text"), held.get("value", "")
        if kind in UNSENT or (kind in QUIET and "checked" not in held):
            return
        if kind not in {"hidden", *QUIET}:
            value = value.replace("\r", "").replace("\n", "")  # a browser keeps no line end in a line of text
        self.found.append((held["name"], value))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._select if selected] or [self._select[0][0]]
            self.found.append((self._name, chosen[-1]))
            self._select = None
        elif tag == "textarea" and self._area is not None:
            text = self._area.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
            self.found.append((self._name, text))
            self._area = None
