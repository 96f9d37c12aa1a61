"""Keeping the lexicon: what each published record says is counted once, and taken off again when it changes or leaves.

With each record is kept what it was counted with, so a change is the difference between that and what it says now,
written with it in one transaction: a killed job leaves nothing half counted, and doing it twice changes nothing.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat
from typing import TypeVar, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from repo_app.db import insert_into
from repo_app.models import LexiconLink, LexiconRecord, LexiconStart, LexiconTerm, LexiconWord, Record
from repo_app.services.closed import loses_something
from search import LEXICON_FORM, Entry, Term, contribution, vietnamese

CHUNK = 500  # ids in one statement
WITH_STARTS = frozenset({"title", "name", "body", "subject"})
MOST_WITHHELD = 100  # records to be left out that are worth counting one by one; beyond, the counts are not used
Item = TypeVar("Item")

# Many rows go in at once, as rows: the mapping of objects costs more than the database.
_TERMS, _STARTS, _LINKS, _RECORDS, _WORDS = (
    cast(Table, model.__table__) for model in (LexiconTerm, LexiconStart, LexiconLink, LexiconRecord, LexiconWord)
)
_COUNT_TERM = update(_TERMS).where(_TERMS.c.id == bindparam("term")).values(records=bindparam("count"))
_MOVE_TERM = (
    update(_TERMS).where(_TERMS.c.id == bindparam("term")).values(records=bindparam("count"), band=bindparam("size"))
)
_MOVE_START = update(_STARTS).where(_STARTS.c.term_id == bindparam("term")).values(band=bindparam("size"))


@dataclass(frozen=True, slots=True)
class Share:
    """What one record says; ``terms`` by their ids, ``held`` as it is kept with the record."""

    words: Mapping[str, int]
    keys: Mapping[str, str]
    terms: Mapping[int, Term]
    held: bytes


@dataclass(frozen=True, slots=True)
class Shares:
    """What a batch of records says now, by the number of the record; of those in ``gone`` nothing counts any more."""

    said: Mapping[int, Share]
    gone: tuple[int, ...] = ()


@dataclass(slots=True)
class Change:
    """What a batch changes: counts of words by records and uses, counts of terms by records, and what is kept.

    ``said`` are the records that say something else than they were counted with, ``taken`` those whose old links and
    counts go; ``now`` is what the terms counted before.
    """

    said: dict[int, Share] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)
    terms: Counter[int] = field(default_factory=Counter)
    keys: dict[str, str] = field(default_factory=dict)
    told: dict[int, Term] = field(default_factory=dict)
    now: dict[int, int] = field(default_factory=dict)

    def add(self, number: int, share: Share) -> None:
        """Count what the record says."""
        self.said[number] = share
        self.records.update(share.words.keys())
        # As many times as it is used: counted without a step of Python for each word.
        self.uses.update(chain.from_iterable(map(repeat, share.words.keys(), share.words.values())))
        self.terms.update(share.terms.keys())
        self.keys.update(share.keys)
        self.told.update(share.terms)

    def take(self, number: int, held: bytes) -> None:
        """Take off what the record is counted with."""
        words, terms = _unpacked(held)
        self.taken.append(number)
        self.records.subtract(words.keys())
        self.uses.subtract(words)
        self.terms.subtract(terms)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What counts hold of records that are no longer to be counted, though the job has not been there yet.

    ``everything`` when there are so many that nothing that is only counted may be shown.
    """

    words: Mapping[str, int]
    uses: Mapping[str, int]
    terms: Mapping[int, int]
    everything: bool = False


def share(entry: Entry) -> Share:
    """Work out what a record says: it takes a while for long texts."""
    said = contribution(entry)
    terms = {term.id: term for term in said.terms}
    return Share(said.words, said.keys, terms, _packed(said.words, terms))


def shares(entries: Sequence[tuple[int, Entry]], gone: Sequence[int] = ()) -> Shares:
    """What these records say, worked out outside of any transaction."""
    return Shares({number: share(entry) for number, entry in entries}, tuple(gone))


def plan(session: Session, batch: Shares) -> Change:
    """Compare the batch with what is counted; nothing is written. One writer at a time: the caller holds the job that
    writes the index, and holds it still when the change is written."""
    change = Change()
    before = {row.record_id: row for row in _rows(session, [*batch.said, *batch.gone])}
    for number in batch.gone:
        if number in before:
            change.take(number, before[number].held)
    for number, said in batch.said.items():
        row = before.get(number)
        if row is None or row.form != LEXICON_FORM or row.held != said.held:
            if row is not None:
                change.take(number, row.held)
            change.add(number, said)
    for some in chunks(sorted(change.terms)):
        rows = session.execute(select(LexiconTerm.id, LexiconTerm.records).where(LexiconTerm.id.in_(some)))
        change.now.update(rows.all())
    return change


def link(session: Session, change: Change) -> None:
    """Write the links, first and in a transaction of their own: until the record is counted they are written again."""
    for some in chunks([*change.taken, *change.said]):
        session.execute(delete(LexiconLink).where(LexiconLink.record_id.in_(some)))
    links = [
        {"record_id": number, "term_id": term, "weight": told.weight}
        for number, said in change.said.items()
        for term, told in sorted(said.terms.items())
        if told.weight
    ]
    if links:
        session.execute(insert(_LINKS), links)


def count(session: Session, change: Change) -> None:
    """Write the counts and what the records are counted with, all or nothing."""
    for some in chunks(change.taken):
        session.execute(delete(LexiconRecord).where(LexiconRecord.record_id.in_(some)))
    _write_words(session, change)
    _write_terms(session, change)
    if change.said:
        held = [{"record_id": number, "form": LEXICON_FORM, "held": said.held} for number, said in change.said.items()]
        session.execute(insert(_RECORDS), held)


