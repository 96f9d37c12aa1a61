"""A stored page as its writer sees it: what is shown of it, its turn, its operators, its resources."""

from collections.abc import Mapping
from math import isfinite

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject

from ingest.pdf_out.layer import FONT
from ingest.pdf_out.placing import Rectangle

_LETTER: Rectangle = (0.0, 0.0, 612.0, 792.0)
"""What pdfium, which measured the words, shows for a page whose MediaBox makes no sense."""


def shown_box(page: PageObject) -> Rectangle:
    """The part of the page that is shown, in points: CropBox within MediaBox, as pdfium decides it."""
    media = _box(page, "/MediaBox") or _LETTER
    crop = _box(page, "/CropBox")
    if crop is None:
        return media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else _LETTER


def rotation(page: PageObject) -> int:
    """The page's /Rotate as 0, 90, 180 or 270 clockwise."""
    value = resolved(page.get("/Rotate"))
    return int(value) // 90 * 90 % 360 if isinstance(value, int | float) and isfinite(value) else 0


def contents(page: PageObject, first: IndirectObject) -> ArrayObject:
    """The page's content streams with `first` before them; the others are referred to and not touched."""
    held = page.get("/Contents")
    streams = resolved(held)
    if isinstance(streams, ArrayObject):
        return ArrayObject([first, *streams])
    return ArrayObject([first] if held is None or isinstance(streams, NullObject | None) else [first, held])


def with_fonts(resources: DictionaryObject, named: Mapping[str, IndirectObject]) -> DictionaryObject:
    """A copy of `resources` that has the fonts `named` too."""
    fonts = DictionaryObject(_dictionary(resources, "/Font"))
    fonts.update({NameObject(name): font for name, font in named.items()})
    copy = DictionaryObject(resources)
    copy[NameObject("/Font")] = fonts
    return copy


def free_name(resources: DictionaryObject) -> str:
    """A name for our font that no font of the page has (a page may have been through here before), nor begins with."""
    taken = {name.partition(".")[0] for name in _dictionary(resources, "/Font")}
    name, number = FONT, 1
    while name in taken:
        number += 1
        name = f"{FONT}{number}"
    return name


def resolved(value: object) -> object:
    """What a reference leads to; anything else as it is."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def resources_of(page: PageObject) -> DictionaryObject:
    """The page's resources, empty when it has none."""
    return _dictionary(page, "/Resources")


def _dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    found = resolved(holder.get(key))
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _box(page: PageObject, key: str) -> Rectangle | None:
    found = resolved(page.get(key))
    if not isinstance(found, ArrayObject) or len(found) != 4:
        return None
    sides = [resolved(side) for side in found]
    values = [float(side) for side in sides if isinstance(side, int | float)]
    if len(values) != 4 or not all(map(isfinite, values)):
        return None
    x0, x1 = sorted(values[::2])
    y0, y1 = sorted(values[1::2])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
