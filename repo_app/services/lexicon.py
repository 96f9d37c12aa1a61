"""Keeping the lexicon: what each published record says is counted once, and taken off again when it changes or leaves.

With each record is kept what it was counted with, so a change is the difference between that and what it says now,
written with it in one transaction: a killed job leaves nothing half counted, and doing it twice changes nothing.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.db import insert_into
from repo_app.models import LexiconLink, LexiconRecord, LexiconStart, LexiconTerm, LexiconWord, Record
from search import LEXICON_FORM, Contribution, Entry, Term, contribution, vietnamese

CHUNK = 500  # ids in one statement
WITH_STARTS = frozenset({"title", "name", "subject"})
MOST_WITHHELD = 100  # records to be left out that are worth counting one by one; beyond, the counts are not used
Item = TypeVar("Item")

# Many rows go in at once, as rows: the mapping of objects costs more than the database.
_TERMS, _STARTS, _LINKS = (cast(Table, model.__table__) for model in (LexiconTerm, LexiconStart, LexiconLink))
_MOVE_TERM = (
    update(_TERMS).where(_TERMS.c.id == bindparam("term")).values(records=bindparam("count"), band=bindparam("size"))
)
_MOVE_START = update(_STARTS).where(_STARTS.c.term_id == bindparam("term")).values(band=bindparam("size"))


@dataclass(frozen=True, slots=True)
class Shares:
    """What a batch of records says now, by the number of the record; of those in ``gone`` nothing counts any more."""

    said: Mapping[int, Contribution]
    gone: tuple[int, ...] = ()


@dataclass(slots=True)
class _Change:
    """How far counts move: words by records and uses, terms by records."""

    words: dict[str, list[int]] = field(default_factory=dict)
    terms: Counter[int] = field(default_factory=Counter)
    keys: dict[str, str] = field(default_factory=dict)
    told: dict[int, Term] = field(default_factory=dict)

    def move(self, words: Mapping[str, int], terms: Iterable[int], way: int) -> None:
        for word, uses in words.items():
            moved = self.words.setdefault(word, [0, 0])
            moved[0] += way
            moved[1] += way * uses
        for term in terms:
            self.terms[term] += way


@dataclass(frozen=True, slots=True)
class Withheld:
    """What counts hold of records that are no longer to be counted, though the job has not been there yet.

    ``everything`` when there are so many that nothing that is only counted may be shown.
    """

    words: Mapping[str, int]
    terms: Mapping[int, int]
    everything: bool = False


def shares(entries: Sequence[tuple[int, Entry]], gone: Sequence[int] = ()) -> Shares:
    """Work out what these records say, outside of any transaction: it takes a while for long texts."""
    return Shares({number: contribution(entry) for number, entry in entries}, tuple(gone))


def write(session: Session, batch: Shares) -> None:
    """Count the batch anew. One writer at a time: the caller holds the job that writes the index."""
    change = _Change()
    numbers = [*batch.said, *batch.gone]
    before = {row.record_id: row for row in _rows(session, numbers)}
    for number in batch.gone:
        if number in before:
            change.move(*_unpacked(before[number].held), -1)
    changed = [number for number, said in batch.said.items() if _take(change, said, before.get(number))]
    left = [number for number in batch.gone if number in before]
    for some in chunks([*changed, *left]):
        session.execute(delete(LexiconLink).where(LexiconLink.record_id.in_(some)))
        session.execute(delete(LexiconRecord).where(LexiconRecord.record_id.in_(some)))
    _write_words(session, change)
    _write_terms(session, change)
    _keep(session, {number: batch.said[number] for number in changed})


def _rows(session: Session, numbers: Sequence[int]) -> Iterator[LexiconRecord]:
    for some in chunks(numbers):
        yield from session.scalars(select(LexiconRecord).where(LexiconRecord.record_id.in_(some)))


def _take(change: _Change, said: Contribution, before: LexiconRecord | None) -> bool:
    """Move the counts from what was held to what is said; whether anything differs."""
    terms = {term.id: term for term in said.terms}
    if before is not None:
        words, held = _unpacked(before.held)
        if before.form == LEXICON_FORM and words == said.words and held == list(terms):
            return False
        change.move(words, held, -1)
    change.move(said.words, terms, +1)
    change.keys.update(said.keys)
    change.told.update(terms)
    return True


def _write_words(session: Session, change: _Change) -> None:
    moved = {word: by for word, by in change.words.items() if by != [0, 0]}
    rows = [
        {"text": word, "key": change.keys.get(word, ""), "records": records, "uses": uses}
        for word, (records, uses) in sorted(moved.items())
    ]
    if rows:
        statement = insert_into(session, LexiconWord)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[LexiconWord.text],
                set_={
                    "records": LexiconWord.records + statement.excluded.records,
                    "uses": LexiconWord.uses + statement.excluded.uses,
                },
            ),
            rows,
        )
    for some in chunks([word for word, (records, _) in moved.items() if records < 0]):
        session.execute(delete(LexiconWord).where(LexiconWord.text.in_(some), LexiconWord.records <= 0))


def _write_terms(session: Session, change: _Change) -> None:
    moved = {term: by for term, by in change.terms.items() if by}
    now: dict[int, int] = {}
    for some in chunks(sorted(moved)):
        rows = session.execute(select(LexiconTerm.id, LexiconTerm.records).where(LexiconTerm.id.in_(some)))
        now.update(rows.all())
    counts = {term: now.get(term, 0) + by for term, by in moved.items()}
    for some in chunks([term for term, records in counts.items() if records <= 0]):
        session.execute(delete(LexiconTerm).where(LexiconTerm.id.in_(some)))
    new = {term: records for term, records in counts.items() if records > 0 and term not in now}
    _add_terms(session, [(change.told[term], records) for term, records in sorted(new.items())])
    moves = [
        {"term": term, "count": records, "size": band(records), "before": band(now[term])}
        for term, records in counts.items()
        if records > 0 and term in now
    ]
    if moves:
        session.execute(_MOVE_TERM, moves)
    if banded := [move for move in moves if move["size"] != move["before"]]:
        session.execute(_MOVE_START, banded)


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


def _keep(session: Session, said: Mapping[int, Contribution]) -> None:
    links = [
        {"record_id": number, "term_id": term.id, "weight": term.weight}
        for number, one in said.items()
        for term in one.terms
        if term.weight
    ]
    if said:
        held = [{"record_id": number, "form": LEXICON_FORM, "held": _packed(one)} for number, one in said.items()]
        session.execute(insert(LexiconRecord), held)
    if links:
        session.execute(insert(_LINKS), links)


def subject_id(value: str) -> int:
    """The id of the term that records of this subject have."""
    exact, folded = vietnamese.words(value)
    return Term("subject", " ".join(exact), " ".join(folded), value, 0).id


def band(records: int) -> int:
    """The bit length of a count: within one band counts differ by less than a factor of two."""
    return records.bit_length()


def leave(session: Session) -> None:
    """Take off what records are counted with that are not published any more, wherever they come from."""
    gone = (
        select(LexiconRecord.record_id)
        .join(Record, Record.id == LexiconRecord.record_id)
        .where(Record.state != "published")
    )
    for some in chunks(session.scalars(gone).all()):
        write(session, Shares({}, tuple(some)))


def is_complete(session: Session) -> bool:
    """Whether every published record that is not waiting for the index is counted, in the form of this version."""
    current = select(LexiconRecord.record_id).where(
        LexiconRecord.record_id == Record.id, LexiconRecord.form == LEXICON_FORM
    )
    settled = (Record.state == "published") & ~Record.index_due
    return session.scalar(select(Record.id).where(settled, ~current.exists()).limit(1)) is None


def withheld(session: Session) -> Withheld:
    """What must be taken off every count now: of records withdrawn, or closed by a new license, since the last job."""
    shown = [term.id for term in vocabularies.load("licenses").terms.values() if vocabularies.is_open(term.id)]
    closed = or_(Record.state != "published", Record.license.is_(None), Record.license.not_in(shown))
    rows = session.scalars(
        select(LexiconRecord.held)
        .join(Record, Record.id == LexiconRecord.record_id)
        .where(Record.index_due, closed)
        .limit(MOST_WITHHELD + 1)
    ).all()
    if len(rows) > MOST_WITHHELD:
        return Withheld({}, {}, everything=True)
    words: Counter[str] = Counter()
    terms: Counter[int] = Counter()
    for held in rows:
        said, counted = _unpacked(held)
        words.update(said.keys())
        terms.update(counted)
    return Withheld(words, terms)


def _packed(said: Contribution) -> bytes:
    held = [" ".join(said.words), list(said.words.values()), [term.id for term in said.terms]]
    return zlib.compress(json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpacked(held: bytes) -> tuple[dict[str, int], list[int]]:
    words, uses, terms = json.loads(zlib.decompress(held))
    return dict(zip(words.split(), uses, strict=True)), terms


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, as many at a time as one statement may name."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
