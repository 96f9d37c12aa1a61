"""Which segments of an index are written anew together at a commit: never so much that what was just published waits.

Few segments answer quicker, and deleted records take room; but a commit that merges all of a large index holds up the
next one for minutes. So what one commit rewrites is bounded, and a segment of half the bound is merged no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BOUND = 48_000_000  # bytes of postings: ten seconds of one core
FEW = 4  # so many segments of like size may stand side by side
ALIKE = 2  # a segment is like smaller ones when it is at most so many times as large as they are together
WORN = 0.25  # a segment with a larger share of deleted records is rewritten


class Held(NamedTuple):
    """A segment: bytes of its postings, its records, and how many of these are deleted."""

    size: int
    records: int
    deleted: int


def to_merge(segments: Sequence[Held], bound: int = BOUND) -> list[int]:
    """The numbers of the segments to merge into one. Their sizes together stay within the bound, unless one is larger.

    Worn ones first. Of the others the smallest, once they are many or make up half the bound; one that is much larger
    than all smaller ones together waits for its like, so that a record is rewritten only as its segment grows manifold.
    """
    ascending = sorted(range(len(segments)), key=lambda number: segments[number].size)
    worn = [number for number in ascending if segments[number].deleted > WORN * segments[number].records]
    chosen = _within(worn, segments, bound) or worn[:1]
    left = bound - sum(segments[number].size for number in chosen)
    small = [number for number in ascending if number not in worn and segments[number].size < bound / 2]
    return chosen + _alike(_within(small, segments, left), segments, bound)


def _within(numbers: Sequence[int], segments: Sequence[Held], bound: int) -> list[int]:
    """The first of these that are within the bound together."""
    within: list[int] = []
    for number in numbers:
        bound -= segments[number].size
        if bound < 0:
            break
        within.append(number)
    return within


def _alike(ascending: list[int], segments: Sequence[Held], bound: int) -> list[int]:
    sizes = [segments[number].size for number in ascending]
    while len(sizes) > 1 and sizes[-1] > ALIKE * sum(sizes[:-1]):
        sizes.pop()
    enough = len(sizes) >= FEW or (len(sizes) > 1 and sum(sizes) >= bound / 2)
    return ascending[: len(sizes)] if enough else []
