"""Pictures bound into a new PDF, a page each, with their words."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ingest.errors import Damaged
from ingest.pdf_out.layer import TextPage
from ingest.pdf_out.laying import Laying, page_tree
from ingest.pdf_out.objects import HEADER, Objects, dictionary, stream_object
from ingest.pdf_out.pictures import Picture
from ingest.pdf_out.placing import matrix
from ingest.pdf_out.sheets import media_box, picture_resources, put_picture, show
from ingest.pdf_out.xmp import TOOL, PdfMetadata, packet


def bind(
    target: Path,
    pages: int,
    texts: Callable[[int], TextPage | None],
    pictures: Callable[[int], tuple[Picture, bytes] | None],
    metadata: PdfMetadata,
) -> None:
    """Write a PDF of `pages` pages to `target`, one picture in memory at a time. Damaged when a picture is missing."""
    with target.open("wb") as out:
        out.write(HEADER)
        objects = Objects(out)
        laying = Laying(objects)
        tree = objects.reserve()
        kids = []
        shown = hashlib.sha256()
        for number in range(1, pages + 1):
            held = pictures(number)
            if held is None:
                raise Damaged("page.damaged", {"page": number})
            shown.update(held[1])
            kids.append(_sheet(objects, laying, tree, held, texts(number)))
        laying.finish()
        objects.put(tree, page_tree(kids))
        objects.finish(_trailer(objects, tree, metadata, shown.digest()[:16]), as_stream=False)


def _sheet(
    objects: Objects,
    laying: Laying,
    tree: IndirectObject,
    held: tuple[Picture, bytes],
    text: TextPage | None,
) -> IndirectObject:
    picture = held[0]
    box = (0.0, 0.0, *picture.points)
    resources = picture_resources(put_picture(objects, *held))
    shown = [show(objects, picture.placed, matrix(box, 0, 1, 1))]
    page = dictionary(Type="Page", Parent=tree, MediaBox=media_box(picture.points), Resources=resources)
    if text is not None:
        turn = (text.rotation - picture.rotation) % 360
        layer, page[NameObject("/Resources")] = laying.alone(picture.under(text), box, turn, resources)
        shown.insert(0, layer)
        if turn:
            page[NameObject("/Rotate")] = NumberObject(turn)
    page[NameObject("/Contents")] = ArrayObject(shown)
    return objects.add(page)


def _trailer(objects: Objects, tree: IndirectObject, metadata: PdfMetadata, name: bytes) -> DictionaryObject:
    """The trailer; `name` tells the file from others: the same pictures always have the same."""
    xmp = stream_object(packet(metadata, b"", keep_claims=False), dictionary(Type="Metadata", Subtype="XML"))
    root = dictionary(Type="Catalog", Pages=tree, Metadata=objects.add(xmp))
    if metadata.language:
        root[NameObject("/Lang")] = TextStringObject(metadata.language)
    info = dictionary(Producer=TextStringObject(TOOL))
    if metadata.title:
        info[NameObject("/Title")] = TextStringObject(metadata.title)
    identifiers = ArrayObject([ByteStringObject(name), ByteStringObject(name)])
    return dictionary(Root=objects.add(root), Info=objects.add(info), ID=identifiers)
