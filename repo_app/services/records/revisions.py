"""The versions of a description: what was done, in what two of them differ, and taking one up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Fault, Invalid, NotFound, PreconditionRequired
from repo_app.models import Account, File, Record, Revision
from repo_app.permissions import can
from repo_app.services.access import without_embargo
from repo_app.services.authorities import known
from repo_app.services.library import Library
from repo_app.services.proposals import with_pending
from repo_app.services.records.editing import Said, has_day, put
from repo_app.services.records.seen import check_reason
from repo_app.services.records.terms_of_files import opened_by, take_up
from repo_app.services.records.views import record_view
from repo_app.services.rows import metadata_of, permitted_record, ref
from repo_app.values import Metadata, MetadataFault, Person, RecordView, edtf
from repo_app.values.metadata import from_mapping, parse, stored
from repo_app.values.revisions import (
    Comparison,
    FileTerms,
    FileTermsChange,
    HistoryEntry,
    Since,
    differences,
    differing_files,
    number_seen,
)  # fmt: skip
from repo_app.values.schema import BY_NAME

SETTLING = frozenset({"publish", "decline", "withdraw"})  # after these no change waits
HOUSE = "Hoclieu"  # who did what nobody did


def history(library: Library, person: Person, record_id: str) -> tuple[HistoryEntry, ...]:
    """What was done to the record, oldest first; for those who may work on it."""
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        return _entries(session, record)


def compare(library: Library, person: Person, record_id: str, older: int, newer: int) -> Comparison:
    """In what two versions of the record differ, by their numbers in its history. NotFound for other numbers."""
    entries = history(library, person, record_id)
    one, other = _numbered(entries, older), _numbered(entries, newer)
    changes = tuple(differences(one.metadata, other.metadata))
    return Comparison(one, other, changes, tuple(differing_files(entries, older, newer)))


def opened_again(library: Library, person: Person, record_id: str, number: int) -> tuple[str, ...]:
    """The names of files that are closed by their license now and were open in version ``number``: taking it up opens
    them only if that is asked for.
    """
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        entries = _entries(session, record)
        return opened_by(session, record, entries, _numbered(entries, number).number)


def since(library: Library, person: Person, record_id: str, revision: int) -> Since:
    """What happened to the record since it had that ``revision``; as ``history``."""
    entries = history(library, person, record_id)
    seen = number_seen(entries, revision)
    one, other = entries[seen - 1], entries[-1]
    found = (*differences(one.held, other.held), *differences(one.waiting, other.waiting))
    files = tuple(differing_files(entries, seen, len(entries)))
    return Since(entries[seen:], Comparison(one, other, tuple(dict.fromkeys(found)), files))


def restore(
    library: Library,
    person: Person,
    record_id: str,
    number: int,
    revision: int | None,
    reason: str | None = None,
    *,
    open_files: bool = False,
) -> RecordView:
    """Describe the record again as version ``number`` did: a new version, an edit like any other.

    Files that were there then and are have their terms of then again, where the asker may change them; those that
    this would open only with ``open_files``. A depositor's waits for review where the record is published, and leaves
    the files alone. State and embargo stay. Raises what ``edit`` raises, of values that are not taken any more too,
    and NotFound for a number that its history has not.
    """
    check_reason(reason)
    if revision is None:
        raise PreconditionRequired
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "propose", lock=True)
        entries = _entries(session, record)
        wanted, own = _numbered(entries, number).metadata, can(person, "edit", ref(record))
        if not has_day(record):  # its embargo is over: left in, the access rights would close the work for good
            wanted = without_embargo(wanted)
        held = metadata_of(record) if own else with_pending(record)
        named = tuple(change.key for change in differences(held, wanted))
        patch = _taken(session, from_mapping({key: wanted.get(key) for key in named}))
        put(session, person, record, patch, named, revision, Said("restore", reason, restored=number))
        if own:
            take_up(session, person, record, entries, number, reason, opening=open_files)
        return record_view(session, person, record)


def _taken(session: Session, held: Metadata) -> Metadata:
    """Values of an earlier version, as they are taken in today; what came before a rule of today is held to it too."""
    terms, taken, faults = known(session), from_mapping({}), list[Fault]()
    terms.look_up_named((held,))
    for key, values in held.items:
        raw = [value.as_json() for value in values]
        if BY_NAME[key].kind == "date":
            raw = [{**one, "value": edtf.from_local(one["value"]) or one["value"]} for one in raw]
        try:
            taken = taken.merged(parse({key: raw}, terms), (key,))
        except MetadataFault as fault:
            faults.append(Fault(key, fault.code, fault.params))
    if faults:
        raise Invalid(*faults)
    return taken


def _numbered(entries: tuple[HistoryEntry, ...], number: int) -> HistoryEntry:
    if not 1 <= number <= len(entries):
        raise NotFound("record.no_such_version", number=number)
    return entries[number - 1]


def _file_terms(row: Revision, there: Mapping[str, tuple[str, datetime]]) -> FileTermsChange | None:
    """What the entry says of a file; of those that are ``there`` now, by their names: the bytes, and when they came.

    An early entry tells only the name: it means the file that has it, if that had come by then.
    """
    held = row.file_terms
    if not held:
        return None
    before, after = (FileTerms(**terms) if (terms := held[part]) else None for part in ("before", "after"))
    sha256, came = there.get(held["name"], ("", row.at))
    return FileTermsChange(held["name"], held.get("sha256") or (sha256 if came <= row.at else ""), before, after)


def _waiting(row: Revision, held: Metadata, before: Metadata, waiting: Metadata) -> Metadata:
    """What the record, that ``held`` this afterwards, would with the change that waits then.

    Of an early entry it is worked out from what it held ``before``, and would with what was ``waiting``.
    """
    if row.pending is not None:
        return held.merged(stored(row.pending), tuple(row.pending))
    rest = () if row.verb in SETTLING else tuple(change.key for change in differences(before, waiting))
    return held.merged(from_mapping({key: waiting.get(key) for key in rest}), rest)


def _entries(session: Session, record: Record) -> tuple[HistoryEntry, ...]:
    rows = session.execute(
        select(Revision, Account.name)
        .outerjoin(Account, Account.id == Revision.account_id)
        .where(Revision.record_id == record.id)
        .order_by(Revision.id)
    )
    files = select(File.name, File.sha256, File.created_at).where(File.record_id == record.id)
    there = {name: (sha256, came) for name, sha256, came in session.execute(files)}
    found: list[HistoryEntry] = []
    held = waiting = from_mapping({})  # what the record held, and what it would with the change that waited
    for number, (row, name) in enumerate(rows, 1):
        entry = HistoryEntry(
            number, row.at, name or HOUSE, row.verb, row.reason, stored(row.record_metadata),
            row.embargoed_until, row.restored, file=_file_terms(row, there), revision=row.revision,
        )  # fmt: skip
        before = waiting if row.verb == "propose" else held
        changed = tuple(change.key for change in differences(before, entry.metadata))
        if row.verb == "propose":
            waiting = entry.metadata
        else:
            waiting = _waiting(row, entry.metadata, held, waiting)
            held = entry.metadata
        found.append(replace(entry, changed=changed, held=held, waiting=waiting))
    return tuple(found)
