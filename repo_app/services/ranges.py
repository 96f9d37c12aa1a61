"""Ranges of pages as jobs: asked for by a plan, shared between readers, overtaken by the page that somebody opens.

Every page that a reading still lacks lies in the range of an open job; whoever narrows a range asks for the rest of it
in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from repo_app.jobs import Priority, Wish, ask, most_urgent
from repo_app.models import File, Job
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import locked_file
from repo_app.services.library import Library
from repo_app.services.work import Work, number

RANGE_JOB = "read"
KINDS = (PLAN_JOB, RANGE_JOB)
FIRST_RANGE = 8  # pages that are as urgent as their upload: the beginning of each book, before the rest of any
RANGE = 64  # pages of every other job, read by one child; who is in a hurry does not wait for its end
WORTH_SHARING = 2.0  # seconds of reading that are left, below which a second reader would only cost


def ask_ranges(session: Session, file: File, urgency: Priority) -> None:
    """Ask for all pages. Only the first range is as urgent as its upload, so a long book keeps no short one waiting."""
    total = file.pages_total or 0
    ask_range(session, file.id, 1, min(FIRST_RANGE, total), urgency)
    for first in range(FIRST_RANGE + 1, total + 1, RANGE):
        ask_range(session, file.id, first, min(first + RANGE - 1, total), max(urgency, Priority.NORMAL))


def ask_range(session: Session, file_id: int, first: int, last: int, priority: int) -> None:
    """Ask for the pages from ``first`` to ``last``; a job that waits from the same page on reads at least these."""
    args = {"file": file_id, "first": first, "last": last}
    job = ask(
        session,
        RANGE_JOB,
        f"file:{file_id}:{first}",
        args,
        priority=Priority(priority),
        group=f"file:{file_id}",
        total=last - first + 1,
    )
    held = session.scalar(select(Job.args).where(Job.id == job))
    if held is not None and held["last"] < last:
        wider = update(Job).where(Job.id == job).values(args=args, progress_total=last - first + 1)
        session.execute(wider.execution_options(synchronize_session=False))


def page_wish(file_id: int, page: int, priority: Priority) -> Wish:
    """The wish for a page that somebody waits for; the range it lies in passes it over once it is there.

    One job a page: who opens a page that was to be read ahead makes that job more urgent.
    """
    args = {"file": file_id, "first": page, "last": page}
    return Wish(RANGE_JOB, f"file:{file_id}:page:{page}", args, f"file:{file_id}", priority, 1)


def overtaken(library: Library, work: Work) -> bool | None:
    """Whether a reading waits that is more urgent than this job; None when no reading waits at all."""
    with library.db.reading() as session:
        waiting = most_urgent(session, KINDS)
    return None if waiting is None else waiting < work.priority


def share(library: Library, work: Work, done: int, last: int, pace: float) -> int:
    """Leave the back half of the pages after ``done`` to a reader that has nothing to do, where that is worth it.

    Gives the last page that stays with this job; ``pace`` is in seconds a page.
    """
    left = last - done
    if left < 2 or left * pace < WORTH_SHARING:
        return last
    middle, file_id = last - left // 2, number(work, "file")
    with library.db.writing() as session:
        locked_file(session, file_id)
        work.change(session, {**work.args, "last": middle})
        ask_range(session, file_id, middle + 1, last, work.priority)
    return middle
