"""Pages are read in the order people read them: columns one after another, tables row by row."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Word
from ingest.text.layout import Line
from ingest.text.order import in_reading_order
from tests.documents import prose, wrapped
from tests.ingest.sheets import Put, body, column, read, sheets

LEFT, RIGHT = 60, 310
Drawn = list[Put]


def lines(page: int, count: int = 24, wide: int = 34) -> list[str]:
    return wrapped(prose(page, 40), wide)[:count]


def mixed(*columns: Sequence[Put]) -> Drawn:
    """Columns drawn row by row across the page, as some converters do."""
    return [put for row in zip(*columns, strict=True) for put in row]


FIRST, SECOND = column(lines(1), LEFT, 120), column(lines(3), RIGHT, 120)
THREE = [column(lines(page, 24, 22), x, 120, 9.5) for page, x in ((1, 50), (3, 220), (5, 390))]
TITLE = [Put(120, 70, "Một tiêu đề chạy ngang cả hai cột của trang", 16)]
FOOTNOTE = [Put(60, 760, "1. Chú thích chạy ngang dưới cả hai cột, chữ nhỏ hơn chữ thường.", 8)]
PROSE = body(1, 36, y=120)
VERSES = (
    "Trăng lên đỉnh núi trăng mờ",
    "Đèn khuya mẹ dệt bao giờ cho xong",
    "Con ngồi học chữ bên song",
    "Nghe thoi đưa nhẹ mà lòng ấm thêm",
)
VERSE = [column([f"{line}, {word}" for word in ("ơi", "à", "này") for line in VERSES], x, 120) for x in (LEFT, RIGHT)]
UPPER = column(lines(1, 10), LEFT, 120), column(lines(3, 10), RIGHT, 120)
ACROSS = body(5, 5, 60, 310)
LOWER = column(lines(7, 10), LEFT, 420), column(lines(9, 10), RIGHT, 420)
TABLE = [
    put
    for row in range(20)
    for put in column([str(row + 1)], 60, 120 + 20 * row)
    + column([f"Nguyễn Văn {row}"], 110, 120 + 20 * row)
    + column([f"{row * 7 % 10},5"], 300, 120 + 20 * row)
    + column(["Đạt"], 420, 120 + 20 * row)
]
CELLS = [
    put
    for row, (left, right) in enumerate(((4, 3), (2, 5), (5, 4), (3, 3)))
    for put in column(lines(row + 1, left), LEFT, 120 + 95 * row) + column(lines(row + 7, right), RIGHT, 120 + 95 * row)
]
SIDEBAR = [*column(lines(2, 30, 50), 60, 120), *column(lines(9, 8, 18), 440, 200, 9)]

WRONG: dict[str, tuple[Drawn, Drawn]] = {
    "two columns": (mixed(FIRST, SECOND), [*FIRST, *SECOND]),
    "a heading over both": ([*TITLE, *mixed(FIRST, SECOND)], [*TITLE, *FIRST, *SECOND]),
    "a footnote under both": ([*mixed(FIRST, SECOND), *FOOTNOTE], [*FIRST, *SECOND, *FOOTNOTE]),
    "a heading drawn last": ([*FIRST, *SECOND, *TITLE], [*TITLE, *FIRST, *SECOND]),
    "three columns": (mixed(*THREE), [put for one in THREE for put in one]),
    "verse": (mixed(*VERSE), [*VERSE[0], *VERSE[1]]),
    "columns, text across, columns": (
        [*mixed(*UPPER), *ACROSS, *mixed(*LOWER)],
        [*UPPER[0], *UPPER[1], *ACROSS, *LOWER[0], *LOWER[1]],
    ),
    "a foot drawn first": ([Put(280, 800, "7"), *PROSE], [*PROSE, Put(280, 800, "7")]),
    "a head drawn last": ([*CELLS, *TITLE], [*TITLE, *CELLS]),
    "bottom up": (PROSE[::-1], PROSE),
    "columns bottom up": ([*FIRST, *SECOND][::-1], [*FIRST, *SECOND]),
}
GOOD: dict[str, Drawn] = {
    "prose": PROSE,
    "two columns": [*FIRST, *SECOND],
    "three columns": [put for one in THREE for put in one],
    "the right column first": [*SECOND, *FIRST],
    "verse": [*VERSE[0], *VERSE[1]],
    "a table by rows": TABLE,
    "a table by cells": CELLS,
    "a sidebar": SIDEBAR,
}


def words(drawn: Sequence[Put]) -> list[str]:
    return [word for put in drawn for word in put.text.split()]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_order_is_put_right(tmp_path: Path, name: str) -> None:
    drawn, right = WRONG[name]
    page = read(sheets(tmp_path / "page.pdf", [drawn]))[0]
    assert page.text.split() == words(right)
    assert [word.text for word in page.words] == page.text.split()


@pytest.mark.parametrize("name", GOOD)
def test_a_good_order_is_left_alone(tmp_path: Path, name: str) -> None:
    page = read(sheets(tmp_path / "page.pdf", [GOOD[name]]))[0]
    assert page.text.split() == words(GOOD[name])


def test_a_row_of_a_table_stays_one_line(tmp_path: Path) -> None:
    page = read(sheets(tmp_path / "page.pdf", [[Put(280, 800, "7"), *TABLE]]))[0]
    assert page.text.splitlines()[0] == "1 Nguyễn Văn 0 0,5 Đạt"
    assert page.text.splitlines()[-1] == "7"


def test_a_head_at_the_side_is_read_first_and_a_foot_at_the_side_last() -> None:
    def line(name: str, *box: int) -> Line:
        return Line((Word(name, (box[0], box[1], box[2], box[3]), 1.0),), 0)

    head, foot = line("head", 400, 10, 500, 20), line("foot", 10, 200, 60, 210)
    body = [line(f"body{at}", 100, 30 + 20 * at, 300, 45 + 20 * at) for at in range(4)]
    assert names(in_reading_order([*body, head])) == names([head, *body])
    assert names(in_reading_order([foot, *body])) == names([*body, foot])


BOXES = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30), st.integers(0, 20))


@given(st.lists(st.lists(BOXES, min_size=1, max_size=5), max_size=25))
def test_no_word_is_lost(
    drawn: list[list[tuple[int, int, int, int]]],
) -> None:
    given_lines = tuple(
        Line(tuple(Word(f"w{at}.{n}", (x, y, x + w, y + h), 1.0) for n, (x, y, w, h) in enumerate(boxes)))
        for at, boxes in enumerate(drawn)
    )
    found = in_reading_order(given_lines)
    assert sorted(names(found)) == sorted(names(given_lines))


def names(found: Sequence[Line]) -> list[str]:
    return [word.text for line in found for word in line.words]


def test_rows_and_columns_of_any_number_are_found(tmp_path: Path) -> None:
    four = [column(lines(x, 30, 16), x, 100, 7) for x in (40, 170, 300, 430)]
    page = read(sheets(tmp_path / "page.pdf", [mixed(*four)]))[0]
    assert page.text.split() == words([put for one in four for put in one])
