"""Keeping the index a true copy: changed records drained in batches, and the whole rebuilt aside.

One job at a time writes the index; both kinds of job hold the same exclusive right.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from repo_app.errors import Unavailable
from repo_app.jobs import LeaseLost, Stopped, ask
from repo_app.models import Record
from repo_app.services import lexicon
from repo_app.services.entries import entry_of
from repo_app.services.library import Library
from repo_app.services.rows import INDEX_JOB, INDEX_LOCK, changed, find_record, lock_numbered
from repo_app.services.work import Work
from search import Entry, IndexUnavailable

log = logging.getLogger("hoclieu.search")

REINDEX_JOB = "reindex"
BATCH = 50  # records in one commit of the index: a commit costs more than an entry
BATCH_CHARS = 20_000_000  # text in one commit, so that a shelf of long books stays within memory
COUNTED = 200  # records counted in one transaction of a rebuild: more would hold up who else writes for too long


@dataclass(frozen=True, slots=True)
class Difference:
    """Published records that the index lacks or holds in an older form, and entries it should not have."""

    missing: int
    stale: int
    extra: int

    @property
    def agrees(self) -> bool:
        """Whether the index is a true copy."""
        return not (self.missing or self.stale or self.extra)


@dataclass(frozen=True, slots=True)
class _Batch:
    seen: tuple[tuple[int, str], ...]
    entries: tuple[tuple[int, Entry], ...]
    gone: tuple[tuple[int, str], ...]

    def shares(self) -> lexicon.Shares:
        """What the records of the batch give to the lexicon."""
        return lexicon.shares(self.entries, [number for number, _ in self.gone])


def drain(library: Library, work: Work) -> None:
    """Bring every changed record into the index, or out of it, until none is due; a lost index is built anew."""
    done = 0
    while batch := _next_batch(library):
        if work.stopping():
            raise Stopped
        with library.db.writing() as session:
            work.hold(session)  # a worker that lost the job has read what may be old by now
        _write(library, work, batch)
        done += len(batch.seen)
        try:
            _settle(library, work, batch, done)
        except LeaseLost:
            _mark_again(library, batch)
            raise


def _settle(library: Library, work: Work, batch: _Batch, done: int) -> None:
    """Count the batch in the lexicon and call its records settled: both or neither."""
    change = _linked(library, work, batch.shares())
    with library.db.writing() as session:
        work.progress(session, done, None)
        lexicon.count(session, change)
        for number, stamp in batch.seen:
            settled = update(Record).where(Record.id == number, Record.stamp == stamp)
            session.execute(settled.values(index_due=False, losing=False))


def _linked(library: Library, work: Work, shares: lexicon.Shares) -> lexicon.Change:
    """How these records change the counts, with their links written already."""
    with library.db.reading() as session:
        change = lexicon.plan(session, shares)
    with library.db.writing() as session:
        work.hold(session)
        lexicon.link(session, change)
    return change


def _count(library: Library, work: Work, shares: lexicon.Shares) -> None:
    """Count these records in the lexicon."""
    change = _linked(library, work, shares)
    with library.db.writing() as session:
        work.hold(session)
        lexicon.count(session, change)


def _mark_again(library: Library, batch: _Batch) -> None:
    """The job was lost while the index was written, so newer entries of another worker may have been replaced."""
    with library.db.writing() as session:
        numbers = [number for number, _ in batch.seen]
        lock_numbered(session, numbers)
        session.execute(update(Record).where(Record.id.in_(numbers)).values(index_due=True, losing=True))
        ask(session, INDEX_JOB, "all", exclusive=INDEX_LOCK)


def _next_batch(library: Library) -> _Batch | None:
    with library.db.reading() as session:
        records = session.scalars(select(Record).where(Record.index_due).order_by(Record.id).limit(BATCH)).all()
        if not records:
            return None
        return _batch(session, records)


def _batch(session: Session, records: Sequence[Record]) -> _Batch:
    seen: list[tuple[int, str]] = []
    entries: list[tuple[int, Entry]] = []
    gone: list[tuple[int, str]] = []
    chars = 0
    for record in records:
        if chars > BATCH_CHARS:
            break
        seen.append((record.id, record.stamp))
        if record.state == "published":
            entry = entry_of(session, record)
            entries.append((record.id, entry))
            chars += len(entry.text)
        else:
            gone.append((record.id, record.public_id))
    return _Batch(tuple(seen), tuple(entries), tuple(gone))


def _write(library: Library, work: Work, batch: _Batch) -> None:
    """Write the batch; into an index that is gone or damaged it would be a part that passes for the whole."""
    try:
        next(iter(library.index.stamps()), None)  # `put` would begin a new one
        if batch.gone:
            library.index.drop([record for _, record in batch.gone])
        if batch.entries:
            library.index.put([entry for _, entry in batch.entries])
    except IndexUnavailable as error:
        if error.retryable:
            raise Unavailable("search.index_away") from error
        log.warning("the index is lost and built anew: %s", error)
        rebuild(library, work)


def make_sure(library: Library) -> None:
    """Have an index before the first question: its building is asked for, and an empty one is there at once.

    Asked for also then, because a record may have been published while this looked; and where records are not
    counted in the lexicon, as after an update.
    """
    with library.db.reading() as session:
        counted = lexicon.is_complete(session)
    try:
        next(iter(library.index.stamps()), None)
    except IndexUnavailable as error:
        if error.retryable:
            return
        with library.db.reading() as session:
            empty = session.scalar(select(Record.id).where(Record.state == "published").limit(1)) is None
        if empty:
            library.index.rebuild(())
        counted = False
    if not counted:
        ask_reindex(library)


def ask_reindex(library: Library) -> int:
    """Ask for the index to be built anew; the id of the job."""
    with library.db.writing() as session:
        return ask(session, REINDEX_JOB, "all", exclusive=INDEX_LOCK)


def reindex_record(library: Library, record_id: str) -> None:
    """Ask for one record to be indexed again. NotFound."""
    with library.db.writing() as session:
        changed(session, find_record(session, record_id), revision=False)


def rebuild(library: Library, work: Work) -> None:
    """Build the index anew beside the old one, which answers until the swap; the lexicon is put right on the way."""
    with library.db.reading() as session:
        total = session.scalar(select(func.count()).select_from(Record).where(Record.state == "published")) or 0

    def told(done: int) -> None:
        if work.stopping():
            raise Stopped
        with library.db.writing() as session:
            work.progress(session, done, total)

    try:
        library.index.rebuild(_all_entries(library, work, told))
    except IndexUnavailable as error:
        raise Unavailable("search.index_away") from error
    try:
        with library.db.reading() as session:
            left = lexicon.left(session)
        for start in range(0, len(left), COUNTED):
            _count(library, work, lexicon.Shares({}, tuple(left[start : start + COUNTED])))
        with library.db.writing() as session:
            work.hold(session)
    except LeaseLost:  # another worker wrote meanwhile, and its index may just have been replaced by an older one
        ask_reindex(library)
        raise


def _all_entries(library: Library, work: Work, told: Callable[[int], None]) -> Iterator[Entry]:
    """Every published record, a few at a time, by the order of rows so that nothing is held open between them.

    Each is worked out for the lexicon once the index has taken it, while its words are remembered, and counted with
    those before it: the fewer transactions, the fewer times the same words are written.
    """
    last, done = 0, 0
    said: dict[int, lexicon.Share] = {}
    while True:
        with library.db.reading() as session:
            records = session.scalars(
                select(Record).where(Record.state == "published", Record.id > last).order_by(Record.id).limit(BATCH)
            ).all()
            batch = _batch(session, records)
        for number, entry in batch.entries:
            yield entry
            said[number] = lexicon.share(entry)
        if said and (len(said) >= COUNTED or not records):
            _count(library, work, lexicon.Shares(said))
            said = {}
        if not records:
            return
        last = batch.seen[-1][0]
        done += len(batch.seen)
        told(done)


def diff(library: Library) -> Difference:
    """Compare the stamps of index and database; of an index that cannot be read everything is missing."""
    with library.db.reading() as session:
        rows = session.execute(select(Record.public_id, Record.stamp).where(Record.state == "published"))
        wanted = dict(rows.all())
    try:
        held = dict(library.index.stamps())
    except IndexUnavailable:
        held = {}
    stale = sum(1 for record, stamp in held.items() if record in wanted and wanted[record] != stamp)
    return Difference(len(wanted.keys() - held.keys()), stale, len(held.keys() - wanted.keys()))
