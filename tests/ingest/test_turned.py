"""Sheets that were laid sideways or upside down into the scanner: known as such, and shown upright."""

from pathlib import Path

import pytest

from ingest.ocr.tesseract import engine, turn_of
from tests.ingest.makers import LESSON, encoded, printed


def hocr(*lines: tuple[int, int]) -> str:
    """Lines of (angle, words) as Tesseract writes them."""
    return "".join(
        f"<span class='ocr_line' id='l' title=\"bbox 1 2 3 4;{f' textangle {angle};' if angle else ''} x_size 9\">"
        + "<span class='ocrx_word' id='w' title='bbox 1 2 3 4'>chữ</span>" * words
        + "</span>"
        for angle, words in lines
    )


@pytest.mark.parametrize(
    ("lines", "turn"),
    [
        ([], 0),
        ([(0, 9), (0, 8)], 0),
        ([(90, 9), (90, 8)], 90),
        ([(180, 9)], 180),
        ([(270, 90), (0, 9)], 270),
        ([(90, 9), (0, 90)], 0),  # the label of an axis
        ([(90, 10), (0, 9)], 0),  # a table whose head stands on end: in doubt as it is
        ([(90, 4)], 0),
    ],
)
def test_a_page_lies_turned_when_most_of_its_words_do(lines: list[tuple[int, int]], turn: int) -> None:
    assert turn_of(hocr(*lines)) == turn


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_engine_tells_how_to_turn_a_page_upright(tmp_path: Path, turn: int) -> None:
    """Pillow turns counter-clockwise, so the same number clockwise leads back."""
    (tmp_path / "a.pgm").write_bytes(encoded(printed(LESSON * 3, dpi=200, turn=turn), "PPM"))
    assert engine().recognize(tmp_path / "a.pgm", "vie", 200).turned == turn
