"""What is kept of every record beside its words, as numpy arrays: ids, facets, figures and orders of one state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.documents import FIGURES, NO_YEAR
from search.occurrences import Flags, Floats

Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Texts:
    """A text (bytes) of each record, cut out of `data` when it is asked for; ValueError if `ends` do not fit it."""

    data: bytes
    ends: NDArray[np.uint64]

    def __post_init__(self) -> None:
        if (int(self.ends[-1]) if len(self.ends) else 0) != len(self.data) or (self.ends[1:] < self.ends[:-1]).any():
            raise ValueError("a column of texts of another length than it says")

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> bytes:
        return self.data[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])]

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for end in self.ends.tolist():
            yield self.data[start:end]
            start = end


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet: the record `owners[i]` has the value `values[codes[i]]`; nobody has one twice."""

    values: tuple[str, ...]
    owners: Codes
    codes: Codes

    def check(self, size: int) -> None:
        """ValueError if this is no facet of `size` records."""
        for numbers, limit in ((self.owners, size), (self.codes, len(self.values))):
            if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < limit:
                raise ValueError("a column of facets with numbers out of range")

    def having(self, wanted: Iterable[str], size: int) -> Flags:
        """Which of `size` records have any of the wanted values."""
        chosen = np.isin(self.codes, [self.values.index(value) for value in set(wanted) & set(self.values)])
        having = np.zeros(size, dtype=np.bool_)
        having[self.owners[chosen]] = True
        return having

    def count(self, among: Flags) -> list[tuple[str, int]]:
        """Each value that any of these records has, with how many have it."""
        counts = np.bincount(self.codes[among[self.owners]], minlength=len(self.values)).tolist()
        return [(value, count) for value, count in zip(self.values, counts, strict=True) if count]


@dataclass(frozen=True, slots=True)
class SegmentColumns:
    """The columns of one segment; never change."""

    records: tuple[str, ...]
    titles: Texts
    figures: NDArray[np.void]
    facets: Mapping[str, Facet]


class Columns:
    """The columns of all segments of a state, one after the other. Orders are made when first asked for."""

    def __init__(self, segments: Sequence[SegmentColumns]) -> None:
        self._segments = segments
        self.records = [record for segment in segments for record in segment.records]
        figures = [segment.figures for segment in segments]
        self._figures = np.concatenate(figures) if figures else np.empty(0, dtype=FIGURES)
        if len(self._figures) != len(self.records):
            raise ValueError("columns of different lengths")

    @property
    def size(self) -> int:
        """How many records, the deleted ones too."""
        return len(self.records)

    @cached_property
    def text_lengths(self) -> NDArray[np.uint32]:
        """Words in the text of each record."""
        return self._figures["text_length"].astype(np.uint32)

    @cached_property
    def title_lengths(self) -> NDArray[np.uint32]:
        """Words in the title of each record."""
        return self._figures["title_length"].astype(np.uint32)

    @cached_property
    def numbers(self) -> Mapping[str, list[int]]:
        """The numbers of each record id; a replaced record has deleted ones too."""
        found: dict[str, list[int]] = {}
        for number, record in enumerate(self.records):
            found.setdefault(record, []).append(number)
        return found

    @cached_property
    def years(self) -> Floats:
        """The year of issue of each record; minus infinity where there is none."""
        years = self._figures["year"].astype(np.float64)
        years[years == NO_YEAR] = -np.inf
        return years

    @cached_property
    def newest(self) -> Numbers:
        """The place of each record when the newest comes first, those of one moment by id."""
        published = self._figures["published"].astype(np.float64)
        return _places(np.lexsort((np.array(self.records, dtype=np.str_), -published)))

    @cached_property
    def by_title(self) -> Numbers:
        """The place of each title in the order of sort keys; equal titles share it."""
        titles = [title for segment in self._segments for title in segment.titles]
        place = {title: number for number, title in enumerate(sorted(set(titles)))}
        return np.array([place[title] for title in titles], dtype=np.int64)

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """Every facet that any record has values of."""
        names = dict.fromkeys(name for segment in self._segments for name in segment.facets)
        return {name: self._joined(name) for name in names}

    def _joined(self, name: str) -> Facet:
        values: dict[str, int] = {}
        owners, codes, start = [], [], 0
        for segment in self._segments:
            if (held := segment.facets.get(name)) is not None:
                moved = [values.setdefault(value, len(values)) for value in held.values]
                owners.append(held.owners + np.int32(start))
                codes.append(np.array(moved, dtype=np.int32)[held.codes])
            start += len(segment.records)
        return Facet(tuple(values), np.concatenate(owners), np.concatenate(codes))


def _places(order: NDArray[np.intp]) -> Numbers:
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places
