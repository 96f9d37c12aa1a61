"""An entry taken apart into what an embedded index keeps: terms with packed places, and columns. Knows no engine."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.base import TEXT_END, VALUE_END, Entry
from search.pieces import words_by_piece
from search.postings import TEXT, TITLE, pack

# Terms are `folded 0x01 exact`, the exact spelling left out where it is the same: all spellings of a folded word
# lie together in the sorted terms, and no word holds the parting byte.
_PARTING = "\x01"

# The numbers kept of each record: words in text and title, year of issue, seconds since 1970 when published.
FIGURES = [("text_length", "<u4"), ("title_length", "<u4"), ("year", "<i4"), ("published", "<f8")]
_FIGURES = struct.Struct("<IIid")
# Years outside what four bytes hold are no years of publication.
NO_YEAR = -(1 << 31)

_Places = dict[tuple[str, str], "array[int]"]


class Document(NamedTuple):
    """An entry in the form the engine stores: its terms (each with how often it occurs and its packed places)."""

    terms: Iterator[tuple[bytes, int, bytes]]
    figures: bytes


def take_apart(entry: Entry) -> Document:
    """The document of an entry. The terms are made as they are read, once."""
    described = [_part(values.split(VALUE_END)) for values in (entry.title, entry.names, entry.metadata)]
    parts = [*described, _part(entry.text.split(TEXT_END))]
    year = entry.year if entry.year is not None and abs(entry.year) < -NO_YEAR else NO_YEAR
    figures = _FIGURES.pack(parts[TEXT].length, parts[TITLE].length, year, entry.published.timestamp())
    return Document(_terms(*(part.places for part in parts)), figures)


def prefix(folded: str) -> bytes:
    """What every term of this folded word begins with, and no other term."""
    return (folded + _PARTING).encode()


def exact_of(term: bytes) -> str:
    """The exact spelling a term stands for."""
    folded, _, exact = term.decode().partition(_PARTING)
    return exact or folded


class _Part(NamedTuple):
    """A part of a record: where each word (exact, folded) stands in it, and how many words it has."""

    places: _Places
    length: int


def _part(texts: Sequence[str]) -> _Part:
    """Texts one after the other, a place left free between two, so that no row of words runs from one into the next.

    Piece by piece, because the words of a long book are many times as large as their places.
    """
    found: _Places = {}
    place = 0
    for text in texts:
        for exact, folded in words_by_piece(text):
            for word in zip(exact, folded, strict=True):
                if word in found:
                    found[word].append(place)
                else:
                    found[word] = array("I", (place,))
                place += 1
        place += 1
    return _Part(found, sum(map(len, found.values())))


def _terms(title: _Places, names: _Places, metadata: _Places, text: _Places) -> Iterator[tuple[bytes, int, bytes]]:
    for word in {**title, **names, **metadata, **text}:
        places = (title.get(word, ()), names.get(word, ()), metadata.get(word, ()), text.get(word, ()))
        exact, folded = word
        term = folded + _PARTING + (exact if exact != folded else "")
        yield term.encode(), sum(map(len, places)), pack(places)
