"""Text layers on the pages of one document: the letters they share, their font, the changed pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from ingest.pdf_out.layer import TextPage, operators
from ingest.pdf_out.letters import Letters
from ingest.pdf_out.objects import Objects, dictionary, stream_object
from ingest.pdf_out.pages import contents, free_name, resources_of, rotation, shown_box, with_font
from ingest.pdf_out.placing import Rectangle
from ingest.pdf_out.text_font import put_font

Add: TypeAlias = Callable[[PdfObject], IndirectObject]
"""Writes an object that may refer to objects of the original; answers its new number."""


@dataclass(slots=True)
class Laying:
    """Lays text on pages; `objects` is where everything new is written."""

    objects: Objects
    letters: Letters = field(default_factory=Letters)
    _font: IndirectObject | None = None
    _resources: dict[tuple[int, int], tuple[IndirectObject, str]] = field(default_factory=dict)

    @property
    def font(self) -> IndirectObject:
        """The font's number; the font itself is written by `finish`."""
        if self._font is None:
            self._font = self.objects.reserve()
        return self._font

    def on(self, page: PageObject, text: TextPage, add: Add) -> DictionaryObject:
        """A copy of `page` that shows `text` before its own, untouched content, turned so that it can be read."""
        resources, name = self._with_font(page, add)
        layer = self.stream(text, shown_box(page), text.rotation, name)
        changed = DictionaryObject(page)
        if text.rotation != rotation(page):
            changed[NameObject("/Rotate")] = NumberObject(text.rotation)
        changed[NameObject("/Contents")] = contents(page, layer)
        changed[NameObject("/Resources")] = resources
        return changed

    def stream(self, text: TextPage, box: Rectangle, rotate: int, name: str) -> IndirectObject:
        """The layer itself, written as a content stream."""
        return self.objects.add(stream_object(operators(text, box, rotate, self.letters, name), compress=True))

    def finish(self) -> None:
        """Write the font, if any page has used it."""
        if self._font is not None:
            put_font(self.objects, self._font, self.letters)

    def _with_font(self, page: PageObject, add: Add) -> tuple[PdfObject, str]:
        """The page's resources with our font: one new object for all pages that shared theirs, else a direct one."""
        resources = resources_of(page)
        shared = page.get("/Resources")
        if not isinstance(shared, IndirectObject):
            name = free_name(resources)
            return with_font(resources, self.font, name), name
        key = (shared.idnum, shared.generation)
        if key not in self._resources:
            name = free_name(resources)
            self._resources[key] = (add(with_font(resources, self.font, name)), name)
        return self._resources[key]


def page_tree(pages: list[IndirectObject]) -> DictionaryObject:
    """The node that holds all pages."""
    return dictionary(Type="Pages", Kids=ArrayObject(pages), Count=len(pages))
