"""Whether a workbook asks about the machine that computes it. Child processes only.

LibreOffice computes formulas that were saved without their values; CELL and INFO tell where a document lies and what
the system is; such a workbook is not drawn.
"""

import re
from contextlib import suppress

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.xml import children_at, local

_FORMULAS = frozenset(("f", "definedName", "formula", "formula1", "formula2", "cfRule", "oddHeader", "oddFooter"))
_ASKS = re.compile(r"\b(?:CELL|INFO|WEBSERVICE|DDE)\s*\(", re.IGNORECASE)
_MAY_ASK = re.compile(rb"cell|info|webservice|dde|&#|\x00", re.IGNORECASE)
_CHUNK = 1 << 20
_LONGEST = 16
"""Bytes that two chunks share, so that no word is cut between them."""


def asks_the_machine(archive: Archive) -> bool:
    """Whether any formula does. Raises TooLarge."""
    parts = [part for part in archive.names if part.endswith(".xml") and "sharedstrings" not in part]
    return any(_may_ask(archive, part) and _asks(archive, part) for part in parts)


def _may_ask(archive: Archive, part: str) -> bool:
    """A quick look at the bytes: most sheets have no such word, and no letter that is written as a number."""
    with suppress(Damaged), archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            if _MAY_ASK.search(tail + chunk):
                return True
            tail = chunk[-_LONGEST:]
    return False


def _asks(archive: Archive, part: str) -> bool:
    with suppress(Damaged), archive.open(part) as stream:
        for piece in children_at(stream, 2):
            if any(local(one) in _FORMULAS and _ASKS.search("".join(one.itertext())) for one in piece.iter()):
                return True
    return False
