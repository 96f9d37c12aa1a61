"""Similar items: published records that share subjects, names and seldom phrases with one record."""

from __future__ import annotations

from math import log

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.models import LexiconLink, LexiconRecord, LexiconTerm, Record
from repo_app.services.library import Library
from repo_app.services.records.views import record_cards
from repo_app.services.rows import permitted_record
from repo_app.values import Person, RecordCard

MOST = 6
TERMS = 16  # of the record that are followed
COMMON = 2000  # records with a term beyond which it tells nothing
FOLLOWED = 200  # records that are looked at for one term
CANDIDATES = 24
SAME_COLLECTION = 1.15
WEAKEST = 6.0  # a score below says that they share next to nothing


def similar(library: Library, person: Person, record_id: str) -> tuple[RecordCard, ...]:
    """Up to six published records like this one, the most alike first. Raises NotFound as the record itself does.

    Of a record that is not counted yet, or whose text was closed a moment ago, nothing is told.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "see")
        if record.index_due and not vocabularies.is_open(record.license):
            return ()
        scores = _scores(session, record.id)
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
        rows = session.scalars(
            select(Record).where(Record.id.in_([number for number, _ in best]), Record.state == "published")
        )
        shown = {row.id: row for row in rows if not row.index_due or vocabularies.is_open(row.license)}
        for number, row in shown.items():
            if record.collection_id is not None and row.collection_id == record.collection_id:
                scores[number] *= SAME_COLLECTION
        chosen = sorted(shown.values(), key=lambda row: (-scores[row.id], row.id))
        return record_cards(session, [row for row in chosen if scores[row.id] >= WEAKEST][:MOST])


def _scores(session: Session, record_id: int) -> dict[int, float]:
    """How much each other record shares with this one: weights on both sides times how seldom the term is."""
    total = (session.scalar(select(func.max(LexiconRecord.record_id))) or 0) + 1  # near enough, and no scan
    terms = session.execute(
        select(LexiconLink.term_id, LexiconLink.weight, LexiconTerm.records)
        .join(LexiconTerm, LexiconTerm.id == LexiconLink.term_id)
        .where(LexiconLink.record_id == record_id, LexiconTerm.records.between(2, COMMON))
    ).all()
    weighed = {term: weight * log(total / records) for term, weight, records in terms}
    scores: dict[int, float] = {}
    for term in sorted(weighed, key=lambda term: (-weighed[term], term))[:TERMS]:
        rows = session.execute(
            select(LexiconLink.record_id, LexiconLink.weight)
            .where(LexiconLink.term_id == term, LexiconLink.record_id != record_id)
            .limit(FOLLOWED)
        )
        for other, weight in rows:
            scores[other] = scores.get(other, 0.0) + weighed[term] * (1 + weight) / 4
    return scores
