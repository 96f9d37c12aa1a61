"""Reading files: a plan for each, ranges of pages as jobs, each page kept as soon as it is read.

A page's result is its row, which names the recipe that made it; a reading that is taken up again reads only what is
missing. What earlier readings left is judged once, when a reading begins. Who keeps the last page finishes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.errors import Problem, Unavailable
from repo_app.jobs import Priority, Stopped, ask, put_behind
from repo_app.models import File, Page
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import fail_file, finish_file, locked_file, store_suggestions, suggested
from repo_app.services.library import Library
from repo_app.services.local import local_file, require_stored
from repo_app.services.page_rows import page_row
from repo_app.services.translation import reading_problem
from repo_app.services.work import Work, number

RANGE_JOB = "read"
RANGE = 8  # pages of one job: short enough that a reader's page gets its turn, long enough to cost little
KINDS = (PLAN_JOB, RANGE_JOB)
UNREAD = ("waiting", "reading")
OLD = "old:"  # before the recipe of a page that is to be read again; it is shown until then
SLOW = "page.timed_out"


def plan(library: Library, work: Work) -> None:
    """Look at a file and ask for its ranges of pages; a file that cannot be read at all ends failed, with a code."""
    file_id = number(work, "file")
    held = _file(library, file_id)
    if held is None or held.state not in UNREAD:
        return
    try:
        with _reading(library, work, held) as tools, local_file(library, held.sha256) as path:
            found = ingest.inspect(path, held.name, library.reading_options, tools)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)
        return
    recipe = _recipe(library)
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        work.hold(session)
        if file is not None and file.state in UNREAD:  # it may have been finished while this second plan was made
            _write_plan(session, file, found, recipe, work)
        if file is None or not _whole(file):
            work.finish(session)
    _finish_if_whole(library, work, file_id)


def _recipe(library: Library) -> str:
    """What names this worker's way of reading; that it cannot be told just now is no fault of any file."""
    try:
        return ingest.recipe(library.reading_options, library.tools)
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


def _whole(file: File) -> bool:
    return file.state == "reading" and file.pages_total is not None and file.pages_done >= file.pages_total


def _finish_if_whole(library: Library, work: Work, file_id: int) -> None:
    """Finish the file if every page of it is there: what it suggests is worked out before anything is locked."""
    file = _file(library, file_id)
    if file is None or not _whole(file):
        return
    found = suggested(library, file)
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        work.finish(session)  # before it: a file that turns out to have failed calls off its jobs
        if file is not None and _whole(file):
            finish_file(session, file, found)


def _urgency(work: Work) -> Priority:
    """How urgent the reading was when it was asked for; its ranges inherit it."""
    held = work.args.get("priority")
    return Priority(held) if isinstance(held, int) else Priority.NORMAL


def _write_plan(session: Session, file: File, found: ingest.Inspection, recipe: str, work: Work) -> None:
    session.execute(delete(Page).where(Page.file_id == file.id, Page.number > found.pages))
    if file.state == "waiting":  # planned twice, it is still the same reading
        if work.args.get("keep") is not True:
            _judge_old_pages(session, file.id, recipe)
        file.pages_before, file.reading_since = _pages_there(session, file.id), now()
        file.state, file.recipe = "reading", recipe
    file.media_type, file.family = found.file_type.media_type, found.file_type.family
    file.pages_total, file.pages_done = found.pages, _pages_there(session, file.id)
    file.labels = list(found.page_labels)
    file.outline = [_outline(item) for item in found.outline if item.page is not None]
    file.notices = _merged_notices(file.notices, found.warnings)
    file.message_code, file.message_params = None, {}
    file.last_progress_at = now()
    store_suggestions(session, file.id, found.suggestions)
    session.flush()
    if not _whole(file):
        _ask_ranges(session, file, _urgency(work))


def _judge_old_pages(session: Session, file_id: int, recipe: str) -> None:
    """Mark what an earlier reading made in another way: it is read again, and until then still shown and found."""
    other = (Page.file_id == file_id, Page.recipe != recipe, ~Page.recipe.startswith(OLD))
    marked = update(Page).where(*other).values(recipe=literal(OLD) + Page.recipe)
    session.execute(marked.execution_options(synchronize_session=False))


