"""Segments as `search.snapshot` wants to read them, over Whoosh's readers.

Postings are read with `os.pread` from the segment's own file: whole blocks, by any thread, without Whoosh's matchers.
"""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from search.columns import SegmentColumns
from search.documents import FIGURES
from search.snapshot import Extent, Snapshot
from search.whoosh_index.codec import BlockCodec, extent_of

WORDS = "words"  # the field of all words


class SegmentFiles:
    """`snapshot.Segment` over a reader of Whoosh and the open file of postings."""

    def __init__(self, folder: Path, schema: Schema, segment: Segment) -> None:
        self._postings = os.open(folder / segment.make_filename(BlockCodec.POSTS_EXT), os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._reader = SegmentReader(FileStorage(str(folder)), schema, segment)
        except BaseException:
            os.close(self._postings)
            raise
        self.name: str = segment.segment_id()
        self.size: int = self._reader.doc_count_all()
        self._deleted = frozenset[int](segment.deleted_docs())

    def deleted(self) -> Iterable[int]:
        """See `snapshot.Segment`."""
        return self._deleted

    def terms(self, prefix: bytes) -> Iterator[tuple[bytes, Extent]]:
        """See `snapshot.Segment`."""
        for (field, term), info in self._reader.iter_from(WORDS, prefix):
            if field != WORDS or not term.startswith(prefix):
                return
            yield term, extent_of(info)

    def block(self, extent: Extent) -> bytes:
        """See `snapshot.Segment`."""
        offset, length = extent
        return os.pread(self._postings, length, offset)

    def columns(self) -> SegmentColumns:
        """See `snapshot.Segment`."""
        records, titles = self._column("record").texts, self._column("title").texts
        figures = np.frombuffer(self._column("figures").texts.data, dtype=FIGURES)
        if not len(records) == len(titles) == len(figures):
            raise ValueError("columns of different lengths")
        return SegmentColumns(tuple(one.decode() for one in records), titles, figures, self._column("facets").facets)

    def stamps(self) -> Iterable[bytes]:
        """See `snapshot.Segment`."""
        return list(self._column("stamp").texts)

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name, translate=False)

    def close(self) -> None:
        """See `snapshot.Segment`."""
        self._reader.close()
        os.close(self._postings)


def open_snapshot(
    folder: Path, schema: Schema, segments: Iterable[Segment], held: Mapping[str, SegmentColumns]
) -> Snapshot:
    """Open the files of all segments, or none, and read what every question needs.

    Raises whatever Whoosh or the system does.
    """
    opened: list[SegmentFiles] = []
    try:
        for segment in (one for one in segments if one.doc_count_all()):  # one without records has no columns
            opened.append(SegmentFiles(folder, schema, segment))
        snapshot = Snapshot(opened, held)
        snapshot.read()
    except BaseException:
        for one in opened:
            one.close()
        raise
    return snapshot
