"""PDFs made from a file and its pages as read: a searchable one, and a light one for weak lines.

The original is parsed, and every picture drawn, in child processes only; a PDF is whole at its place or not there.
"""

import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.answers import read_counts
from ingest.calls import FileCalls, Options, Tools, view_request
from ingest.detect import PDF, detect_file
from ingest.errors import BadAnswer, Cancelled, Damaged
from ingest.model import Page, View
from ingest.pdf_out.xmp import PdfMetadata
from ingest.sandbox import MIB, PARSE, Json

LIGHT_PAGE = 100_000
"""Bytes a page of a light PDF may take, its words included."""

_LIGHT_PICTURE = 90_000
_MADE_ANEW = ("ocr",)
WRITING = replace(PARSE, file_size=1024 * MIB)
"""A written PDF may hold an original of 200 MB and its words, or the pictures of 2,000 frames."""


@dataclass(frozen=True, slots=True)
class Pause:
    """How the drawing of many pages may be left and taken up again: `folder` keeps the pictures that are made.

    `due` is asked after each picture; when it answers true Cancelled is raised. A later call with the same folder, for
    the same file and the same kind of PDF, goes on from there. Who gives the folder removes it.
    """

    folder: Path
    due: Callable[[], bool]


def make_searchable(
    path: Path,
    pages: Iterable[Page],
    target: Path,
    metadata: PdfMetadata,
    options: Options,
    tools: Tools,
    pause: Pause | None = None,
) -> None:
    """Write the file at `path` to `target` as a PDF whose recognised `pages` carry their words, invisible, in place.

    Of a PDF every byte stays: what is new follows as a revision (a PDF so damaged that this cannot be is written anew).
    Pages with a text layer of their own are left alone. An image becomes a PDF: a JPEG with its own bytes, others
    without loss. Raises Sealed for a signed PDF that must not change, Damaged, Locked, TooLarge, NotWritten, OSError
    when `target` cannot be made, and what `Sandbox.run` raises.
    """
    calls = FileCalls(path, detect_file(path), options, tools)
    count = _count(calls)
    with working_folder(tools, pause) as work:
        _keep_words(work, (page for page in pages if page.origin in _MADE_ANEW))
        if calls.file_type != PDF:
            _draw_all(calls, work, dict.fromkeys(range(1, count + 1)), 0, pause)
        _write(calls, work, target, count, metadata, light=False)


def make_light(
    path: Path,
    pages: Iterable[Page],
    target: Path,
    metadata: PdfMetadata,
    options: Options,
    tools: Tools,
    pause: Pause | None = None,
) -> None:
    """As `make_searchable`, but pages that weigh more than LIGHT_PAGE are replaced by a picture and their words.

    What such a page drew is gone, so this is a copy for reading, not the document: signatures are left out. Lighter
    pages stay as they are. A very grainy page may stay above the budget.
    """
    calls = FileCalls(path, detect_file(path), options, tools)
    count = _count(calls)
    with working_folder(tools, pause) as work:
        heavy = _remembered(work / "heavy.json", lambda: _heavy(calls, count))
        views = _keep_words(work, (page for page in pages if page.origin in _MADE_ANEW or page.number in heavy))
        _draw_all(calls, work, {number: views.get(number) for number in sorted(heavy)}, _LIGHT_PICTURE, pause)
        if calls.file_type != PDF and not heavy:
            _draw(calls, work, 1, 0, None)
        _write(calls, work, target, count, metadata, light=True)


def _count(calls: FileCalls) -> int:
    return read_counts(calls.one("count", {}, calls.tools.parse))[0]


def _heavy(calls: FileCalls, count: int) -> frozenset[int]:
    """The pages to replace; of an image every frame, but a small JPEG."""
    if calls.file_type != PDF:
        small = count == 1 and calls.file_type.extension == ".jpg" and calls.path.stat().st_size <= _LIGHT_PICTURE
        return frozenset() if small else frozenset(range(1, count + 1))
    told = calls.one("weigh", {}, calls.tools.parse)
    if not isinstance(told, list) or len(told) != count:
        raise Damaged(params={"pages": count})
    return frozenset(at for at, size in enumerate(told, start=1) if not isinstance(size, int) or size > LIGHT_PAGE)


def _remembered(path: Path, find: Callable[[], frozenset[int]]) -> frozenset[int]:
    """What `find` gives, asked once in the life of the folder: weighing a long book takes seconds."""
    if not path.exists():
        path.with_suffix(".part").write_text(json.dumps(sorted(find())))
        path.with_suffix(".part").replace(path)
    return frozenset(json.loads(path.read_text()))


def _keep_words(work: Path, pages: Iterable[Page]) -> dict[int, View]:
    """Put the words of `pages` into `work`; how those pages are shown that are no failures, by number."""
    views = {}
    for page in pages:
        if not page.failed:
            views[page.number] = page.view
        target = work / f"{page.number}.words"
        if page.words and not target.exists():
            words = [[word.text, *word.box] for word in page.words]
            view = view_request(page.view)
            told = {"width": page.width, "height": page.height, "view": view, "words": words}
            target.with_suffix(".part").write_text(json.dumps(told), "utf-8")
            target.with_suffix(".part").replace(target)
    return views


def _draw_all(
    calls: FileCalls, work: Path, views: Mapping[int, View | None], max_bytes: int, pause: Pause | None
) -> None:
    """Draw those of the pages that are not drawn yet."""
    for number, view in views.items():
        if (work / f"{number}.json").exists():
            continue
        _draw(calls, work, number, max_bytes, view)
        if pause is not None and pause.due():
            raise Cancelled


def _draw(calls: FileCalls, work: Path, number: int, max_bytes: int, view: View | None) -> None:
    asked: dict[str, Json] = {"work": str(work.absolute()), "number": number, "max_bytes": max_bytes}
    asked["view"] = view_request(view)
    calls.one("picture_part", asked, calls.tools.render)


def _write(calls: FileCalls, work: Path, target: Path, count: int, metadata: PdfMetadata, light: bool) -> None:
    """Have the PDF written beside `target`, see that it opens with as many pages, and put it in its place."""
    with whole_at(target) as part:
        asked: dict[str, Json] = {
            "work": str(work.absolute()),
            "target": str(part.absolute()),
            "pages": count,
            "light": light,
            "metadata": {**asdict(metadata), "creators": list(metadata.creators)},
        }
        size = calls.one("write_pdf", asked, replace(calls.tools.parse, file_size=WRITING.file_size))
        written = FileCalls(part, PDF, calls.options, calls.tools)
        if size != part.stat().st_size or _count(written) != count:
            raise BadAnswer


@contextmanager
def working_folder(tools: Tools, pause: Pause | None = None) -> Iterator[Path]:
    """A folder for the parts of a document, gone when the block ends; that of `pause` stays."""
    if pause is not None:
        yield pause.folder
        return
    with tempfile.TemporaryDirectory(prefix="hoclieu-", dir=tools.temp_dir) as folder:
        yield Path(folder)


@contextmanager
def whole_at(target: Path) -> Iterator[Path]:
    """A file beside `target` that takes its place when the block ends well, and is gone when it does not."""
    part = target.with_name(f".hoclieu-{secrets.token_hex(8)}.part")
    part.touch(exist_ok=False)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
