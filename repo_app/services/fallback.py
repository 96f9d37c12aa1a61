"""Answering from the database while the index is away: every word must be there, titles first, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select

from repo_app.models import File, Page, Record
from repo_app.services.entries import facets_of_many
from repo_app.services.library import Library
from search import FacetCount, Hit, Option, Query, Results, parse

Facets = Mapping[str, tuple[str, ...]]

CANDIDATES = 500  # records looked at; more would make a page that is slow already slower still


def search_database(library: Library, query: Query, *, only: Collection[str] | None = None) -> Results:
    """The same kind of answer as the index gives; facets and filters look at ``CANDIDATES`` records at most.

    ``only`` names the records that are asked at all, a few.
    """
    parsed = parse(query.text)
    conditions = [or_(*map(_answers, clause.options)) for clause in parsed.clauses]
    conditions += [not_(_answers(option)) for option in parsed.excluded]
    if only is not None:
        conditions.append(Record.public_id.in_(only))
    found = select(Record).where(Record.state == "published", *conditions)
    ordered = found.order_by(*_order(query, [word.folded for word in parsed.typed]))
    start = (query.page - 1) * query.size
    with library.db.reading() as session:
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        counts = bool(query.facets) or _filtered(query)
        facets = facets_of_many(session, session.scalars(ordered.limit(CANDIDATES)).all()) if counts else {}
        if not _filtered(query):
            ids = ordered.with_only_columns(Record.public_id).limit(query.size).offset(start)
            hits = tuple(Hit(record, 0.0) for record in session.scalars(ids))
            return Results(total, hits, {name: _counts(facets.values(), name) for name in query.facets})
    kept = [record for record, values in facets.items() if not _failing(values, query)]
    hits = tuple(Hit(record, 0.0) for record in kept[start : start + query.size])
    return Results(len(kept), hits, {name: _counts_but_own(facets.values(), name, query) for name in query.facets})


def facet_counts(library: Library, facet: str) -> tuple[FacetCount, ...]:
    """How often each value of one facet is there among all published records, a few of them in memory at a time."""
    counted: Counter[str] = Counter()
    last = 0
    with library.db.reading() as session:
        published = select(Record).where(Record.state == "published").order_by(Record.id).limit(CANDIDATES)
        while records := session.scalars(published.where(Record.id > last)).all():
            for values in facets_of_many(session, records).values():
                counted.update(values.get(facet, ()))
            last = records[-1].id
            session.expunge_all()
    return _largest_first(counted)


def _answers(option: Option) -> ColumnElement[bool]:
    """Whether a record answers so; of the parts of a description the database knows only that they are one."""
    words = [word.folded for word in option.words]
    in_text_only = option.part == "text"
    in_description_only = option.part not in {"any", "text"}
    runs = [words] if option.row else [[word] for word in words]
    return and_(*(_holds(run, pages=not in_description_only, description=not in_text_only) for run in runs))


def _holds(words: Sequence[str], *, pages: bool, description: bool) -> ColumnElement[bool]:
    """The record's metadata, or one of its pages that may be read, holds these words in a row."""
    run = f"% {' '.join(words)} %"
    places: list[ColumnElement[bool]] = [Record.folded.like(run)] if description else []
    if pages:
        in_page = exists(
            select(Page.number)
            .join(File, File.id == Page.file_id)
            .where(File.record_id == Record.id, File.shown, Page.folded.like(run))
        )
        places.append(in_page)
    return or_(*places)


def _order(query: Query, words: Sequence[str]) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [Record.published_at.desc(), Record.id.desc()]
    if query.sort == "title":
        return [Record.sort_key.expression, *newest]
    if query.sort == "year":
        return [Record.year.desc().nulls_last(), *newest]
    if query.sort == "relevance" and words:
        in_metadata = and_(*(Record.folded.like(f"% {word} %") for word in words))
        return [case((in_metadata, 0), else_=1), *newest]
    return newest


def _filtered(query: Query) -> bool:
    return bool(query.years) or any(query.filters.values()) or any(query.rejected.values())


def _failing(values: Facets, query: Query) -> set[str]:
    """The facets by which a record with these values is not wanted."""
    failing = {name for name, wanted in query.filters.items() if wanted and not set(values.get(name, ())) & set(wanted)}
    if query.years is not None and not query.of_years(values.get("year", ())):
        failing.add("year")
    rejected = any(set(values.get(name, ())) & set(unwanted) for name, unwanted in query.rejected.items())
    return failing | {"rejected"} if rejected else failing


def _counts(found: Iterable[Facets], name: str) -> tuple[FacetCount, ...]:
    return _largest_first(Counter(value for values in found for value in values.get(name, ())))


def _counts_but_own(found: Iterable[Facets], name: str, query: Query) -> tuple[FacetCount, ...]:
    """Counts of a facet over what passes every other filter, so that a second value can be chosen beside the first."""
    return _counts((values for values in found if _failing(values, query) <= {name}), name)


def _largest_first(counted: Counter[str]) -> tuple[FacetCount, ...]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)
