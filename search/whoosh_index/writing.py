"""Filling an index of Whoosh: one document an entry, replaced by the record's id, merged as it wears."""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from functools import partial
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.fields import COLUMN, ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import FileIndex, LockError
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search import documents
from search.base import Entry
from search.faults import translated
from search.merging import Held, to_merge
from search.whoosh_index.codec import BlockCodec
from search.whoosh_index.columns import FacetsColumn, TextsColumn

# Megabytes of postings held before a sorted run goes to disk; the process grows by two to three times as much.
WRITER_MEMORY = 48
# Characters of text in one commit: about as much as `search.merging` lets a segment grow.
COMMIT_TEXT = 30_000_000

INDEX_NAME = "MAIN"  # Whoosh's own default

_translated = partial(translated, LockError)


class Words(ID):
    """Terms that come ready made: `index` takes the terms of a `documents.Document`."""

    def __init__(self) -> None:
        super().__init__()
        self.format = Format()

    def index(
        self, value: Iterable[tuple[bytes, int, bytes]], **_: object
    ) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        """Term, frequency, weight and packed places of each word."""
        yield from ((term, often, float(often), packed) for term, often, packed in value)


def schema() -> Schema:
    """The fields of a document."""
    return Schema(
        key=ID(),
        words=Words(),
        record=COLUMN(TextsColumn()),
        stamp=COLUMN(TextsColumn()),
        title=COLUMN(TextsColumn()),
        facets=COLUMN(FacetsColumn()),
        figures=COLUMN(TextsColumn()),
    )


def create(folder: Path, entries: Iterable[Entry]) -> None:
    """Make an index of these entries in an empty folder. IndexUnavailable."""
    with _translated():
        index: FileIndex = FileIndex.create(FileStorage(str(folder)), schema(), INDEX_NAME)
    _store(index, entries)


def store(folder: Path, entries: Iterable[Entry]) -> None:
    """Add or replace entries in the index of a folder. IndexUnavailable."""
    _store(_open(folder), entries)


def remove(folder: Path, records: Iterable[str]) -> None:
    """Remove the entries of these records from the index of a folder. IndexUnavailable."""
    _remove(_open(folder), records)


def _open(folder: Path) -> FileIndex:
    with _translated():
        return FileIndex(FileStorage(str(folder)), schema(), INDEX_NAME)


def _store(index: FileIndex, entries: Iterable[Entry]) -> None:
    """Add or replace entries, in several commits if they are long. Of several for one record the last counts."""
    waiting: set[str] = set()
    length = 0
    writer = _writer(index)
    try:
        for entry in entries:
            with _translated():
                if entry.record in waiting or length >= COMMIT_TEXT:
                    writer.commit(mergetype=_merge)
                    writer = _writer(index)
                    waiting.clear()
                    length = 0
                _add(writer, entry)
            waiting.add(entry.record)
            length += len(entry.text)
        with _translated():
            writer.commit(mergetype=_merge)
    finally:
        if not writer.is_closed:
            writer.cancel()


def _remove(index: FileIndex, records: Iterable[str]) -> None:
    writer = _writer(index)
    try:
        for record in records:
            with _translated():
                writer.delete_by_term("key", record)
        with _translated():
            writer.commit(mergetype=_merge)
    finally:
        if not writer.is_closed:
            writer.cancel()


def _writer(index: FileIndex) -> SegmentWriter:
    with _translated():
        return SegmentWriter(index, compound=False, limitmb=WRITER_MEMORY, codec=BlockCodec())


def _add(writer: SegmentWriter, entry: Entry) -> None:
    writer.delete_by_term("key", entry.record)
    document = documents.take_apart(entry)
    writer.add_document(
        key=entry.record,
        words=document.terms,
        record=entry.record.encode(),
        stamp=entry.stamp.encode(),
        title=entry.sort_title,
        facets=entry.facets,
        figures=document.figures,
    )


def _merge(writer: SegmentWriter, segments: Sequence[Segment]) -> Sequence[Segment]:
    """Rewrite what `search.merging` chooses; the others stay, but for those that are all deleted.

    Rewritten, these would be a segment without records, which has no columns either.
    """
    segments = [one for one in segments if one.doc_count_all() > one.deleted_count()]
    held = [Held(_size(writer, one), one.doc_count_all(), one.deleted_count()) for one in segments]
    chosen = to_merge(held)
    for number in chosen:
        reader = SegmentReader(writer.storage, writer.schema, segments[number])
        writer.add_reader(reader)
        reader.close()
    return [one for number, one in enumerate(segments) if number not in chosen]


def _size(writer: SegmentWriter, segment: Segment) -> int:
    return int(writer.storage.file_length(segment.make_filename(BlockCodec.POSTS_EXT)))
