"""An entry taken apart into what an embedded index keeps: terms with packed places, and columns. Knows no engine."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from search.base import Entry
from search.postings import pack
from search.vietnamese import words

# Terms are `folded 0x01 exact`, the exact spelling left out where it is the same: all spellings of a folded word
# lie together in the sorted terms, and no word holds the parting byte.
_PARTING = "\x01"

_FIGURES = struct.Struct("<IIid")
FIGURES_SIZE = _FIGURES.size
# Years outside what four bytes hold are no years of publication.
_NO_YEAR = -(1 << 31)

_Words = dict[tuple[str, str], list[int]]


class Figures(NamedTuple):
    """The numbers kept of each record: words in text and title, year of issue, seconds since 1970 when published."""

    text_length: int
    title_length: int
    year: int | None
    published: float


def terms(entry: Entry) -> Iterator[tuple[bytes, int, bytes]]:
    """Each distinct spelling in the entry: term, how often it occurs, packed places."""
    title, names, metadata = _places(entry.title), _places(entry.names), _places(entry.metadata)
    text = _places(entry.text)
    for word in {**title, **names, **metadata, **text}:
        places = (title.get(word, ()), names.get(word, ()), metadata.get(word, ()), text.get(word, ()))
        yield _term(*word), sum(map(len, places)), pack(places)


def prefix(folded: str) -> bytes:
    """What every term of this folded word begins with, and no other term."""
    return (folded + _PARTING).encode()


def exact_of(term: bytes) -> str:
    """The exact spelling a term stands for."""
    folded, _, exact = term.decode().partition(_PARTING)
    return exact or folded


def pack_figures(entry: Entry) -> bytes:
    """The entry's figures in `FIGURES_SIZE` bytes."""
    year = entry.year if entry.year is not None and abs(entry.year) < -_NO_YEAR else _NO_YEAR
    text_length, title_length = len(words(entry.text)[1]), len(words(entry.title)[1])
    return _FIGURES.pack(text_length, title_length, year, entry.published.timestamp())


def unpack_figures(packed: bytes) -> Figures:
    """The figures of a record; struct.error if these are no figures."""
    text_length, title_length, year, published = _FIGURES.unpack(packed)
    return Figures(text_length, title_length, None if year == _NO_YEAR else year, published)


def pack_facets(facets: Mapping[str, tuple[str, ...]]) -> bytes:
    """Facet values as JSON, equal ones as equal bytes."""
    return json.dumps(
        {name: sorted(set(values)) for name, values in sorted(facets.items())}, separators=(",", ":")
    ).encode()


def unpack_facets(packed: bytes) -> dict[str, tuple[str, ...]]:
    """Facet values by facet; ValueError if these are none."""
    held = json.loads(packed)
    return {name: tuple(values) for name, values in held.items()}


def _places(text: str) -> _Words:
    found: _Words = {}
    for place, word in enumerate(zip(*words(text), strict=True)):
        if word in found:
            found[word].append(place)
        else:
            found[word] = [place]
    return found


def _term(exact: str, folded: str) -> bytes:
    return (folded + _PARTING + (exact if exact != folded else "")).encode()
