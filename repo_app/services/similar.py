"""Similar items: published records that share subjects, names and seldom phrases with one record."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from repo_app.models import LexiconLink, LexiconRecord, LexiconTerm, Record
from repo_app.services.authorities import Known, known
from repo_app.services.closed import loses_something
from repo_app.services.facets import described
from repo_app.services.library import Library
from repo_app.services.records.relating import superseded
from repo_app.services.records.views import record_cards
from repo_app.services.rows import metadata_of, permitted_record
from repo_app.values import Person, RecordCard
from repo_app.values.relations import outdated

MOST = 6
TERMS = 16  # of the record that are followed
MOST_TOLD = 8  # and these beside them, if they are subjects or names
COMMON = 2000  # records with a term beyond which it tells nothing
FOLLOWED = 200  # records that are looked at for one term, the newest
CANDIDATES = 60  # whose metadata are compared
SAME_COLLECTION = 1.15
TOLD = ("subject", "name")  # kinds of terms that somebody chose to describe the record by
LEAST_SELDOM = 2.0  # what such a term counts at least while all records with it are looked at: a small library has few
SAME_GRADE, SAME_LEVEL = 3.0, 1.0
ENOUGH, LEAST = 6.0, 3.0  # a score above the first says enough; below the last, that they share next to nothing
OF_BEST = 0.5  # of the best score: enough where all are low


def similar(library: Library, person: Person, record_id: str) -> tuple[RecordCard, ...]:
    """Up to six published records like this one, the most alike first. Raises NotFound as the record itself does.

    Of a record whose text was closed or taken out a moment ago nothing is told.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "see")
        if record.index_due and session.scalar(select(loses_something()).where(Record.id == record.id)):
            return ()
        scores = _scores(session, record.id)
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
        rows = session.scalars(
            select(Record).where(
                Record.id.in_([number for number, _ in best]),
                Record.state == "published",
                ~(Record.index_due & loses_something()),
            )
        )
        shown = {row.id: row for row in rows}
        terms = known(session)
        terms.look_up_named(metadata_of(row) for row in (record, *shown.values()))
        for number, row in shown.items():
            scores[number] += _for_same_readers(record, row, terms)
            if record.collection_id is not None and row.collection_id == record.collection_id:
                scores[number] *= SAME_COLLECTION
        chosen = _newest(session, record, sorted(shown.values(), key=lambda row: (-scores[row.id], row.id)))
        enough = max(LEAST, min(ENOUGH, OF_BEST * max(scores.values(), default=0.0)))
        return record_cards(session, [row for row in chosen if scores[row.id] >= enough][:MOST])


def _newest(session: Session, record: Record, rows: Sequence[Record]) -> list[Record]:
    """Of several editions that are there the newest; another edition of the record itself is told of elsewhere."""
    newer = superseded(session, [record.public_id, *(row.public_id for row in rows)])
    old = outdated(newer, {row.public_id for row in rows})
    own = newer.get(record.public_id, set()) | {old for old, new in newer.items() if record.public_id in new}
    return [row for row in rows if row.public_id not in own | old]


def _for_same_readers(one: Record, other: Record, terms: Known) -> float:
    """What it adds that both are made for one grade, or at least for one level of school."""
    said, others = described(metadata_of(one), terms), described(metadata_of(other), terms)
    shared = {facet: set(said.get(facet, ())) & set(others.get(facet, ())) for facet in ("grade", "level")}
    return SAME_GRADE if shared["grade"] else SAME_LEVEL if shared["level"] else 0.0


def _scores(session: Session, record_id: int) -> dict[int, float]:
    """How much each other record shares with this one: weights on both sides times how seldom the term is."""
    total = (session.scalar(select(func.max(LexiconRecord.record_id))) or 0) + 1  # near enough, and no scan
    terms = session.execute(
        select(LexiconLink.term_id, LexiconLink.weight, LexiconTerm.records, LexiconTerm.kind)
        .join(LexiconTerm, LexiconTerm.id == LexiconLink.term_id)
        .where(LexiconLink.record_id == record_id, LexiconTerm.records.between(2, COMMON), LexiconTerm.kind != "body")
    ).all()
    weighed = {term: weight * _seldom(kind, records, total) for term, weight, records, kind in terms}
    chosen = sorted(weighed, key=lambda term: (-weighed[term], term))
    told = {term for term, _, records, kind in terms if kind in TOLD and records <= FOLLOWED}
    scores: dict[int, float] = {}
    for term in [*chosen[:TERMS], *(term for term in chosen[TERMS:] if term in told)][: TERMS + MOST_TOLD]:
        rows = session.execute(
            select(LexiconLink.record_id, LexiconLink.weight)
            .where(LexiconLink.term_id == term, LexiconLink.record_id != record_id)
            .order_by(LexiconLink.record_id.desc())
            .limit(FOLLOWED)
        )
        for other, weight in rows:
            scores[other] = scores.get(other, 0.0) + weighed[term] * (1 + weight) / 4
    return scores


def _seldom(kind: str, records: int, total: int) -> float:
    """How much a term tells that this many of all records have."""
    seldom = log(total / records)
    return max(seldom, LEAST_SELDOM) if kind in TOLD and records <= FOLLOWED else seldom
