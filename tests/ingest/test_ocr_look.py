"""What is told from a page image before anything recognises it: whether it lies upright, and what is dust."""

import random

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.ocr.calibration import calibrated
from ingest.ocr.orientation import turn_seen
from ingest.ocr.specks import without_specks
from tests.ingest.makers import ENGLISH, FONT, LESSON, printed


@pytest.mark.parametrize("lines", [LESSON * 3, ENGLISH * 4], ids=["Vietnamese", "English"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_how_a_printed_page_lies_is_seen(lines: tuple[str, ...], turn: int) -> None:
    assert turn_seen(printed(lines, dpi=200, turn=turn)) == turn


CAPITALS = ("THE RICE PLANT AND THE WATER", "FARMERS SOW THE SEED", "THEN PLANT IT IN FIELDS")
FIGURES = ("12 345 678 901", "23 456 780 112", "98 765 432 100")


@pytest.mark.parametrize("lines", [CAPITALS, FIGURES], ids=["capitals", "figures"])
def test_what_looks_the_same_both_ways_has_no_turn(lines: tuple[str, ...]) -> None:
    """Of capitals and figures next to nothing stands above or below; that little says nothing."""
    page, font = Image.new("L", (1654, 2339), 255), ImageFont.truetype(str(FONT), 50)
    for at, line in enumerate(lines * 6):
        ImageDraw.Draw(page).text((150, 150 + 90 * at), line, fill=0, font=font)
    assert turn_seen(page) is None


def test_what_is_no_print_has_no_turn() -> None:
    assert turn_seen(Image.new("L", (1000, 1400), 255)) is None
    assert turn_seen(Image.effect_noise((1000, 1400), 60)) is None
    assert turn_seen(Image.new("L", (1000, 2), 0)) is None


def dusty(page: Image.Image, specks: int) -> Image.Image:
    """Black and white, with single black and white dots strewn over it."""
    pure = page.point([255 if value > 127 else 0 for value in range(256)])
    chance = random.Random(4)  # noqa: S311  repeatable, no secret
    for _ in range(specks):
        at = (chance.randrange(1, page.width - 1), chance.randrange(1, page.height - 1))
        pure.putpixel(at, 255 - int(pure.getpixel(at)))  # type: ignore[arg-type]
    return pure


def ink(image: Image.Image) -> int:
    return image.histogram()[0]


def test_dust_goes_and_every_stroke_and_dot_stays() -> None:
    clean = dusty(printed(LESSON, dpi=200), 0)
    mended = without_specks(dusty(clean, 3000), 200)
    assert abs(ink(mended) - ink(clean)) < 0.02 * ink(clean)
    dots = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(dots).rectangle((100, 100, 101, 101), fill=0)  # the dot of an i at 150 dpi
    ImageDraw.Draw(dots).line((200, 200, 200, 260), fill=0)
    assert without_specks(dots, 150).tobytes() == dots.tobytes()


def test_gray_pages_and_coarse_ones_are_left_as_they_are() -> None:
    gray = printed(LESSON, dpi=200).point(lambda value: 60 + value // 2)
    assert without_specks(gray, 200) is gray
    coarse = dusty(printed(LESSON, dpi=100), 300)
    assert without_specks(coarse, 100) is coarse


def test_a_calibrated_confidence_never_falls_and_stays_a_share() -> None:
    told = [calibrated(step / 200) for step in range(201)]
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] <= 1
