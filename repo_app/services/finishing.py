"""The end of a reading: the file ready or failed, its suggestions stored, its record told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, update
from sqlalchemy.orm import Session

import ingest
from repo_app.jobs import Priority, ask, cancel
from repo_app.models import File, Page, Record
from repo_app.services.notes import lacking_languages
from repo_app.services.page_rows import warnings_of
from repo_app.services.rows import changed
from repo_app.services.suggested import store_suggestions
from repo_app.services.taking import take_suggested

PREVIEW_JOB = "preview"
PAGES_UNREAD = "file.pages_unread"  # the notice of a ready file with pages that could not be read
OLD = "old:"  # before the recipe of a page that is to be read again; it is shown until then
STOPPED = "reading.stopped"  # the message, also of a file that was read before; ``done``, ``total`` pages
NOT_BEGUN = "reading.not_begun"  # the same where nothing had been read yet
FAILURES_NAMED = 20  # unreadable pages that a notice lists one by one


def locked_file(session: Session, file_id: int) -> File | None:
    """The file as it is now, held until the transaction ends, or None when it is gone.

    Its record's row is locked first. Everybody locks in this order (record, file, jobs), so nobody waits in a circle.
    """
    owner = select(File.record_id).where(File.id == file_id).scalar_subquery()
    session.execute(select(Record.id).where(Record.id == owner).with_for_update())
    return session.get(File, file_id, with_for_update=True, populate_existing=True)


def finish_file(session: Session, file: File, found: Sequence[ingest.Suggestion]) -> None:
    """Mark the locked file ready (or failed when no page could be read), with what it suggests; the index follows."""
    bad = unread_pages(session, file.id)
    if bad and len(bad) == file.pages_total:
        fail_file(session, file.id, bad[0][1], {})
        return
    if bad:
        shown = ", ".join(str(number) for number, _ in bad[:FAILURES_NAMED])
        file.notices = [*file.notices, {"code": PAGES_UNREAD, "params": {"count": len(bad), "pages": shown}}]
    file.notices = [*file.notices, *lacking_languages(session, file.id)]
    file.state, file.message_code, file.message_params = "ready", None, {}
    store_suggestions(session, file, found)
    file.suggested_by = ingest.SUGGESTING_VERSION
    session.flush()
    record = session.get_one(Record, file.record_id, populate_existing=True)
    take_suggested(session, record)
    changed(session, record, revision=False)
    ask(session, PREVIEW_JOB, f"file:{file.id}", {"file": file.id}, priority=Priority.NORMAL, group=f"file:{file.id}")


def fail_file(session: Session, file_id: int, code: str, params: Mapping[str, object]) -> None:
    """Mark the file failed with a code for its depositor; the bytes and what was read of it stay."""
    file = locked_file(session, file_id)
    if file is None or file.state in {"ready", "failed"}:
        return
    _end_early(session, file, code, params)


def whole(file: File) -> bool:
    """Whether every page was read and only the end of the reading is still to come."""
    return file.state == "reading" and file.pages_total is not None and file.pages_done >= file.pages_total


def stop_file(session: Session, file: File) -> None:
    """End the reading of the locked file because somebody wants it; going on reads the pages that are missing."""
    begun = file.state == "reading" and bool(file.pages_total)
    params = {"done": file.pages_done, "total": file.pages_total} if begun else {}
    _end_early(session, file, STOPPED if begun else NOT_BEGUN, params)


def _end_early(session: Session, file: File, code: str, params: Mapping[str, object]) -> None:
    """End a reading before its last page: the file failed, or is ready as it was where it has been read before."""
    file.message_code, file.message_params = code, dict(params)
    if _was_read(session, file):
        file.state, file.pages_done = "ready", file.pages_total or 0
    else:
        file.state = "failed"
    session.flush()
    cancel_others(session, file.id)
    changed(session, session.get_one(Record, file.record_id, populate_existing=True), revision=False)


def _was_read(session: Session, file: File) -> bool:
    """Whether there is a text of every page, of this reading or an earlier one."""
    there = session.scalar(select(func.count()).select_from(Page).where(Page.file_id == file.id)) or 0
    return there > 0 and there == file.pages_total and len(unread_pages(session, file.id)) < there


def cancel_others(session: Session, file_id: int) -> None:
    """Call off what still waits for this file; the job that asks is ended by its worker."""
    cancel(session, f"file:{file_id}")


def pages_there(session: Session, file_id: int) -> int:
    """How many pages need not be read any more."""
    there = (Page.file_id == file_id, ~Page.recipe.startswith(OLD))
    return session.scalar(select(func.count()).select_from(Page).where(*there)) or 0


def mark_old(session: Session, file_id: int, which: ColumnElement[bool]) -> None:
    """Have these pages of the file read again; until then they stay, are shown and are found as they are."""
    pages = (Page.file_id == file_id, ~Page.recipe.startswith(OLD), which)
    marked = update(Page).where(*pages).values(recipe=literal(OLD) + Page.recipe)
    session.execute(marked.execution_options(synchronize_session=False))


def unread_pages(session: Session, file_id: int) -> list[tuple[int, str]]:
    """Number and reason of each page that could not be read; a blank page is read well."""
    rows = session.execute(
        select(Page.number, Page.notices).where(Page.file_id == file_id, Page.origin == "none").order_by(Page.number)
    )
    found = ((number, unread_reason(told)) for number, told in rows)
    return [(number, code) for number, code in found if code is not None]


def unread_reason(told: Sequence[Mapping[str, Any]]) -> str | None:
    """The first of a page's notices that says that it could not be read, or None."""
    alone = (ingest.Page(1, "", "none", 0.0, 1, 1, warnings=(notice,)) for notice in warnings_of(told))
    return next((page.warnings[0].code for page in alone if page.failed), None)
