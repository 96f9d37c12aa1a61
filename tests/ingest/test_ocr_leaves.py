"""Two pages of an open book on one image, parted at the gutter; and all that looks alike and is one page."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from ingest import Options, Page, Tools, page_image, read_pages
from ingest.model import Word
from ingest.ocr import verbs
from ingest.ocr.engine import OcrResult
from ingest.ocr.leaves import leaves
from ingest.readers import Bounds
from ingest.text.layout import Line
from tests.documents import images_of, prose, text_pdf, wrapped
from tests.ingest.makers import FONT, encoded, printed
from tests.thorough import more

DPI = 150
READING = Options(languages="vie")
LEFT, RIGHT = prose(1, 20), prose(4, 20)


@cache
def page(text: str, lean: float = 0) -> Image.Image:
    """A page of a book (A4), leaning to the right."""
    (image,) = images_of(text_pdf([text]), DPI)
    return image.rotate(-lean, Image.Resampling.BICUBIC, fillcolor=255)


def spread(left: Image.Image, right: Image.Image, fold: str = "none") -> Image.Image:
    """Two pages side by side; the fold is not seen, a line, or a shadow."""
    whole = Image.new("L", (left.width + right.width, max(left.height, right.height)), 255)
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width, 0))
    draw, middle = ImageDraw.Draw(whole), left.width
    if fold == "line":
        draw.line((middle, 0, middle, whole.height), fill=60, width=7)
    if fold == "shadow":
        shadow = Image.new("L", whole.size, 255)
        ImageDraw.Draw(shadow).rectangle((middle - 50, 0, middle + 50, whole.height), fill=90)
        return ImageChops.multiply(whole, shadow.filter(ImageFilter.GaussianBlur(25)))
    return whole


FOLDS, LEANS, TURNS = ("none", "line", "shadow"), ((0, 0), (1.5, -1.5), (2, 2)), (0, 90, 180, 270)


@pytest.mark.parametrize(
    ("fold", "leans", "turn"),
    [
        (fold, leans, TURNS[(at + by) % 4])  # every fold with every lean, and every turn
        for at, fold in enumerate(FOLDS)
        for by, leans in enumerate(LEANS)
    ]
    + [*more(*((fold, LEANS[at], turn) for at, fold in enumerate(FOLDS) for turn in TURNS))],
)
def test_facing_pages_are_parted(fold: str, leans: tuple[float, float], turn: int) -> None:
    left, right = page(LEFT, leans[0]), page(RIGHT, leans[1])
    whole = spread(left, right, fold).rotate(turn, expand=True)
    first, second = leaves(whole, DPI)
    middle = max(whole.size) / 2
    for leaf, begins in ((first, 0), (second, middle)):
        longer = (leaf.left, leaf.image.width) if whole.width > whole.height else (leaf.top, leaf.image.height)
        assert longer[0] == pytest.approx(begins, abs=0.12 * middle)
        assert sum(longer) == pytest.approx(begins + middle, abs=0.12 * middle)
    printed_there = ink(left) + ink(right)
    assert (
        0.98 * printed_there
        < ink(first.image) + ink(second.image)
        < (1.5 if fold == "shadow" else 1.02) * printed_there
    )


def ink(image: Image.Image) -> int:
    """Pixels as dark as print, and darker than any fold."""
    return sum(image.histogram()[:50])


def framed() -> Image.Image:
    """A title page: few large words within a frame, white above and below the middle."""
    image = printed(["SÁCH TẬP ĐỌC", "", "", "", "", "", "", "Lớp Ba"], dpi=200, pixels=60)
    ImageDraw.Draw(image).rectangle((30, 30, image.width - 30, image.height - 30), outline=0, width=6)
    return image


def gap() -> Image.Image:
    """A page of prose with white from edge to edge in its middle."""
    whole = Image.new("L", page(LEFT).size, 255)
    half = whole.height // 2
    whole.paste(page(prose(1, 6)).crop((0, 0, whole.width, half - 60)), (0, 0))
    whole.paste(page(prose(2, 6)).crop((0, 0, whole.width, half - 60)), (0, half + 60))
    return whole


def headed() -> Image.Image:
    """Two columns on a wide sheet below a heading that runs across them."""
    whole = spread(page(LEFT), page(RIGHT))
    words = printed(["CUỘC HỌP PHỤ HUYNH ĐẦU NĂM HỌC MỚI CỦA TRƯỜNG"], dpi=500, pixels=60).crop((140, 180, 1900, 290))
    whole.paste(words, ((whole.width - words.width) // 2, 50))
    return whole


def table() -> Image.Image:
    """A wide table with rules whose middle column is empty."""
    whole = spread(page(LEFT), page(RIGHT))
    draw = ImageDraw.Draw(whole)
    for row in range(12):
        draw.line((60, 60 + 140 * row, whole.width - 60, 60 + 140 * row), fill=0, width=2)
    return whole


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("points", [11, 20, *more(14, 18)])
@pytest.mark.parametrize("top", [40, 560])
def test_a_heading_or_a_foot_in_any_letters_keeps_a_wide_sheet_whole(dpi: int, points: int, top: int) -> None:
    sheet = Image.new("L", (round(11.69 * dpi), round(8.27 * dpi)), 255)
    draw, scale = ImageDraw.Draw(sheet), dpi / 72
    for left, start in ((50, 1), (450, 7)):
        for row, line in enumerate(wrapped(prose(start, 60), 50)[:24]):
            draw.text((left * scale, (100 + row * 18) * scale), line, fill=0, font=font(round(12 * scale)))
    words = "PHIẾU HỌC TẬP SỐ 3: BÀI TOÁN VỀ PHÂN SỐ"
    draw.text((sheet.width / 2, top * scale), words, fill=0, font=font(round(points * scale)), anchor="ma")
    assert len(leaves(sheet, dpi)) == 1


def font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), pixels)


def wide() -> Image.Image:
    """One page of lines from side to side, such as a plan of lessons."""
    return page(prose(1, 24)).crop((60, 60, 1180, 700))


@pytest.mark.parametrize("turn", [0, 270, *more(90, 180)])
@pytest.mark.parametrize("make", [framed, gap, headed, table, wide, lambda: page(LEFT), lambda: page("Hết.")])
def test_a_single_page_stays_whole(make: Callable[[], Image.Image], turn: int) -> None:
    image = make().rotate(turn, expand=True)
    assert [leaf.image.size for leaf in leaves(image, DPI)] == [image.size]


def test_a_page_beside_an_empty_one_or_a_picture_stays_whole() -> None:
    picture = Image.effect_noise((24, 34), 120).resize(page(LEFT).size, Image.Resampling.BICUBIC)
    for other in (Image.new("L", page(LEFT).size, 255), picture):
        assert len(leaves(spread(page(LEFT), other), DPI)) == 1


def read(folder: Path, image: Image.Image, tools: Tools) -> tuple[Path, Page]:
    path = folder / "sach.png"
    path.write_bytes(encoded(image, "PNG", dpi=(DPI, DPI)))
    (found,) = read_pages(path, [1], READING, tools)
    return path, found


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [0, 270, *more(90)])
def test_leaves_that_lean_to_opposite_sides_are_read_one_after_the_other(
    tmp_path: Path, tools: Tools, turn: int
) -> None:
    whole = spread(page(LEFT, 2), page(RIGHT, -2), "line").rotate(turn, expand=True)
    path, found = read(tmp_path, whole, tools)
    assert found.text.split() == [*LEFT.split(), *RIGHT.split()]
    assert found.rotation == turn
    assert (found.width, found.height) == (2 * page(LEFT).width, page(LEFT).height)
    shown = Image.open(BytesIO(page_image(path, 1, 1080, tools, view=found.view))).convert("L")
    scale = shown.width / found.width
    middle = found.width / 2
    for at, word in enumerate(found.words):
        darkest, _ = shown.crop(tuple(round(side * scale) for side in word.box)).getextrema()  # type: ignore[arg-type]
        assert darkest < 150, word  # type: ignore[operator]
        assert (word.box[2] <= middle) == (at < len(LEFT.split()))


class Counting:
    """An engine that knows no turns: it tells one word, and that is the number of the page it reads."""

    def __init__(self) -> None:
        self.read = 0

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        self.read += 1
        return OcrResult((Line((Word(str(self.read), (10, 10, 40, 40), 0.9),)),))

    def version(self) -> str:
        return "1"


@pytest.mark.parametrize("turn", [0, 90])
def test_one_engine_reads_both_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    made: list[Counting] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verbs, "engine_named", lambda name: made.append(Counting()) or made[-1])
    path = tmp_path / "sach.png"
    path.write_bytes(encoded(spread(page(LEFT), page(RIGHT), "line").rotate(turn, expand=True), "PNG"))
    bounds = {field.name: 50_000_000 for field in fields(Bounds)}
    request = {"path": str(path), "family": "image", "bounds": bounds, "number": 1, "languages": "vie", "engine": "x"}
    (told,) = verbs.ocr(request)  # type: ignore[arg-type]
    assert told["text"] == "1\n\n2"
    assert [engine.read for engine in made] == [2]
