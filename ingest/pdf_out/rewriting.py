"""A PDF written anew: everything its pages and its root lead to, under new numbers, with new pages in place of some.

For light copies, and for originals too damaged to be written on.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from ingest.pdf_out.layer import TextPage
from ingest.pdf_out.laying import Laying, page_tree
from ingest.pdf_out.objects import HEADER, Objects, dictionary, stream_object
from ingest.pdf_out.originals import BROKEN, Original
from ingest.pdf_out.pages import resolved, rotation, shown_box
from ingest.pdf_out.pictures import Picture
from ingest.pdf_out.placing import matrix
from ingest.pdf_out.sheets import media_box, picture_resources, put_picture, show
from ingest.pdf_out.xmp import PdfMetadata, packet

_OF_OLD_CONTENT = ("/StructParents", "/Thumb", "/PieceInfo", "/Group", "/B", "/SeparationInfo")
"""Entries of a page that speak of what it drew, and mean nothing once a picture takes its place."""

_OF_OLD_SHAPE = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit", "/Annots")

Texts: TypeAlias = Callable[[int], TextPage | None]
"""The text to lay on a page, by number."""

Pictures: TypeAlias = Callable[[int], tuple[Picture, bytes] | None]
"""The picture that replaces the content of a page, by number."""


@dataclass(slots=True)
class Copier:
    """Copies objects of the original with all they lead to. A broken object becomes null.

    A reference without a document is one of our own, and stays as it is.
    """

    objects: Objects
    _known: dict[tuple[int, int], IndirectObject] = field(default_factory=dict)
    _waiting: deque[tuple[IndirectObject, IndirectObject]] = field(default_factory=deque)

    def know(self, old: IndirectObject | None, new: IndirectObject) -> None:
        """From now on `old` is called `new`, and is not copied; the first name given stays."""
        if old is not None:
            self._known.setdefault((old.idnum, old.generation), new)

    def copied(self, value: PdfObject) -> PdfObject:
        """`value` with the new numbers; what it refers to is copied by `drain`."""
        if isinstance(value, IndirectObject):
            return value if value.pdf is None else self._renamed(value)
        if isinstance(value, StreamObject):
            return stream_object(value._data, self._entries(value), encoded="/Filter" in value)
        if isinstance(value, DictionaryObject):
            return self._entries(value)
        if isinstance(value, ArrayObject):
            return ArrayObject(map(self.copied, value))
        return value

    def add(self, value: PdfObject) -> IndirectObject:
        """Write a copy of `value` under a number of its own."""
        return self.objects.add(self.copied(value))

    def drain(self) -> None:
        """Write everything that was referred to since, and what that refers to."""
        while self._waiting:
            old, new = self._waiting.popleft()
            try:
                found = old.get_object()
                value = self.copied(found) if isinstance(found, PdfObject) else NullObject()
            except BROKEN:
                value = NullObject()
            self.objects.put(new, value)

    def _entries(self, value: DictionaryObject) -> DictionaryObject:
        return DictionaryObject(
            {
                NameObject(key): self.copied(item)
                for key, item in value.items()
                if not (key == "/V" and resolved(value.get("/FT")) == "/Sig")  # it would only say "broken" here
            }
        )

    def _renamed(self, old: IndirectObject) -> IndirectObject:
        key = (old.idnum, old.generation)
        if key not in self._known:
            self._known[key] = self.objects.reserve()
            self._waiting.append((old, self._known[key]))
        return self._known[key]


def rewrite(original: Original, target: Path, texts: Texts, pictures: Pictures, metadata: PdfMetadata) -> None:
    """Write the original anew to `target`: its pages with text where there is some, as a picture where there is one.

    Outlines, links, forms and attachments come along; signatures do not, for they would not hold.
    """
    with target.open("wb") as out:
        out.write(HEADER)
        objects = Objects(out, cipher=original.cipher)
        copier, laying = Copier(objects), Laying(objects)
        pages = list(original.reader.pages)
        numbers = [objects.reserve() for _ in pages]
        tree = objects.reserve()
        for page, new in zip(pages, numbers, strict=True):
            copier.know(page.indirect_reference, new)
        for at, (page, new) in enumerate(zip(pages, numbers, strict=True), start=1):
            changed = _page(page, texts(at), pictures(at), laying, copier)
            changed[NameObject("/Parent")] = tree
            objects.put(new, copier.copied(changed))
            copier.drain()
        laying.finish()
        objects.put(tree, page_tree(numbers))
        trailer = _root(original, copier, tree, metadata)
        copier.drain()
        objects.finish(trailer, as_stream=False)


def _page(
    page: PageObject,
    text: TextPage | None,
    picture: tuple[Picture, bytes] | None,
    laying: Laying,
    copier: Copier,
) -> DictionaryObject:
    if picture is not None:
        return _pictured(page, text, picture, laying)
    return DictionaryObject(page) if text is None else laying.on(page, text, copier.add)


def _pictured(
    page: PageObject, text: TextPage | None, picture: tuple[Picture, bytes], laying: Laying
) -> DictionaryObject:
    """The page with a picture of it, and its words, in place of what it drew.

    A straightened sheet has a shape of its own, and no place for what was fixed to the photo.
    """
    objects, held = laying.objects, picture[0]
    turn, box = (0, (0.0, 0.0, *held.points)) if held.straightened else (held.rotation, shown_box(page))
    left_out = (*_OF_OLD_CONTENT, *(_OF_OLD_SHAPE if held.straightened else ()))
    resources = picture_resources(put_picture(objects, *picture))
    shown = [show(objects, held.placed, matrix(box, turn, 1, 1))]
    if text is not None:
        layer, resources = laying.alone(held.under(text), box, turn, resources)
        shown.insert(0, layer)
    changed = DictionaryObject({key: value for key, value in page.items() if key not in left_out})
    if held.straightened:
        changed[NameObject("/MediaBox")] = media_box(held.points)
        changed[NameObject("/Rotate")] = NumberObject(0)
    elif turn != rotation(page):
        changed[NameObject("/Rotate")] = NumberObject(turn)
    changed[NameObject("/Contents")] = ArrayObject(shown)
    changed[NameObject("/Resources")] = resources
    return changed


def _root(original: Original, copier: Copier, tree: IndirectObject, metadata: PdfMetadata) -> DictionaryObject:
    """The copied root, and the trailer that names it. A protected file stays protected, as it was."""
    held = original.reader.trailer
    left_out = ("/Pages", "/Metadata", "/Perms")
    root = DictionaryObject({key: value for key, value in original.reader.root_object.items() if key not in left_out})
    root[NameObject("/Pages")] = tree
    form = resolved(root.get("/AcroForm"))
    if isinstance(form, DictionaryObject) and "/SigFlags" in form:
        root[NameObject("/AcroForm")] = DictionaryObject({**form, NameObject("/SigFlags"): NumberObject(0)})
    if not original.open_metadata:
        xmp = packet(metadata, original.metadata(), keep_claims=False)
        root[NameObject("/Metadata")] = copier.objects.add(
            stream_object(xmp, dictionary(Type="Metadata", Subtype="XML"))
        )
    trailer = DictionaryObject({NameObject("/Root"): copier.add(root)})
    if isinstance(resolved(held.get("/Info")), DictionaryObject):
        trailer[NameObject("/Info")] = copier.copied(held.raw_get("/Info"))
    if original.cipher is not None:
        protection = resolved(held.get("/Encrypt"))
        if isinstance(protection, DictionaryObject):
            trailer[NameObject("/Encrypt")] = DictionaryObject(protection)
    identifiers = resolved(held.get("/ID"))
    if isinstance(identifiers, ArrayObject):
        trailer[NameObject("/ID")] = identifiers
    return trailer