def _pages_there(session: Session, file_id: int) -> int:
    there = (Page.file_id == file_id, ~Page.recipe.startswith(OLD))
    return session.scalar(select(func.count()).select_from(Page).where(*there)) or 0


def _outline(item: ingest.OutlineItem) -> dict[str, object]:
    return {"title": item.title, "page": item.page, "level": item.level}


def _merged_notices(held: Sequence[object], found: Sequence[ingest.Notice]) -> list[dict[str, object]]:
    """What was noticed at the door stays; what an earlier reading noticed is replaced."""
    kept = [notice for notice in held if isinstance(notice, dict) and notice["code"] == "file.other_extension"]
    seen = {notice["code"] for notice in kept}
    return kept + [{"code": n.code, "params": dict(n.params)} for n in found if n.code not in seen]


def _ask_ranges(session: Session, file: File, urgency: Priority) -> None:
    """Only the first range is as urgent as its upload, so that a long book does not keep a short one waiting."""
    total = file.pages_total or 0
    for first in range(1, total + 1, RANGE):
        priority = urgency if first == 1 else max(urgency, Priority.NORMAL)
        _ask_range(session, file.id, first, min(first + RANGE - 1, total), priority)


def _ask_range(session: Session, file_id: int, first: int, last: int, priority: Priority) -> None:
    ask(
        session,
        RANGE_JOB,
        f"file:{file_id}:{first}",
        {"file": file_id, "first": first, "last": last},
        priority=priority,
        group=f"file:{file_id}",
        total=last - first + 1,
    )


def read_range(library: Library, work: Work) -> None:
    """Read the pages of one range that are not there yet, keeping each in its own transaction.

    Pages count whatever recipe they were read with, so workers that read in different ways finish a book together.
    """
    file_id, first, last = (number(work, name) for name in ("file", "first", "last"))
    file = _file(library, file_id)
    if file is None or file.state != "reading":
        return
    missing = _missing(library, file_id, first, last)
    try:
        if missing:
            _read(library, work, file, missing)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)
        return
    _finish_if_whole(library, work, file_id)


def _read(library: Library, work: Work, file: File, pages: Sequence[int]) -> None:
    """Read these pages of the job's range, up to one that took all the time there is: others come first then."""
    recipe = _recipe(library)
    with _reading(library, work, file) as tools, local_file(library, file.sha256) as path:
        for page in ingest.read_pages(path, pages, library.reading_options, tools):
            if page.failed:
                _require_bytes(library, file, path)
            _keep(library, work, page_row(file.id, recipe, page))
            if any(notice.code == SLOW for notice in page.warnings):
                _step_back(library, work, file.id, page.number + 1)
                return


def _require_bytes(library: Library, file: File, path: Path) -> None:
    """Raise unless the bytes are there now: a disk that was pulled out, or a copy swept away, is no fault of a page."""
    require_stored(library, file.sha256)
    if not path.exists():
        raise Unavailable("storage.away")


def _missing(library: Library, file_id: int, first: int, last: int) -> list[int]:
    there = (Page.file_id == file_id, Page.number.between(first, last), ~Page.recipe.startswith(OLD))
    with library.db.reading() as session:
        have = set(session.scalars(select(Page.number).where(*there)))
    return [page for page in range(first, last + 1) if page not in have]


def _keep(library: Library, work: Work, row: Page) -> None:
    """Write a page and count it, once however many read it: all who write pages of a record wait for each other."""
    first, last = number(work, "first"), number(work, "last")
    with library.db.writing() as session:
        file = locked_file(session, row.file_id)
        work.progress(session, row.number - first + 1, last - first + 1)
        if file is None or file.state != "reading":
            raise Stopped
        held = session.scalar(select(Page.recipe).where(Page.file_id == row.file_id, Page.number == row.number))
        if held is not None and not held.startswith(OLD):
            return
        session.merge(row)
        file.pages_done, file.last_progress_at = file.pages_done + 1, now()
        file.message_code, file.message_params = None, {}


def _step_back(library: Library, work: Work, file_id: int, following: int) -> None:
    """Let a file that holds up its readers wait behind all others: the rest of this range, and its other ranges."""
    last = number(work, "last")
    with library.db.writing() as session:
        locked_file(session, file_id)
        work.hold(session)
        put_behind(session, f"file:{file_id}", RANGE_JOB)
        if following <= last:
            _ask_range(session, file_id, following, last, Priority.LAST)
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
