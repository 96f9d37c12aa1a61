"""From a path to pages: what a file is, its pages in order, page images. Remembers no page between calls.

A caller keeps each Page under `recipe(options)` and asks only for the numbers it has not got, so a killed run resumes.
Every parser, renderer and OCR engine runs in a child process (`ingest.sandbox`); this module imports none of them.
All functions may be called from several threads at once.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.ahead import PAGES_PER_CALL, layers, layers_ahead, leaving_off, pages_ahead, pages_in
from ingest.answers import PropertiesAnswer, read_counts, read_properties
from ingest.calls import FileCalls, Options, Tools, view_request
from ingest.detect import PDF, PICTURES, detect_file, extension_matches
from ingest.errors import BadAnswer, Crashed, Damaged, OutOfMemory, TimedOut
from ingest.metadata.embedded import from_properties, readable_outline
from ingest.metadata.suggesting import suggest
from ingest.model import Document, Family, FileType, Inspection, Notice, Page, View
from ingest.office import TEXT_FAMILIES, as_drawn, completed, inspect_text, text_pages
from ingest.reading import finish
from ingest.recipe import office_recipe, recipe_of
from ingest.rendition import is_drawn, why_not_drawn
from ingest.sandbox import Json
from ingest.text.artifacts import mark_artifacts
from ingest.text.language import guess_language

PICTURE_BYTES: dict[int, int] = {200: 10_000, 600: 60_000, 800: 90_000, 1080: 150_000}
"""Widths a page image may have, and the bytes each may take (a phone on a weak line)."""

THUMBNAIL = (200, 283)
"""Pixels of a cover: an A4 sheet 200 wide."""

_LANGUAGE_PAGES = 20
_SOFT = (Damaged, TimedOut, OutOfMemory, Crashed, BadAnswer)


def inspect(path: Path, name: str, options: Options, tools: Tools, rendition: Path | None = None) -> Inspection:
    """What the file at `path`, called `name` by its owner, is and says of itself; its pages are those of `rendition`,
    the PDF that LibreOffice made of it, where one is given.

    Raises EmptyFile, Unsupported, Locked, Damaged, TooLarge; TimedOut, OutOfMemory or Crashed with a "file." code when
    it cannot even be opened within the limits; Cancelled.
    """
    file_type = detect_file(path, name)
    calls = FileCalls(path, file_type, options, tools)
    if file_type.family in TEXT_FAMILIES:
        found = inspect_text(calls, name)
        found = replace(found, warnings=_extension_notices(name, file_type) + found.warnings)
        return found if rendition is None else inspect_drawn(found, rendition, options, tools)
    with closing(calls.many("inspect", {}, tools.parse)) as answers:
        return _inspected(file_type, name, _counts(answers), answers)


def _inspected(file_type: FileType, name: str, counts: tuple[int, bool], answers: Iterator[Json]) -> Inspection:
    """What the rest of the child's `answers` says of a file whose pages were counted."""
    pages, encrypted = counts
    notices = _extension_notices(name, file_type)
    if file_type.family != "pdf":
        return Inspection(file_type, pages, warnings=notices)
    properties = _properties(answers, pages)
    if not properties.complete:
        notices += (Notice("file.properties_unreadable"),)
    return Inspection(
        file_type=file_type,
        pages=pages,
        page_labels=properties.page_labels,
        outline=readable_outline(properties.outline),
        suggestions=from_properties(properties.info, name, datetime.now(UTC).date()),
        warnings=notices,
        encrypted=encrypted,
    )


def inspect_drawn(found: Inspection, rendition: Path, options: Options, tools: Tools) -> Inspection:
    """What a document says of itself, `found`, with the pages of the PDF that was made of it. Raises as `inspect`."""
    return as_drawn(found, inspect(rendition, rendition.name, options, tools), rendition)


