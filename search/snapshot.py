"""One state of an embedded index, put together from its segments, as ranking and answers want to see it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search import documents
from search.columns import Columns, SegmentColumns
from search.matching import Spelling
from search.occurrences import Flags, Occurrences

Extent = tuple[int, int]  # offset and length in bytes
_REMEMBERED = 4096  # words whose blocks need not be looked for again, of some 500 bytes each


class Segment(Protocol):
    """The open files of one segment. Its records count from 0; only one thread may use it at a time."""

    @property
    def name(self) -> str:
        """Unlike that of any other segment: a segment never changes, but for which of its records are deleted."""

    @property
    def size(self) -> int:
        """How many records, the deleted ones too."""

    def deleted(self) -> Iterable[int]:
        """The numbers of records that are deleted."""

    def terms(self, prefix: bytes) -> Iterator[tuple[bytes, Extent]]:
        """Every term with this prefix, with the place of its block, deleted records included."""

    def block(self, extent: Extent) -> bytes:
        """The block of a term (`search.postings`)."""

    def columns(self) -> SegmentColumns:
        """What is kept of its records beside their words. ValueError or one of its kin if the files are damaged."""

    def stamps(self) -> Iterable[bytes]:
        """The stamp of each record."""

    def close(self) -> None:
        """Close the files."""


class Snapshot:
    """A fixed state of the index. Threads share it; its files close when the last one has released it.

    `held` are the columns of segments that were read before, by the segment's name; they never change.
    """

    def __init__(self, segments: Sequence[Segment], held: Mapping[str, SegmentColumns]) -> None:
        self._segments = segments
        self._known = held
        self._reading = threading.RLock()
        self._users = 1
        self._places: dict[str, Mapping[str, Sequence[tuple[int, Extent]]]] = {}
        starts = [0]
        for segment in segments:
            starts.append(starts[-1] + segment.size)
        self._starts = starts[:-1]
        self._size = starts[-1]

    @property
    def held(self) -> Mapping[str, SegmentColumns]:
        """The columns of this state's segments, as far as they were read: for the next snapshot."""
        names = {segment.name for segment in self._segments}
        return {name: columns for name, columns in self._known.items() if name in names}

    def hold(self) -> None:
        """One more user; each calls `release` once."""
        with self._reading:
            self._users += 1

    def release(self) -> None:
        """One user less; the last one closes the files."""
        with self._reading:
            self._users -= 1
            if self._users == 0:
                for segment in self._segments:
                    segment.close()

    def read(self) -> None:
        """Read what every question needs, so that no question finds it missing later."""
        columns = self.columns
        _ = self._live, columns.newest, columns.facets

    @cached_property
    def columns(self) -> Columns:
        """What is kept of the records beside their words; read once."""
        with self._reading:
            read = {segment.name: self._known.get(segment.name) or segment.columns() for segment in self._segments}
            self._known = read
        return Columns([read[segment.name] for segment in self._segments])

    def live(self) -> Flags:
        """See `matching.Corpus`."""
        return self._live

    @cached_property
    def _live(self) -> Flags:
        live = np.ones(self._size, dtype=np.bool_)
        for start, segment in zip(self._starts, self._segments, strict=True):
            live[[start + number for number in segment.deleted()]] = False
        return live

    def spellings(self, folded: str) -> Iterator[Spelling]:
        """See `matching.Corpus`."""
        with self._reading:
            found = {
                exact: [(self._segments[number].block(extent), self._starts[number]) for number, extent in places]
                for exact, places in self._places_of(folded).items()
            }
        for exact, blocks in found.items():
            yield Spelling(exact, Occurrences.of_blocks(blocks))

    def _places_of(self, folded: str) -> Mapping[str, Sequence[tuple[int, Extent]]]:
        """By spelling, the segments that have it, and where; remembered, for most questions are made of few words."""
        if folded in self._places:
            return self._places[folded]
        wanted = documents.prefix(folded)
        places: dict[str, list[tuple[int, Extent]]] = {}
        for number, segment in enumerate(self._segments):
            for term, extent in segment.terms(wanted):
                places.setdefault(documents.exact_of(term), []).append((number, extent))
        if len(self._places) >= _REMEMBERED:
            self._places.clear()
        self._places[folded] = places
        return places

    def text_lengths(self) -> NDArray[np.uint32]:
        """See `matching.Corpus`."""
        return self.columns.text_lengths

    def title_lengths(self) -> NDArray[np.uint32]:
        """See `matching.Corpus`."""
        return self.columns.title_lengths

    def stamps(self) -> list[tuple[str, str]]:
        """Record and stamp of every live record."""
        with self._reading:
            stamps = [stamp for segment in self._segments for stamp in segment.stamps()]
        pairs = list(zip(self.columns.records, stamps, strict=True))
        return [(record, stamp.decode()) for record, stamp in (pairs[number] for number in np.flatnonzero(self._live))]
