"""What a record says of others: which one a relation names, and what it is called from the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from repo_app.values.ids import is_id
from repo_app.values.metadata import Metadata
from repo_app.values.schema import RELATIONS

INVERSES: Mapping[str, str] = {
    "relation": "relation", "isPartOf": "hasPart", "isVersionOf": "hasVersion", "source": "isSourceOf",
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://[^\s/]+)?(?:/[^\s?#]*)?/records/([0-9a-z]+)/?(?:[?#]\S*)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A relation that names a record: ``place`` counts the values of its key from 0."""

    key: str
    place: int
    record: str
    volume: str | None


def record_named(text: str) -> str | None:
    """The id of the record that ``text`` names by its id or its address, on whatever host; None for other text."""
    plain = text.strip()
    found = _ADDRESS.fullmatch(plain)
    wanted = found[1] if found else plain
    return wanted if is_id(wanted) else None


def named_records(metadata: Metadata) -> Iterator[Named]:
    """Every record that this description names, whether or not there is such a record."""
    for key in RELATIONS:
        for place, value in enumerate(metadata.get(key)):
            record = record_named(value.value or "")
            if record is not None:
                yield Named(key, place, record, value.volume)
