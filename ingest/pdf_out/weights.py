"""What each page of a PDF weighs: the bytes of all it draws with, shared things in equal parts."""

from collections import Counter, deque

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from ingest.pdf_out.originals import BROKEN, Original

_MAX_OBJECTS = 20_000
"""Objects followed from one page; a page of more is heavy, whatever their bytes."""

_HEAVY = 1 << 30


def weights(original: Original) -> list[int]:
    """Bytes of each page's content, pictures and fonts as stored, in order."""
    found = [_streams(page) for page in original.reader.pages]
    users = Counter(key for streams in found for key in streams)
    return [round(sum(size / users[key] for key, size in streams.items())) for streams in found]


def _streams(page: PageObject) -> dict[tuple[int, int], int]:
    """The stored bytes of each stream that `page` draws with, by number."""
    sizes: dict[tuple[int, int], int] = {}
    seen: set[tuple[int, int]] = set()
    waiting: deque[PdfObject] = deque(
        value for value in (page.get("/Contents"), page.get("/Resources")) if value is not None
    )
    while waiting:
        value: object = waiting.popleft()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > _MAX_OBJECTS:
                return {(0, page.indirect_reference.idnum if page.indirect_reference else 0): _HEAVY}
            value = _got(value)
            if isinstance(value, StreamObject):
                sizes[key] = len(value._data)
        if isinstance(value, DictionaryObject):
            waiting.extend(item for name, item in value.items() if name not in ("/Parent", "/P", "/StructParents"))
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
    return sizes


def _got(reference: IndirectObject) -> object:
    try:
        return reference.get_object()
    except BROKEN:
        return None
