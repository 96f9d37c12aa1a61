"""What the terms of single files become, and are again when an earlier version is taken up; the history tells both, and
which files come and go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import licensing
from repo_app.errors import Fault, Invalid
from repo_app.models import File, Record
from repo_app.permissions import OPEN_ACCESS, FileRef, RecordRef, why_closed
from repo_app.services.access import access_of
from repo_app.services.rows import changed, ref, remember
from repo_app.values import Person
from repo_app.values.revisions import FileTerms, FileTermsChange, HistoryEntry, differing_files

MAX_NOTE = 2000  # characters


def note_files(
    session: Session, person: Person, record: Record, *, came: Sequence[File] = (), left: Sequence[File] = ()
) -> None:
    """Write into the history which files come into the record and which leave it.

    Nothing of a draft that was never public: there the files are only being put together.
    """
    if record.state == "draft" and record.published_at is None:
        return
    for file in left:
        change = FileTermsChange(file.name, file.sha256, _terms(file), None)
        remember(session, record, person, "remove-file", file_terms=change)
    for file in came:
        change = FileTermsChange(file.name, file.sha256, None, _terms(file))
        remember(session, record, person, "add-file", file_terms=change)


def _terms(file: File) -> FileTerms:
    return FileTerms(file.license, file.third_party)


def put_terms(session: Session, person: Person, record: Record, file: File, wanted: FileTerms) -> None:
    """Give the file of the locked record these terms; what closes by it is closed from now on. Invalid as ``check``."""
    check(wanted)
    _put(session, person, record, [(file, wanted)])


def take_up(
    session: Session,
    person: Person,
    record: Record,
    entries: Sequence[HistoryEntry],
    number: int,
    reason: str | None,
    *,
    opening: bool,
) -> None:
    """Give files of the locked record the terms that they had in version ``number`` of its whole history.

    What a license of its own closes stays as it is, unless ``opening``: nobody who wants an old title back opens a scan
    by it.
    """
    found = _returning(session, record, entries, number)
    taken = [(file, wanted) for file, wanted in found if opening or not _opens(ref(record), file.license, wanted)]
    _put(session, person, record, taken, reason, number)


def opened_by(session: Session, record: Record, entries: Sequence[HistoryEntry], number: int) -> tuple[str, ...]:
    """The names of the files that the terms of version ``number`` open, with its description."""
    then = entries[number - 1].metadata
    access = access_of(then.as_json(), has_day=record.embargoed_until is not None)
    held = replace(ref(record), license=then.first("license"), access=access)
    found = _returning(session, record, entries, number)
    return tuple(file.name for file, wanted in found if _opens(held, file.license, wanted))


def _returning(
    session: Session, record: Record, entries: Sequence[HistoryEntry], number: int
) -> list[tuple[File, FileTerms]]:
    """The files whose terms were others in that version, with those.

    Only those that were there then and are: what was said of one scan must not open another that came under its name.
    """
    last = len(entries)
    if number == last:
        return []
    changes = differing_files(entries, number, last)
    there_then = File.record_id == record.id, File.created_at <= entries[number].at  # when the next version came
    held = {(file.name, file.sha256): file for file in session.scalars(select(File).where(*there_then))}
    return [(held[change.file], change.before) for change in changes if change.before and change.file in held]


def _opens(record: RecordRef, own: str | None, wanted: FileTerms) -> bool:
    """Whether a file is closed by its license and would not be by the one wanted, whatever closes it beside that."""
    alone = replace(record, embargo=None, access=record.access if record.access == OPEN_ACCESS else None)
    return why_closed(FileRef(alone, own)) is not None and why_closed(FileRef(alone, wanted.license)) is None


def check(wanted: FileTerms) -> None:
    """Raise Invalid for a license that nobody knows, and for a note too long."""
    if wanted.license is not None and licensing.find(wanted.license) is None:
        raise Invalid(Fault("license", "metadata.unknown_term", {"key": "license", "term": wanted.license[:60]}))
    if wanted.third_party is not None and len(wanted.third_party) > MAX_NOTE:
        raise Invalid(Fault("third_party", "file.third_party_too_long", {"limit": MAX_NOTE}))


def _put(
    session: Session,
    person: Person,
    record: Record,
    given: Sequence[tuple[File, FileTerms]],
    reason: str | None = None,
    restored: int | None = None,
) -> None:
    """Give each file its terms and write into the history which became others; one revision for them all.

    The history comes last: by the revision of its entries whoever saw the record before them is told of them.
    """
    changes = [FileTermsChange(file.name, file.sha256, _terms(file), wanted) for file, wanted in given]
    differing = [one for one in changes if one.before != one.after]
    if not differing:
        return
    for file, wanted in given:
        file.license, file.third_party = wanted.license, wanted.third_party
    changed(session, record)
    for one in differing:
        remember(session, record, person, "terms", reason, restored=restored, file_terms=one)
