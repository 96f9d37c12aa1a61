"""Reading files: a plan for each, ranges of pages as jobs, pages kept as soon as they are read.

A page's result is its row, which names the recipe that made it; a reading that is taken up again reads only what is
missing. What earlier readings left is judged once, when a reading begins. Who keeps the last page finishes the file.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.errors import Problem, Unavailable
from repo_app.jobs import Priority, Stopped, put_behind
from repo_app.models import File, Page
from repo_app.services.derivatives import OF_READING, drop
from repo_app.services.finishing import (
    fail_file,
    finish_file,
    locked_file,
    mark_old,
    pages_there,
    whole,
)
from repo_app.services.keeping import keep, kept_at_least, missing_pages
from repo_app.services.languages import joined, options_for
from repo_app.services.library import Library
from repo_app.services.local import local_file, require_stored
from repo_app.services.marking import mark_pages
from repo_app.services.page_rows import page_row
from repo_app.services.ranges import KINDS, RANGE_JOB, ask_range, ask_ranges, overtaken, share
from repo_app.services.recognition import usable
from repo_app.services.renditions import drawn, picture_source, reading_recipe, rendition, same_pages
from repo_app.services.suggested import store_suggestions, suggested, told_by
from repo_app.services.translation import reading_problem
from repo_app.services.work import Work, number

__all__ = ["KINDS", "RANGE_JOB", "UNREAD", "abandoned", "lock", "plan", "read_range"]

UNREAD = ("waiting", "reading")
SLOW = "page.timed_out"
AT_THE_DOOR = frozenset({"file.other_extension", "file.joined", "file.joined_without"})  # notices that no reading made
TOGETHER = 16  # pages of one transaction at most, and
AT_ONCE = 0.5  # seconds after which those there are kept: pages that take longer are kept one by one


def plan(library: Library, work: Work) -> None:
    """Look at a file and ask for its ranges of pages; a file that cannot be read at all ends failed, with a code."""
    file_id = number(work, "file")
    held = _file(library, file_id)
    if held is None or held.state not in UNREAD:
        return
    options = _options(library, held)
    try:
        with _reading(library, work, held) as tools, local_file(library, held.sha256) as path:
            found = ingest.inspect(path, held.name, options, tools)
            shown = drawn(library, work, held, path, found, tools)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)
        return
    if shown is None:
        return
    recipe = _recipe(library, held, options)
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        work.hold(session)
        if file is not None and file.state in UNREAD:  # it may have been finished while this second plan was made
            if file.state == "waiting":
                file.read_in = joined(options.record_languages)
            _write_plan(session, file, shown, recipe, work)
        if file is None or not whole(file):
            work.finish(session)
    _finish_if_whole(library, work, file_id)


def _options(library: Library, file: File) -> ingest.Options:
    """How this worker reads the file; which models there are is asked before the session, and known for a while."""
    usable(library)
    with library.db.reading() as session:
        return options_for(library, session, file)


def _recipe(library: Library, file: File, options: ingest.Options) -> str:
    """What names this worker's way of reading; that it cannot be told just now is no fault of any file."""
    try:
        return reading_recipe(library, file, options)
    except ingest.IngestError as error:
        raise Unavailable(error.code, **error.params) from error


def _file(library: Library, file_id: int) -> File | None:
    with library.db.reading() as session:
        return session.get(File, file_id)


@contextmanager
def _reading(library: Library, work: Work, file: File) -> Iterator[ingest.Tools]:
    """Tools that leave off when the job does; what may pass is told as a problem, after the depositor was told."""
    try:
        yield replace(library.tools, cancelled=work.stopping)
    except ingest.Cancelled as error:
        raise Stopped from error
    except ingest.IngestError as error:
        if not error.retryable:
            raise
        _tell(library, file.id, error)
        raise reading_problem(error) from error


def _tell(library: Library, file_id: int, error: ingest.IngestError) -> None:
    with library.db.writing() as session:
        session.execute(
            update(File)
            .where(File.id == file_id, File.state.in_(UNREAD))
            .values(message_code=error.code, message_params=dict(error.params))
        )


def _give_up(library: Library, work: Work, file_id: int, error: ingest.IngestError) -> None:
    with library.db.writing() as session:
        locked_file(session, file_id)
        work.finish(session)  # before the file's other jobs are called off, or this one would be among them
        fail_file(session, file_id, error.code, dict(error.params))


def _finish_if_whole(library: Library, work: Work, file_id: int) -> None:
    """Finish the file if every page of it is there: what it suggests is worked out before anything is locked."""
    file = _file(library, file_id)
    if file is None or not whole(file):
        return
    mark_pages(library, work, file_id)
    found = suggested(library, file)
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        work.finish(session)  # before it: a file that turns out to have failed calls off its jobs
        if file is not None and whole(file):
            finish_file(session, file, found)


def _urgency(work: Work) -> Priority:
    """How urgent the reading was when it was asked for; its ranges inherit it."""
    held = work.args.get("priority")
    return Priority(held) if isinstance(held, int) else Priority.NORMAL


