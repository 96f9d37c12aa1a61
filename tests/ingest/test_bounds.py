"""What one page may cost: 90 s in all, its turn told before others, no line of dots that loses it, no full disk."""

import json
import subprocess
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

import ingest.reading
import ingest.sandbox
from ingest import Options, Tools, inspect, read_pages
from ingest.errors import NoRoom
from ingest.sandbox import COMMAND
from tests.ingest.makers import LESSON, printed, scan_pdf, text_pdf


def with_verb(tools: Tools, name: str) -> Tools:
    """The same tools whose children do one thing in a way of `naughty.py`."""
    return replace(tools, command=(*tools.command, name))


def test_text_and_recognition_of_a_page_share_its_time(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    began = time.monotonic()
    (page,) = read_pages(path, [1], Options(engine="hangs"), with_verb(naughty, "slow"))
    assert [notice.code for notice in page.warnings] == ["page.timed_out"]
    assert page.warnings[0].params["seconds"] in (1, 2), "three seconds for the page, one of them used for its text"
    assert time.monotonic() - began < 5


def test_pages_whose_text_takes_long_are_told_as_they_come(
    tmp_path: Path, naughty: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight pages of 25 s each would keep a reader for minutes without a word."""
    monkeypatch.setattr(ingest.reading, "LAYER_SECONDS", 0.5)
    path = text_pdf(tmp_path / "a.pdf", [LESSON] * 4)
    began = time.monotonic()
    pages = read_pages(path, [1, 2, 3, 4], Options(engine="reads"), with_verb(naughty, "slow"))
    assert next(pages).number == 1
    assert time.monotonic() - began < 3.5
    assert [page.number for page in pages] == [2, 3, 4]


def test_a_page_whose_text_never_comes_is_told_before_those_behind_it(tmp_path: Path, naughty: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON] * 4)
    quick = replace(with_verb(naughty, "third"), parse=replace(naughty.parse, wall=1.5))
    pages = list(read_pages(path, [1, 2, 3, 4], Options(engine="reads"), quick))
    assert [(page.number, page.failed) for page in pages] == [(1, False), (2, False), (3, True), (4, False)]


def test_a_line_to_fill_in_loses_no_page(tmp_path: Path, tools: Tools) -> None:
    path = tmp_path / "form.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.setFont("Helvetica", 12)
    sheet.drawString(40, 780, "Phieu bai tap mon Toan lop 6, day la van ban doc duoc tu lop chu cua tep.")
    sheet.setFont("Helvetica", 0.4)
    sheet.drawString(40, 700, "_" * 1200)
    sheet.save()
    (page,) = read_pages(path, [1], Options(), tools)
    assert (page.origin, page.warnings) == ("text-layer", ())
    assert max(len(word.text) for word in page.words) == 1_000
    assert "_" * 1200 in page.text


def test_a_disk_that_is_full_in_the_middle_of_a_page_is_not_the_pages_fault(tmp_path: Path, naughty: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    with pytest.raises(NoRoom) as caught:
        list(read_pages(path, [1], Options(), with_verb(naughty, "full")))
    assert (caught.value.code, caught.value.retryable) == ("reading.no_room", True)


def test_a_folder_that_is_away_is_not_the_pages_fault(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    with pytest.raises(NoRoom):
        list(read_pages(path, [1], Options(), Tools(temp_dir=tmp_path / "away")))


@pytest.mark.ocr
def test_what_is_answered_beside_a_full_disk_is_not_believed(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tesseract cuts its output off there without a word: the page would lose lines."""
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    assert len(list(read_pages(path, [1], Options(languages="vie"), tools))) == 1
    monkeypatch.setattr(ingest.sandbox, "LEAST_ROOM", 1 << 60)
    with pytest.raises(NoRoom):
        list(read_pages(path, [1], Options(languages="vie"), tools))


def test_a_crash_beside_a_full_disk_is_not_the_pages_fault(
    tmp_path: Path, naughty: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    options = Options(engine="crashes", force_ocr=True)
    assert next(read_pages(path, [1], options, naughty)).failed
    monkeypatch.setattr(ingest.sandbox, "LEAST_ROOM", 1 << 60)
    with pytest.raises(NoRoom):
        next(read_pages(path, [1], options, naughty))


def test_a_child_started_by_hand_removes_no_folder(tmp_path: Path) -> None:
    """Only the folder that its caller made for it and named is the guard's to remove."""
    held = tmp_path / "letters.txt"
    held.write_text("dear")
    request = {"verb": "versions", "limits": asdict(Tools().parse), "request": {"engine": "tesseract"}}
    said = json.dumps(request).encode() + b"\n"
    subprocess.run(COMMAND, input=said, cwd=tmp_path, capture_output=True, timeout=30, start_new_session=True)
    time.sleep(0.5)
    assert held.read_text() == "dear"


@pytest.mark.parametrize("way", ["ponders", "faints"])
def test_a_file_that_cannot_say_what_it_is_called_has_its_pages(tmp_path: Path, naughty: Tools, way: str) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON, LESSON])
    tools = with_verb(replace(naughty, parse=replace(naughty.parse, wall=2.0)), way)
    found = inspect(path, path.name, Options(), tools)
    assert found.pages == 2
    assert [notice.code for notice in found.warnings] == ["file.properties_unreadable"]