def read_pages(
    path: Path,
    numbers: Sequence[int],
    options: Options,
    tools: Tools,
    file_type: FileType | None = None,
    rendition: Path | None = None,
) -> Iterator[Page]:
    """The pages `numbers`, in the order asked, each as soon as it and those before it are ready.

    `file_type` is what `inspect` found (plain text is not told by its bytes alone); an office document is read from
    its `rendition`, where one is given. A page that cannot be read comes as a Page with origin "none" and a warning;
    only a fault of the whole file, a missing engine or a cancellation raises. Of more than 128 pages text is taken
    ahead, and `tools.cancelled` asked from another thread too; closing the iterator ends what is under way.
    """
    calls = FileCalls(path, file_type or detect_file(path), options, tools)
    if calls.file_type.family in TEXT_FAMILIES:
        if rendition is None:
            yield from text_pages(calls, numbers)
            return
        drawn = FileCalls(rendition, PDF, options, tools, drawn=True)
        yield from completed(calls, drawn, numbers, _read(drawn, numbers))
        return
    yield from _read(calls, numbers)


def _read(calls: FileCalls, numbers: Sequence[int]) -> Iterator[Page]:
    """The pages of a PDF or of images, as `read_pages`."""
    if len(numbers) <= PAGES_PER_CALL:  # nothing to look ahead to: page for page, as the caller takes them
        for batch in layers(calls, numbers):
            yield from (finish(calls, page) for page in batch)
        return
    with leaving_off(calls, 1) as (watched, pool):
        for batch in layers_ahead(watched, numbers, pool, 1):
            yield from (finish(watched, page) for page in batch)


def recipe(options: Options, tools: Tools | None = None, family: Family = "pdf", rendition: str = "") -> str:
    """A short stable key of every input that changes a page's result: equal recipe, equal bytes, equal page.

    `rendition` is the recipe of the PDF that an office document is read from, "" where its text is read. Asks the
    engine for its version once in the life of this process. Without an engine the key says so.
    """
    if family in TEXT_FAMILIES and not rendition:
        return office_recipe(tools or Tools())
    return recipe_of(options, tools or Tools()) + (f"-{rendition}" if rendition else "")


def page_image(
    path: Path, number: int, width: int, tools: Tools, options: Options | None = None, view: View | None = None
) -> bytes:
    """Page `number` as WebP, `width` pixels wide (200, 600, 800 or 1080), never enlarged, within PICTURE_BYTES.

    `view` is that of the page as read (`Page.view`), so that the words' boxes lie on the image; without it the page is
    shown as its file says. `options` bound its pixels as they did when it was read.
    ValueError for another width. Raises an IngestError for a page that cannot be drawn. A page so detailed that
    quality 20 does not reach the budget comes at quality 20.
    """
    if width not in PICTURE_BYTES:
        raise ValueError(f"width must be one of {sorted(PICTURE_BYTES)}")
    calls = FileCalls(path, detect_file(path), options or Options(), tools)
    return _picture(calls, number, (width, 0), PICTURE_BYTES[width], view)


def thumbnail(path: Path, tools: Tools, options: Options | None = None, view: View | None = None) -> bytes:
    """The first page as WebP within 200 x 283 pixels and 10 KB. Raises as `page_image`."""
    calls = FileCalls(path, detect_file(path), options or Options(), tools)
    return _picture(calls, 1, THUMBNAIL, PICTURE_BYTES[THUMBNAIL[0]], view)


def read_file(
    path: Path,
    options: Options,
    tools: Tools,
    jobs: int,
    progress: Callable[[int, int], None],
    rendition: Path | None = None,
) -> Document:
    """The whole file, `jobs` pages at a time; `progress(done, total)` after each page, from this thread.

    `tools.cancelled` is asked from `jobs` threads. Raises as `inspect` and `read_pages` do.
    """
    file_type = detect_file(path, path.name)
    if rendition is None and file_type in PICTURES:
        return _read_picture(FileCalls(path, file_type, options, tools), progress)
    if rendition is None and file_type.family not in TEXT_FAMILIES:
        return _read_whole(FileCalls(path, file_type, options, tools), max(1, jobs), progress)
    inspection = inspect(path, path.name, options, tools, rendition)
    if rendition is None and is_drawn(inspection):
        inspection = replace(inspection, warnings=(*inspection.warnings, why_not_drawn()))
    calls = FileCalls(path, inspection.file_type, options, tools)
    numbers = range(1, inspection.pages + 1)
    with closing(_coming(calls, numbers, max(1, jobs), rendition)) as coming:
        pages = tuple(mark_artifacts(_told(coming, len(numbers), progress)))
    return _document(inspection, pages, path.name, tools)


