"""Keeping pages as they are read: several quick ones in one transaction, slow ones each in its own, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.jobs import Stopped
from repo_app.models import Page
from repo_app.services.finishing import OLD, locked_file, unread_reason
from repo_app.services.library import Library
from repo_app.services.work import Work, number


def missing_pages(library: Library, file_id: int, first: int, last: int) -> list[int]:
    """Those pages from ``first`` to ``last`` that are still to be read."""
    there = (Page.file_id == file_id, Page.number.between(first, last), ~Page.recipe.startswith(OLD))
    with library.db.reading() as session:
        have = set(session.scalars(select(Page.number).where(*there)))
    return [page for page in range(first, last + 1) if page not in have]


def keep(library: Library, work: Work, read: list[Page]) -> None:
    """Write pages and count them, each once however many read it, and empty the list of them.

    All who write pages of a record wait for each other.
    """
    if not read:
        return
    first, last = number(work, "first"), number(work, "last")
    with library.db.writing() as session:
        file = locked_file(session, read[0].file_id)
        work.progress(session, read[-1].number - first + 1, last - first + 1)
        if file is None or file.state != "reading":
            raise Stopped
        numbers = [row.number for row in read]
        held = select(Page).where(Page.file_id == file.id, Page.number.in_(numbers))
        there = {page.number: page for page in session.scalars(held)}
        missing = [row for row in read if row.number not in there or there[row.number].recipe.startswith(OLD)]
        for row in missing:
            _put(session, row, there.get(row.number))
        file.pages_done, file.last_progress_at = file.pages_done + len(missing), now()
        file.message_code, file.message_params = None, {}
    read.clear()


def _put(session: Session, row: Page, old: Page | None) -> None:
    """Write a page in the place of its older reading, unless it could not be read now and could be then."""
    if old is not None and old.origin != "none" and unread_reason(row.notices) is not None and row.origin == "none":
        old.recipe = old.recipe.removeprefix(OLD)
    else:
        session.merge(row)


@contextmanager
def kept_at_least(library: Library, work: Work, read: list[Page]) -> Iterator[None]:
    """Keep what was read when the block ends, whatever the fault of the file that ended it."""
    try:
        yield
    except ingest.IngestError as error:
        if not isinstance(error, ingest.Cancelled):
            keep(library, work, read)
        raise
    keep(library, work, read)
