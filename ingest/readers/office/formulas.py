"""Whether a workbook asks about the machine that computes it. Child processes only.

LibreOffice computes formulas that were saved without their values; INFO tells what the system is, others ask for what
lies elsewhere: such a workbook is not drawn. CELL may ask where the document lies: it is drawn in a place that tells
nothing (`drawing`).
"""

import re
from contextlib import suppress

from ingest.errors import Damaged
from ingest.readers.archive import Archive
from ingest.readers.xml import children_at, local

_FORMULAS = frozenset(("f", "definedName", "formula", "formula1", "formula2"))
_ASKS = re.compile(r"\b(?:INFO|WEBSERVICE|DDE)\s*\(", re.IGNORECASE)
_MAY_ASK = re.compile(rb"info|webservice|dde|&#|\x00", re.IGNORECASE)
_STRING = re.compile('"[^"]*"')
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
            if any(local(one) in _FORMULAS and _asks_in("".join(one.itertext())) for one in piece.iter()):
                return True
    return False


def _asks_in(formula: str) -> bool:
    """Whether a formula does, outside its strings. A name in ' or [ may hold a " that begins none: then all counts."""
    return _ASKS.search(formula if "'" in formula or "[" in formula else _STRING.sub('""', formula)) is not None