def _read_picture(calls: FileCalls, progress: Callable[[int, int], None]) -> Document:
    """A file that is one picture. Whether it is whole shows as it is read: only one that failed is asked by itself."""
    (page,) = _read(calls, (1,))
    if page.failed:
        inspection = inspect(calls.path, calls.path.name, calls.options, calls.tools)
    else:
        inspection = Inspection(calls.file_type, 1, warnings=_extension_notices(calls.path.name, calls.file_type))
    pages = tuple(mark_artifacts(_told(iter((page,)), 1, progress)))
    return _document(inspection, pages, calls.path.name, calls.tools)


def _read_whole(calls: FileCalls, jobs: int, progress: Callable[[int, int], None]) -> Document:
    """A PDF or images: pages are read while what the file says of itself is still being looked for."""
    with leaving_off(calls, jobs) as (watched, pool):
        answers = watched.many("inspect", {}, calls.tools.parse)
        counts = _counts(answers)
        inspection = pool.submit(_inspected, calls.file_type, calls.path.name, counts, answers)
        coming = pages_in(pool, watched, range(1, counts[0] + 1), jobs)
        pages = tuple(mark_artifacts(_told(coming, counts[0], progress)))
        return _document(inspection.result(), pages, calls.path.name, calls.tools)


def _told(coming: Iterator[Page], total: int, progress: Callable[[int, int], None]) -> Iterator[Page]:
    for done, page in enumerate(coming, 1):
        progress(done, total)
        yield page


def _coming(calls: FileCalls, numbers: Sequence[int], jobs: int, rendition: Path | None) -> Generator[Page, None, None]:
    """All pages of a document in order: its text, or, `jobs` at a time, what was drawn of it."""
    if rendition is None:
        yield from text_pages(calls, numbers)
        return
    drawn = replace(calls, path=rendition, file_type=PDF, drawn=True)
    with closing(pages_ahead(drawn, numbers, jobs)) as coming:
        yield from completed(calls, drawn, numbers, coming)


def _document(inspection: Inspection, pages: tuple[Page, ...], name: str, tools: Tools) -> Document:
    language = guess_language("\n".join(page.text for page in pages[:_LANGUAGE_PAGES])).code
    encodings = Counter(
        str(notice.params.get("encoding"))
        for page in pages
        for notice in page.warnings
        if notice.code in ("page.legacy_encoding", "page.text_repaired")
    )
    encoding = encodings.most_common(1)[0][0] if encodings.total() * 2 > len(pages) else "unicode"
    page_warnings = tuple(
        Notice(notice.code, {**notice.params, "page": page.number}) for page in pages for notice in page.warnings
    )
    return Document(
        inspection=inspection,
        pages=pages,
        language=language,
        encoding=encoding,
        suggestions=suggest(inspection, pages, tools.names, name),
        warnings=inspection.warnings + page_warnings,
    )


def _extension_notices(name: str, file_type: FileType) -> tuple[Notice, ...]:
    if extension_matches(name, file_type):
        return ()
    return (Notice("file.extension_differs", {"name": name, "media_type": file_type.media_type}),)


def _counts(answers: Iterator[Json]) -> tuple[int, bool]:
    """Pages and whether the file is encrypted; what goes wrong is said of the file."""
    try:
        return read_counts(next(answers, None))
    except (TimedOut, OutOfMemory, Crashed, BadAnswer) as error:
        raise type(error)(error.code.replace("page.", "file."), error.params) from error


def _properties(answers: Iterator[Json], pages: int) -> PropertiesAnswer:
    """What the PDF says of itself; nothing, and not complete, when that alone breaks or takes too long."""
    try:
        (told,) = answers
        return read_properties(told, pages)
    except (*_SOFT, ValueError):
        return PropertiesAnswer({}, (), (), complete=False)


def _picture(calls: FileCalls, number: int, size: tuple[int, int], max_bytes: int, view: View | None) -> bytes:
    asked: dict[str, Json] = {"number": number, "width": size[0], "max_height": size[1], "max_bytes": max_bytes}
    asked["view"] = view_request(view)
    answer = calls.one("picture", asked, calls.tools.render)
    try:
        image = b64decode(answer, validate=True) if isinstance(answer, str) else b""
    except (Base64Error, ValueError) as error:
        raise BadAnswer from error
    if image[:4] != b"RIFF" or image[8:12] != b"WEBP":
        raise BadAnswer
    return image
