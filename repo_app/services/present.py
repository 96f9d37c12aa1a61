"""Which terms of the lexicon published records have now, also in the time until a change has been counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.models import LexiconLink, LexiconTerm, Record
from repo_app.services.authorities import Known, known
from repo_app.services.entries import TITLES
from repo_app.services.facets import BODIES, NAMED, described
from repo_app.services.rows import metadata_of
from repo_app.values.naming import every_name
from search import LONGEST_TITLE, vietnamese

CHANGED = 200  # changed records that are looked into; what only others have waits until it is counted


def with_public_record(session: Session, terms: Collection[int]) -> dict[int, str]:
    """A published record for each of these titles, names, bodies and subjects that has one, by the id of the term.

    Of a record that changed since it was counted only what it says now holds, compared without accents.
    """
    record = (
        select(Record.public_id)
        .join(LexiconLink, LexiconLink.record_id == Record.id)
        .where(LexiconLink.term_id == LexiconTerm.id, Record.state == "published", ~Record.index_due)
        .limit(1)
        .correlate(LexiconTerm)
        .scalar_subquery()
    )
    rows = session.execute(select(LexiconTerm.id, record).where(LexiconTerm.id.in_(terms)))
    found = {number: public_id for number, public_id in rows if public_id is not None}
    return found | _of_changed(session, set(terms) - found.keys())


def _of_changed(session: Session, terms: Collection[int]) -> dict[int, str]:
    if not terms:
        return {}
    counted: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    rows = session.execute(
        select(LexiconLink.record_id, LexiconTerm.id, LexiconTerm.kind, LexiconTerm.key)
        .join(LexiconTerm, LexiconTerm.id == LexiconLink.term_id)
        .join(Record, Record.id == LexiconLink.record_id)
        .where(LexiconLink.term_id.in_(terms), Record.state == "published", Record.index_due)
        .limit(CHANGED)
    )
    for number, term, kind, key in rows:
        counted[number].append((term, kind, key))
    found: dict[int, str] = {}
    among = known(session)
    records = session.scalars(select(Record).where(Record.id.in_(counted))).all()
    among.look_up_named(metadata_of(record) for record in records)
    for record in records:
        said = {kind: _said(record, kind, among) for _, kind, _ in counted[record.id]}
        found |= {term: record.public_id for term, kind, key in counted[record.id] if key in said[kind]}
    return found


def _said(record: Record, kind: str, terms: Known) -> set[str]:
    """The folded words of what the record says of this kind, as keys of terms are made."""
    metadata = metadata_of(record)
    if kind == "subject":
        said = list(described(metadata, terms)["subject"])
    else:
        keys = BODIES if kind == "body" else NAMED
        texts = metadata.texts(*TITLES) if kind == "title" else every_name(metadata, terms, *keys)
        said = "\n".join(texts).split("\n")
    return {" ".join(vietnamese.words(one[:LONGEST_TITLE])[1]) for one in said}
