"""What every OCR engine must do, ours and those of other packages: the same tests for each.

A new engine is added to ENGINES, with a language it has; where it does not read pages in print, with an image it reads.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageDraw

from ingest.errors import EngineMissing
from ingest.ocr.engine import Engine, OcrResult, engine_named
from tests.ingest.engine_package import MODULE
from tests.ingest.makers import LESSON, printed

DPI = 150
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Case:
    """An engine, a page it can read, and the words that must be found on it, in this order."""

    engine: Callable[[], Engine]
    page: Callable[[], Image.Image]
    words: tuple[str, ...]


def bars() -> Engine:
    module = ModuleType("bars_engine")
    exec(MODULE, module.__dict__)  # noqa: S102  the text of a package that another test installs
    made: Engine = module.engine()
    return made


def bars_page() -> Image.Image:
    sheet = Image.new("L", (800, 600), 255)
    pen = ImageDraw.Draw(sheet)
    for top in (100, 300):
        pen.rectangle((100, top, 600, top + 30), fill=0)
    return sheet


ENGINES = {
    "tesseract": Case(lambda: engine_named("tesseract"), lambda: printed(LESSON, DPI), ("Bài", "1.")),
    "bars": Case(bars, bars_page, ("vạch", "vạch")),
}


@pytest.fixture(params=[pytest.param("tesseract", marks=pytest.mark.ocr), "bars"], scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    return ENGINES[request.param]


@pytest.fixture(scope="module")
def engine(case: Case) -> Engine:
    return case.engine()


@pytest.fixture(scope="module")
def image(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.pgm"
    case.page().convert("L").save(path, "PPM")
    return path


@pytest.fixture(scope="module")
def result(engine: Engine, image: Path) -> OcrResult:
    return engine.recognize(image, "vie", DPI)


def test_the_words_come_in_reading_order(result: OcrResult, case: Case) -> None:
    found = [word.text for line in result.lines for word in line.words]
    assert tuple(found[: len(case.words)]) == case.words


def test_boxes_are_whole_pixels_inside_the_image_around_something(result: OcrResult, image: Path) -> None:
    with Image.open(image) as opened:
        width, height = opened.size
    for line in result.lines:
        for word in line.words:
            x0, y0, x1, y1 = word.box
            assert {type(side) for side in word.box} == {int}
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height


def test_words_are_words(result: OcrResult) -> None:
    for line in result.lines:
        assert line.words
        for word in line.words:
            assert word.text == word.text.strip() != ""
            assert unicodedata.is_normalized("NFC", word.text)
            assert word.text.isprintable()


def test_confidences_lie_between_nothing_and_sure(result: OcrResult) -> None:
    confidences = [word.confidence for line in result.lines for word in line.words]
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert 0 < result.confidence <= 1


def test_paragraphs_are_counted_upwards_and_the_turn_is_a_quarter(result: OcrResult) -> None:
    numbers = [line.paragraph for line in result.lines]
    assert numbers == sorted(numbers)
    assert result.turned in TURNS


def test_the_same_image_is_read_the_same(engine: Engine, image: Path, result: OcrResult) -> None:
    assert engine.recognize(image, "vie", DPI) == result


def test_an_empty_image_has_no_words(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "page.pgm"
    Image.new("L", (600, 800), 255).save(path, "PPM")
    found = engine.recognize(path, "vie", DPI)
    assert ([word for line in found.lines for word in line.words], found.confidence) == ([], 0.0)


def test_a_language_that_is_not_there_is_told_and_not_left_out(engine: Engine, image: Path) -> None:
    with pytest.raises(EngineMissing) as caught:
        engine.recognize(image, "vie+no_such_model", DPI)
    assert dict(caught.value.params) == {"languages": "no_such_model"}


def test_the_version_is_short_and_stays(engine: Engine) -> None:
    version = engine.version()
    assert version == engine.version()
    assert 0 < len(version) <= 40
    assert not any(character.isspace() for character in version)


def test_the_module_of_ours_has_a_version_of_its_own() -> None:
    assert isinstance(import_module("ingest.ocr.tesseract").VERSION, int)
