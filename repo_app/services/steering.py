"""What people do with a reading: stop it, go on with it, have a file read again in other languages or from its images.

Pages that are there stay, are shown and are found until others take their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from repo_app.errors import Conflict, Fault, Invalid
from repo_app.jobs import Priority
from repo_app.models import Blob, File, Page
from repo_app.services.deposit import find_file, plan_reading, retry
from repo_app.services.finishing import locked_file, stop_file, whole
from repo_app.services.languages import asked_of, checked, joined, languages_of
from repo_app.services.library import Library
from repo_app.services.notes import LACKING, NO_MODEL_HERE, notes_of
from repo_app.services.recognition import read_first
from repo_app.services.records.views import file_view
from repo_app.services.renditions import without_pictures
from repo_app.services.rows import permitted_record
from repo_app.values import FileView, Person, ReadingView

__all__ = ["NO_IMAGES", "UNREAD", "ask_anew", "read_again", "readings", "retry", "stop"]

UNREAD = ("waiting", "reading")
NO_IMAGES = "reading.no_images"


def stop(library: Library, person: Person, record_id: str, name: str) -> FileView:
    """End the reading of a file: its children within a second, and no page is kept any more.

    The file is then ``failed`` with the code ``reading.stopped`` (``reading.not_begun`` before its first look), or
    ``ready`` with the same message where an earlier reading had reached every page. Conflict when it is not being read,
    or every page was and the reading only has to be finished.
    """
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "edit", lock=True)
        file = _locked(session, find_file(session, record, name))
        if file.state not in UNREAD or whole(file):
            raise Conflict("file.not_being_read")
        stop_file(session, file)
        return _view(session, file)


def read_again(
    library: Library,
    person: Person,
    record_id: str,
    name: str,
    languages: Iterable[str] = (),
    *,
    force_ocr: bool = False,
    priority: Priority = Priority.FRESH,
) -> FileView:
    """Read a file anew: in ``languages`` (none: those of its record), with ``force_ocr`` from the images of its pages.

    What comes out the same way as before is left as it is. A reading under way begins anew with what is asked now; its
    pages that were read in this way count. Raises Invalid for a language that nobody knows, and for ``force_ocr`` where
    pages have no images.
    """
    asked = checked(languages)
    with library.db.writing() as session:
        record = permitted_record(session, person, record_id, "edit", lock=True)
        file = _locked(session, find_file(session, record, name))
        if force_ocr and without_pictures(session, file):
            raise Invalid(Fault("force_ocr", NO_IMAGES, {}))
        ask_anew(session, file, asked, force_ocr=force_ocr, priority=priority)
        return _view(session, file)


def readings(library: Library, person: Person, record_id: str) -> Mapping[str, ReadingView]:
    """How each file of a record was read, by its name, for those who work on the record."""
    with library.db.reading() as session:
        record = permitted_record(session, person, record_id, "work-on")
        files = session.scalars(select(File).where(File.record_id == record.id))
        return {file.name: _reading(library, session, file) for file in files}


def _reading(library: Library, session: Session, file: File) -> ReadingView:
    wanted = languages_of(session, file)
    told_once = frozenset({LACKING}) if file.state == "ready" else frozenset()
    return ReadingView(
        languages=asked_of(file),
        forced=file.force_ocr,
        outdated=_outdated(library, session, file, wanted),
        wanted=wanted,
        notes=notes_of(session, file.id, but=told_once),
    )


def _outdated(library: Library, session: Session, file: File, wanted: Sequence[str]) -> str | None:
    """Why reading it again may do better: other models go first now, or one that a language lacked is there."""
    if file.state in UNREAD or file.read_in is None:
        return None
    lacked = [code for told in file.notices if told["code"] == NO_MODEL_HERE for code in _codes(told)]
    if read_first(library, lacked):
        return "model"
    if read_first(library, wanted) == read_first(library, file.read_in.split("+")):
        return None
    recognised = exists().where(Page.file_id == file.id, Page.origin == "ocr")
    return "language" if session.scalar(select(recognised)) else None


def _codes(notice: Mapping[str, Mapping[str, object]]) -> list[str]:
    return str(notice["params"]["languages"]).split("+")


def ask_anew(session: Session, file: File, languages: Sequence[str], *, force_ocr: bool, priority: Priority) -> None:
    """Plan another reading of the locked file."""
    file.languages, file.force_ocr = joined(languages) or None, force_ocr
    plan_reading(session, file, priority)


def _locked(session: Session, file: File) -> File:
    return locked_file(session, file.id) or file


def _view(session: Session, file: File) -> FileView:
    return file_view(file, session.get_one(Blob, file.sha256).size)
