"""Real Tesseract on pages printed by the test; what it is not asked, and what is said when it is missing."""

import shutil
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from ingest import Box, EngineMissing, Options, Tools, read_file, read_pages
from ingest.ocr.preprocess import is_blank, prepare
from tests.ingest.makers import LESSON, encoded, printed, scan_pdf, text_pdf

pytestmark = pytest.mark.ocr


@pytest.fixture
def recognitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one line for each run of the real program that recognises something."""
    real, log, bin_ = shutil.which("tesseract"), tmp_path / "runs", tmp_path / "bin"
    bin_.mkdir()
    log.touch()
    script = bin_ / "tesseract"
    script.write_text(f'#!/bin/sh\n[ "${{1#--}}" != "$1" ] || echo "$@" >> "{log}"\nexec "{real}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:/usr/bin:/bin")
    return log


def test_a_scan_is_read_with_one_recognition_a_page(tmp_path: Path, tools: Tools, recognitions: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON, dpi=200), printed(LESSON, dpi=100)])
    pages = list(read_pages(path, [1, 2], Options(), tools))
    for page in pages:
        assert [line for line in page.text.split("\n") if line] == list(LESSON)
        assert page.origin == "ocr"
        assert 0.8 < page.confidence <= 1
        assert " ".join(word.text for word in page.words) == " ".join(" ".join(LESSON).split())
    assert len(recognitions.read_text().splitlines()) == 2


def test_boxes_lie_on_the_ink_in_pixels_of_the_page(tmp_path: Path, tools: Tools) -> None:
    """At 100 dpi the image is enlarged for recognition; the boxes must come back to the 300 dpi of a PDF page."""
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON, dpi=100)])
    (page,) = read_pages(path, [1], Options(), tools)
    assert (page.width, page.height) == (1242, 1750)
    first = page.words[0]
    assert first.text == "Bài"
    assert first.box[0] == pytest.approx(30 / 413 * 1242, abs=12)
    assert first.box[1] == pytest.approx(43 / 583 * 1750, abs=20)
    for left, right in pairwise(page.words[:5]):
        assert left.box[2] <= right.box[0]


def test_an_image_file_is_read_too(tmp_path: Path, tools: Tools) -> None:
    (tmp_path / "a.png").write_bytes(encoded(printed(LESSON, dpi=200), "PNG", dpi=(200, 200)))
    document = read_file(tmp_path / "a.png", Options(languages="vie"), tools, 1, lambda done, total: None)
    assert document.language == "vi"
    assert LESSON[1] in document.pages[0].text


def test_paragraphs_are_parted(tmp_path: Path, tools: Tools) -> None:
    lines = [*LESSON[1:], "", "", *LESSON[1:]]
    (tmp_path / "a.png").write_bytes(encoded(printed(lines, dpi=200), "PNG", dpi=(200, 200)))
    (page,) = read_pages(tmp_path / "a.png", [1], Options(languages="vie"), tools)
    assert "khi đủ lá.\n\nCây lúa" in page.text


def test_text_and_blank_pages_are_not_recognised(tmp_path: Path, tools: Tools, recognitions: Path) -> None:
    born = text_pdf(tmp_path / "a.pdf", [LESSON, []])
    dusty = Image.effect_noise((1000, 1400), 12).point(lambda value: min(255, value + 110))
    scan = scan_pdf(tmp_path / "b.pdf", [dusty, Image.new("L", (600, 800), 230)])
    pages = [*read_pages(born, [1, 2], Options(), tools), *read_pages(scan, [1, 2], Options(), tools)]
    assert [page.origin for page in pages] == ["text-layer", "none", "none", "none"]
    assert [page.warnings for page in pages] == [(), (), (), ()]
    assert recognitions.read_text() == ""


def test_drawn_letters_without_text_or_picture_are_read(tmp_path: Path, tools: Tools) -> None:
    """Letters as vector outlines: no text layer and no image, but ink."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(300, 200))
    canvas.setLineWidth(6)
    for left in (40, 90, 140):  # three large L
        canvas.lines([(left, 60, left, 130), (left - 3, 60, left + 30, 60)])
    canvas.showPage()
    canvas.save()
    (page,) = read_pages(tmp_path / "a.pdf", [1], Options(languages="eng"), tools)
    assert page.origin == "ocr"
    assert "L" in page.text.upper()


