"""What the index is told of a published record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.models import Collection, File, Organization, Page, Record
from repo_app.services.authorities import Known, known
from repo_app.services.facets import BODIES, NAMED, described
from repo_app.services.page_rows import artifacts_of
from repo_app.services.page_text import Searched
from repo_app.services.rows import metadata_of, years_of
from repo_app.values import Metadata
from repo_app.values.metadata import VOCABULARIES_OF
from repo_app.values.naming import every_name
from repo_app.values.relations import record_named
from repo_app.values.schema import RELATIONS
from repo_app.vocabularies import AGENTS, BUILT_IN, Term
from search import TEXT_END, VALUE_END, Entry, readings

TITLES = ("title", "alternative")
NOT_SEARCHED = frozenset({*NAMED, *BODIES, *TITLES, "license"})  # as words of the description
PAGE_END = "\f"
PLACES = "places"
# Whose other names are sought as words; those of subjects and grades are too short for it: Anh, Lí, 9.
BY_EVERY_NAME = frozenset({AGENTS, PLACES, "topics", "ethnic-groups"})
PARTS = frozenset({"province", "municipality", "district", "city", "town", "local"})  # of a country


def entry_of(session: Session, record: Record) -> Entry:
    """The record as one entry: of closed files the pages stay out, the metadata is public."""
    metadata, terms = metadata_of(record), known(session)
    terms.look_up_named((metadata,))
    bodies = tuple(every_name(metadata, terms, *BODIES))
    return Entry(
        record=record.public_id,
        stamp=record.stamp,
        title=VALUE_END.join(metadata.texts(*TITLES)),
        names=VALUE_END.join(every_name(metadata, terms, *NAMED)),
        metadata=VALUE_END.join((*_descriptive(metadata, terms), *bodies)),
        bodies=VALUE_END.join(bodies),
        text=TEXT_END.join(_texts(session, record)),
        facets=facets_of(session, record),
        sort_title=record.sort_key,
        year=record.year,
        published=_published(record),
    )


def _published(record: Record) -> datetime:
    if record.published_at is None:
        raise ValueError(f"record {record.public_id} has never been published")
    return record.published_at


def _descriptive(metadata: Metadata, terms: Known) -> Iterator[str]:
    for key, values in metadata.items:
        if key in NOT_SEARCHED:
            continue
        for value in values:
            if not (value.value and key in RELATIONS and record_named(value.value)):  # an address is no words
                yield value.value or _labels(key, value.id or "", terms)


def _labels(key: str, term_id: str, terms: Known) -> str:
    """What a term is sought by: its labels, other names, and for a place what it lies in, then and now.

    Where the files give names that are mostly said of something else, like "hoa" of chemistry, they are left out, but
    not those that the library added.
    """
    found = ((name, terms.get(name, term_id)) for name in VOCABULARIES_OF.get(key, ()))
    vocabulary, term = next(((name, one) for name, one in found if one is not None), ("", None))
    if term is None:
        return term_id
    filed = BUILT_IN.get(vocabulary, term.id)
    ambiguous = filed.names if filed is not None and vocabulary not in BY_EVERY_NAME else ()
    names = (name for name in (*term.alternatives, *term.also) if name not in ambiguous)
    places = _around(term, terms) if vocabulary == PLACES else ()
    around = (name for place in places for name in place.labels.values())
    return " ".join(dict.fromkeys((*term.labels.values(), *names, *around)))


def _around(place: Term, terms: Known) -> Iterator[Term]:
    """The places that a place lay in, but not the country, and what each of them is part of now, each once."""
    seen, left = {place.id}, [place]
    while left:
        at = left.pop(0)
        for wider in (*at.links.get("broader", ()), *at.links.get("replaced_by", ())):
            found = terms.get(PLACES, wider)
            if found is not None and found.facts["kind"] in PARTS and found.id not in seen:
                seen.add(found.id)
                left.append(found)
                yield found


def _texts(session: Session, record: Record) -> Iterator[str]:
    """What each file that is shown is found by: its pages in order, then the other readings of words that are cut.

    A row of words may run over a page's end, but not from one file, or one reading, into the next.
    """
    statement = (
        select(File.id, Page.text, Page.artifacts)
        .join(File, File.id == Page.file_id)
        .where(File.record_id == record.id, File.shown)
        .order_by(File.position, File.id, Page.number)
        .execution_options(yield_per=100)
    )
    for _, pages in groupby(session.execute(statement), key=lambda row: row[0]):
        searched = Searched()
        read = [readings(searched.text(text, artifacts_of(artifacts))) for _, text, artifacts in pages]
        yield PAGE_END.join(first for first, *_ in read)
        yield from (other for _, *others in read for other in others)


def facets_of(session: Session, record: Record) -> Mapping[str, tuple[str, ...]]:
    """The record's values of each facet; a facet without values is not there."""
    return facets_of_many(session, (record,))[record.public_id]


def facets_of_many(session: Session, records: Sequence[Record]) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """The values of each of these records by its id, in their order, with three statements however many there are."""
    families: defaultdict[int, set[str]] = defaultdict(set)
    held = select(File.record_id, File.family).where(File.record_id.in_([record.id for record in records]))
    for number, family in session.execute(held.distinct()):
        families[number].add(family)
    organizations = _slugs(session, Organization, {record.organization_id for record in records})
    collections = _slugs(session, Collection, {r.collection_id for r in records if r.collection_id})
    terms, said = known(session), {record.id: metadata_of(record) for record in records}
    terms.look_up_named(said.values())
    return {
        record.public_id: _facets(
            record,
            described(said[record.id], terms),
            families[record.id],
            organizations[record.organization_id],
            collections.get(record.collection_id or 0),
            years_of(said[record.id]),
        )
        for record in records
    }


def _slugs(session: Session, model: type[Organization] | type[Collection], numbers: set[int]) -> dict[int, str]:
    rows = session.execute(select(model.id, model.slug).where(model.id.in_(numbers)))
    return dict(rows.all())


def _facets(
    record: Record,
    said: Mapping[str, tuple[str, ...]],
    families: Iterable[str],
    organization: str,
    collection: str | None,
    years: tuple[str, ...],
) -> Mapping[str, tuple[str, ...]]:
    found = {
        **said,
        "license": (record.license,) if record.license else (),
        "organization": (organization,),
        "collection": (collection,) if collection else (),
        "year": years,
        "format": tuple(sorted(families)),
    }
    return {name: values for name, values in found.items() if values}
