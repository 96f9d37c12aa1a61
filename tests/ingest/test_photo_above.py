"""Sheets seen from exactly above: cut out where plainly nothing but a desk is around them, else left whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import dist
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest import Options, Tools, read_pages
from ingest.photo.sheet import find_sheet
from tests.ingest.makers import FONT, LESSON, printed
from tests.photos import photographed
from tests.thorough import more

SIZE = (1200, 1600)
PANEL = (200, 250, 1000, 1300)


@cache
def sheet() -> Image.Image:
    return printed(LESSON * 3, dpi=260, pixels=36)


@pytest.mark.parametrize("turn", [0, 6, -25, *more(-12, 20)])
def test_the_sheet_is_found_on_a_desk(turn: int) -> None:
    shot = photographed(sheet(), 3, "cloth", SIZE, above=turn)
    found = find_sheet(shot.image.convert("L"))
    assert found is not None
    assert max(dist(one, other) for one, other in zip(found, shot.corners, strict=True)) < 8


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [0, -19])
def test_it_becomes_a_straight_page(tmp_path: Path, tools: Tools, turn: int) -> None:
    shot = photographed(sheet(), 8, "cloth", SIZE, above=turn)
    (tmp_path / "a.jpg").write_bytes(shot.jpeg())
    (page,) = read_pages(tmp_path / "a.jpg", [1], Options(languages="vie"), tools)
    assert page.corners is not None
    assert page.height / page.width == pytest.approx(2**0.5, rel=0.01)
    assert [line for line in page.text.split("\n") if line] == list(LESSON * 3)


def ground(level: int = 90, fall: int = 60) -> Image.Image:
    """Something dark with grain, in light that falls off to one side, as a desk looks, and as pictures do."""
    light = Image.linear_gradient("L").resize(SIZE).point(lambda value: level - fall // 2 + fall * value // 255)
    return ImageChops.add(light, Image.effect_noise(SIZE, 8), 1, -128)


def drawn() -> Image.Image:
    """A slide saved as a picture: its ground falls from one gray to another, and has no grain."""
    return panel(Image.linear_gradient("L").resize(SIZE).point(lambda value: 60 + 60 * value // 255))


def panel(under: Image.Image) -> Image.Image:
    """A white box with text on most of it."""
    ImageDraw.Draw(under).rectangle(PANEL, fill=235)
    under.paste(printed(LESSON, dpi=200).crop((60, 60, 740, 500)), (240, 400))
    return under


def test_the_panel_alone_would_be_taken_for_a_sheet() -> None:
    found = find_sheet(panel(ground()))
    assert found is not None
    assert found[0] == pytest.approx(PANEL[:2], abs=6)


PLACES = {"top": (300, 60), "right": (1020, 700), "foot": (300, 1420), "left": (20, 700)}
INKS, SIZES = (0, 20, 200, 255), (22, 50, 110)


@pytest.mark.parametrize(
    ("side", "ink", "pixels"),
    [
        (side, INKS[by], SIZES[(at + by) % len(SIZES)])  # every side with dark and with light; each ink in two sizes
        for at, side in enumerate(PLACES)
        for by in (at, (at + 2) % len(INKS), *more((at + 1) % len(INKS), (at + 3) % len(INKS)))
    ],
)
def test_nothing_is_cut_off_that_has_print_on_it(side: str, ink: int, pixels: int) -> None:
    page, place = panel(ground()), PLACES[side]
    ImageDraw.Draw(page).text(place, "Trang 9", fill=ink, font=ImageFont.truetype(str(FONT), pixels))
    assert find_sheet(page) is None


def on_glass() -> Image.Image:
    """A sheet on a scanner whose black cover shows on all sides."""
    page = Image.new("L", SIZE, 12)
    page.paste(sheet().resize((900, 1270)), (150, 160))
    return page


def tinted() -> Image.Image:
    return panel(ground(220, 16))


def framed() -> Image.Image:
    """Paper with a broad dark border, in uneven light: the paper goes on outside."""
    page = Image.new("L", SIZE, 240)
    page.paste(panel(ground()).crop((80, 100, 1120, 1500)), (80, 100))
    return page


def two_boxes() -> Image.Image:
    """A white box beside another on a picture."""
    page = panel(ground())
    ImageDraw.Draw(page).rectangle((240, 1360, 960, 1560), fill=235)
    return page


def ruled() -> Image.Image:
    """A table of heavy rules around a white field."""
    page = panel(ground())
    for at in range(20, 1200, 60):
        ImageDraw.Draw(page).line((at, 0, at, 240), fill=235, width=5)
    return page


def to_the_edge() -> Image.Image:
    """A box that leaves a margin on three sides only."""
    page = panel(ground())
    ImageDraw.Draw(page).rectangle((1000, 250, 1199, 1300), fill=235)
    return page


RECTANGLES = (on_glass, tinted, framed, two_boxes, ruled, to_the_edge, drawn)
ASKEW = (on_glass, framed, to_the_edge)


@pytest.mark.parametrize(
    ("made", "turn"),
    [(made, turn) for made in RECTANGLES for turn in ([0.0, 1.5] if made in ASKEW else [0.0, *more(1.5)])],
)
def test_a_rectangle_that_is_no_sheet_on_a_desk_stays_in_its_page(made: Callable[[], Image.Image], turn: float) -> None:
    page = made().rotate(turn, Image.Resampling.BICUBIC, fillcolor=12 if made is on_glass else 90)
    assert find_sheet(page) is None
