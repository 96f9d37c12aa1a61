"""Titles so much larger than the rest of their page that a recogniser takes them for pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.model import Word
from ingest.ocr.large import rows_left, with_row
from ingest.ocr.page import read_page
from ingest.ocr.pieces import pieces
from ingest.ocr.preprocess import prepare
from ingest.ocr.tesseract import engine
from ingest.text.layout import Line
from tests.documents import prose, wrapped
from tests.ingest.makers import FONT
from tests.thorough import more

LINES = wrapped(prose(1, 40))[:12]
TITLE = "GIÁO ÁN"


def page(
    dpi: int = 200, title: str = TITLE, share: float = 0.5, bar: bool = False, lines: tuple[int, int] = (0, 12)
) -> Image.Image:
    """A4 with a title of 108 points that begins at `share` of the height, and prose of 8 before and after it."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), round(1.5 * dpi))
    top, middle = round(share * image.height), image.width // 2
    box = draw.textbbox((middle, top), title, font=font, anchor="ma")
    if bar:
        draw.rectangle((0, box[1] - dpi // 5, image.width, box[3] + dpi // 5), fill=20)
    draw.text((middle, top), title, fill=255 if bar else 0, font=font, anchor="ma")
    small = ImageFont.truetype(str(FONT), round(0.11 * dpi))
    for at, line in enumerate(LINES[slice(*lines)]):
        y = (
            top - round(1.5 * dpi) + at * dpi // 6
            if at < lines[1] // 2 and share > 0.1
            else box[3] + dpi // 3 + at * dpi // 6
        )
        draw.text((dpi // 2, y), line, fill=0, font=small)
    return image


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def texts(image: Image.Image, dpi: int) -> list[str]:
    shown = prepare(image, dpi)
    return [line.text for line in read_page(shown.image, shown.dpi, "vie", engine()).lines]


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("dpi", "share", "bar"),
    [
        (150, 0.05, True),
        (200, 0.5, True),
        (300, 0.5, False),
        *more((150, 0.5, False), (200, 0.05, False), (300, 0.05, True)),
    ],
)
def test_a_huge_title_and_the_small_print_beside_it_are_read(dpi: int, share: float, bar: bool) -> None:
    told = texts(page(dpi, share=share, bar=bar), dpi)
    assert told.index(TITLE) == (6 if share > 0.1 else 0)
    assert len(set(LINES) & set(told)) >= 11
    assert len(told) == 13


@pytest.mark.ocr
@pytest.mark.parametrize("dpi", [150, 300, *more(200)])
def test_a_page_of_one_huge_word_is_read(dpi: int) -> None:
    assert texts(page(dpi, "THƠ", lines=(0, 0)), dpi) == ["THƠ"]


def word(text: str, left: int, top: int, height: int = 20, confidence: float = 0.95) -> Word:
    return Word(text, (left, top, left + height * len(text) // 2, top + height), confidence)


def read_small() -> list[Line]:
    """Lines as an engine tells them that passed the title over; they need not lie where the small print does."""
    return [Line((word("Nhà", 100, 40 * at), word("xuất", 200, 40 * at)), 0) for at in range(3)]


@pytest.mark.parametrize("bar", [False, True])
def test_what_is_cut_out_is_dark_on_light_without_small_words(bar: bool) -> None:
    image = page(bar=bar, lines=(0, 0))
    (row,) = (row for row in rows_left(image, read_small()) if row.light is bar)
    left, top = row.letters[:2]
    close = word("gần", left, top + 20)
    ImageDraw.Draw(image).rectangle(close.box, fill=120)
    cut = row.cut(image, [Line((close,))])
    assert cut.height < 120
    assert set(cut.crop((0, 0, cut.width, 3)).tobytes()) | set(cut.crop((0, 0, 3, cut.height)).tobytes()) <= {
        255,
        235,
    } | set(range(250, 256))
    assert 0.1 < sum(value < 128 for value in cut.tobytes()) / (cut.width * cut.height) < 0.5


def test_a_title_that_was_read_is_not_looked_for() -> None:
    image = page()
    title = Line((Word("GIÁO", (200, 1150, 1000, 1500), 0.9), Word("ÁN", (1000, 1150, 1500, 1500), 0.9)))
    assert rows_left(image, [*read_small(), title]) == []
    half = Line((Word("GIÁ", (200, 1150, 700, 1500), 0.9),))
    (row,) = rows_left(image, [*read_small(), half])
    assert row.letters[0] < 420


def nothing() -> Image.Image:
    return Image.new("L", (1654, 2338), 255)


def framed() -> Image.Image:
    image = nothing()
    draw = ImageDraw.Draw(image)
    for inset in (60, 80):
        draw.rectangle((inset, inset, image.width - inset, image.height - inset), outline=0, width=8)
    return image


def table() -> Image.Image:
    image = nothing()
    draw = ImageDraw.Draw(image)
    for at in range(9):
        draw.line((200, 400 + at * 150, 1400, 400 + at * 150), fill=0, width=6)
        draw.line((200 + at * 150, 400, 200 + at * 150, 1600), fill=0, width=6)
    return image


def picture() -> Image.Image:
    image = nothing()
    image.paste(Image.effect_noise((1000, 800), 60), (300, 400))
    return image


def dark() -> Image.Image:
    return Image.new("L", (1654, 2338), 10)


@pytest.mark.parametrize("made", [nothing, framed, table, picture, dark], ids=lambda made: made.__name__)
def test_what_is_no_letter_is_not_read_again(made: object) -> None:
    assert callable(made)
    image = made()
    assert rows_left(image, read_small()) == []


def test_what_is_read_takes_the_place_of_scraps_before_the_lines_below_it() -> None:
    image = page()
    above, close, below = word("trên", 100, 100), word("cạnh", 300, 1200), word("dưới", 100, 2000)
    scraps = (word("Ø", 700, 1250, 200, 0.7), word("⁄", 900, 1250, 30, 0.3))
    lines = [Line((above,)), Line((*scraps, close)), Line((below,))]
    (row,) = rows_left(image, [Line((above, close, below))])
    sure = Line(
        (Word("GIÁO", (10, 20, 100, 70), 0.95), Word("ÁN", (110, 20, 170, 70), 0.95), Word(".", (1, 1, 4, 4), 1))
    )
    told = with_row(lines, row, [sure])
    assert [line.text for line in told] == ["trên", "cạnh", "GIÁO ÁN", "dưới"]
    left, top, right, bottom = told[2].box
    assert left >= row.place[0]
    assert right <= row.place[2]
    assert bottom - top == pytest.approx(row.height * 50 / 48, abs=2)
    assert len({line.paragraph for line in told}) == 2


@pytest.mark.parametrize(
    "read", [[], [Line((Word("O", (10, 20, 60, 70), 0.99),))], [Line((Word("vr0", (10, 20, 60, 70), 0.5),))]]
)
def test_what_is_not_sure_leaves_the_page_as_it_was(read: list[Line]) -> None:
    lines = read_small()
    (row,) = rows_left(page(), lines)
    assert with_row(lines, row, read) == tuple(lines)


def test_pieces_are_joined_at_sides_and_corners() -> None:
    ink = Image.new("L", (60, 40), 0)
    draw = ImageDraw.Draw(ink)
    draw.rectangle((2, 2, 11, 21), outline=255)  # a ring
    draw.line((30, 5, 40, 15), fill=255)  # a diagonal
    draw.polygon([(45, 30), (45, 10), (46, 10), (46, 29), (54, 29), (54, 10), (55, 10), (55, 30)], fill=255)  # a U
    found = sorted((piece.box, piece.ink) for piece in pieces(ink))
    assert [box for box, _ in found] == [(2, 2, 12, 22), (30, 5, 41, 16), (45, 10, 56, 31)]
    assert [inked for _, inked in found][:2] == [56, 11]
    busy = ImageChops.invert(Image.effect_noise((600, 600), 200)).point(lambda value: 255 * (value > 128))
    assert pieces(busy) == []
