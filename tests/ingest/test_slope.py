"""Text layers of pages scanned askew: whole lines in their order, words on those of the paper, for three libraries."""

import subprocess
from dataclasses import replace
from html import unescape
from math import cos, exp, radians, sin
from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest import Options, Page, PdfMetadata, Tools, Word, make_searchable
from ingest.pdf_out.slope import MOST, Slope, placed, slopes_of
from ingest.readers.pdf import PdfFile
from ingest.text.layout import Line, lines_of
from tests.documents import prose
from tests.ingest.makers import printed, scan_pdf
from tests.ingest.pdfs import apart, by_pdfium, by_poppler, shares
from tests.thorough import more

SIZE = (2000, 2800)
HIGH, PITCH, WIDE = 40, 58, 20
"""A line's letters, its distance to the next and the width of a letter, in pixels."""

SLOPES = (-5.0, -1.0, 0.0, 0.5, 5.0, *more(-3.5, -2.0, 1.0, 2.0, 3.5))


def askew(degrees: float, columns: int = 1, lines: int = 30) -> tuple[Page, list[str]]:
    """A page of prose turned clockwise by `degrees` as recognition tells it, and its lines in reading order. Words
    without tall or deep letters have lower boxes.
    """
    words: list[Word] = []
    printed_lines: list[str] = []
    source = iter(prose(1, 400).split())
    wide = (1700 - 200 * (columns - 1)) // columns
    for column in range(columns):
        for row in range(lines):
            x, held = 150 + column * (wide + 200), []
            end = x + wide - 200
            while x < end:
                text = next(source)
                held.append(Word(text, _turned(x, 400 + row * PITCH, text, degrees), 0.9))
                x += (len(text) + 1) * WIDE
            words += held
            printed_lines.append(" ".join(word.text for word in held))
    return Page(1, "\n".join(printed_lines), "ocr", 0.9, *SIZE, words=tuple(words)), printed_lines


def _turned(x: float, y: float, text: str, degrees: float) -> tuple[int, int, int, int]:
    """The upright box of a word that stands at x, y on the page before it is turned."""
    turn, wide = radians(degrees), len(text) * WIDE
    top = 12 if all(letter in "acemnorsuvxz" for letter in text) else 0
    across, down = x + wide / 2 - SIZE[0] / 2, y + (HIGH + top) / 2 - SIZE[1] / 2
    middle = (across * cos(turn) - down * sin(turn) + SIZE[0] / 2, across * sin(turn) + down * cos(turn) + SIZE[1] / 2)
    high = (HIGH - top) / 2
    return (round(middle[0] - wide / 2), round(middle[1] - high), round(middle[0] + wide / 2), round(middle[1] + high))


def written(folder: Path, page: Page, tools: Tools) -> Path:
    original = scan_pdf(folder / "scan.pdf", [printed([], dpi=60)])
    make_searchable(original, [page], folder / "made.pdf", PdfMetadata(), Options(), tools)
    return folder / "made.pdf"


def lines_by_poppler(path: Path, *ways: str) -> list[str]:
    told = subprocess.run(["pdftotext", *ways, str(path), "-"], capture_output=True, text=True, check=True).stdout
    return _lines(unescape(told).replace("\f", ""))


def lines_by_pdfium(path: Path) -> list[str]:
    return [line.text for line in next(PdfFile(path, 300, 50_000_000).layers([1])).lines]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("degrees", SLOPES)
def test_lines_stay_whole_and_in_order(tmp_path: Path, tools: Tools, degrees: float) -> None:
    page, lines = askew(degrees)
    made = written(tmp_path, page, tools)
    assert lines_by_poppler(made) == lines
    assert lines_by_poppler(made, "-layout") == lines
    assert lines_by_poppler(made, "-raw") == lines
    assert lines_by_pdfium(made) == lines
    assert _lines(PdfReader(made, strict=True).pages[0].extract_text()) == lines
    assert made.stat().st_size - (tmp_path / "scan.pdf").stat().st_size < 20_000


@pytest.mark.parametrize("degrees", SLOPES)
def test_columns_stay_apart(tmp_path: Path, tools: Tools, degrees: float) -> None:
    """Poppler without -raw finds no columns from 2 degrees on, where nothing white runs down between them."""
    page, lines = askew(degrees, columns=2)
    made = written(tmp_path, page, tools)
    assert lines_by_poppler(made, "-raw") == lines
    assert lines_by_pdfium(made) == lines
    assert _lines(PdfReader(made, strict=True).pages[0].extract_text()) == lines
    if abs(degrees) <= 1:
        assert lines_by_poppler(made) == lines


