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

# The numbers kept of each record: words in text and title, year of issue, seconds since 1970 when published.
FIGURES = [("text_length", "<u4"), ("title_length", "<u4"), ("year", "<i4"), ("published", "<f8")]
_FIGURES = struct.Struct("<IIid")
FIGURES_SIZE = _FIGURES.size
# Years outside what four bytes hold are no years of publication.
NO_YEAR = -(1 << 31)

_Places = dict[tuple[str, str], list[int]]


class Document(NamedTuple):
    """An entry in the form the engine stores: its terms (each with how often it occurs and its packed places)."""

    terms: Iterator[tuple[bytes, int, bytes]]
    figures: bytes
    facets: bytes


def take_apart(entry: Entry) -> Document:
    """The document of an entry. The terms are made as they are read, once."""
    title, names, metadata, text = map(words, (entry.title, entry.names, entry.metadata, entry.text))
    year = entry.year if entry.year is not None and abs(entry.year) < -NO_YEAR else NO_YEAR
    figures = _FIGURES.pack(len(text[1]), len(title[1]), year, entry.published.timestamp())
    return Document(_terms(*map(_places, (title, names, metadata, text))), figures, _pack_facets(entry.facets))


def prefix(folded: str) -> bytes:
    """What every term of this folded word begins with, and no other term."""
    return (folded + _PARTING).encode()


def exact_of(term: bytes) -> str:
    """The exact spelling a term stands for."""
    folded, _, exact = term.decode().partition(_PARTING)
    return exact or folded


def _pack_facets(facets: Mapping[str, tuple[str, ...]]) -> bytes:
    """Facet values as JSON, equal ones as equal bytes."""
    held = {name: sorted(set(values)) for name, values in sorted(facets.items())}
    return json.dumps(held, separators=(",", ":")).encode()


def _places(spelled: tuple[list[str], list[str]]) -> _Places:
    found: _Places = {}
    for place, word in enumerate(zip(*spelled, strict=True)):
        if word in found:
            found[word].append(place)
        else:
            found[word] = [place]
    return found


def _terms(title: _Places, names: _Places, metadata: _Places, text: _Places) -> Iterator[tuple[bytes, int, bytes]]:
    for word in {**title, **names, **metadata, **text}:
        places = (title.get(word, ()), names.get(word, ()), metadata.get(word, ()), text.get(word, ()))
        exact, folded = word
        term = folded + _PARTING + (exact if exact != folded else "")
        yield term.encode(), sum(map(len, places)), pack(places)
