"""An engine that another package brings, from its entry point to the page and its recipe."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ingest import EngineMissing, Options, Tools, read_pages, recipe
from tests.ingest.engine_package import install
from tests.ingest.makers import scan_pdf


@pytest.fixture
def with_bars(tmp_path: Path, tools: Tools) -> Tools:
    return replace(tools, command=(sys.executable, "-I", str(install(tmp_path))))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    sheet = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(sheet)
    for top in (200, 400, 600):
        pen.rectangle((200, top, 900, top + 40), fill=0)
    return scan_pdf(tmp_path / "bars.pdf", [sheet])


def test_it_reads_pages_by_its_name(scan: Path, with_bars: Tools) -> None:
    (page,) = read_pages(scan, [1], Options("vie", engine="bars"), with_bars)
    assert (page.text, page.origin) == ("vạch\n\nvạch\n\nvạch", "ocr")
    x0, y0, x1, y1 = page.words[1].box
    scale = page.width / 1240
    for told, drawn in ((x0, 200), (y0, 400), (x1, 901), (y1, 441)):
        assert told == pytest.approx(drawn * scale, abs=6)
    assert page.confidence > 0.95


def test_it_is_named_in_the_recipe(with_bars: Tools) -> None:
    assert recipe(Options("vie", engine="bars"), with_bars).startswith("bars-2.1-vie-300dpi-")


def test_it_says_what_language_it_lacks(scan: Path, with_bars: Tools) -> None:
    with pytest.raises(EngineMissing) as caught:
        list(read_pages(scan, [1], Options("vie+lao", engine="bars"), with_bars))
    assert (dict(caught.value.params), caught.value.retryable) == ({"languages": "lao"}, True)


@pytest.mark.parametrize("name", ["half", "nobody"], ids=["cannot be imported", "nobody brings it"])
def test_one_that_is_not_there_is_waited_for(scan: Path, with_bars: Tools, name: str) -> None:
    with pytest.raises(EngineMissing) as caught:
        list(read_pages(scan, [1], Options("vie", engine=name), with_bars))
    assert dict(caught.value.params) == {"program": name}
    assert recipe(Options("vie", engine=name), with_bars).startswith(f"{name}-missing-")


@pytest.mark.ocr
def test_nobody_takes_the_name_of_ours(scan: Path, with_bars: Tools) -> None:
    assert not recipe(Options("vie"), with_bars).startswith("tesseract-2.1")
