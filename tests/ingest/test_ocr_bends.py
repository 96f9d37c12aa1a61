"""Pages whose lines bend, as those of thick books do near the fold: straightened for the engine, told as they lie."""

from collections.abc import Callable
from io import BytesIO
from math import exp
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ingest import Options, Page, Tools, page_image, read_pages
from ingest.ocr import rows
from ingest.ocr.bends import Bend, bend_of
from ingest.ocr.paper import ink_of
from ingest.ocr.preprocess import prepare
from tests.documents import images_of, prose, text_pdf
from tests.ingest.makers import encoded, printed
from tests.thorough import more

DPI = 150
TEXT = prose(3, 24)


def page(text: str = TEXT) -> Image.Image:
    (image,) = images_of(text_pdf([text]), DPI)
    return image


def bent(image: Image.Image, amount: float, fold: str = "left", rise: float = 0.0) -> Image.Image:
    """A page that bulges: near the fold its upper lines fall and its lower ones rise by up to `amount` of the height,
    and all of them by `rise`.
    """
    width, height = image.size

    def source(x: int, y: float) -> tuple[float, float]:
        away = x if fold == "left" else width - x
        near = exp(-((away / (0.25 * width)) ** 1.5)) * height
        return x, y - near * (amount * (1 - 2 * y / height) + rise)

    mesh = []
    for left, right in zip(range(0, width, 20), [*range(20, width, 20), width], strict=True):
        corners = [source(x, y) for x, y in ((left, 0), (left, height), (right, height), (right, 0))]
        mesh.append(((left, 0, right, height), tuple(value for corner in corners for value in corner)))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=255)


def columns() -> Image.Image:
    """Two columns whose lines do not stand beside one another."""
    whole = Image.new("L", (1240, 1754), 255)
    for at, left in enumerate((60, 640)):
        lines = printed([f"{at} {line}" for line in prose(at, 40).split(". ")], dpi=300, pixels=24).crop(
            (90, 0, 640, 1700)
        )
        whole.paste(lines, (left, 20 + 13 * at))
    return whole


def table() -> Image.Image:
    whole = page()
    draw = ImageDraw.Draw(whole)
    for at in range(9):
        draw.line((100, 200 + at * 150, 1140, 200 + at * 150), fill=0, width=2)
        draw.line((100 + at * 130, 200, 100 + at * 130, 1400), fill=0, width=2)
    return whole


def seen(image: Image.Image) -> Bend | None:
    return rows.look(ink_of(image)).bend


@pytest.mark.parametrize("amount", [0.02, 0.04, *more(0.03)])
@pytest.mark.parametrize("fold", ["left", "right"])
@pytest.mark.parametrize("rise", [0.0, 0.015])
def test_the_bend_is_told_to_a_few_rows(amount: float, fold: str, rise: float) -> None:
    bend = seen(bent(page(), amount, fold, rise))
    assert bend is not None
    for x in (0.12, 0.3, 0.5, 0.75):  # print ends a little farther to the right
        for y in (0.15, 0.5):
            away = x if fold == "left" else 1 - x
            near, far = (exp(-((at / 0.25) ** 1.5)) for at in (away, 0.5))
            want = (near - far) * (amount * (1 - 2 * y) + rise)
            assert bend.drop(x, y) - bend.drop(0.5, y) == pytest.approx(want, abs=0.006)


@pytest.mark.parametrize("make", [page, columns, table, lambda: page("Hết."), lambda: page().rotate(2, fillcolor=255)])
def test_straight_lines_are_left_alone(make: Callable[[], Image.Image]) -> None:
    assert seen(make()) is None


def clippings() -> Image.Image:
    """A column that was pasted aslant under a straight heading, beside a straight one."""
    whole = Image.new("L", (1240, 1754), 255)
    column = columns().crop((40, 0, 600, 1600))
    whole.paste(column.rotate(3, Image.Resampling.BICUBIC, fillcolor=255), (40, 120))
    whole.paste(column, (640, 120))
    heading = printed(["Báo Nhân dân số ra ngày chủ nhật đầu năm"], dpi=300, pixels=34).crop((90, 115, 800, 165))
    whole.paste(heading, (60, 8))
    return whole


def test_a_heading_over_a_column_that_stands_aslant_stays_straight() -> None:
    assert seen(clippings()) is None


def test_columns_that_bend_are_straightened_though_their_lines_do_not_meet() -> None:
    assert seen(bent(columns(), 0.02)) is not None


def test_an_empty_picture_has_no_bend() -> None:
    assert bend_of(Image.new("L", (64, 900), 0)) is None


def test_a_place_on_the_straight_page_is_told_as_it_lay() -> None:
    image = bent(page(), 0.03)
    ready = prepare(image, DPI)
    assert ready.bend is not None
    wide, high = ready.level
    assert (wide, high) == image.size
    room = (ready.image.height - high) / 2
    assert room > 0  # nothing leaves the picture at its edges
    x, y = round(0.2 * wide), round(room + 0.2 * high)
    left, top, right, bottom = ready.on_page((x - 2, y - 2, x + 2, y + 2), *image.size)
    assert ((left + right) / 2 / image.width, (top + bottom) / 2 / image.height) == pytest.approx(
        (0.2, 0.2 + ready.bend.drop(0.2, 0.2)), abs=0.002
    )


def read(folder: Path, image: Image.Image, tools: Tools) -> tuple[Page, Image.Image]:
    path = folder / "sach.png"
    path.write_bytes(encoded(image, "PNG", dpi=(DPI, DPI)))
    (found,) = read_pages(path, [1], Options(languages="vie"), tools)
    return found, Image.open(BytesIO(page_image(path, 1, 1080, tools, view=found.view))).convert("L")


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [0, 90, *more(180)])
def test_a_bent_page_is_read_whole_and_its_words_lie_where_they_are(tmp_path: Path, tools: Tools, turn: int) -> None:
    found, shown = read(tmp_path, bent(page(), 0.04, rise=0.01).rotate(turn, expand=True), tools)
    assert found.text.split() == TEXT.split()
    assert found.rotation == turn
    scale = shown.width / found.width
    for word in found.words:
        left, top, right, bottom = (side * scale for side in word.box)
        middle = (top + bottom) / 2  # the middle third of a word is inked all over, the white between lines is not
        band = shown.crop(
            (int(left), int(middle - (bottom - top) / 6), int(right) + 1, int(middle + (bottom - top) / 6) + 1)
        )
        assert band.getextrema()[0] < 150, word  # type: ignore[operator]