def test_a_missing_program_is_not_the_files_fault(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    with pytest.raises(EngineMissing) as caught:
        list(read_pages(path, [1], Options(), tools))
    assert caught.value.retryable
    assert caught.value.params == {"program": "tesseract"}
    born = text_pdf(tmp_path / "b.pdf", [LESSON])
    assert [page.origin for page in read_pages(born, [1], Options(), tools)] == ["text-layer"]


def test_a_missing_language_is_named(tmp_path: Path, tools: Tools) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [printed(LESSON)])
    with pytest.raises(EngineMissing) as caught:
        list(read_pages(path, [1], Options(languages="vie+zzz"), tools))
    assert caught.value.params == {"languages": "zzz"}


def test_a_shadow_over_the_page_is_divided_out() -> None:
    page = printed(LESSON, dpi=200)
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda value: 90 + value * 150 // 255)
    shown = prepare(ImageChops.multiply(page, shadow), 200).image
    paper = [shown.getpixel((20, y)) for y in (40, shown.height // 2, shown.height - 40)]
    assert min(paper) > 225  # type: ignore[type-var, operator]
    assert shown.getextrema()[0] < 30  # type: ignore[operator]


def test_boxes_of_a_levelled_page_lie_on_the_sloping_ink(tmp_path: Path, tools: Tools) -> None:
    straight, sloping = printed(LESSON, dpi=200), printed(LESSON, dpi=200).rotate(3, fillcolor=255)
    (tmp_path / "a.png").write_bytes(encoded(straight, "PNG", dpi=(200, 200)))
    (tmp_path / "b.png").write_bytes(encoded(sloping, "PNG", dpi=(200, 200)))
    options = Options(languages="vie")
    (first,) = read_pages(tmp_path / "a.png", [1], options, tools)
    (second,) = read_pages(tmp_path / "b.png", [1], options, tools)
    assert second.text == first.text
    for left, right in zip(first.words, second.words, strict=True):
        expected = turned(centre(left.box), (first.width / 2, first.height / 2), radians(3))
        assert centre(right.box) == pytest.approx(expected, abs=6)


def centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def turned(point: tuple[float, float], around: tuple[float, float], angle: float) -> tuple[float, float]:
    """Where `point` comes to lie when the picture is turned counter-clockwise; y grows downwards."""
    x, y = point[0] - around[0], point[1] - around[1]
    return around[0] + x * cos(angle) + y * sin(angle), around[1] - x * sin(angle) + y * cos(angle)


def test_one_small_line_is_ink() -> None:
    page = Image.new("L", (2480, 3508), 250)
    assert is_blank(page)
    ImageDraw.Draw(page).rectangle((1200, 3200, 1240, 3230), fill=40)  # a page number
    assert not is_blank(page)


def test_white_print_in_a_dark_box_is_read_beside_dark_print(tmp_path: Path, tools: Tools) -> None:
    page, box = printed(LESSON, dpi=200), printed(["", "", "", "", "Ghi nhớ: lúa cần nước"], dpi=200)
    place = (40, 250, 780, 330)
    page.paste(ImageOps.invert(box).point(lambda value: 120 + value * 130 // 255).crop(place), place)
    (tmp_path / "a.png").write_bytes(encoded(page, "PNG", dpi=(200, 200)))
    (read,) = read_pages(tmp_path / "a.png", [1], Options(languages="vie"), tools)
    assert LESSON[1] in read.text
    assert "lúa cần nước" in read.text


def test_white_on_dark_is_ink_and_is_read(tmp_path: Path, tools: Tools) -> None:
    slide = ImageOps.invert(printed(LESSON, dpi=200)).point(lambda value: 40 + value * 200 // 255)
    assert not is_blank(slide)
    (tmp_path / "a.png").write_bytes(encoded(slide, "PNG", dpi=(200, 200)))
    (page,) = read_pages(tmp_path / "a.png", [1], Options(languages="vie"), tools)
    assert LESSON[1] in page.text
