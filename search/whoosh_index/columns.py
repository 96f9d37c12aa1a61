"""How columns lie in the files of a segment: read whole and without a loop, where Whoosh hands out value by value.

A column of texts is all texts one after the other, then where each ends. A column of facets is what `columns.Facet`
holds of each facet, then a head that names them; so no record's facets are parsed when an index is opened.
"""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.filedb.structfile import StructFile

from search.columns import Codes, Facet, Texts

_ENDS = np.dtype("<u8")
_CODES = np.dtype("<i4")
_HEAD = struct.Struct("<I")

Values = Mapping[str, tuple[str, ...]]  # of one record, by facet


class TextsColumn(Column):
    """A text (bytes) of each record."""

    _default = b""

    class Writer(ColumnWriter):
        """Writes the texts as they come, their ends last."""

        def __init__(self, dbfile: StructFile) -> None:
            super().__init__(dbfile)
            self._ends: list[int] = []

        def add(self, docnum: int, value: bytes) -> None:
            """The text of this record; records before it that had none are empty."""
            self._fill(docnum)
            self._dbfile.write(value)
            self._ends.append(self._end() + len(value))

        def finish(self, docnum: int) -> None:
            """The end of a column of so many records."""
            self._fill(docnum)
            self._dbfile.write(np.array(self._ends, dtype=_ENDS).tobytes())

        def _fill(self, size: int) -> None:
            self._ends.extend([self._end()] * (size - len(self._ends)))

        def _end(self) -> int:
            return self._ends[-1] if self._ends else 0

    class Reader(ColumnReader):
        """One text by its record's number, or all as `texts`."""

        @cached_property
        def texts(self) -> Texts:
            """All texts; ValueError if the file is damaged."""
            raw = self._dbfile.get(self._basepos, self._length)
            data = max(0, len(raw) - self._doccount * _ENDS.itemsize)
            return Texts(raw[:data], np.frombuffer(raw[data:], dtype=_ENDS))

        def __getitem__(self, docnum: int) -> bytes:
            return self.texts[docnum]


class FacetsColumn(Column):
    """The facet values of each record."""

    _default: Values = MappingProxyType({})

    class Writer(ColumnWriter):
        """Collects codes, four bytes a value; writes them at the end."""

        def __init__(self, dbfile: StructFile) -> None:
            super().__init__(dbfile)
            self._codes: dict[str, dict[str, int]] = {}
            self._held: dict[str, tuple[list[int], list[int]]] = {}

        def add(self, docnum: int, value: Values) -> None:
            """The facets of this record."""
            for name, values in value.items():
                codes = self._codes.setdefault(name, {})
                owners, held = self._held.setdefault(name, ([], []))
                for one in dict.fromkeys(values):
                    owners.append(docnum)
                    held.append(codes.setdefault(one, len(codes)))

        def finish(self, _docnum: int) -> None:
            """The end of a column."""
            head = [[name, list(self._codes[name]), len(owners)] for name, (owners, _) in self._held.items()]
            for pair in self._held.values():
                for numbers in pair:
                    self._dbfile.write(np.array(numbers, dtype=_CODES).tobytes())
            packed = json.dumps(head, separators=(",", ":")).encode()
            self._dbfile.write(packed + _HEAD.pack(len(packed)))

    class Reader(ColumnReader):
        """The facets of one record, or all as `facets`."""

        @cached_property
        def facets(self) -> Mapping[str, Facet]:
            """Every facet that any record has values of; ValueError if the file is damaged."""
            raw = self._dbfile.get(self._basepos, self._length)
            (size,) = _HEAD.unpack(raw[-_HEAD.size :])
            head: list[tuple[str, list[str], int]] = json.loads(raw[-_HEAD.size - size : -_HEAD.size])
            codes = np.frombuffer(raw[: len(raw) - _HEAD.size - size], dtype=_CODES)
            if 2 * sum(count for _, _, count in head) != len(codes):
                raise ValueError("a column of facets of another length than it says")
            return dict(self._parted(head, codes))

        def _parted(self, head: list[tuple[str, list[str], int]], codes: Codes) -> Iterator[tuple[str, Facet]]:
            start = 0
            for name, values, count in head:
                facet = Facet(tuple(values), codes[start : start + count], codes[start + count : start + 2 * count])
                facet.check(self._doccount)
                yield name, facet
                start += 2 * count

        @cached_property
        def _by_record(self) -> dict[int, dict[str, tuple[str, ...]]]:
            found: dict[int, dict[str, tuple[str, ...]]] = {}
            for name, facet in self.facets.items():
                for owner, code in zip(facet.owners.tolist(), facet.codes.tolist(), strict=True):
                    held = found.setdefault(owner, {})
                    held[name] = (*held.get(name, ()), facet.values[code])
            return found

        def __getitem__(self, docnum: int) -> Values:
            return self._by_record.get(docnum, {})
