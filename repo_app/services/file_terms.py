"""Under which terms one file of a record stands: a license of its own, and a note of what others made in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from repo_app import licensing
from repo_app.models import Blob, File
from repo_app.services.deposit import find_file
from repo_app.services.library import Library
from repo_app.services.records.seen import check_seen
from repo_app.services.records.terms_of_files import MAX_NOTE, put_terms
from repo_app.services.records.views import file_view
from repo_app.services.rows import permitted_record
from repo_app.values import FileView, Person
from repo_app.values.revisions import FileTerms


def set_terms(
    library: Library,
    person: Person,
    record_id: str,
    name: str,
    license_id: str | None,
    third_party: str | None,
    *,
    revision: int | None = None,
) -> FileView:
    """Give the file a license of its own, and a note of what others made in it; None for none: its record's holds.

    Raises as ``change_terms``.
    """
    wanted = {"license": license_id, "third_party": third_party}
    return change_terms(library, person, record_id, name, wanted, revision=revision)


def change_terms(
    library: Library,
    person: Person,
    record_id: str,
    name: str,
    patch: Mapping[str, str | None],
    *,
    revision: int | None = None,
) -> FileView:
    """Change those of ``license`` and ``third_party`` of the file that ``patch`` names; the history tells both.

    For who may change the record at once. What closes by it is closed from now on, in everything that was made of it
    too. Raises Invalid (a license that nobody knows, a note too long), EditConflict where the record is not at
    ``revision`` any more (None: did not say), NotFound, Forbidden.
    """
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "edit", lock=True)
        check_seen(session, record, revision)
        file = find_file(session, record, name)
        put_terms(session, person, record, file, replace(FileTerms(file.license, file.third_party), **patch))
        return file_view(file, session.get_one(Blob, file.sha256).size)


def terms_together(files: Sequence[File]) -> tuple[str | None, str | None]:
    """License and note of a file that is made of these: what is closed in one of them stays closed in the whole, and
    where their licenses differ the note says which is whose.
    """
    licenses = {file.license for file in files}
    closed = [one for one in licenses if one is not None and not licensing.is_open(one)]
    own = licenses.pop() if len(licenses) == 1 else min(closed, default=None)
    differing = [f"{file.name}: {_short(file.license)}" for file in files if file.license not in {None, own}]
    notes = [*differing, *dict.fromkeys(file.third_party for file in files if file.third_party)]
    return own, "\n".join(notes)[:MAX_NOTE] or None


def _short(license_id: str | None) -> str:
    held = licensing.find(license_id)
    return held.short if held else str(license_id)
