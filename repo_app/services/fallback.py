"""Answering from the database while the index is away: every word must be there, titles first, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select

from repo_app import vocabularies
from repo_app.models import File, Page, Record
from repo_app.services.entries import facets_of
from repo_app.services.library import Library
from search import FacetCount, Hit, Query, Results, parse, vietnamese

CANDIDATES = 500  # records looked at; more would make a page that is slow already slower still


def search_database(library: Library, query: Query) -> Results:
    """The same kind of answer as the index gives; facets and filters look at ``CANDIDATES`` records at most."""
    parsed = parse(query.text)
    phrases = [[word.folded for word in words] for words in parsed.phrases]
    wanted = [[word.folded] for words in parsed.runs for word in words] + phrases
    excluded = [[word.folded for word in option.words] for option in parsed.excluded]
    with library.db.reading() as session:
        conditions = [_holds(words) for words in wanted] + [not_(_holds(words)) for words in excluded]
        order = _order(query, [word for words in wanted for word in words])
        found = select(Record).where(Record.state == "published", *conditions)
        statement = found.order_by(*order).limit(CANDIDATES)
        everything = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        facets = {record.public_id: facets_of(session, record) for record in session.scalars(statement)}
    kept = [record for record, values in facets.items() if _matches(values, query.filters)]
    start = (query.page - 1) * query.size
    hits = tuple(Hit(record, 0.0) for record in kept[start : start + query.size])
    total = len(kept) if query.filters else everything
    return Results(total, hits, {name: _counts(name, kept, facets) for name in query.facets})


def _holds(words: Sequence[str]) -> ColumnElement[bool]:
    """The record's metadata, or one of its pages that may be read, holds these words in a row."""
    run = f"% {' '.join(words)} %"
    in_page = exists(
        select(Page.number)
        .join(File, File.id == Page.file_id)
        .where(File.record_id == Record.id, Page.folded.like(run))
    )
    closed = [term for term in vocabularies.load("licenses").terms if not vocabularies.is_open(term)]
    return or_(Record.folded.like(run), and_(Record.license.not_in(closed), in_page))


def _order(query: Query, words: Sequence[str]) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [Record.published_at.desc(), Record.id.desc()]
    if query.sort == "title":
        return [Record.sort_key.expression, *newest]
    if query.sort == "relevance" and words:
        in_metadata = and_(*(Record.folded.like(f"% {word} %") for word in words))
        return [case((in_metadata, 0), else_=1), *newest]
    return newest


def _matches(values: Mapping[str, tuple[str, ...]], filters: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(values.get(name, ())) & set(wanted) for name, wanted in filters.items() if wanted)


def _counts(
    name: str, kept: Sequence[str], facets: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> tuple[FacetCount, ...]:
    counted = Counter(value for record in kept for value in facets[record].get(name, ()))
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], vietnamese.sort_key(pair[0])))
    return tuple(FacetCount(value, count) for value, count in ordered)