def _rows(session: Session, numbers: Sequence[int]) -> Iterator[LexiconRecord]:
    for some in chunks(numbers):
        yield from session.scalars(select(LexiconRecord).where(LexiconRecord.record_id.in_(some)))


def _write_words(session: Session, change: Change) -> None:
    keys, uses = change.keys, change.uses
    moved = {word: by for word, by in change.records.items() if by or uses[word]}
    rows = [
        {"text": word, "key": keys.get(word, ""), "records": by, "uses": uses[word]}
        for word, by in sorted(moved.items())
    ]
    if rows:
        statement = insert_into(session, _WORDS)
        sums = {name: _WORDS.c[name] + statement.excluded[name] for name in ("records", "uses")}
        session.execute(statement.on_conflict_do_update(index_elements=[_WORDS.c.text], set_=sums), rows)
    for some in chunks([word for word, by in moved.items() if by < 0]):
        session.execute(delete(LexiconWord).where(LexiconWord.text.in_(some), LexiconWord.records <= 0))


def _write_terms(session: Session, change: Change) -> None:
    now = change.now
    counts = {term: now.get(term, 0) + by for term, by in sorted(change.terms.items()) if by}
    for some in chunks([term for term, records in counts.items() if records <= 0]):
        session.execute(delete(LexiconTerm).where(LexiconTerm.id.in_(some)))
    new = [(change.told[term], records) for term, records in counts.items() if records > 0 and term not in now]
    _add_terms(session, new)
    moves = [
        {"term": term, "count": records, "size": band(records), "before": band(now[term])}
        for term, records in counts.items()
        if records > 0 and term in now
    ]
    same = [move for move in moves if move["size"] == move["before"]]
    banded = [move for move in moves if move["size"] != move["before"]]
    if same:
        session.execute(_COUNT_TERM, same)
    if banded:
        session.execute(_MOVE_TERM, banded)
    starting = [
        move for move in banded if move["term"] not in change.told or change.told[move["term"]].kind in WITH_STARTS
    ]
    if starting:
        session.execute(_MOVE_START, starting)


def _add_terms(session: Session, terms: Sequence[tuple[Term, int]]) -> None:
    rows = [
        {
            "id": term.id, "kind": term.kind, "band": band(records), "key": term.key, "text": term.text,
            "shown": term.shown, "records": records,
        }
        for term, records in terms
    ]  # fmt: skip
    starts = [
        {"term_id": term.id, "place": place, "kind": term.kind, "band": band(records), "key": f"{key} ",
         "text": f"{text} "}
        for term, records in terms
        if term.kind in WITH_STARTS
        for place, (key, text) in enumerate(term.starts)
    ]  # fmt: skip
    if rows:
        session.execute(insert(_TERMS), rows)
    if starts:
        session.execute(insert(_STARTS), starts)


def subject_id(value: str) -> int:
    """The id of the term that records of this subject have."""
    exact, folded = vietnamese.words(value)
    return Term("subject", " ".join(exact), " ".join(folded), value, 0).id


def band(records: int) -> int:
    """The bit length of a count: within one band counts differ by less than a factor of two."""
    return records.bit_length()


def left(session: Session) -> Sequence[int]:
    """The records that are counted though they are not published any more, wherever they come from."""
    return session.scalars(
        select(LexiconRecord.record_id)
        .join(Record, Record.id == LexiconRecord.record_id)
        .where(Record.state != "published")
    ).all()


def is_complete(session: Session) -> bool:
    """Whether every published record that is not waiting for the index is counted, in the form of this version."""
    current = select(LexiconRecord.record_id).where(
        LexiconRecord.record_id == Record.id, LexiconRecord.form == LEXICON_FORM
    )
    settled = (Record.state == "published") & ~Record.index_due
    return session.scalar(select(Record.id).where(settled, ~current.exists()).limit(1)) is None


def withheld(session: Session) -> Withheld:
    """What must be taken off every count now: of records withdrawn, or with files closed or gone."""
    rows = session.scalars(
        select(LexiconRecord.held)
        .join(Record, Record.id == LexiconRecord.record_id)
        .where(Record.index_due, loses_something())
        .order_by(LexiconRecord.record_id)
        .limit(MOST_WITHHELD + 1)
    ).all()
    return Withheld({}, {}, {}, everything=True) if len(rows) > MOST_WITHHELD else _counted(tuple(rows))


@lru_cache(maxsize=1)
def _counted(rows: tuple[bytes, ...]) -> Withheld:
    """The sum of what is held; kept by the very bytes, as it is asked for with every key somebody types."""
    words, uses, terms = Counter[str](), Counter[str](), Counter[int]()
    for said, counted in map(_unpacked, rows):
        words.update(said.keys())
        uses.update(said)
        terms.update(counted)
    return Withheld(words, uses, terms)


def _packed(words: Mapping[str, int], terms: Mapping[int, Term]) -> bytes:
    """Words, their uses, and the terms with their weights: equal bytes only where nothing has to be written."""
    held = [" ".join(words), list(words.values()), list(terms), [term.weight for term in terms.values()]]
    return zlib.compress(json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpacked(held: bytes) -> tuple[dict[str, int], list[int]]:
    words, uses, terms, *_ = json.loads(zlib.decompress(held))
    return dict(zip(words.split(), uses, strict=True)), terms


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, as many at a time as one statement may name."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
