"""Many pages at a time: in order whatever comes first, none twice, nothing left running by who leaves early."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import ingest.ahead
import ingest.pipeline
import ingest.reading
from ingest import Cancelled, Damaged, FileType, Options, Page, Tools, read_file, read_pages
from ingest.ahead import BEGUN, _batches, pages_in
from ingest.answers import LayerAnswer
from ingest.calls import FileCalls
from ingest.reading import Layered
from tests.ingest.makers import LESSON, text_pdf
from tests.ingest.test_bounds import with_verb

PAGES = 7
JOBS = 3


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Pages of text, each of which says its number."""
    return text_pdf(tmp_path / "book.pdf", [[f"Trang {page}", *LESSON] for page in range(1, PAGES + 1)])


@pytest.fixture(autouse=True)
def few_pages_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.ahead, "PAGES_PER_CALL", 3)
    monkeypatch.setattr(ingest.pipeline, "PAGES_PER_CALL", 3)


def numbers_told(pages: Sequence[Page]) -> list[str]:
    return [page.text.split()[1] for page in pages]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_a_whole_file_comes_in_order(book: Path, tools: Tools, jobs: int) -> None:
    told: list[int] = []
    document = read_file(book, Options(engine="reads"), tools, jobs, lambda done, total: told.append(done))
    assert numbers_told(document.pages) == [str(page) for page in range(1, PAGES + 1)]
    assert told == list(range(1, PAGES + 1))


def test_pages_come_while_the_file_is_asked_what_it_is_called(tmp_path: Path, naughty: Tools) -> None:
    path = text_pdf(tmp_path / "book.pdf", [LESSON] * PAGES, {"Title": "Cây lúa nước"})

    def seen(done: int, total: int) -> None:
        if done == total:
            path.with_suffix(".read").touch()

    document = read_file(path, Options(engine="reads"), with_verb(naughty, "waits"), 2, seen)
    assert "Cây lúa nước" in {one.value for one in document.suggestions if one.page is None}
    assert document.inspection.warnings == ()


def test_pages_come_in_the_order_asked(book: Path, tools: Tools) -> None:
    asked = [6, 2, 5, 1, 7, 3, 4]
    assert numbers_told(list(read_pages(book, asked, Options(engine="reads"), tools))) == [str(page) for page in asked]


def test_images_are_read_in_order_too(book: Path, naughty: Tools) -> None:
    patient = replace(naughty, render=replace(naughty.render, cpu=30, wall=60.0))
    options = Options(engine="reads", force_ocr=True)
    document = read_file(book, options, patient, 3, lambda done, total: None)
    assert [page.number for page in document.pages] == list(range(1, PAGES + 1))
    assert {page.origin for page in document.pages} == {"ocr"}


def image(number: int) -> LayerAnswer:
    return LayerAnswer(Page(number, "", "none", 0.0, 1, 1), "ocr", "empty", "")


class Slow(Executor):
    """Layers come at once, an image only when it is waited for; `asked` and `begun` tell what was until then."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.begun: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if isinstance(args[1], LayerAnswer):
            self.begun.append(args[1].page.number)
            return Awaited(fn, *args)
        self.asked += args[1]
        return Done(fn, *args)


class Awaited(Future[Any]):
    """What is called when somebody asks for its result."""

    def __init__(self, call: Callable[..., Any], *args: Any) -> None:
        super().__init__()
        self.call = partial(call, *args)

    def result(self, timeout: float | None = None) -> Any:
        return self.call()


class Done(Awaited):
    def done(self) -> bool:
        return True


@pytest.mark.parametrize("text", [False, True])
def test_behind_a_slow_page_only_so_many_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, text: bool
) -> None:
    """`text`: only the first page is an image."""

    def layered(calls: FileCalls, numbers: Sequence[int]) -> list[Layered]:
        return [Page(n, "a", "text-layer", 1.0, 1, 1) if text and n > 1 else image(n) for n in numbers]

    def finish(calls: FileCalls, page: LayerAnswer) -> Page:
        if page.page.number == 1:
            seen.append((len(pool.asked), len(pool.begun)))
        return page.page

    monkeypatch.setattr(ingest.ahead, "layered", layered)
    monkeypatch.setattr(ingest.ahead, "finish", finish)
    calls = FileCalls(tmp_path / "a.pdf", FileType("application/pdf", "pdf", ".pdf"), Options(), Tools())
    pool, seen = Slow(), list[tuple[int, int]]()
    taken = [page.number for page in pages_in(pool, calls, range(1, 100), JOBS)]
    assert taken == list(range(1, 100))
    most = BEGUN * JOBS  # more than a call has here
    assert seen == [(most + (JOBS + 1) * ingest.ahead.PAGES_PER_CALL, 1 if text else most)]


@pytest.mark.parametrize(
    ("pages", "jobs", "sizes"),
    [
        (0, 2, []),
        (1, 2, [1]),
        (2, 2, [1, 1]),
        (7, 2, [2, 2, 2, 1]),
        (7, 3, [3, 3, 1]),
        (12, 2, [3] * 4),
        (4, 1, [2, 2]),
    ],
)
def test_calls_are_about_as_long_as_one_another(pages: int, jobs: int, sizes: list[int]) -> None:
    batches = _batches(range(1, pages + 1), jobs)
    assert [number for batch in batches for number in batch] == list(range(1, pages + 1))
    assert [len(batch) for batch in batches] == sizes


def test_a_call_that_ends_early_is_made_again_for_the_rest(
    book: Path, naughty: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.reading, "LAYER_SECONDS", 0.1)
    asked = [1, 2, 3, 4, 5]
    pages = list(read_pages(book, asked, Options(engine="reads"), with_verb(naughty, "slow")))
    assert [page.number for page in pages] == asked


def test_who_leaves_early_leaves_nothing_running(book: Path, naughty: Tools) -> None:
    """The fixture looks for what is left: children and their folders."""
    before = threading.active_count()
    pages = read_pages(book, [1, 2, 4, 3, 5], Options(engine="reads"), with_verb(naughty, "third"))
    next(pages)
    began = time.monotonic()
    pages.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30, "the third page takes ten minutes"
    assert threading.active_count() == before


def test_a_caller_whose_progress_fails_is_told_of_that(book: Path, naughty: Tools) -> None:
    def full(done: int, total: int) -> None:
        raise OSError("no room on the terminal")

    with pytest.raises(OSError, match="no room"):
        read_file(book, Options(engine="hangs", force_ocr=False), naughty, 2, full)


def test_a_cancellation_ends_all_that_is_under_way(book: Path, naughty: Tools) -> None:
    began = time.monotonic()
    tools = replace(naughty, cancelled=lambda: time.monotonic() - began > 1)
    with pytest.raises(Cancelled):
        read_file(book, Options(engine="hangs", force_ocr=True), tools, 3, lambda done, total: None)
    assert time.monotonic() - began < 30, "each page hangs for ten minutes"


def test_a_fault_of_the_whole_file_is_raised(book: Path, tools: Tools) -> None:
    pages = read_pages(book, range(1, PAGES + 1), Options(engine="reads"), tools)
    next(pages)
    book.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(Damaged):
        list(pages)
