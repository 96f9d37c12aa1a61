"""Files made the old way: by other programs, models, steps or languages than they would be read with now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

import ingest
from repo_app.errors import Problem
from repo_app.jobs import Priority
from repo_app.models import File, Page, Record
from repo_app.services.finishing import locked_file
from repo_app.services.languages import asked_of, options_for
from repo_app.services.library import Library
from repo_app.services.recognition import allowed, missing, usable
from repo_app.services.renditions import reading_recipe
from repo_app.services.steering import ask_anew

AT_ONCE = 200  # files looked at in one statement


def read_outdated_again(library: Library) -> Iterator[tuple[str, str]]:
    """Ask for another reading of each ready file with pages made in another way; its record and name as it goes on.

    All come behind everybody (``Priority.LAST``). Raises Problem where no model is installed: every file would be read
    anew by a program that is not there.
    """
    absent = missing(library)
    if absent == allowed(library):
        raise Problem("ocr.no_model", models=", ".join(absent))
    last = 0
    while files := _ready_files(library, last):
        for file, public_id in files:
            if _made_in_another_way(library, file) and _ask(library, file.id):
                yield public_id, file.name
            last = file.id


def _ready_files(library: Library, after: int) -> Sequence[tuple[File, str]]:
    found = select(File, Record.public_id).join(Record, Record.id == File.record_id)
    some = found.where(File.state == "ready", File.id > after).order_by(File.id).limit(AT_ONCE)
    with library.db.reading() as session:
        return [(file, public_id) for file, public_id in session.execute(some)]


def _made_in_another_way(library: Library, file: File) -> bool:
    """Whether any page of the file was; the program is asked outside of any session."""
    usable(library)  # the installed models are asked for here, and known for a while
    with library.db.reading() as session:
        options = options_for(library, session, file)
    try:
        recipe = reading_recipe(library, file, options)
    except ingest.IngestError as error:
        raise Problem(error.code, **error.params) from error
    with library.db.reading() as session:
        other = exists().where(Page.file_id == file.id, Page.recipe != recipe)
        return bool(session.scalar(select(other)))


def _ask(library: Library, file_id: int) -> bool:
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        return file is not None and _ask_ready(session, file)


def _ask_ready(session: Session, file: File) -> bool:
    """Whether it was asked for: somebody may have taken the file in hand meanwhile."""
    if file.state != "ready":
        return False
    ask_anew(session, file, asked_of(file), force_ocr=file.force_ocr, priority=Priority.LAST)
    return True
