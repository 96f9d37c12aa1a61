"""A text layer as a revision: the original's bytes stay where they are, the changed pages follow after them.

So pictures, outlines, forms and attachments are what they were to the byte, and a signature over the original bytes
can still be verified.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from ingest.pdf_out.layer import TextPage
from ingest.pdf_out.laying import Laying
from ingest.pdf_out.objects import Objects, dictionary, stream_object
from ingest.pdf_out.originals import Original
from ingest.pdf_out.pages import resolved
from ingest.pdf_out.xmp import PdfMetadata, packet

_KEPT = ("/Root", "/Info", "/Encrypt")


def revise(original: Original, target: Path, texts: Iterable[TextPage], metadata: PdfMetadata) -> None:
    """Write the original to `target`, followed by its pages with their text.

    Raises one of `originals.BROKEN` when the original is not sound enough to be written on; `target` is then of no use.
    """
    start, as_stream = original.last_table()
    number = original.next_number()
    with target.open("wb") as out:
        out.write(original.stream.getbuffer())
        out.write(b"\n")
        objects = Objects(out, number, original.cipher)
        laying = Laying(objects)
        laid = 0
        for text in texts:
            _revise_page(original, objects, laying, text)
            laid += 1
        laying.finish()
        _revise_metadata(original, objects, metadata, words_added=laid > 0)
        objects.finish(_trailer(original, start), as_stream)


def _revise_page(original: Original, objects: Objects, laying: Laying, text: TextPage) -> None:
    page = original.reader.pages[text.number - 1]
    if page.indirect_reference is None:
        raise ValueError("a page without a number of its own")
    objects.put(page.indirect_reference, laying.on(page, text, objects.add))


def _revise_metadata(original: Original, objects: Objects, metadata: PdfMetadata, words_added: bool) -> None:
    """The XMP packet with what it lacks; a protected file whose packet stands open keeps the one it has."""
    if original.open_metadata:
        return
    told = packet(metadata, original.metadata(), keep_claims=True, words_added=words_added)
    stream = stream_object(told, _METADATA)
    root = original.reader.root_object
    held = root.get("/Metadata")
    if isinstance(held, IndirectObject) and resolved(held) is not None:
        objects.put(held, stream)
        return
    reference = original.reader.trailer.get("/Root")
    if not isinstance(reference, IndirectObject):
        raise ValueError("a root without a number of its own")
    changed = DictionaryObject(root)
    changed[NameObject("/Metadata")] = objects.add(stream)
    objects.put(reference, changed)


_METADATA = dictionary(Type="Metadata", Subtype="XML")


def _trailer(original: Original, start: int) -> DictionaryObject:
    """The original's trailer, pointing back to its table; of the file's two identifiers the second is new."""
    held = original.reader.trailer
    trailer = DictionaryObject({NameObject(key): held.get(key) for key in _KEPT if held.get(key) is not None})
    trailer[NameObject("/Prev")] = NumberObject(start)
    identifiers = resolved(held.get("/ID"))
    if isinstance(identifiers, ArrayObject) and len(identifiers) == 2:
        first = identifiers[0]
        fresh = hashlib.sha256(repr((first, start)).encode()).digest()[:16]
        trailer[NameObject("/ID")] = ArrayObject([first, ByteStringObject(fresh)])
    return trailer
