"""Letters that a second font was asked for, after the line was drawn without them, come back into their words."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ingest.model import Word
from ingest.text.layer import Layer
from ingest.text.layout import Line
from ingest.text.threads import rethreaded
from tests.documents import FONT, prose, wrapped
from tests.ingest.sheets import Put, read, sheets

LACKING = "ướườịệộổủữựảẳạậấầểễ"


def drawn_twice(line: str, y: float, x: float = 60, size: float = 12) -> list[Put]:
    """A line as programs draw it whose font lacks letters: the runs it has, then the letters it lacks."""
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    runs: list[tuple[bool, Put]] = []
    for letter in line:
        lacks = letter in LACKING
        if not runs or runs[-1][0] != lacks:
            runs.append((lacks, Put(x, y, "", size)))
        runs[-1] = (lacks, replace(runs[-1][1], text=runs[-1][1].text + letter))
        x += pdfmetrics.stringWidth(letter, "DejaVu", size)
    return [put for wanted in (False, True) for lacks, put in runs if lacks is wanted]


def test_a_line_drawn_in_two_fonts_is_read_as_it_is_printed(tmp_path: Path) -> None:
    lines = ["Trường THCS Nguyễn Du – Tổ Xã hội", *wrapped(prose(1, 20), 60)[:20]]
    page = read(
        sheets(
            tmp_path / "page.pdf", [[put for at, line in enumerate(lines) for put in drawn_twice(line, 80 + 20 * at)]]
        )
    )[0]
    assert page.text.split() == " ".join(lines).split()
    assert [word.text for word in page.words] == page.text.split()
    assert page.origin == "text-layer"
    assert all(word.box[2] - word.box[0] < 250 for word in page.words)


def test_lines_that_only_overprint_or_step_down_are_left_as_they_are() -> None:
    shadow = line(
        ("Một", (10, 10, 40, 22)), ("hai", (50, 10, 80, 22)), ("Một", (11, 11, 41, 23)), ("hai", (51, 11, 81, 23))
    )
    rows = line(("Một", (10, 10, 40, 22)), ("hai", (50, 10, 80, 22)), ("ba", (10, 30, 40, 42)))
    arabic = line(("w1", (60, 10, 80, 22)), ("w2", (30, 10, 50, 22)), ("w3", (5, 10, 20, 22)))
    for one in (shadow, rows, arabic):
        assert rethreaded(one) is one


def line(*words: tuple[str, tuple[int, int, int, int]]) -> Layer:
    return Layer(1, 100, 100, 0, "", (Line(tuple(Word(text, box, 1.0) for text, box in words)),), 0.0, False)


BOXES = st.tuples(st.integers(0, 90), st.integers(0, 9), st.integers(0, 12), st.integers(0, 12))


@given(st.lists(st.lists(BOXES, min_size=1, max_size=8), max_size=6))
def test_no_letter_is_lost(drawn: list[list[tuple[int, int, int, int]]]) -> None:
    lines = tuple(
        Line(tuple(Word(chr(97 + at), (x, y, x + w, y + h), 1.0) for at, (x, y, w, h) in enumerate(boxes)))
        for boxes in drawn
    )
    layer = Layer(1, 200, 200, 0, "", lines, 0.0, False, tuple("f" for one in lines for _ in one.words))
    found = rethreaded(layer)
    assert len(found.fonts) == sum(len(one.words) for one in found.lines)
    for new, old in zip(found.lines, lines, strict=True):
        assert sorted("".join(word.text for word in new.words)) == sorted("".join(word.text for word in old.words))
