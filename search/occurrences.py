"""Where a word of the index occurs, as numpy arrays: what ranking counts with.

Records are numbers from 0 (below `size`). A *key* names one place of one record in a single number: the record above
32 bits, the place (`search.postings`) below. Keys of a word ascend, and those of its right neighbour are one higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.postings import PART_BITS, PARTS, TEXT, TITLE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RECORD_BITS = 32
_PLACE = (1 << RECORD_BITS) - 1
_TEXT_FROM = TEXT << PART_BITS


@dataclass(frozen=True, slots=True)
class Occurrences:
    """One spelling of a word: `records` ascending, `counts` how often in each, `places` one by one."""

    records: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    places: NDArray[np.uint32]

    @classmethod
    def of_blocks(cls, blocks: Sequence[tuple[bytes, int]]) -> Occurrences:
        """The occurrences that blocks of ascending segments keep, each with the number its records are counted from.

        ValueError if one is damaged.
        """
        parts = [_of_block(raw, start) for raw, start in blocks]
        if len(parts) == 1:
            return cls(*parts[0])
        records, counts, places = zip(*parts, strict=True)
        return cls(np.concatenate(records), np.concatenate(counts), np.concatenate(places))

    def among(self, wanted: Flags) -> Occurrences:
        """Those in the wanted records only."""
        kept = wanted[self.records]
        if kept.all():
            return self
        return Occurrences(self.records[kept], self.counts[kept], self.places[np.repeat(kept, self.counts)])

    def in_part(self, part: int) -> Occurrences:
        """Those in one part of the records only."""
        inside = (self.places >> PART_BITS) == part
        owners = np.repeat(np.arange(len(self.records)), self.counts)[inside]
        counts = np.bincount(owners, minlength=len(self.records)).astype(np.uint32)
        kept = counts > 0
        return Occurrences(self.records[kept], counts[kept], self.places[inside])

    def titled(self) -> NDArray[np.uint32]:
        """The records whose title has the word: it stands there before it stands anywhere else."""
        starts = np.cumsum(self.counts) - self.counts
        titled: NDArray[np.uint32] = self.records[(self.places[starts] >> PART_BITS) == TITLE]
        return titled

    def keys(self) -> Ints:
        """The key of every place, ascending."""
        owners = np.repeat(self.records.astype(np.int64) << RECORD_BITS, self.counts)
        return owners + self.places.astype(np.int64)

    def by_part(self) -> NDArray[np.uint32]:
        """How often in each part of each record: a row a record, a column a part."""
        table = np.zeros((len(self.records), len(PARTS)), dtype=np.uint32)
        table[:, TEXT] = self.counts
        outside = np.flatnonzero(self.places < _TEXT_FROM)
        if len(outside):
            owners = np.searchsorted(np.cumsum(self.counts), outside, side="right")
            np.add.at(table, (owners, self.places[outside] >> PART_BITS), 1)
            table[:, TEXT] -= table[:, :TEXT].sum(axis=1, dtype=np.uint32)
        return table


def _of_block(raw: bytes, start: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    numbers = np.frombuffer(raw, dtype=np.uint32)
    if not len(numbers):
        raise ValueError("an empty block of postings")
    count = int(numbers[0])
    ends = numbers[1 + count : 1 + 2 * count]
    places = numbers[1 + 2 * count :]
    if len(ends) != count or len(places) != (int(ends[-1]) if count else 0) or (ends[1:] < ends[:-1]).any():
        raise ValueError("a block of postings of another length than it says")
    counts = ends.copy()
    counts[1:] -= ends[:-1]
    return numbers[1 : 1 + count] + np.uint32(start), counts, places


def flags(found: Iterable[Occurrences], size: int) -> Flags:
    """Which of `size` records any of these occur in."""
    having = np.zeros(size, dtype=np.bool_)
    for one in found:
        having[one.records] = True
    return having


def flagged(records: NDArray[np.integer], size: int) -> Flags:
    """These of `size` records."""
    having = np.zeros(size, dtype=np.bool_)
    having[records] = True
    return having


def all_of(having: Sequence[Flags]) -> Flags:
    """What all of these (at least one) have."""
    both: Flags = np.logical_and.reduce(having)
    return both


def any_of(having: Sequence[Flags]) -> Flags:
    """What any of these (at least one) has."""
    either: Flags = np.logical_or.reduce(having)
    return either


def all_keys(found: Sequence[Occurrences]) -> Ints:
    """The keys of several spellings and segments together, ascending."""
    parts = [one.keys() for one in found if len(one.places)]
    if len(parts) <= 1:
        return parts[0] if parts else np.empty(0, dtype=np.int64)
    joined = np.concatenate(parts)
    joined.sort(kind="stable")  # runs that ascend already are merged, not sorted
    return joined


def common(first: Ints, second: Ints) -> Ints:
    """The numbers that both ascending arrays without repeats have."""
    if len(first) > len(second):
        first, second = second, first
    if not len(first):
        return first
    if len(first) * 16 < len(second):
        found = np.searchsorted(second, first)
        found[found == len(second)] = 0
        both: Ints = first[second[found] == first]
        return both
    joined = np.concatenate((first, second))
    joined.sort(kind="stable")
    twice: Ints = joined[1:][joined[1:] == joined[:-1]]
    return twice


def records_of(keys: Ints) -> Ints:
    """The record of each key."""
    return keys >> RECORD_BITS


def parts_of(keys: Ints) -> Ints:
    """The part of its record that each key stands in."""
    return (keys & _PLACE) >> PART_BITS
