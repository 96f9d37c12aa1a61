"""What records have to do with each other: relations both ways, volumes in their order, editions with the newest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from repo_app.errors import Fault, Invalid
from repo_app.models import Record, Relation, Revision
from repo_app.permissions import STAFF_ROLES, can
from repo_app.services.library import Library
from repo_app.services.rows import metadata_of, ref, year_of
from repo_app.services.tombstones import seen_record, withdrawals
from repo_app.values import VISITOR, Metadata, Person
from repo_app.values.metadata import stored
from repo_app.values.relations import (
    INVERSES,
    Connections,
    Edition,
    Related,
    RelatedRecord,
    VolumeSet,
    named_records,
    outdated,
    record_named,
)
from repo_app.values.schema import RELATIONS
from repo_app.values.volumes import volume_key

PART, VERSION = "isPartOf", "isVersionOf"
MOST = 500  # records that name one record and are listed with it
MOST_EDITIONS = 50
MOST_SETS = 8  # wholes of one record of which the volumes around it are told


def connections(library: Library, person: Person, record_id: str) -> Connections:
    """What the record has to do with others that ``person`` may see. Raises NotFound, Gone."""
    with library.db.reading() as session:
        record = seen_record(session, person, record_id)
        named = tuple(_named(session, person, record))
        naming = tuple(_naming(session, person, record.public_id))
        return Connections(
            named=named,
            naming=tuple(one for one in naming if one.key != INVERSES[PART]),
            volumes=_in_order(session, (one for one in naming if one.key == INVERSES[PART]), record.public_id),
            sets=tuple(_sets(session, person, record, named)),
            editions=_editions(session, person, record),
        )


def check_relations(record_id: str, metadata: Metadata) -> None:
    """Raise Invalid where a record names itself; that others name each other in a circle does no harm."""
    for one in named_records(metadata):
        if one.record == record_id:
            raise Invalid(Fault(one.key, "record.names_itself", {"key": one.key}))


def superseded(session: Session, public_ids: Collection[str]) -> dict[str, set[str]]:
    """For each of these records that has newer editions among the published records, the ids of those."""
    pairs = session.execute(
        select(Relation.target, Relation.record_id).where(Relation.key == VERSION, Relation.target.in_(public_ids))
    ).all()
    if not pairs:  # nearly always, and a join would be begun at the end where all published records are
        return {}
    newer = select(Record.id, Record.public_id).where(
        Record.id.in_({row for _, row in pairs}), Record.state == "published"
    )
    names: dict[int, str] = dict(session.execute(newer).all())
    found: dict[str, set[str]] = {}
    for old, row in pairs:
        if names.get(row, old) != old:
            found.setdefault(old, set()).add(names[row])
    return found


def _named(session: Session, person: Person, record: Record) -> Iterator[Related]:
    metadata = metadata_of(record)
    wanted = {one.record for one in named_records(metadata)}
    seen = _as_told(session, person, [row for row in _rows(session, wanted) if _is_seen(person, row)])
    for key in RELATIONS:
        for value in metadata.get(key):
            yield Related(key, seen.get(record_named(value.value or "") or ""), value.value or "", value.volume)


def _naming(session: Session, person: Person, public_id: str) -> Iterator[Related]:
    """Who names this record, the oldest first; of what is not published only those hear who work on it, at the end."""
    rows = session.execute(
        select(Relation.key, Relation.volume, Record.public_id, Record.state, Record.title, Record.year)
        .join(Record, Record.id == Relation.record_id)
        .where(Relation.target == public_id, Record.public_id != public_id, _told_to(person))
        .order_by(Record.state != "published", Record.published_at.nulls_last(), Record.id, Relation.place)
        .limit(MOST)
    )
    for key, volume, named_by, state, name, year in rows:
        yield Related(INVERSES[key], RelatedRecord(named_by, state, name, year), volume=volume)


def _told_to(person: Person) -> ColumnElement[bool]:
    """What is published, and what ``person`` may work on (``permissions``): asked of the database, as there may be
    hundreds that they may not see before the first that they may.
    """
    if person.role == "admin":
        return true()
    told = Record.state == "published"
    if person.account is not None:
        told |= Record.depositor_id == person.account
    if person.account is not None and person.role in STAFF_ROLES:
        told |= Record.organization_id == person.organization
    return told


def _in_order(session: Session, parts: Iterable[Related], this: str) -> tuple[Related, ...]:
    """Volumes in their order; of one that came out again the newest edition, but ``this`` one where it is there."""
    held = {part.record.id: part for part in parts if part.record is not None}
    newer = superseded(session, held.keys())
    left_out = (outdated(newer, held.keys()) - {this}) | newer.get(this, set())
    return tuple(sorted((held[one] for one in held if one not in left_out), key=lambda part: volume_key(part.volume)))


def _sets(session: Session, person: Person, record: Record, named: Sequence[Related]) -> Iterator[VolumeSet]:
    wholes = {one.record.id: one for one in named if one.key == PART and one.record is not None}
    for public_id, one in islice(wholes.items(), MOST_SETS):
        named_parts = (part for part in _naming(session, person, public_id) if part.key == INVERSES[PART])
        parts = _in_order(session, named_parts, record.public_id)
        at = next((n for n, part in enumerate(parts) if part.record and part.record.id == record.public_id), None)
        if one.record is not None:
            before = parts[at - 1] if at else None
            after = parts[at + 1] if at is not None and at + 1 < len(parts) else None
            yield VolumeSet(one.record, one.volume, before, after)


def _editions(session: Session, person: Person, record: Record) -> tuple[Edition, ...]:
    """The whole family of editions, each after what it is a version of, then as they came out.

    First by what everybody may know, then by what ``person`` may: no draft takes the place of a public edition, or
    makes another work the newest edition of this one.
    """
    rows, older = {record.public_id: record}, dict[str, set[str]]()
    _gather(session, VISITOR, rows, older)
    for_all = set(rows)
    if person != VISITOR:
        _gather(session, person, rows, older)
    seen = [row for row in rows.values() if row.id == record.id or _is_seen(person, row)]
    if len(seen) < 2:
        return ()
    depths, told = _depths(rows, older), _as_told(session, person, seen)
    ordered = sorted(
        seen,
        key=lambda row: (depths[row.public_id], told[row.public_id].year or 0, row.published_at or row.created_at),
    )
    public = [row for row in ordered if row.state == "published" and row.public_id in for_all]
    newest = public[-1].id if public else None
    return tuple(Edition(told[row.public_id], row.id == record.id, row.id == newest) for row in ordered)


def _gather(session: Session, person: Person, rows: dict[str, Record], older: dict[str, set[str]]) -> None:
    """Add to ``rows`` every edition of one work with them, to ``older`` what each is a version of, as ``person`` may
    know it.
    """
    fresh = set(rows)
    while fresh and len(rows) < MOST_EDITIONS:
        edges = _edges(session, person, fresh)
        for new, old in edges:
            older.setdefault(new, set()).add(old)
        found = {public_id for edge in edges for public_id in edge} - rows.keys()
        added = {row.public_id: row for row in _rows(session, found)}
        rows |= added
        fresh = set(added)


def _edges(session: Session, person: Person, around: Collection[str]) -> list[tuple[str, str]]:
    """Which record says of itself that it is a version of which, at one end of these; as ``person`` may know it.

    One that was withdrawn goes on saying what it did then.
    """
    # their numbers first: for an "or" over two tables the database would go through both
    numbers = session.scalars(select(Record.id).where(Record.public_id.in_(around))).all()
    found = session.execute(
        select(Record, Relation.target)
        .join(Record, Record.id == Relation.record_id)
        .where(
            Relation.key == VERSION,
            Relation.target.in_(around) | Relation.record_id.in_(numbers),
            _told_to(person) | (Record.state == "withdrawn"),
        )
        .order_by(Record.id)
        .limit(MOST)
    ).all()
    said = {
        number: {one.record for one in named_records(stored(row.record_metadata)) if one.key == VERSION}
        for number, row in _tombstones(session, person, [new for new, _ in found]).items()
    }
    return [(new.public_id, old) for new, old in found if new.id not in said or old in said[new.id]]


def _depths(family: Collection[str], older: Mapping[str, set[str]]) -> dict[str, int]:
    """How many editions lie before each; in a circle nobody is first, and the walk ends all the same."""
    depths = dict.fromkeys(family, 0)
    for _ in range(len(depths)):
        deeper = {
            new: max(depths[old] + 1 for old in before & depths.keys())
            for new, before in older.items()
            if new in depths and before & depths.keys()
        }
        if all(depths[new] == depth for new, depth in deeper.items()):
            break
        depths |= deeper
    return depths


def _rows(session: Session, public_ids: Collection[str]) -> Sequence[Record]:
    return session.scalars(select(Record).where(Record.public_id.in_(public_ids)).order_by(Record.id)).all()


def _is_seen(person: Person, row: Record) -> bool:
    return can(person, "see", ref(row))


def _tombstones(session: Session, person: Person, rows: Iterable[Record]) -> dict[int, Revision]:
    """By their ids, of these rows that are withdrawn and that ``person`` does not work on, what is still said."""
    away = {row.id for row in rows if row.state == "withdrawn" and not can(person, "work-on", ref(row))}
    return withdrawals(session, away)


def _as_told(session: Session, person: Person, rows: Sequence[Record]) -> dict[str, RelatedRecord]:
    """These records as ``person`` hears of them, by their public ids."""
    told = {row.public_id: RelatedRecord(row.public_id, row.state, row.title, row.year) for row in rows}
    ids = {row.id: row.public_id for row in rows}
    for number, row in _tombstones(session, person, rows).items():
        said = stored(row.record_metadata)
        told[ids[number]] = replace(told[ids[number]], title=said.first("title") or "", year=year_of(said))
    return told
