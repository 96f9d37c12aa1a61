"""Running headers, footers and page numbers of a whole file, marked when all of its pages are there.

Pages are looked at in order, a few at a time, and only rows that change are written, so a file of 2,000 pages takes no
more memory than a short one, and a worker that was killed goes on where the rows say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

import ingest
from repo_app.jobs import Stopped
from repo_app.models import Page
from repo_app.services.finishing import locked_file
from repo_app.services.library import Library
from repo_app.services.page_rows import artifact_cells, page_value
from repo_app.services.page_text import Searched
from repo_app.services.work import Work

AT_ONCE = 16  # pages read, or rows written, in one transaction


class _Row(NamedTuple):
    """What the row of a page says now."""

    number: int
    text: str
    artifacts: list[Any]
    folded: str


def mark_pages(library: Library, work: Work, file_id: int) -> None:
    """Mark the artifacts of every page of the file, and fold anew what pages with artifacts are found by."""
    changed: list[tuple[int, list[Any], str]] = []
    for row in _changes(library, file_id):
        changed.append(row)
        if len(changed) >= AT_ONCE:
            _write(library, work, file_id, changed)
    _write(library, work, file_id, changed)


def _changes(library: Library, file_id: int) -> Iterator[tuple[int, list[Any], str]]:
    """Number, artifacts and folded text of each page whose row says otherwise."""
    waiting: deque[_Row] = deque()

    def passed() -> Iterator[ingest.Page]:
        for page, row in _pages(library, file_id):
            waiting.append(row)
            yield page

    searched = Searched()
    for _, artifacts in ingest.find_artifacts(passed()):
        row = waiting.popleft()
        cells: list[Any] = artifact_cells(artifacts)
        if not (cells or row.artifacts):
            continue
        folded = searched.folded(row.text, artifacts)
        if (cells, folded) != (row.artifacts, row.folded):
            yield row.number, cells, folded


def _pages(library: Library, file_id: int) -> Iterator[tuple[ingest.Page, _Row]]:
    """The pages in order with what their rows say; no transaction stays open while they are looked at."""
    last = 0
    while True:
        wanted = select(Page).where(Page.file_id == file_id, Page.number > last).order_by(Page.number)
        with library.db.reading() as session:
            rows = session.scalars(wanted.limit(AT_ONCE).options(undefer(Page.words))).all()
        if not rows:
            return
        for row in rows:
            yield page_value(row), _Row(row.number, row.text, row.artifacts, row.folded)
        last = rows[-1].number


def _write(library: Library, work: Work, file_id: int, changed: list[tuple[int, list[Any], str]]) -> None:
    """Write these rows, if the file is still ours to read, and empty the list of them."""
    if work.stopping():
        raise Stopped
    if not changed:
        return
    with library.db.writing() as session:
        file = locked_file(session, file_id)
        work.hold(session)
        if file is None or file.state != "reading":
            raise Stopped
        for number, artifacts, folded in changed:
            where = (Page.file_id == file_id, Page.number == number)
            session.execute(update(Page).where(*where).values(artifacts=artifacts, folded=folded))
    changed.clear()
