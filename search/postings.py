"""How one word's places in one record are packed: part of the record (title, names, metadata, text) and order.

A packed value is a tag byte and numbers of 2 or 4 bytes. Places count from 0 within each part and are kept as
distances. Tag bit 0: 4-byte numbers. Tag bit 1: three counts (title, names, metadata) stand before the places;
without it all places lie in the text, which is the case for nearly every value.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from operator import sub

TITLE, NAMES, METADATA, TEXT = range(4)

# Parts are this far from one another, so that words of two parts are never neighbours.
PART_STRIDE = 1 << 28

_NARROW_LIMIT = 1 << 16
_WIDE, _PARTS = 1, 2

Places = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]


def pack(places: Places) -> bytes:
    """Ascending places of a word in each of the four parts of a record, as bytes (of this machine's order)."""
    title, names, metadata, text = places
    if not (title or names or metadata):
        return _bytes(0, _distances(text))
    numbers = [len(title), len(names), len(metadata)]
    for part in places:
        numbers += _distances(part)
    return _bytes(_PARTS, numbers)


def _distances(part: Sequence[int]) -> Sequence[int]:
    return [*part[:1], *map(sub, part[1:], part)]


def _bytes(tag: int, numbers: Sequence[int]) -> bytes:
    if max(numbers, default=0) < _NARROW_LIMIT:
        return bytes((tag,)) + array("H", numbers).tobytes()
    return bytes((tag | _WIDE,)) + array("I", numbers).tobytes()


def counts(value: bytes) -> tuple[int, int, int, int]:
    """How often the word stands in title, names, metadata and text."""
    total = (len(value) - 1) >> (2 if value[0] & _WIDE else 1)
    if not value[0] & _PARTS:
        return 0, 0, 0, total
    title, names, metadata = _numbers(value)[:3]
    return title, names, metadata, total - 3 - title - names - metadata


def places(value: bytes, shift: int = 0) -> Iterable[int]:
    """Every place, ascending over the record: the place within its part, plus part × PART_STRIDE, less `shift`."""
    numbers = _numbers(value)
    if not value[0] & _PARTS:
        return islice(accumulate(numbers, initial=TEXT * PART_STRIDE - shift), 1, None)
    found: list[int] = []
    start = 3
    for part, count in enumerate(counts(value)):
        base = part * PART_STRIDE - shift
        found += islice(accumulate(numbers[start : start + count], initial=base), 1, None)
        start += count
    return found


def _numbers(value: bytes) -> array[int]:
    numbers: array[int] = array("I" if value[0] & _WIDE else "H")
    numbers.frombytes(value[1:])
    return numbers
