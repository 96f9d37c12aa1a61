"""The embedded index: Whoosh keeps postings, columns and segments; ranking and answers are ours.

One document a record. Its words stand in one field (`search.documents` says how), so accents cost no second
field; everything else about a record is in columns, read once a segment. Segments are written without the
compound file, because that one is memory-mapped: a file cut short under a mapping kills the process, where plain
reads fail in a way that can be told.

The only package that imports `whoosh`: `codec` says how postings lie in its files, `writing` fills an index,
`segments` reads one. Whatever Whoosh raises on a missing, cut or scribbled index becomes `IndexUnavailable`. Index
files are trusted as far as the data folder is: Whoosh unpickles them.
"""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, LockError

from search.answers import answer, hidden
from search.base import Entry, IndexUnavailable, Query, Results
from search.faults import deadline, translated
from search.generations import Generations
from search.query import parse
from search.ranking import Ranking
from search.snapshot import Snapshot
from search.whoosh_index import writing
from search.whoosh_index.segments import open_snapshot

TIME_LIMIT = 2.0

# While a question is answered a writer may replace what it reads from: seconds to wait before reading again.
READ_AGAIN = (0.005, 0.02)

_translated = partial(translated, LockError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _State:
    """Which state of the index a snapshot shows; segments have names never used twice."""

    generation: Path
    commit: int
    segments: tuple[str, ...]


class _Opened(NamedTuple):
    """The state that is open for reading."""

    state: _State
    snapshot: Snapshot


class WhooshIndex:
    """`SearchIndex` in a folder of this machine. Threads may share one object, processes the folder."""

    def __init__(self, folder: Path, time_limit: float = TIME_LIMIT) -> None:
        self._generations = Generations(folder)
        self._time_limit = time_limit
        self._guard = threading.Lock()  # of `_open`; held for a moment only
        self._opening = threading.Lock()  # of whoever opens a newer state; the others go on with the one there is
        self._open: _Opened | None = None

    def put(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.put`."""
        with self._generations.writing():
            current = self._generations.current()
            if current is None:
                self._build(entries)
            else:
                self._generations.tidy()
                writing.store(current, entries)

    def drop(self, records: Iterable[str]) -> None:
        """See `SearchIndex.drop`. Nothing to do where there is no index."""
        with self._generations.writing():
            current = self._generations.current()
            if current is not None:
                writing.remove(current, records)

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.rebuild`. Also the remedy for every `IndexUnavailable` that is not retryable."""
        with self._generations.writing():
            self._build(entries)

    def search(self, query: Query) -> Results:
        """See `SearchIndex.search`. A question that takes over the time limit: `QueryTooSlow`."""
        parsed = parse(query.text)
        tick = deadline(self._time_limit)

        def answered(held: Snapshot) -> Results:
            unseen = hidden(query, held.columns) if query.without else None
            return answer(query, Ranking(held, parsed, tick, hidden=unseen).weigh(), held.columns)

        return self._reading(answered)

    def stamps(self) -> Iterator[tuple[str, str]]:
        """See `SearchIndex.stamps`: the state of one moment, read when the first is asked for."""
        yield from self._reading(Snapshot.stamps, wait=True)

    def close(self) -> None:
        """Let go of the open files; the next question opens them again."""
        with self._guard:
            stale, self._open = self._open, None
        if stale:
            stale.snapshot.release()

    def _build(self, entries: Iterable[Entry]) -> None:
        with _translated():
            generation = self._generations.fresh()
        writing.create(generation, entries)
        with _translated():
            self._generations.adopt(generation)

    def _reading(self, work: Callable[[Snapshot], T], *, wait: bool = False) -> T:
        """Work on the newest state; anew after a moment if it cannot be read, as a writer may have replaced it."""
        for pause in READ_AGAIN:
            try:
                return self._read_once(work, wait=wait)
            except IndexUnavailable as fault:
                if fault.retryable:
                    raise
            time.sleep(pause)
        return self._read_once(work, wait=wait)

    def _read_once(self, work: Callable[[Snapshot], T], *, wait: bool) -> T:
        snapshot = self._acquire(wait=wait)
        try:
            with _translated():
                return work(snapshot)
        finally:
            snapshot.release()

    def _acquire(self, *, wait: bool) -> Snapshot:
        """A snapshot of the newest state, held for the caller, who releases it.

        While another thread opens that state, the one before serves whoever need not `wait`.
        """
        state, _ = self._newest()
        with self._guard:
            held = self._open
            if held is not None:
                held.snapshot.hold()
        if held is not None:
            if held.state == state or not (wait or self._opening.acquire(blocking=False)):
                return held.snapshot
            held.snapshot.release()
        if held is None or wait:
            self._opening.acquire()
        try:
            return self._opened()
        finally:
            self._opening.release()

    def _opened(self) -> Snapshot:
        """The newest state, opened unless it is already; only one thread at a time does this."""
        state, segments = self._newest()
        with self._guard:
            if self._open is not None and self._open.state == state:
                self._open.snapshot.hold()
                return self._open.snapshot
            known = self._open.snapshot.held if self._open else {}
        with _translated():
            snapshot = open_snapshot(state.generation, writing.schema(), segments, known)
        snapshot.hold()
        with self._guard:
            before, self._open = self._open, _Opened(state, snapshot)
        if before is not None:
            before.snapshot.release()
        return snapshot

    def _newest(self) -> tuple[_State, list[Segment]]:
        generation = self._generations.current()
        if generation is None:
            raise IndexUnavailable("there is no index", retryable=False)
        with _translated():
            toc = TOC.read(FileStorage(str(generation)), writing.INDEX_NAME, schema=writing.schema())
            return _State(generation, toc.generation, tuple(one.segment_id() for one in toc.segments)), toc.segments
