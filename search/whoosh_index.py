"""The embedded index: Whoosh keeps postings, columns and segments; ranking and answers are ours.

One document a record. Its words stand in one field (`search.documents` says how), so accents cost no second
field; everything else about a record is in columns, read once a segment. Segments are written without the
compound file, because that one is memory-mapped: a file cut short under a mapping kills the process, where plain
reads fail in a way that can be told.

The only module that imports `whoosh`. Whatever it raises on a missing, cut or scribbled index becomes
`IndexUnavailable` here. Index files are trusted as far as the data folder is: Whoosh unpickles them.
"""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from whoosh.codec.base import Segment
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import TOC, FileIndex, LockError
from whoosh.reading import SegmentReader
from whoosh.writing import MERGE_SMALL, SegmentWriter

from search import documents
from search.answers import answer
from search.base import Entry, IndexUnavailable, Query, Results
from search.faults import deadline, translated
from search.generations import Generations
from search.query import parse
from search.ranking import Ranking
from search.snapshot import Held, Snapshot

TIME_LIMIT = 2.0
# Megabytes of postings held before a sorted run goes to disk; the process grows by two to three times as much.
WRITER_MEMORY = 48
# A segment with a larger share of deleted records is rewritten at the next commit.
DELETED_SHARE = 0.25

# While a question is answered a writer may replace what it reads from: seconds to wait before reading again.
READ_AGAIN = (0.005, 0.02)

INDEX_NAME = "MAIN"  # Whoosh's own default

_translated = partial(translated, LockError)

T = TypeVar("T")


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


def _schema() -> Schema:
    return Schema(
        key=ID(),
        words=Words(),
        record=COLUMN(VarBytesColumn()),
        stamp=COLUMN(VarBytesColumn()),
        title=COLUMN(VarBytesColumn()),
        facets=COLUMN(VarBytesColumn()),
        figures=COLUMN(FixedBytesColumn(documents.FIGURES_SIZE)),
    )


@dataclass(frozen=True, slots=True)
class _State:
    """Which state of the index a snapshot shows; segments have names never used twice."""

    generation: Path
    commit: int
    segments: tuple[str, ...]


