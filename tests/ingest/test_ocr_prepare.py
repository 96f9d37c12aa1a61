"""What a page is made into before it is recognised: the height of letters and the slope of lines are told from ink."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from ingest.ocr import rows
from ingest.ocr.preprocess import LETTERS, prepare
from tests.ingest.makers import FONT, LESSON, printed

PAGE = LESSON * 3


def looked_at(page: Image.Image) -> tuple[rows.Rows, float]:
    """What is seen of a page, and how many of its pixels make one of the picture that is looked at."""
    scale = rows.WIDTH / min(page.size)
    small = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.BOX)
    return rows.look(ImageOps.invert(small)), 1 / scale


def height_of_x(pixels: int) -> int:
    _, top, _, bottom = ImageFont.truetype(str(FONT), pixels).getbbox("x")
    return round(bottom - top)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("pixels", [22, 34, 50, 66])
def test_the_height_of_small_letters_is_seen(pixels: int, turn: int) -> None:
    words = " ".join(LESSON).split()
    page = printed([" ".join(words[at:] + words[:at]) for at in range(12)], dpi=300, pixels=pixels, turn=turn)
    seen, scale = looked_at(page)
    assert seen.letters * scale == pytest.approx(height_of_x(pixels), rel=0.15)


def test_small_print_among_large_counts() -> None:
    page = printed(["TÊN SÁCH", "RẤT TO"], dpi=300, pixels=150)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 30)
    for at in range(12):
        draw.text((60, 1000 + 50 * at), "Nhà xuất bản in ở đây bằng chữ nhỏ, mỗi dòng vài chữ.", fill=0, font=font)
    seen, scale = looked_at(page)
    assert seen.letters * scale == pytest.approx(height_of_x(30), rel=0.15)


def test_what_is_no_print_has_no_letters() -> None:
    ruled = Image.new("L", (1240, 1750), 255)
    for y in range(100, 1700, 60):
        ImageDraw.Draw(ruled).line((80, y, 1160, y), fill=0, width=2)
    assert looked_at(ruled)[0].letters == 0
    assert looked_at(Image.new("L", (1240, 1750), 250))[0] == rows.Rows(0.0, 0.0)


@pytest.mark.parametrize("side", [0, 90])
@pytest.mark.parametrize("turn", [-8.0, -3.7, -1.2, 0.0, 0.9, 4.1, 5.5, 9.3])
def test_the_slope_of_lines_is_seen(turn: float, side: int) -> None:
    sloping = printed(PAGE, dpi=200).rotate(-turn, fillcolor=255)
    seen, _ = looked_at(sloping.rotate(side, expand=True))
    assert seen.slope == pytest.approx(turn, abs=0.15)


@pytest.mark.parametrize(("dpi", "pixels"), [(300, 50), (600, 100), (300, 66), (100, 17), (120, 20)])
def test_letters_become_of_one_height(dpi: int, pixels: int) -> None:
    shown = prepare(printed(PAGE, dpi=dpi, pixels=pixels), dpi)
    factor = shown.dpi / dpi
    assert height_of_x(pixels) * factor == pytest.approx(LETTERS, rel=0.2)
    assert shown.image.width == round(round(4.13 * dpi) * factor)


def test_what_is_as_it_should_be_is_left_as_it_is() -> None:
    good = printed(PAGE, dpi=300, pixels=28)
    same = prepare(good, 300)
    assert (same.image.tobytes(), same.dpi, same.turned) == (good.tobytes(), 300, 0.0)


def test_a_title_in_large_letters_keeps_what_small_ones_need() -> None:
    assert prepare(printed(["TÊN", "SÁCH", "HAY"], dpi=300, pixels=300), 300).dpi >= 150


def test_a_page_without_lines_is_drawn_at_300_dots_per_inch() -> None:
    dots = Image.new("L", (413, 583), 255)
    ImageDraw.Draw(dots).rectangle((100, 100, 300, 300), fill=0)
    shown = prepare(dots, 120)
    assert (shown.dpi, shown.image.width) == (300, round(413 * 2.5))
    assert prepare(dots, 72).dpi == pytest.approx(300)
    assert prepare(dots, 300).image.size == dots.size
    assert prepare(dots, 600).image.size == (206, 292)
    assert prepare(Image.new("L", (40_000, 30), 255), 100).image.size == (40_000, 30)


def test_tiny_letters_are_enlarged_as_far_as_any() -> None:
    shown = prepare(printed(PAGE, dpi=100, pixels=9), 100)
    assert shown.dpi == 250


def test_faint_print_becomes_dark() -> None:
    faint = printed(PAGE, dpi=300).point(lambda value: 150 + value // 5)
    low, high = prepare(faint, 300).image.getextrema()
    assert low < 30  # type: ignore[operator]
    assert high > 225  # type: ignore[operator]