def _write_plan(session: Session, file: File, found: ingest.Inspection, recipe: str, work: Work) -> None:
    session.execute(delete(Page).where(Page.file_id == file.id, Page.number > found.pages))
    if file.pages_total not in {None, found.pages}:  # nor do copies have the pages that the file has now
        drop(session, file.id, *OF_READING)
    if file.state == "waiting":  # planned twice, it is still the same reading
        if work.args.get("keep") is not True or not same_pages(file.recipe or "", recipe):
            mark_old(session, file.id, Page.recipe != recipe)  # what an earlier reading made in another way
        file.pages_before, file.reading_since = pages_there(session, file.id), now()
        file.state, file.recipe = "reading", recipe
    file.media_type, file.family = found.file_type.media_type, found.file_type.family
    file.pages_total, file.pages_done = found.pages, pages_there(session, file.id)
    file.labels = list(found.page_labels)
    file.outline = [_outline(item) for item in found.outline if item.page is not None]
    file.told = told_by(found)
    file.notices = _merged_notices(file.notices, found.warnings)
    file.message_code, file.message_params = None, {}
    file.last_progress_at = now()
    store_suggestions(session, file, found.suggestions)
    file.suggested_by = 0  # those of its pages come when it is finished, or later where it is ended early
    session.flush()
    if whole(file):
        return
    if picture_source(session, file) is None:  # a text is taken apart as a whole, however few of its pages are wanted
        ask_range(session, file.id, 1, found.pages, _urgency(work))
    else:
        ask_ranges(session, file, _urgency(work))


def _outline(item: ingest.OutlineItem) -> dict[str, object]:
    return {"title": item.title, "page": item.page, "level": item.level}


def _merged_notices(held: Sequence[object], found: Sequence[ingest.Notice]) -> list[dict[str, object]]:
    """What was noticed at the door stays; what an earlier reading noticed is replaced."""
    kept = [notice for notice in held if isinstance(notice, dict) and notice["code"] in AT_THE_DOOR]
    seen = {notice["code"] for notice in kept}
    return kept + [{"code": n.code, "params": dict(n.params)} for n in found if n.code not in seen]


def read_range(library: Library, work: Work) -> None:
    """Read the pages of one range that are not there yet, keeping each in its own transaction.

    Pages count whatever recipe they were read with, so workers that read in different ways finish a book together.
    """
    file_id, first, last = (number(work, name) for name in ("file", "first", "last"))
    file = _file(library, file_id)
    if file is None or file.state != "reading":
        return
    missing = missing_pages(library, file_id, first, last)
    try:
        if missing:
            _read(library, work, file, missing)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)
        return
    _finish_if_whole(library, work, file_id)


def _read(library: Library, work: Work, file: File, pages: Sequence[int]) -> None:
    """Read these pages of the job's range: all, or up to where another goes on.

    One that took all the time there is lets others come first; a more urgent reading has its turn after each page.
    """
    options = _options(library, file)
    recipe, last, since = _recipe(library, file, options), pages[-1], time.monotonic()
    read: list[Page] = []
    with (
        _reading(library, work, file) as tools,
        local_file(library, file.sha256) as path,
        rendition(library, file) as pdf,
    ):
        found = ingest.read_pages(path, pages, options, tools, ingest.type_named(file.media_type), pdf)
        with kept_at_least(library, work, read):
            for page, following in zip(found, (*pages[1:], math.inf), strict=True):
                if page.failed:
                    _require_bytes(library, file, path)
                read.append(page_row(file.id, recipe, page))
                slow = any(notice.code == SLOW for notice in page.warnings)
                full = len(read) >= TOGETHER or following > last
                if not (slow or full or time.monotonic() - since >= AT_ONCE):
                    continue
                pace, since = (time.monotonic() - since) / len(read), time.monotonic()
                keep(library, work, read)
                if slow:
                    _step_back(library, work, file.id, page.number + 1, last)
                    return
                last = _shared(library, work, page.number, last, pace) if following <= last else last
                if following > last:
                    return


def _shared(library: Library, work: Work, done: int, last: int, pace: float) -> int:
    """The last page that stays with this job after page ``done``; Stopped when a more urgent reading waits."""
    before_us = overtaken(library, work)
    if before_us:
        raise Stopped
    return share(library, work, done, last, pace) if before_us is None else last


def _require_bytes(library: Library, file: File, path: Path) -> None:
    """Raise unless the bytes are there now: a disk that was pulled out, or a copy swept away, is no fault of a page."""
    require_stored(library, file.sha256)
    if not path.exists():
        raise Unavailable("storage.away")


def _step_back(library: Library, work: Work, file_id: int, following: int, last: int) -> None:
    """Let a file that holds up its readers wait behind all others: the rest of this range, and its other ranges."""
    with library.db.writing() as session:
        locked_file(session, file_id)
        work.hold(session)
        put_behind(session, f"file:{file_id}", RANGE_JOB)
        if following <= last:
            ask_range(session, file_id, following, last, Priority.LAST)
            work.finish(session)


def lock(session: Session, args: Mapping[str, object]) -> None:
    """Lock what ``abandoned`` will change, before the job itself is."""
    file_id = args.get("file")
    if isinstance(file_id, int):
        locked_file(session, file_id)


def abandoned(session: Session, args: Mapping[str, object], problem: Problem) -> None:
    """What becomes of a file whose job was set aside: it failed, with the reason for its depositor."""
    file_id = args.get("file")
    if isinstance(file_id, int):
        fail_file(session, file_id, problem.code, dict(problem.params))
