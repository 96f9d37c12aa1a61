"""The end of a reading: the file ready or failed, its suggestions stored, its record told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.orm import Session, undefer

import ingest
from repo_app.db import now
from repo_app.jobs import Priority, ask, cancel
from repo_app.models import File, Page, Record, Suggestion
from repo_app.services.library import Library
from repo_app.services.notes import lacking_languages
from repo_app.services.page_rows import page_value, warnings_of
from repo_app.services.rows import apply_metadata, changed, metadata_of, remember
from repo_app.values import SYSTEM, MetadataFault
from repo_app.values.metadata import parse

TITLE_PAGES = 5  # the first pages are where a work says what it is
TITLE_WORDS = 3_000  # words of one page that are looked at: a newspaper page has 10,000, a title page 50
TITLE_CHARACTERS = 20_000
SURE_ENOUGH = 0.5  # a suggested title below this confidence does not replace a file's name
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


def suggested(library: Library, file: File) -> Sequence[ingest.Suggestion]:
    """What the file and the beginnings of its first pages propose; no transaction is open while that is worked out."""
    with library.db.reading() as session:
        inspection, pages = _inspection(session, file), _first_pages(session, file)
    return ingest.suggest(inspection, [_beginning(page) for page in pages])


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
    store_suggestions(session, file.id, found)
    session.flush()
    record = session.get_one(Record, file.record_id, populate_existing=True)
    _take_title(session, record, file)
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


def _beginning(page: ingest.Page) -> ingest.Page:
    """As much of a page as may say what the work is; a page made to keep us busy says nothing more after it."""
    return replace(page, text=page.text[:TITLE_CHARACTERS], words=page.words[:TITLE_WORDS])


def _inspection(session: Session, file: File) -> ingest.Inspection:
    """What the file said of itself, as it was written down when its reading was planned."""
    rows = session.scalars(select(Suggestion).where(Suggestion.file_id == file.id, Suggestion.page.is_(None)))
    own = tuple(
        ingest.Suggestion(
            row.field, row.value, row.confidence, row.page, row.evidence, row.role, row.scheme, row.volume
        )
        for row in rows
    )
    family: ingest.Family = file.family  # type: ignore[assignment]
    return ingest.Inspection(
        file_type=ingest.FileType(file.media_type, family, ""),
        pages=file.pages_total or 0,
        suggestions=own,
    )


def _first_pages(session: Session, file: File) -> list[ingest.Page]:
    rows = session.scalars(
        select(Page)
        .where(Page.file_id == file.id, Page.number <= TITLE_PAGES)
        .order_by(Page.number)
        .options(undefer(Page.words))
    )
    return [page_value(row) for row in rows]


def store_suggestions(session: Session, file_id: int, found: Sequence[ingest.Suggestion]) -> None:
    """Replace what was suggested from this file."""
    session.execute(delete(Suggestion).where(Suggestion.file_id == file_id))
    session.add_all(
        Suggestion(
            file_id=file_id,
            field=item.field,
            value=item.value,
            confidence=item.confidence,
            page=item.page,
            evidence=item.evidence,
            role=item.role,
            scheme=item.scheme,
            volume=item.volume,
        )
        for item in found
    )


def _take_title(session: Session, record: Record, file: File) -> None:
    """Give a record that nobody titled yet the best suggestion; it stays marked as not reviewed.

    It counts as no revision: whoever is describing the record at this moment must not be told of a conflict.
    """
    if not record.unreviewed_title:
        return
    best = session.scalar(
        select(Suggestion)
        .join(File, File.id == Suggestion.file_id)
        .where(File.record_id == record.id, Suggestion.field == "title", Suggestion.confidence >= SURE_ENOUGH)
        .order_by(File.position, Suggestion.confidence.desc(), Suggestion.id)
        .limit(1)
    )
    if best is None or best.value == record.title:
        return
    try:
        found = parse({"title": [{"value": best.value}]})
    except MetadataFault:  # what a file says of itself is no better than what people write
        return
    apply_metadata(record, metadata_of(record).merged(found, ["title"]))
    record.updated_at = now()
    remember(session, record, SYSTEM, "title")
