"""Paragraphs by white and by lines that stand in; the lines of verse stay what they are."""

from pathlib import Path

from tests.documents import prose, wrapped
from tests.ingest.sheets import Put, column, read, sheets


def test_first_lines_that_stand_in_begin_paragraphs(tmp_path: Path) -> None:
    lines = wrapped(prose(1, 30), 74)[:18]
    starts = {0, 5, 11, 12}
    drawn = [
        Put(64 + (20 if at in starts else 0), 80 + 16 * at, line[: 50 if at in (4, 11) else 70])
        for at, line in enumerate(lines)
    ]
    paragraphs = read(sheets(tmp_path / "page.pdf", [drawn]))[0].text.split("\n\n")
    assert [len(paragraph.split("\n")) for paragraph in paragraphs] == [5, 6, 1, 6]


def test_verse_that_stands_in_every_other_line_keeps_its_stanzas(tmp_path: Path) -> None:
    lines = (
        "Ru con con ngủ cho ngoan",
        "Mẹ còn đi cấy đồng xa chưa về",
        "Gió đưa bụi chuối sau hè",
        "Nghe con chim hót tỉ tê",
    )
    verses = [Put(90 if at % 2 == 0 else 64, 80 + 16 * at + 16 * (at // 4), lines[at % 4]) for at in range(16)]
    text = read(sheets(tmp_path / "page.pdf", [verses]))[0].text
    assert text.split("\n\n") == ["\n".join(lines)] * 4


def test_a_heading_or_a_quotation_in_the_middle_is_no_first_line_of_a_list(tmp_path: Path) -> None:
    items = column(["Một là đọc kĩ đề bài", "Hai là vẽ hình ra giấy", "Ba là viết lời giải"], 90, 80)
    text = read(sheets(tmp_path / "page.pdf", [[Put(64, 60, "Muốn giải một bài toán:"), *items]]))[0].text
    assert "\n\n" not in text


def test_the_centred_lines_of_a_title_page_stay_together(tmp_path: Path) -> None:
    names = ("Đàm Quang Nhuệ chủ biên", "Bế Thị Ngọc Trâm", "Khúc Hải Đăng", "Lục Văn Thuyết", "Tòng Thị Bích")
    drawn = [Put(300 - 3.2 * len(name), 80 + 16 * at, name) for at, name in enumerate(names)]
    assert "\n\n" not in read(sheets(tmp_path / "page.pdf", [drawn]))[0].text


def test_pages_of_many_short_paragraphs_have_two_margins(tmp_path: Path) -> None:
    drawn, right = [], []
    for number in range(1, 12):
        lines = wrapped(f"{1900 + number} – {prose(number, 2)}", 70)
        right.append("\n".join(lines))
        drawn += [(20 if at == 0 else 0, line) for at, line in enumerate(lines)]
    puts = [Put(64 + left, 80 + 16 * at, line) for at, (left, line) in enumerate(drawn)]
    assert read(sheets(tmp_path / "page.pdf", [puts]))[0].text == "\n\n".join(right)
