"""What becomes of a page's reading: which blocks are read again, which words are no print. The engine is scripted."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from ingest.model import Box, Word
from ingest.ocr.engine import OcrResult
from ingest.ocr.noise import without_noise
from ingest.ocr.page import read_page
from ingest.text.layout import Line
from ingest.turning import turned_box

SHEET = Image.new("L", (1000, 1400), 255)


def line(
    text: str, top: int, *, height: int = 40, confidence: float = 0.9, paragraph: int = 0, left: int = 100
) -> Line:
    """Words of 20 pixels a character with a space between."""
    words = []
    for word in text.split():
        words.append(Word(word, (left, top, left + 20 * len(word), top + height), confidence))
        left += 20 * len(word) + 20
    return Line(tuple(words), paragraph)


class Scripted:
    """An engine that answers what it was told, and keeps what it was asked."""

    def __init__(self, page: OcrResult, blocks: Sequence[OcrResult] = (), upright: OcrResult | None = None) -> None:
        self._page, self._blocks, self._upright = page, blocks, upright
        self.asked: list[tuple[str, str, tuple[int, int] | int]] = []

    def version(self) -> str:
        return "1"

    def require(self, languages: str) -> None:
        self.asked.append(("require", languages, 0))

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        self.asked.append(("page", languages, dpi))
        return self._page

    def recognize_upright(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        self.asked.append(("upright", languages, dpi))
        return self._upright or self._page

    def recognize_blocks(self, image_paths: Sequence[Path], languages: str, dpi: int) -> tuple[OcrResult, ...]:
        for path in image_paths:
            with Image.open(path) as image:
                self.asked.append(("block", languages, image.size))
        return tuple(self._blocks)

    def calibrated(self, confidence: float) -> float:
        return confidence / 2


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def texts(result: OcrResult) -> list[str]:
    return [one.text for one in result.lines]


ENGLISH = "the pooling layer reduces spatial resolution"
VIETNAMESE = "lớp gộp làm giảm độ phân giải"


def test_a_page_in_the_language_of_the_first_model_is_read_once() -> None:
    engine = Scripted(OcrResult((line(VIETNAMESE, 100), line(VIETNAMESE, 160))))
    result = read_page(SHEET, 300.4, "vie+eng", engine)
    assert engine.asked == [("require", "vie+eng", 0), ("page", "vie", 300)]
    assert texts(result) == [VIETNAMESE, VIETNAMESE]
    assert result.confidence == pytest.approx(0.45)  # as the engine calibrates it


def test_only_the_block_in_another_language_is_read_again_and_put_in_its_place() -> None:
    page = OcrResult((line(VIETNAMESE, 100), line("the pooƖing Ɩayer", 300, confidence=0.6, paragraph=1)))
    engine = Scripted(page, [OcrResult((line("the pooling layer", 8, left=16),))])
    result = read_page(SHEET, 300, "vie+eng", engine)
    assert [asked[:2] for asked in engine.asked[2:]] == [("block", "eng")]
    assert texts(result) == [VIETNAMESE, "the pooling layer"]
    assert result.lines[1].words[0].box == pytest.approx((96, 298, 156, 338), abs=10)
    assert [one.paragraph for one in result.lines] == [0, 1]


def test_a_second_reading_that_is_less_sure_does_not_count() -> None:
    page = OcrResult((line(ENGLISH, 100, confidence=0.9),))
    engine = Scripted(page, [OcrResult((line("tho pooIing Iayer", 8, confidence=0.7),))])
    assert texts(read_page(SHEET, 300, "vie+eng", engine)) == [ENGLISH]


def test_with_one_model_nothing_is_read_in_another_language() -> None:
    engine = Scripted(OcrResult((line(ENGLISH, 100),)))
    read_page(SHEET, 300, "vie", engine)
    assert [asked[0] for asked in engine.asked] == ["require", "page"]


@pytest.mark.parametrize(
    "found",
    [
        [*(line(VIETNAMESE, top) for top in (100, 160, 220)), line("lớp gộp", 280, height=88)],
        [line(VIETNAMESE, top) for top in (100, 160, 220, 340)],
    ],
    ids=["words as tall as two lines", "a step of two lines"],
)
def test_only_where_a_block_lost_a_line_is_it_read_again(found: list[Line]) -> None:
    mended = [line(f"{VIETNAMESE} {number}", 8 + number * 60) for number in range(4)]
    engine = Scripted(OcrResult(tuple(found)), [OcrResult(tuple(mended))])
    calm = len(found) - (2 if len(found[-1].words) == 2 else 3)
    assert texts(read_page(SHEET, 300, "vie", engine)) == [VIETNAMESE] * calm + [one.text for one in mended]
    kind, model, size = engine.asked[-1]
    assert (kind, model) == ("block", "vie")
    assert isinstance(size, tuple)
    assert size[1] < 270


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_blocks_of_a_turned_page_are_cut_out_upright_and_told_as_they_lie(turn: int) -> None:
    upright_size = SHEET.size if turn == 180 else (SHEET.height, SHEET.width)
    upright = [line(VIETNAMESE, 100), line("the pooƖing Ɩayer", 300, confidence=0.6, paragraph=1)]

    def lying(box: Box) -> Box:
        return turned_box(box, -turn % 360, *upright_size)

    page = tuple(
        Line(tuple(Word(word.text, lying(word.box), word.confidence) for word in one.words), one.paragraph)
        for one in upright
    )
    engine = Scripted(OcrResult(page, turn), [OcrResult((line("the pooling layer", 10, left=20),))])
    result = read_page(SHEET, 300, "vie+eng", engine)
    width, height = engine.asked[-1][2]  # type: ignore[misc]
    assert width > 5 * height
    assert texts(result) == [VIETNAMESE, "the pooling layer"]
    assert result.turned == turn
    assert result.lines[1].words[0].box == pytest.approx(lying((100, 300, 160, 340)), abs=14)


def test_a_page_that_reads_badly_is_read_the_other_way_too() -> None:
    upside_down = OcrResult((line("uọx ƃuọp", 100, confidence=0.4),), 180)
    engine = Scripted(upside_down, upright=OcrResult((line(VIETNAMESE, 100),)))
    assert texts(read_page(SHEET, 300, "vie", engine)) == [VIETNAMESE]
    assert [asked[0] for asked in engine.asked] == ["require", "page", "upright"]


def test_an_engine_that_can_do_no_more_is_asked_once_with_all_models() -> None:
    class Simple:
        def version(self) -> str:
            return "1"

        def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
            return OcrResult((line(f"{languages} {dpi} {image_path.suffix}", 100, confidence=0.2),))

    assert texts(read_page(SHEET, 300, "vie+eng", Simple())) == ["vie+eng 300 .pgm"]


def speck(text: str, size: int, confidence: float = 0.9) -> Word:
    return Word(text, (900, 130, 900 + size, 130 + size), confidence)


@pytest.mark.parametrize(
    ("word", "stays"),
    [
        (speck("+", 9), False),
        (speck("4", 8), False),
        (speck("Ề", 10), False),
        (speck(":", 6), False),
        (speck(".", 4, 0.1), False),
        (Word("|", (900, 90, 920, 160), 0.97), False),
        (Word("4", (900, 105, 920, 140), 0.9), True),
        (Word("–", (900, 118, 921, 124), 0.9), True),
        (Word("1", (900, 110, 909, 140), 0.4), True),
        (speck(".", 5, 0.9), True),
        (Word("|", (900, 100, 905, 140), 0.9), True),
        (Word("vàng.", (900, 100, 1000, 140), 0.05), True),
    ],
)
def test_what_is_too_small_or_too_tall_for_what_it_is_said_to_be_is_no_word(word: Word, stays: bool) -> None:
    (kept,) = without_noise([Line((*line(VIETNAMESE, 100).words, word))])
    assert (word in kept.words) is stays


def test_a_table_rule_is_taken_off_its_word_and_bars_on_both_sides_stay() -> None:
    (kept,) = without_noise([line("|Tiếng |x| Việt| nay", 100)])
    assert kept.text == "Tiếng |x| Việt nay"


def test_lines_of_a_picture_are_dropped_and_page_numbers_stay() -> None:
    scraps = [line("⁄&%ố ‹SX", 300, confidence=0.31), line("s", 400, confidence=0.68)]
    kept = without_noise([line(VIETNAMESE, 100), *scraps, line("7", 1300, confidence=0.6)])
    assert [one.text for one in kept] == [VIETNAMESE, "7"]


def test_lines_that_run_up_the_page_are_left_alone() -> None:
    spine = Line((Word("Sách", (20, 900, 60, 1000), 0.9), Word("4", (20, 880, 60, 890), 0.9)), 1)
    assert without_noise([line(VIETNAMESE, 100), spine])[1] == spine