class WhooshIndex:
    """`SearchIndex` in a folder of this machine. Threads may share one object, processes the folder."""

    def __init__(self, folder: Path, time_limit: float = TIME_LIMIT) -> None:
        self._generations = Generations(folder)
        self._time_limit = time_limit
        self._guard = threading.Lock()
        self._open: tuple[_State, Snapshot] | None = None

    def put(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.put`."""
        with self._generations.writing():
            current = self._generations.current()
            if current is None:
                self._build(entries)
            else:
                _store(_open_index(current), entries)

    def drop(self, records: Iterable[str]) -> None:
        """See `SearchIndex.drop`. Nothing to do where there is no index."""
        with self._generations.writing():
            current = self._generations.current()
            if current is not None:
                _remove(_open_index(current), records)

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.rebuild`. Also the remedy for every `IndexUnavailable` that is not retryable."""
        with self._generations.writing():
            self._build(entries)

    def search(self, query: Query) -> Results:
        """See `SearchIndex.search`. A question that takes over the time limit: `IndexUnavailable`, retryable."""
        parsed = parse(query.text)
        tick = deadline(self._time_limit)
        return self._reading(lambda snapshot: answer(query, Ranking(snapshot, parsed, tick).weigh(), snapshot))

    def stamps(self) -> Iterator[tuple[str, str]]:
        """See `SearchIndex.stamps`: the state of one moment, read when the first is asked for."""
        yield from self._reading(Snapshot.stamps)

    def close(self) -> None:
        """Let go of the open files; the next question opens them again."""
        with self._guard:
            stale, self._open = self._open, None
        if stale:
            stale[1].release()

    def _build(self, entries: Iterable[Entry]) -> None:
        with _translated():
            generation = self._generations.fresh()
            index: FileIndex = FileIndex.create(FileStorage(str(generation)), _schema(), INDEX_NAME)
        _store(index, entries)
        with _translated():
            self._generations.adopt(generation)

    def _reading(self, work: Callable[[Snapshot], T]) -> T:
        """Work on the newest state; anew after a moment if it cannot be read, as a writer may have replaced it."""
        for pause in READ_AGAIN:
            try:
                return self._read_once(work)
            except IndexUnavailable as fault:
                if fault.retryable:
                    raise
            time.sleep(pause)
        return self._read_once(work)

    def _read_once(self, work: Callable[[Snapshot], T]) -> T:
        snapshot = self._acquire()
        try:
            with _translated():
                return work(snapshot)
        finally:
            snapshot.release()

    def _acquire(self) -> Snapshot:
        """A snapshot of the newest state, held for the caller, who releases it."""
        with self._guard:
            generation = self._generations.current()
            if generation is None:
                raise IndexUnavailable("there is no index", retryable=False)
            with _translated():
                toc = TOC.read(FileStorage(str(generation)), INDEX_NAME, schema=_schema())
                state = _State(generation, toc.generation, tuple(one.segment_id() for one in toc.segments))
            if self._open is None or self._open[0] != state:
                held = self._open[1].held if self._open else {}
                opened = state, _open_snapshot(generation, toc.segments, held)
                if self._open:
                    self._open[1].release()
                self._open = opened
            self._open[1].hold()
            return self._open[1]


class _SegmentFiles:
    """`snapshot.Segment` over a reader of Whoosh."""

    def __init__(self, segment: Segment, reader: SegmentReader) -> None:
        self._reader = reader
        self.name: str = segment.segment_id()
        self.size: int = reader.doc_count_all()

    def live(self) -> Iterable[int]:
        return self._reader.all_doc_ids()

    def terms(self, prefix: bytes) -> Iterator[tuple[bytes, Mapping[int, bytes]]]:
        for field, term in self._reader.terms_from("words", prefix):
            if field != "words" or not term.startswith(prefix):
                return
            yield term, self._postings(term)

    def column(self, name: str) -> Sequence[bytes]:
        return list(self._reader.column_reader(name, translate=False))

    def close(self) -> None:
        self._reader.close()

    def _postings(self, term: bytes) -> Mapping[int, bytes]:
        matcher = self._reader.postings("words", term)
        found: dict[int, bytes] = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.value()
            matcher.next()
        return found


def _open_index(generation: Path) -> FileIndex:
    with _translated():
        return FileIndex(FileStorage(str(generation)), _schema(), INDEX_NAME)


def _open_snapshot(generation: Path, segments: Iterable[Segment], held: Mapping[str, Held]) -> Snapshot:
    """Open the files of all segments, or none."""
    files = FileStorage(str(generation))
    opened: list[_SegmentFiles] = []
    try:
        with _translated():
            for segment in segments:
                opened.append(_SegmentFiles(segment, SegmentReader(files, _schema(), segment)))
    except IndexUnavailable:
        for one in opened:
            one.close()
        raise
    return Snapshot(opened, held)


def _store(index: FileIndex, entries: Iterable[Entry]) -> None:
    """Add or replace entries. Of several for one record the last counts, after a commit between them."""
    waiting: set[str] = set()
    writer = _writer(index)
    try:
        for entry in entries:
            with _translated():
                if entry.record in waiting:
                    writer.commit(mergetype=_merge)
                    writer = _writer(index)
                    waiting.clear()
                _add(writer, entry)
            waiting.add(entry.record)
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
        return SegmentWriter(index, compound=False, limitmb=WRITER_MEMORY)


def _add(writer: SegmentWriter, entry: Entry) -> None:
    writer.delete_by_term("key", entry.record)
    document = documents.take_apart(entry)
    writer.add_document(
        key=entry.record,
        words=document.terms,
        record=entry.record.encode(),
        stamp=entry.stamp.encode(),
        title=entry.sort_title,
        facets=document.facets,
        figures=document.figures,
    )


def _merge(writer: SegmentWriter, segments: Sequence[Segment]) -> Sequence[Segment]:
    """Rewrite segments worn by deletions, and the small ones as Whoosh sees fit."""
    worn = [one for one in segments if one.deleted_count() > DELETED_SHARE * one.doc_count_all()]
    for segment in worn:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    kept: Sequence[Segment] = MERGE_SMALL(writer, [one for one in segments if one not in worn])
    return kept
