"""Text layers on the pages of one document: the letters they share, their font, the changed pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from ingest.pdf_out.layer import FONT, TextPage, draw, font_name
from ingest.pdf_out.letters import Letters
from ingest.pdf_out.objects import Objects, dictionary, stream_object
from ingest.pdf_out.pages import contents, free_name, resources_of, rotation, shown_box, with_fonts
from ingest.pdf_out.placing import Rectangle
from ingest.pdf_out.text_font import put_fonts

Add: TypeAlias = Callable[[PdfObject], IndirectObject]
"""Writes an object that may refer to objects of the original; answers its new number."""


@dataclass(slots=True)
class Laying:
    """Lays text on pages; `objects` is where everything new is written."""

    objects: Objects
    letters: Letters = field(default_factory=Letters)
    _fonts: dict[int, IndirectObject] = field(default_factory=dict)
    _resources: dict[tuple[int, int, frozenset[int]], IndirectObject] = field(default_factory=dict)

    def on(self, page: PageObject, text: TextPage, add: Add) -> DictionaryObject:
        """A copy of `page` that shows `text` before its own, untouched content, turned so that it can be read."""
        name = free_name(resources_of(page))
        layer, lifts = self._layer(text, shown_box(page), text.rotation, name)
        changed = DictionaryObject(page)
        if text.rotation != rotation(page):
            changed[NameObject("/Rotate")] = NumberObject(text.rotation)
        changed[NameObject("/Contents")] = contents(page, layer)
        changed[NameObject("/Resources")] = self._with_fonts(page, name, lifts, add)
        return changed

    def alone(
        self, text: TextPage, box: Rectangle, rotate: int, resources: DictionaryObject
    ) -> tuple[IndirectObject, DictionaryObject]:
        """The layer as a content stream for a page that has no fonts, and `resources` with those that it wants."""
        layer, lifts = self._layer(text, box, rotate, FONT)
        return layer, with_fonts(resources, self._named(FONT, lifts))

    def finish(self) -> None:
        """Write the fonts that pages have used."""
        if self._fonts:
            put_fonts(self.objects, self._fonts, self.letters)

    def _layer(self, text: TextPage, box: Rectangle, rotate: int, name: str) -> tuple[IndirectObject, frozenset[int]]:
        drawn = draw(text, box, rotate, self.letters, name)
        return self.objects.add(stream_object(drawn.operators, compress=True)), drawn.lifts

    def _named(self, name: str, lifts: Iterable[int]) -> dict[str, IndirectObject]:
        """Fonts by their names in a page's resources; they are written by `finish`."""
        for lift in sorted(lifts):
            if lift not in self._fonts:
                self._fonts[lift] = self.objects.reserve()
        return {font_name(name, lift): self._fonts[lift] for lift in sorted(lifts)}

    def _with_fonts(self, page: PageObject, name: str, lifts: frozenset[int], add: Add) -> PdfObject:
        """The page's resources with our fonts: one new object for all pages that shared theirs, else a direct one."""
        resources = resources_of(page)
        shared = page.get("/Resources")
        if not isinstance(shared, IndirectObject):
            return with_fonts(resources, self._named(name, lifts))
        key = (shared.idnum, shared.generation, lifts)
        if key not in self._resources:
            self._resources[key] = add(with_fonts(resources, self._named(name, lifts)))
        return self._resources[key]


def page_tree(pages: list[IndirectObject]) -> DictionaryObject:
    """The node that holds all pages."""
    return dictionary(Type="Pages", Kids=ArrayObject(pages), Count=len(pages))
