"""Which words of a document its drawing lacks, told from words alone."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.office.undrawn import Line, undrawn

PROSE = "Thư viện xã mở cửa từ bảy giờ sáng, trước khi học sinh vào lớp."


def missing(said: list[str], drawn: list[str], numbers: bool = False) -> dict[int, list[str]]:
    """`said` are the lines of the document, `drawn` the pages."""
    return undrawn([Line(text) for text in said], [page.split() for page in drawn], numbers)


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        (PROSE, PROSE),
        (PROSE, unicodedata.normalize("NFD", PROSE)),
        ("office thư\u00adviện", "ofﬁce thưviện"),
        ("Học sinh", "HỌC SINH"),
        ("giáo viên hỏi\thọc sinh trả lời", "giáo viên học sinh hỏi trả lời"),
        ("xem https://thuvien.example.vn/duong-dan", "xem https://thuvien.example.vn/duong- dan"),
        ("già làng[1] kể\n[1] A Thút", "già làng1 kể 1 A Thút"),
        ("ở Kon Rẫy[ii] rồi\n[ii] nay đã khác", "ở Kon Rẫyii rồi iinay đã khác"),
        ("In ngày 12/05/2021, trang 7", "In ngày 27/11/2026, trang 1"),
        ("1. mục\n1. khác", "1. mục 2. khác"),
        ("a) mục", "b) mục"),
        ("漢字", "漢 hán 字"),
    ],
    ids=["as it is", "NFD", "ligature", "capitals", "a table by lines", "a long address", "a note", "an endnote",
         "fields", "counted anew", "a letter of a list", "ruby"],
)  # fmt: skip
def test_what_is_drawn_in_another_form_is_there(said: str, drawn: str) -> None:
    assert missing(said.split("\n"), [drawn]) == {}


@pytest.mark.parametrize(
    ("said", "drawn"),
    [("7.0489480043", "7.04894800425868"), ("0.9420943309", "0.94"), ("07:05", "7:05"), ("1,234,567 ₫", "1.234.567")],
)
def test_a_number_with_other_figures_is_there(said: str, drawn: str) -> None:
    assert missing([said], [drawn], numbers=True) == {}


def test_what_a_narrow_column_hides_is_told_with_its_row_on_its_page() -> None:
    rows = [f"Khoản {at}\t{at + 100:,}" for at in range(3)] + ["Khoản 3\t123,456,789", "Khoản 4\t104"]
    assert missing(rows, ["Khoản 0 100 Khoản 1 101", "Khoản 2 102 Khoản 3 ### Khoản 4 104"], numbers=True) == {
        2: ["Khoản 3\t123,456,789"]
    }


@pytest.mark.parametrize("points", ["7", "10", "9.96"])
def test_a_lone_number_that_does_not_show_is_told(points: str) -> None:
    assert missing([f"Nguyễn An\t{points}"], ["Nguyễn An ###"], numbers=True) == {1: [f"Nguyễn An\t{points}"]}


def test_of_a_row_its_name_and_the_cells_that_lack_words_are_told_once() -> None:
    row = "17\tNguyễn Văn An\t8.5\tvắng có phép\t6.25\tvắng có phép\t9A1\t1,250,000"
    drawn = "17 Nguyễn Văn An 8.5 vắng có 6.25 vắng có 9A1 ###"
    assert missing([row], [drawn], numbers=True) == {1: ["Nguyễn Văn An\tvắng có phép\t1,250,000"]}


def test_of_equal_numbers_those_of_the_date_that_lacks_are_told() -> None:
    rows = ["Lê Chi\t05/11/2010\t7A3\t12\t7", "Nguyễn An\t12/07/2008\t9A4"]
    drawn = "Lê Chi ### 7A3 12 7 Nguyễn An ### 9A4"
    assert missing(rows, [drawn], numbers=True) == {1: ["Lê Chi\t05/11/2010", "Nguyễn An\t12/07/2008"]}


def test_a_formula_is_missing_though_its_letters_stand_elsewhere() -> None:
    said = ["Trong đó a, b là hai cạnh.", "x=-b±Δ2a", "Hết bài."]
    assert missing(said, ["Trong đó a, b là hai cạnh.", "Hết bài."]) == {1: ["x=-b±Δ2a"]}


def test_of_equal_words_the_one_without_its_neighbours_is_missing() -> None:
    said = ["Mở cửa buổi sáng.", "Nghỉ buổi trưa.", "Mở cửa buổi chiều."]
    drawn = ["Mở cửa buổi sáng.", "Nghỉ trưa.", "Mở cửa buổi chiều."]
    assert missing(said, drawn) == {2: ["Nghỉ buổi trưa."]}


def test_of_a_long_line_the_words_around_are_told() -> None:
    filler = " ".join(f"từ{letter}" for letter in "abcdefghijklmnopqrstuvwxyzăâđêôơư" * 2)
    line = f"{filler} trước (giấu kín) sau {filler}"
    (told,) = missing([line], [f"{filler} trước sau {filler}"])[1]
    assert "(giấu kín)" in told
    assert len(told) < 60
    assert told in line


def test_what_nobody_drew_stands_where_the_document_has_come_to() -> None:
    said = [f"dòng chung {PROSE}" for _ in range(6)]
    said[4:4] = ["hộp không vẽ"]
    drawn = [f"{said[0]} {said[0]}"] * 3
    assert missing(said, drawn) == {2: ["hộp không vẽ"]}


def test_a_slide_is_its_page() -> None:
    lines = [Line("Một", 1), Line("giấu", 1), Line("Hai", 2), Line("giấu", 2)]
    assert undrawn(lines, [["Một"], ["Hai"]], numbers=False) == {1: ["giấu"], 2: ["giấu"]}


@given(
    st.lists(
        st.lists(st.sampled_from(["sách", "vở", "bút", "thước", "7", "12", "305", "9A1"]), min_size=1), min_size=1
    ),
    st.sampled_from([" ", "\t"]),
    st.data(),
)
def test_every_word_that_is_not_drawn_is_told(rows: list[list[str]], mark: str, data: st.DataObject) -> None:
    said = [word for row in rows for word in row]
    drawn = [said[at] for at in sorted(data.draw(st.sets(st.integers(0, len(said) - 1))))]
    told = missing([mark.join(row) for row in rows], [" ".join(drawn)], numbers=True)
    lines = {line for page in told.values() for line in page}
    lacking = Counter(said) - Counter(drawn)
    assert bool(lines) == bool(lacking)
    assert {word for word in lacking if word != "9A1"} <= {word for line in lines for word in line.split()}
