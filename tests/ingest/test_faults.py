"""Engines that hang, crash, eat memory, lie: the page tells it, the file goes on, nothing stays behind."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import Cancelled, Options, Page, Tools, read_pages
from tests.ingest.makers import LESSON, printed, scan_pdf, text_pdf


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scan_pdf(tmp_path_factory.mktemp("scan") / "a.pdf", [printed(LESSON)])


def read_one(path: Path, engine: str, tools: Tools) -> Page:
    (page,) = read_pages(path, [1], Options(engine=engine), tools)
    return page


@pytest.mark.parametrize(
    ("engine", "code"),
    [
        ("hangs", "page.timed_out"),
        ("spins", "page.timed_out"),
        ("crashes", "page.crashed"),
        ("raises", "page.crashed"),
        ("writes", "page.crashed"),
        ("eats", "page.out_of_memory"),
        ("babbles", "page.bad_answer"),
        ("lies", "page.bad_answer"),
        ("doubts", "page.bad_answer"),
        ("mistypes", "page.crashed"),
    ],
)
def test_the_page_says_what_went_wrong(scan: Path, naughty: Tools, engine: str, code: str) -> None:
    began = time.monotonic()
    page = read_one(scan, engine, naughty)
    assert [notice.code for notice in page.warnings] == [code]
    assert (page.number, page.text, page.words, page.origin, page.failed) == (1, "", (), "none", True)
    assert time.monotonic() - began < 8


def test_a_good_engine_reads(scan: Path, naughty: Tools) -> None:
    page = read_one(scan, "reads", naughty)
    assert (page.text, page.origin, page.failed) == ("đọc được", "ocr", False)


def test_words_beside_the_page_are_cut_to_it(scan: Path, naughty: Tools) -> None:
    page = read_one(scan, "strays", naughty)
    x0, y0, x1, y1 = page.words[0].box
    assert (page.text, page.failed) == ("ngoài", False)
    assert 0 <= x0 <= x1 <= page.width
    assert 0 <= y0 <= y1 <= page.height


def test_what_an_engine_writes_is_made_clean(scan: Path, naughty: Tools) -> None:
    page = read_one(scan, "scatters", naughty)
    assert [word.text for word in page.words] == ["Tiếng Việt\ufffd"]
    assert page.text == "Tiếng Việt\ufffd"


def test_an_answer_about_another_page_is_none(scan: Path, naughty: Tools) -> None:
    page = read_one(scan, "reads", replace(naughty, command=(*naughty.command, "other")))
    assert ([notice.code for notice in page.warnings], page.number, page.text) == (["page.bad_answer"], 1, "")


def test_a_failed_page_does_not_stop_the_next(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON), printed(LESSON)])
    pages = list(read_pages(path, [1, 2], Options(engine="crashes"), naughty))
    assert [page.failed for page in pages] == [True, True]


def test_cancelling_while_the_engine_works(scan: Path, naughty: Tools) -> None:
    end = time.monotonic() + 1
    with pytest.raises(Cancelled) as caught:
        read_one(scan, "hangs", replace(naughty, cancelled=lambda: time.monotonic() > end))
    assert caught.value.retryable


def test_force_ocr_reads_the_image_of_a_page_with_text(tmp_path: Path, naughty: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    options = Options(engine="reads", force_ocr=True)
    assert next(read_pages(path, [1], options, naughty)).text == "đọc được"
    assert next(read_pages(path, [1], replace(options, force_ocr=False), naughty)).text.startswith("Bài 1")


def test_a_scan_with_a_page_number_as_its_text_is_read_from_the_image(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)], words="Trang 12")
    page = read_one(path, "reads", naughty)
    assert (page.text, page.origin) == ("đọc được", "ocr")


def test_a_scan_with_a_thin_text_keeps_it_when_the_image_cannot_be_read(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)], words="Trang 12")
    page = read_one(path, "crashes", naughty)
    assert (page.text, page.origin) == ("Trang 12", "text-layer")
    assert [notice.code for notice in page.warnings] == ["page.crashed"]


def test_a_scan_that_was_read_before_keeps_its_text(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)], words="The rice plant needs water, light and soil. " * 3)
    assert read_one(path, "crashes", naughty).origin == "text-layer"


def test_a_text_layer_of_controls_is_read_from_the_image(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)], words="\ue001\ue002\ue003 \ue004\ue005" * 20)
    page = read_one(path, "reads", naughty)
    assert page.origin == "ocr"
    assert page.text == "đọc được"


def test_a_page_that_uses_up_its_processor_time_is_told_as_slow_and_not_as_crashed(scan: Path, naughty: Tools) -> None:
    patient = replace(naughty, render=replace(naughty.render, wall=60.0))
    assert [notice.code for notice in read_one(scan, "spins", patient).warnings] == ["page.timed_out"]
