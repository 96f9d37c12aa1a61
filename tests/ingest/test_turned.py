"""Sheets that were laid sideways or upside down into the scanner: known as such, and shown upright."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject

from ingest import Options, Page, PdfMetadata, Tools, make_light, make_searchable, page_image, read_pages
from ingest.ocr.tesseract import engine, turn_of
from ingest.turning import turned_box
from tests.ingest.makers import LESSON, encoded, printed, rewritten
from tests.ingest.pdfs import apart, by_pdfium, by_poppler, by_pypdf, shares
from tests.thorough import more

READING = Options(languages="vie")


def hocr(*lines: tuple[int, int]) -> str:
    """Lines of (angle, words) as Tesseract writes them."""
    return "".join(
        f"<span class='ocr_line' id='l' title=\"bbox 1 2 3 4;{f' textangle {angle};' if angle else ''} x_size 9\">"
        + "<span class='ocrx_word' id='w' title='bbox 1 2 3 4'>chữ</span>" * words
        + "</span>"
        for angle, words in lines
    )


@pytest.mark.parametrize(
    ("lines", "turn"),
    [
        ([], 0),
        ([(0, 9), (0, 8)], 0),
        ([(90, 9), (90, 8)], 90),
        ([(180, 9)], 180),
        ([(270, 90), (0, 9)], 270),
        ([(90, 9), (0, 90)], 0),  # the label of an axis
        ([(90, 10), (0, 9)], 0),  # a table whose head stands on end: in doubt as it is
        ([(90, 4)], 0),
    ],
)
def test_a_page_lies_turned_when_most_of_its_words_do(lines: list[tuple[int, int]], turn: int) -> None:
    assert turn_of(hocr(*lines)) == turn


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_engine_tells_how_to_turn_a_page_upright(tmp_path: Path, turn: int) -> None:
    """Pillow turns counter-clockwise, so the same number clockwise leads back."""
    (tmp_path / "a.pgm").write_bytes(encoded(printed(LESSON * 3, dpi=200, turn=turn), "PPM"))
    assert engine().recognize(tmp_path / "a.pgm", "vie", 200).turned == turn


def ink_under(page: Page, data: bytes) -> float:
    """The share of words that lie on ink in an image of the page."""
    image = Image.open(BytesIO(data)).convert("L")
    across, down = image.width / page.width, image.height / page.height
    dark = 0
    for word in page.words:
        x0, y0, x1, y1 = word.box
        low, _ = image.crop((int(x0 * across), int(y0 * down), int(x1 * across) + 1, int(y1 * down) + 1)).getextrema()
        dark += low < 150  # type: ignore[operator]
    return dark / len(page.words)


def turned_scan(folder: Path, turn: int, rotate: int) -> Path:
    """A page of a scanner into which the sheet was laid turned counter-clockwise by `turn`, shown by its /Rotate."""
    printed(LESSON * 3, dpi=200, turn=turn).save(folder / "scan.pdf", resolution=200, quality=95)

    def change(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Rotate")] = NumberObject(rotate)

    return rewritten(folder / "scan.pdf", folder / "turned.pdf", change)


@pytest.mark.ocr
@pytest.mark.parametrize(("turn", "rotate"), [(180, 90), (270, 0), *more((90, 0), (0, 270))])
def test_a_sheet_laid_turned_into_the_scanner_is_upright_everywhere(
    tmp_path: Path, tools: Tools, turn: int, rotate: int
) -> None:
    path = turned_scan(tmp_path, turn, rotate)
    (page,) = read_pages(path, [1], READING, tools)
    assert [line for line in page.text.split("\n") if line] == list(LESSON * 3)
    assert (page.rotation, page.corners) == (turn, None)
    assert (page.width, page.height) == (pytest.approx(1239, abs=2), pytest.approx(1749, abs=2))
    assert ink_under(page, page_image(path, 1, 800, tools, view=page.view)) == 1

    made = tmp_path / "made.pdf"
    make_searchable(path, [page], made, PdfMetadata(), READING, tools)
    (before,), (after,) = PdfReader(path).pages[0].images, PdfReader(made, strict=True).pages[0].images
    assert before.data == after.data
    assert made.read_bytes().startswith(path.read_bytes())
    assert by_pypdf(made, 1) == page.text.split()
    for found in (by_pdfium(made, 1), by_poppler(made, 1)):
        assert [seen.text for seen in found] == page.text.split()
        assert apart(found, shares(page)) < 0.03
    assert ink_under(page, page_image(made, 1, 800, tools)) == 1  # by its /Rotate


@pytest.mark.ocr
@pytest.mark.parametrize(("kind", "light"), [("JPEG", False), ("PNG", True)])
def test_a_picture_that_lies_turned_becomes_an_upright_pdf(
    tmp_path: Path, tools: Tools, kind: str, light: bool
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8  # upright by EXIF is still not upright
    path = tmp_path / "a"
    path.write_bytes(encoded(printed(LESSON * 3, dpi=200, turn=180), kind, exif=exif, dpi=(200, 200)))
    (page,) = read_pages(path, [1], READING, tools)
    assert page.rotation == 180
    made = tmp_path / "made.pdf"
    make = make_light if light else make_searchable
    make(path, [page], made, PdfMetadata(), READING, tools)
    assert apart(by_pdfium(made, 1), shares(page)) < 0.03
    assert apart(by_poppler(made, 1), shares(page)) < 0.03
    assert ink_under(page, page_image(made, 1, 800, tools)) == 1


def landscape_table() -> Image.Image:
    """A wide table whose head stands on end."""
    page = Image.new("L", (1750, 1240), 255)
    draw = ImageDraw.Draw(page)
    for row in range(9):
        draw.line((80, 300 + 100 * row, 1670, 300 + 100 * row), fill=0, width=3)
    for column in range(7):
        draw.line((80 + 265 * column, 60, 80 + 265 * column, 1100), fill=0, width=3)
        if column < 6:
            head = printed(["Số học sinh"], dpi=200).crop((50, 70, 280, 130)).rotate(90, expand=True)
            page.paste(head, (180 + 265 * column, 65))
            for row in range(8):
                cell = printed([f"Lớp {row + 1}A"], dpi=200).crop((50, 75, 220, 135))
                page.paste(cell, (110 + 265 * column, 320 + 100 * row))
    return page


def with_a_margin_note() -> Image.Image:
    page = printed(LESSON * 3, dpi=200)
    note = printed(["Tài liệu lưu hành nội bộ"], dpi=200).crop((50, 70, 800, 130)).rotate(90, expand=True)
    page.paste(note, (760, 300))
    return page


@pytest.mark.ocr
@pytest.mark.parametrize("made", [landscape_table, with_a_margin_note])
def test_some_words_on_end_turn_no_page(tmp_path: Path, tools: Tools, made: Callable[[], Image.Image]) -> None:
    (tmp_path / "a.png").write_bytes(encoded(made(), "PNG", dpi=(200, 200)))
    (page,) = read_pages(tmp_path / "a.png", [1], READING, tools)
    assert page.rotation == 0
    assert "1A" in page.text or LESSON[0] in page.text


WHOLE = st.integers(0, 3000)


@given(st.tuples(WHOLE, WHOLE, WHOLE, WHOLE), WHOLE, WHOLE)
def test_four_quarter_turns_lead_back(box: tuple[int, int, int, int], width: int, height: int) -> None:
    box = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
    once = turned_box(box, 90, width, height)
    assert turned_box(once, 270, height, width) == box
    assert turned_box(once, 90, height, width) == turned_box(box, 180, width, height)
