"""Reading files: a plan for each, ranges of pages as jobs, each page kept as soon as it is read.

A page's result is its row, keyed by the recipe that made it; a reading that is taken up again reads only what is
missing. The job that keeps the last page finishes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.errors import Problem
from repo_app.jobs import Priority, Stopped, ask
from repo_app.models import File, Page
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import fail_file, finish_file, store_suggestions
from repo_app.services.library import Library
from repo_app.services.local import local_file, require_stored
from repo_app.services.translation import reading_problem
from repo_app.services.words import pack_words
from repo_app.services.work import Work, number
from search import vietnamese

RANGE_JOB = "read"
RANGE = 8  # pages of one job: short enough that a reader's page gets its turn, long enough to cost little
KINDS = (PLAN_JOB, RANGE_JOB)
UNREAD = ("waiting", "reading")


def plan(library: Library, work: Work) -> None:
    """Look at a file and ask for its ranges of pages; a file that cannot be read at all ends failed, with a code."""
    file_id = number(work, "file")
    file = _file(library, file_id)
    if file is None or file.state not in UNREAD:
        return
    try:
        with _reading(library, work, file) as tools, local_file(library, file.sha256) as path:
            found = ingest.inspect(path, file.name, library.reading_options, tools)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)
        return
    with library.db.writing() as session:
        work.hold(session)
        file = session.get_one(File, file_id, with_for_update=True)  # its ranges may be counting their pages
        if file.state in UNREAD:  # it may have been finished by its ranges while this second plan was made
            _write_plan(session, file, found, ingest.recipe(library.reading_options), _urgency(work))
        work.finish(session)


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
        work.finish(session)  # before the file's other jobs are called off, or this one would be among them
        fail_file(session, file_id, error.code, dict(error.params))


def _urgency(work: Work) -> Priority:
    """How urgent the reading was when it was asked for; its ranges inherit it."""
    held = work.args.get("priority")
    return Priority(held) if isinstance(held, int) else Priority.NORMAL


def _write_plan(session: Session, file: File, found: ingest.Inspection, recipe: str, urgency: Priority) -> None:
    session.execute(delete(Page).where(Page.file_id == file.id, Page.number > found.pages))
    done = session.scalar(select(func.count()).select_from(Page).where(Page.file_id == file.id, Page.recipe == recipe))
    if (file.state, file.recipe) != ("reading", recipe):  # planned twice, it is still the same reading
        file.pages_before, file.reading_since = done or 0, now()
    file.state, file.recipe = "reading", recipe
    file.media_type, file.family = found.file_type.media_type, found.file_type.family
    file.pages_total, file.pages_done = found.pages, done or 0
    file.labels = list(found.page_labels)
    file.outline = [_outline(item) for item in found.outline if item.page is not None]
    file.notices = _merged_notices(file.notices, found.warnings)
    file.message_code, file.message_params = None, {}
    file.last_progress_at = now()
    store_suggestions(session, file.id, found.suggestions)
    session.flush()
    if file.pages_done >= found.pages:
        finish_file(session, file)
    else:
        _ask_ranges(session, file, urgency)


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
        last = min(first + RANGE - 1, total)
        ask(
            session,
            RANGE_JOB,
            f"file:{file.id}:{first}",
            {"file": file.id, "first": first, "last": last, "priority": int(urgency)},
            priority=urgency if first == 1 else max(urgency, Priority.NORMAL),
            group=f"file:{file.id}",
            total=last - first + 1,
        )


def read_range(library: Library, work: Work) -> None:
    """Read the pages of one range that are not there yet, keeping each in its own transaction."""
    file_id, first, last = (number(work, name) for name in ("file", "first", "last"))
    file = _file(library, file_id)
    if file is None or file.state != "reading" or file.recipe is None:
        return
    missing = _missing(library, file, first, last)
    options = library.reading_options
    if ingest.recipe(options) != file.recipe:  # the settings changed under a file half read: plan it anew
        _plan_again(library, work, file)
        return
    try:
        with _reading(library, work, file) as tools, local_file(library, file.sha256) as path:
            for page in ingest.read_pages(path, missing, options, tools):
                if page.failed:
                    require_stored(library, file.sha256)  # a disk that was pulled out is no fault of the page
                _keep(library, work, file, page, last - first + 1)
    except ingest.IngestError as error:
        _give_up(library, work, file_id, error)


def _missing(library: Library, file: File, first: int, last: int) -> list[int]:
    with library.db.reading() as session:
        have = set(
            session.scalars(
                select(Page.number).where(
                    Page.file_id == file.id, Page.recipe == file.recipe, Page.number.between(first, last)
                )
            )
        )
    return [page for page in range(first, last + 1) if page not in have]


def _plan_again(library: Library, work: Work, file: File) -> None:
    with library.db.writing() as session:
        work.hold(session)
        ask(session, PLAN_JOB, f"file:{file.id}", {"file": file.id}, group=f"file:{file.id}")
        work.finish(session)


def _keep(library: Library, work: Work, file: File, page: ingest.Page, total: int) -> None:
    row = page_row(file.id, file.recipe or "", page)
    with library.db.writing() as session:
        work.progress(session, page.number - number(work, "first") + 1, total)
        held = session.get(Page, (file.id, page.number))
        if held is not None and held.recipe == file.recipe:
            return
        if held is None and session.get(File, file.id) is None:
            raise Stopped
        session.merge(row)
        session.flush()
        _count(session, file.id)


def _count(session: Session, file_id: int) -> None:
    """One page more; whoever brings the last one finishes the file."""
    done, total = session.execute(
        update(File)
        .where(File.id == file_id)
        .values(pages_done=File.pages_done + 1, last_progress_at=now())
        .returning(File.pages_done, File.pages_total)
        .execution_options(synchronize_session=False)
    ).one()
    if total is not None and done >= total:
        file = session.get_one(File, file_id, populate_existing=True)
        if file.state == "reading":
            finish_file(session, file)


def page_row(file_id: int, recipe: str, page: ingest.Page) -> Page:
    """The row that keeps a page as it was read."""
    return Page(
        file_id=file_id,
        number=page.number,
        recipe=recipe,
        text=page.text,
        folded=vietnamese.fold_page(page.text),
        words=pack_words(page.words),
        origin=page.origin,
        confidence=page.confidence,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        notices=[{"code": notice.code, "params": dict(notice.params)} for notice in page.warnings],
    )


def abandoned(session: Session, args: object, problem: Problem) -> None:
    """What becomes of a file whose job was set aside: it failed, with the reason for its depositor."""
    if isinstance(args, dict) and isinstance(args.get("file"), int):
        fail_file(session, args["file"], problem.code, dict(problem.params))
