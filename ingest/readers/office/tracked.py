"""Whether a document still holds text that its authors struck out with tracked changes. Child processes only.

LibreOffice prints such text as if it stood, so a document with any is not drawn.
"""

from contextlib import suppress

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.xml import children_at, local

VERSION = 1

_STRUCK_OUT = {
    ".docx": (2, frozenset(("del", "moveFrom", "cellDel"))),
    ".odt": (3, frozenset(("deletion",))),
    ".odp": (3, frozenset(("deletion",))),
}
"""By extension: how deep below the root the pieces lie that are looked at one by one, and what they are called."""


def has_struck_out(archive: Archive, extension: str) -> bool:
    """Whether any part holds a tracked deletion or what was moved elsewhere. Raises TooLarge."""
    if extension not in _STRUCK_OUT:
        return False
    depth, names = _STRUCK_OUT[extension]
    return any(_holds(archive, part, depth, names) for part in archive.names if part.endswith(".xml"))


def _holds(archive: Archive, part: str, depth: int, names: frozenset[str]) -> bool:
    with suppress(Damaged), archive.open(part) as stream:  # what the text is read from was read before this
        return any(local(inner) in names for piece in children_at(stream, depth) for inner in piece.iter())
    return False
