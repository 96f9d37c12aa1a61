"""Pages for a reader: the text, the words, and the page as an image made when first asked for."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from sqlalchemy.orm import Session

import ingest
from repo_app.errors import BadRequest, NotFound
from repo_app.models import File, Page, Record
from repo_app.services.files import readable_file, readable_record
from repo_app.services.languages import language_of_page
from repo_app.services.library import Library
from repo_app.services.opened import note_opened
from repo_app.services.page_rows import view_of
from repo_app.services.pictures import Holds, Picture, Wanted, holds_none, picture
from repo_app.services.records.views import file_views
from repo_app.services.renditions import picture_source
from repo_app.services.words import unpack_words
from repo_app.services.work import Work, number
from repo_app.values import Message, PageView, Person

WIDTHS = (200, 600, 800, 1080)
DEFAULT_WIDTH = 800
AHEAD = 2  # first pages that are made before anybody asks


def page(library: Library, person: Person, record_id: str, file: str | None, page_number: int) -> PageView:
    """One page with its text as far as it has been read. Raises NotFound, Gone, Forbidden."""
    with library.db.reading() as session:
        record, row = _file(session, person, record_id, file, page_number)
        held = session.get(Page, (row.id, page_number))
        note_opened(library, row, page_number, held)
        return PageView(
            record=record.public_id,
            title=record.title,
            file=row.name,
            number=page_number,
            pages=row.pages_total or 0,
            label=row.labels[page_number - 1] if len(row.labels) >= page_number else None,
            text=held.text if held else "",
            origin=held.origin if held else None,
            confidence=held.confidence if held else None,
            width=held.width if held else 0,
            height=held.height if held else 0,
            read=held is not None,
            edges=tuple((start, end) for _, start, end in held.artifacts) if held else (),
            expected=held is None and row.state == "reading",
            notices=tuple(Message(notice["code"], notice["params"]) for notice in held.notices) if held else (),
            drawn=picture_source(session, row) is not None,
            language=language_of_page(held.text, record) if held else None,
        )


def words(
    library: Library, person: Person, record_id: str, file: str | None, page_number: int
) -> tuple[ingest.Word, ...]:
    """The words of a page with their boxes, in reading order; none while it has not been read."""
    with library.db.reading() as session:
        _, row = _file(session, person, record_id, file, page_number)
        held = session.get(Page, (row.id, page_number))
        return unpack_words(held.words) if held else ()


def _file(session: Session, person: Person, record_id: str, name: str | None, page_number: int) -> tuple[Record, File]:
    record = readable_record(session, person, record_id)
    if name is None:
        name = next((view.name for view in file_views(session, person, record) if view.readable), None)
    if name is None:
        raise NotFound("problem.no_pages")
    file = readable_file(session, person, record, name)
    if not 1 <= page_number <= (file.pages_total or 0):
        raise NotFound("problem.no_such_page", pages=file.pages_total or 0)
    return record, file


def image(
    library: Library,
    person: Person,
    record_id: str,
    file: str | None,
    page_number: int,
    width: int,
    holds: Holds = holds_none,
) -> Picture:
    """The page as WebP of that width. Raises BadRequest for another width, Busy while too many are made.

    Whether ``person`` may see it is asked first, of who ``holds`` it already too.
    """
    if width not in WIDTHS:
        raise BadRequest("page.width", widths=", ".join(map(str, WIDTHS)))
    with library.db.reading() as session:
        _, row = _file(session, person, record_id, file, page_number)
        source, view = _drawn_from(session, row), _view(session, row, page_number)
        if width > WIDTHS[0] and row.state == "reading":  # small ones are looked over, not read
            note_opened(library, row, page_number, session.get(Page, (row.id, page_number)))
    return _page_image(library, source, page_number, width, view, holds)


def thumbnail(library: Library, person: Person, record_id: str, holds: Holds = holds_none) -> Picture:
    """The first page of the record's first file with pictures of its pages, small."""
    with library.db.reading() as session:
        record = readable_record(session, person, record_id)
        views = file_views(session, person, record)
        name = next((held.name for held in views if held.readable and held.drawn), None)
        _, row = _file(session, person, record_id, name, 1)
        source, view = _drawn_from(session, row), _view(session, row, 1)
    return _thumbnail(library, source, view, holds)


def preview(library: Library, work: Work) -> None:
    """Make the thumbnail and the first pages of a file ahead; what cannot be made now is made when asked for."""
    with library.db.reading() as session:
        file = session.get(File, number(work, "file"))
        source = picture_source(session, file) if file is not None else None
        if file is None or file.state != "ready" or source is None:
            return
        ahead = range(1, min(AHEAD, file.pages_total or 0) + 1)
        views = {page_number: _view(session, file, page_number) for page_number in ahead}
    _thumbnail(library, source, views.get(1))
    for page_number, view in views.items():
        if not work.stopping():
            _page_image(library, source, page_number, DEFAULT_WIDTH, view)


def _drawn_from(session: Session, file: File) -> str:
    """The blob that the file's pages are drawn from; NotFound where they are words alone."""
    source = picture_source(session, file)
    if source is None:
        raise NotFound("page.no_picture")
    return source


def _view(session: Session, file: File, page_number: int) -> ingest.View | None:
    """How the page is shown as it was read; as its file says, while it has not been."""
    return view_of(session.get(Page, (file.id, page_number)))


def _page_image(
    library: Library, sha256: str, page_number: int, width: int, view: ingest.View | None, holds: Holds = holds_none
) -> Picture:
    def make(path: Path) -> bytes:
        return ingest.page_image(path, page_number, width, library.tools, library.reading_options, view)

    return picture(library, Wanted(sha256, page_number, f"{page_number}-{width}{_mark(view)}", make), holds)


def _thumbnail(library: Library, sha256: str, view: ingest.View | None, holds: Holds = holds_none) -> Picture:
    def make(path: Path) -> bytes:
        return ingest.thumbnail(path, library.tools, library.reading_options, view)

    return picture(library, Wanted(sha256, 1, f"thumbnail{_mark(view)}", make), holds)


def _mark(view: ingest.View | None) -> str:
    """What an image's name says of the view: nothing, the turn, or the turn and what the corners come to."""
    if view is None:
        return ""
    if view.corners is None:
        return f"-{view.rotation}"
    return f"-{view.rotation}-{crc32(repr(view.corners).encode()):08x}"
