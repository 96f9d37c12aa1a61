"""What a record says of others: which one a relation names, and what it is called from the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
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


def outdated(newer: Mapping[str, Set[str]], among: Set[str]) -> set[str]:
    """Those of ``among`` that another of them supersedes; of a circle of editions none is newer than the others.

    ``newer`` names the newer editions of each.
    """
    after = {old: set(new & among) for old, new in newer.items() if old in among}
    for middle in after:
        for later in after.values():
            if middle in later:
                later |= after[middle]
    return {old for old, later in after.items() if any(old not in after.get(new, ()) for new in later)}


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """Another record as a relation tells of it; a withdrawn one leads to its tombstone."""

    id: str
    state: str
    title: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """One relation seen from this end: ``key`` as this record would name it (``isPartOf``, from the whole ``hasPart``).

    ``text`` is what the description says; ``record`` is None where that names no record that the asker may see.
    """

    key: str
    record: RelatedRecord | None
    text: str = ""
    volume: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the versions of a work: ``this`` is the record that was asked about, ``newest`` the last one published."""

    record: RelatedRecord
    this: bool
    newest: bool


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """A work of several volumes: the ``whole`` and those before and after this one, None at the ends."""

    whole: RelatedRecord
    volume: str | None
    previous: Related | None
    following: Related | None


@dataclass(frozen=True, slots=True)
class Connections:
    """All that a record has to do with others, as one person may see it.

    ``named``: what its description names, in its order · ``naming``: who names it, from this end · ``volumes``: its
    parts in their order · ``sets``: the works of which it is a volume · ``editions``: the oldest first, none where
    there is only this one.
    """

    named: tuple[Related, ...] = ()
    naming: tuple[Related, ...] = ()
    volumes: tuple[Related, ...] = ()
    sets: tuple[VolumeSet, ...] = ()
    editions: tuple[Edition, ...] = ()

    @property
    def newer(self) -> RelatedRecord | None:
        """The newest edition where this record is an older one."""
        newest = next((edition for edition in self.editions if edition.newest), None)
        return newest.record if newest is not None and not newest.this else None
