"""The PDF that LibreOffice makes of an office document: made when a reading is planned, kept beside the file.

Where there is one, pages are read from it and shown as it has them; without it they are text alone.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

import ingest
from repo_app.jobs import Priority, ask
from repo_app.models import File
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.derivatives import PDF, WITH_PICTURES, current, keep
from repo_app.services.finishing import locked_file
from repo_app.services.library import Library
from repo_app.services.local import local_file
from repo_app.services.ranges import overtaken
from repo_app.services.work import Work

NO_PICTURES = "file.no_pictures"
DRAWING_FAILED = "file.drawing_failed"
SLOW = "page.timed_out"
NEVER_DRAWN = ("book", "text")  # families that LibreOffice makes no pages of
SHORT = 15.0  # seconds of drawing before others come first: an ordinary document takes one to three
LONG = 60.0  # seconds behind everybody; with the look before it (80 s at most) well below a worker's patience
ASKED_EACH = 1.0  # seconds between two looks at whether somebody more urgent waits


class _TakesLong(Exception):
    """Drawing took all the time it has before others."""


def picture_source(session: Session, file: File) -> str | None:
    """The blob that pictures of the file's pages are drawn from, None where it has none."""
    if file.family in WITH_PICTURES:
        return file.sha256
    held = current(session, file.id, PDF)
    return held.sha256 if held is not None else None


def without_pictures(session: Session, file: File) -> bool:
    """Whether the file's pages have no pictures that could be read: they never have, or it was read and has none."""
    return picture_source(session, file) is None and (file.family in NEVER_DRAWN or file.state == "ready")


def reading_recipe(library: Library, file: File, options: ingest.Options) -> str:
    """What names the way the pages of this file are read on this machine."""
    with library.db.reading() as session:
        held = current(session, file.id, PDF) if file.family not in WITH_PICTURES else None
        rendition = held.recipe if held is not None else ""
    family: ingest.Family = file.family  # type: ignore[assignment]
    return ingest.recipe(options, library.tools, family, rendition)


def same_pages(before: str, recipe: str) -> bool:
    """Whether two recipes part a document into the same pages: both those of its text, or both those of a drawing."""
    return before.startswith(ingest.TEXT_RECIPE) == recipe.startswith(ingest.TEXT_RECIPE)


@contextmanager
def rendition(library: Library, file: File) -> Iterator[Path | None]:
    """The file's rendition as a file on this machine, None where it has none. Raises as ``local_file``."""
    with library.db.reading() as session:
        held = current(session, file.id, PDF) if file.family not in WITH_PICTURES else None
    if held is None:
        yield None
        return
    with local_file(library, held.sha256) as path:
        yield path


def drawn(
    library: Library, work: Work, file: File, path: Path, found: ingest.Inspection, tools: ingest.Tools
) -> ingest.Inspection | None:
    """``found`` with the pages that LibreOffice draws of the file at ``path``, or with the reason why there are none.

    Made anew when another LibreOffice is here than made the one that is kept; one that is kept serves without any.
    A document that takes long is drawn behind everybody: None when its plan was asked for again there in the place of
    this one; there it leaves off whenever somebody comes (``ingest.Cancelled``). One that cannot be drawn is not tried
    again by the same LibreOffice.
    """
    if not ingest.is_drawn(found):
        return found
    recipe = ingest.rendition_recipe(tools)
    try:
        failed = _make_unless_kept(library, work, file, path, found.file_type, tools, recipe)
    except _TakesLong:
        _step_back(library, work, file.id)
        return None
    with rendition(library, file) as pdf:
        if pdf is not None:
            return ingest.inspect_drawn(found, pdf, library.reading_options, tools)
    notice = ingest.Notice(DRAWING_FAILED, {"by": recipe}) if failed else ingest.Notice(NO_PICTURES)
    return replace(found, warnings=(*found.warnings, notice))


def _make_unless_kept(
    library: Library,
    work: Work,
    file: File,
    path: Path,
    file_type: ingest.FileType,
    tools: ingest.Tools,
    recipe: str,
) -> bool:
    """Make and keep the rendition; whether LibreOffice is here and cannot draw the file."""
    with library.db.reading() as session:
        if not recipe or current(session, file.id, PDF, recipe) is not None:
            return False
    if _failed_before(file, recipe):
        return True
    with tempfile.TemporaryDirectory(prefix="hoclieu-", dir=tools.temp_dir) as folder:
        target = Path(folder, "rendition.pdf")
        try:
            ingest.make_rendition(path, target, library.reading_options, _bounded(library, work, tools), file_type)
        except ingest.IngestError as error:
            if error.code != DRAWING_FAILED:
                raise
            if error.params.get("reason") == SLOW and work.priority < Priority.LAST:
                raise _TakesLong from error
            return True
        keep(library, file.id, PDF, target, recipe, work.hold)
    return False


def _failed_before(file: File, recipe: str) -> bool:
    """Whether this LibreOffice already failed to draw the file."""
    told = {"code": DRAWING_FAILED, "params": {"by": recipe}}
    return any(notice == told for notice in file.notices)


def _bounded(library: Library, work: Work, tools: ingest.Tools) -> ingest.Tools:
    """Tools that draw for a short time, or behind everybody for a long one, and then only while nobody else waits."""
    behind = work.priority >= Priority.LAST
    seconds = LONG if behind else SHORT
    draw = replace(tools.draw, wall=min(tools.draw.wall, seconds), cpu=min(tools.draw.cpu, math.ceil(seconds)))
    if not behind:
        return replace(tools, draw=draw)
    asked, others = time.monotonic(), False

    def cancelled() -> bool:
        nonlocal asked, others
        if not others and time.monotonic() - asked >= ASKED_EACH:
            others, asked = overtaken(library, work) is True, time.monotonic()
        return others or tools.cancelled()

    return replace(tools, draw=draw, cancelled=cancelled)


def _step_back(library: Library, work: Work, file_id: int) -> None:
    """Ask for the same plan behind everybody in the place of this one."""
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        if file is not None:
            held = ask(session, PLAN_JOB, f"file:{file_id}", work.args, priority=Priority.LAST, group=f"file:{file_id}")
            file.job_id = held
        work.finish(session)
