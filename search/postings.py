"""How the index keeps the places of a word: per record packed numbers, per word one block that is read whole.

A place is one number: the part of the record (title, names, metadata, text) above `PART_BITS`, the word's order in
that part below. So places ascend through a record, and words of two parts are never neighbours.

A block is made of 4-byte numbers of this machine's order: how many records, the records, where the places of each
record end, and the places of all of them. It is written from packed values here and read with numpy by
`search.occurrences`; reading it takes no loop of ours.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

PARTS = ("title", "names", "metadata", "text")
TITLE, NAMES, METADATA, TEXT = range(4)

PART_BITS = 28
PLACE_SIZE = 4  # bytes

Places = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]


def pack(places: Places) -> bytes:
    """Ascending places of a word in each of the four parts of a record, counted from 0, as the value of a posting."""
    title, names, metadata, text = places
    numbers = array("I", title)
    for part, found in ((NAMES, names), (METADATA, metadata), (TEXT, text)):
        base = part << PART_BITS
        numbers.extend([base + place for place in found])
    return numbers.tobytes()


def block(records: Iterable[int], values: Sequence[bytes]) -> bytes:
    """The block of a word: ascending numbers of records, each with its packed places (none at all: of a mere key)."""
    numbers = array("I", records)
    ends = accumulate(len(value) // PLACE_SIZE for value in values) if values else [0] * len(numbers)
    head = array("I", [len(numbers)])
    return b"".join((head.tobytes(), numbers.tobytes(), array("I", ends).tobytes(), *values))


def unblock(raw: bytes) -> tuple[list[int], list[bytes]]:
    """The records of a block and the packed places of each; ValueError if these bytes are no block."""
    numbers = array("I")
    numbers.frombytes(raw)
    if not numbers:
        raise ValueError("an empty block of postings")
    count = numbers[0]
    ends = numbers[1 + count : 1 + 2 * count]
    if len(numbers) != 1 + 2 * count + (ends[-1] if ends else 0):
        raise ValueError("a block of postings of another length than it says")
    start = 1 + 2 * count
    return numbers[1 : 1 + count].tolist(), [
        numbers[start + first : start + last].tobytes() for first, last in pairwise([0, *ends])
    ]