@pytest.mark.parametrize("leans", [(-3.5, 3.5), (3.5, 0.0), *more((2.0, -2.0), (1.0, -0.5))])
def test_facing_pages_lean_each_to_its_side(tmp_path: Path, tools: Tools, leans: tuple[float, float]) -> None:
    (left, first), (right, second) = map(askew, leans)
    moved = [Word(word.text, (*_beside(word.box[:2]), *_beside(word.box[2:])), 0.9) for word in right.words]
    page = replace(left, width=2 * SIZE[0], words=(*left.words, *moved), text=f"{left.text}\n{right.text}")
    made = written(tmp_path, page, tools)
    assert lines_by_poppler(made) == lines_by_poppler(made, "-raw") == [*first, *second]
    assert lines_by_pdfium(made) == [*first, *second]
    assert _lines(PdfReader(made, strict=True).pages[0].extract_text()) == [*first, *second]


@pytest.mark.parametrize("most", [20, 70, *more(40)])
def test_lines_that_bend_stay_whole(tmp_path: Path, tools: Tools, most: int) -> None:
    """As near the fold of a thick book: the first words of a line lie up to `most` pixels lower than the others."""
    page, lines = askew(0.0)
    words = []
    for word in page.words:
        x0, y0, x1, y1 = word.box
        down = round(most * exp(-((((x0 + x1) / 2 - 150) / 400) ** 1.5)))
        words.append(replace(word, box=(x0, y0 + down, x1, y1 + down)))
    made = written(tmp_path, replace(page, words=tuple(words)), tools)
    assert lines_by_poppler(made) == lines_by_poppler(made, "-raw") == lines
    assert lines_by_pdfium(made) == lines
    near = 0.55 * HIGH / SIZE[1]
    assert apart(by_pdfium(made, 1), shares(replace(page, words=tuple(words)))) < near


def _beside(point: tuple[int, int]) -> tuple[int, int]:
    return point[0] + SIZE[0], point[1]


@pytest.mark.parametrize("degrees", SLOPES)
def test_words_lie_on_those_of_the_paper(tmp_path: Path, tools: Tools, degrees: float) -> None:
    """Pdfium has the words' boxes; poppler's reach from the word to its line's height in the middle of the page."""
    page, _ = askew(degrees, lines=4)
    made = written(tmp_path, page, tools)
    near = 0.45 * HIGH / SIZE[1]
    assert apart(by_pdfium(made, 1), shares(page)) < near
    rise = abs(sin(radians(degrees))) * SIZE[0] / 2 / SIZE[1]
    assert apart(by_poppler(made, 1), shares(page)) < near + max(0.0, rise - 0.6 * HIGH / SIZE[1])
    ours, paper = (sorted(seen, key=lambda seen: (seen.text, seen.box)) for seen in (by_poppler(made, 1), shares(page)))
    for seen, want in zip(ours, paper, strict=True):
        assert seen.box[1] < want.box[1] + near
        assert seen.box[3] > want.box[3] - near


def test_level_pages_have_one_font(tmp_path: Path, tools: Tools) -> None:
    made = written(tmp_path, askew(0.0)[0], tools)
    fonts = PdfReader(made).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert [name for name in fonts if name.startswith("/Hoclieu")] == ["/HoclieuText"]


@pytest.mark.parametrize("degrees", SLOPES)
def test_the_slope_is_that_of_the_lines(degrees: float) -> None:
    (slope,) = set(slopes_of(lines_of(askew(degrees)[0].words)))
    assert slope.fall == pytest.approx(sin(radians(degrees)) / cos(radians(degrees)), abs=0.002)
    assert slope.steep == (abs(degrees) > 0.6)


def test_a_column_too_short_to_tell_has_the_slope_of_its_page() -> None:
    lines = lines_of(askew(2.0, columns=2)[0].words)
    (slope,) = set(slopes_of([*lines[:30], *lines[30:32]]))
    assert slope.fall == pytest.approx(0.035, abs=0.003)


def test_a_few_words_have_no_slope() -> None:
    title = (Word("Đề", (100, 100, 160, 140), 0.9), Word("cương", (500, 120, 600, 150), 0.9))
    assert {slope.fall for slope in slopes_of([Line(title)] * 2)} == {0}
    assert list(slopes_of([])) == []


def test_a_word_beyond_what_fonts_can_lift_stays_where_it_is() -> None:
    word = Word("xa", (90_000, 5_000, 90_040, 5_040), 0.9)
    far, end = placed(Line((word,)), Slope(0.05, 0.0, steep=True))
    assert far.lift == -MOST
    assert far.base - far.lift / 4 * far.size == pytest.approx(5_040)
    assert end.text == " "
