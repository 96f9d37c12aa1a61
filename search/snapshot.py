"""One state of an embedded index, put together from its segments, as ranking and answers want to see it."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol, TypeVar

from search import documents
from search.answers import Facets
from search.ranking import Spelling

T = TypeVar("T")


class Segment(Protocol):
    """The open files of one segment. Its records count from 0; only one thread may use it at a time."""

    @property
    def name(self) -> str:
        """Unlike that of any other segment: a segment never changes, but for which of its records are deleted."""

    @property
    def size(self) -> int:
        """How many records, the deleted ones too."""

    def live(self) -> Iterable[int]:
        """The numbers of records that are not deleted."""

    def terms(self, prefix: bytes) -> Iterator[tuple[bytes, Mapping[int, bytes]]]:
        """Every term with this prefix, with the packed places of each live record that has it."""

    def column(self, name: str) -> Sequence[bytes]:
        """A column's value of each record."""

    def close(self) -> None:
        """Close the files."""


class Held:
    """What was read of one segment's columns; outlives the snapshot as long as the segment is in the index."""

    def __init__(self) -> None:
        self._records: list[str] | None = None
        self._titles: Sequence[bytes] | None = None
        self._facets: list[Facets] | None = None
        self._figures: tuple[array[int], array[int], list[int | None], array[float]] | None = None

    def records(self, segment: Segment) -> list[str]:
        """Record ids."""
        if self._records is None:
            self._records = [value.decode() for value in segment.column("record")]
        return self._records

    def titles(self, segment: Segment) -> Sequence[bytes]:
        """Sort keys of the titles."""
        if self._titles is None:
            self._titles = segment.column("title")
        return self._titles

    def facets(self, segment: Segment) -> list[Facets]:
        """Facet values; records with the same ones share one mapping."""
        if self._facets is None:
            packed = segment.column("facets")
            distinct = {value: documents.unpack_facets(value) for value in set(packed)}
            self._facets = [distinct[value] for value in packed]
        return self._facets

    def figures(self, segment: Segment) -> tuple[array[int], array[int], list[int | None], array[float]]:
        """Words in the text, words in the title, year, time of publication: a sequence for each."""
        if self._figures is None:
            rows = [documents.unpack_figures(value) for value in segment.column("figures")]
            self._figures = (
                array("I", [row.text_length for row in rows]),
                array("I", [row.title_length for row in rows]),
                [row.year for row in rows],
                array("d", [row.published for row in rows]),
            )
        return self._figures


class Snapshot:
    """A fixed state of the index. Threads share it; its files close when the last one has released it."""

    def __init__(self, segments: Sequence[Segment], held: Mapping[str, Held]) -> None:
        self._segments = segments
        self._held = {segment.name: held.get(segment.name) or Held() for segment in segments}
        self._reading = threading.RLock()
        self._users = 1
        starts = [0]
        for segment in segments:
            starts.append(starts[-1] + segment.size)
        self._starts = starts[:-1]

    @property
    def held(self) -> Mapping[str, Held]:
        """What was read of columns so far, by segment: for the next snapshot."""
        return self._held

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

    def documents(self) -> Iterable[int]:
        """See `ranking.Corpus`."""
        with self._reading:
            pairs = zip(self._starts, self._segments, strict=True)
            return [start + number for start, segment in pairs for number in segment.live()]

    def spellings(self, folded: str) -> Iterator[Spelling]:
        """See `ranking.Corpus`."""
        wanted = documents.prefix(folded)
        for start, segment in zip(self._starts, self._segments, strict=True):
            with self._reading:
                found = list(segment.terms(wanted))
            for term, postings in found:
                moved = {start + number: packed for number, packed in postings.items()} if start else postings
                yield Spelling(documents.exact_of(term), moved)

    def text_lengths(self) -> Sequence[int]:
        """See `ranking.Corpus`."""
        return self._joined(lambda held, segment: held.figures(segment)[0])

    def title_lengths(self) -> Sequence[int]:
        """See `ranking.Corpus`."""
        return self._joined(lambda held, segment: held.figures(segment)[1])

    def facets(self) -> Sequence[Facets]:
        """See `answers.Columns`."""
        return self._joined(Held.facets)

    def records(self) -> Sequence[str]:
        """See `answers.Columns`."""
        return self._joined(Held.records)

    def sort_titles(self) -> Sequence[bytes]:
        """See `answers.Columns`."""
        return self._joined(Held.titles)

    def years(self) -> Sequence[int | None]:
        """See `answers.Columns`."""
        return self._joined(lambda held, segment: held.figures(segment)[2])

    def published(self) -> Sequence[float]:
        """See `answers.Columns`."""
        return self._joined(lambda held, segment: held.figures(segment)[3])

    def stamps(self) -> list[tuple[str, str]]:
        """Record and stamp of every live record."""
        stamps = self._joined(lambda _, segment: segment.column("stamp"))
        records = self.records()
        return [(records[number], stamps[number].decode()) for number in self.documents()]

    def _joined(self, read: Callable[[Held, Segment], Sequence[T]]) -> Sequence[T]:
        """A column of all segments, one after the other."""
        with self._reading:
            parts = [read(self._held[segment.name], segment) for segment in self._segments]
        return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))
