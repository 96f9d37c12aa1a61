"""Rows that name people, bodies and nothing of a title: who is told of each, and what is no subtitle."""

from __future__ import annotations

import pytest

from ingest import Suggestion
from ingest.text.language import guess_language
from tests.ingest.test_covers import TITLE, found, values
from tests.ingest.test_suggestion_steps import found as paper

WORK = (*TITLE, "CHUYỆN BẾN SÔNG")
HOUSE = (1300, 24, "NXB Trăng Non")


def people(told: tuple[Suggestion, ...]) -> set[tuple[str, str | None]]:
    return {(one.value, one.role) for one in told if one.field in ("creator", "contributor")}


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("Lò Văn Páo và Y Thu dịch", {("Lò Văn Páo", "translator"), ("Y Thu", "translator")}),
        ("PGS.TS. Lê Văn Tám chủ biên", {("Lê Văn Tám", "editor-in-chief")}),
        ("Lê Thị Ngà (Tổng chủ biên)", {("Lê Thị Ngà", "general-editor")}),
        ("Biên soạn và minh hoạ: Y Moan", {("Y Moan", "compiler"), ("Y Moan", "illustrator")}),
        ("Lời và tranh: Ksor Phước", {("Ksor Phước", "author"), ("Ksor Phước", "illustrator")}),
        ("Lê Văn Hải1*, Phạm Thị Mai1,2 và A Thun3", {("Lê Văn Hải", "author"), ("Phạm Thị Mai", "author"),
                                                     ("A Thun", "author")}),
        ("Retold by Hilda Marrowby", {("Hilda Marrowby", "compiler")}),
        ("Trình bày: ThS. Hoàng Minh Đức", {("Hoàng Minh Đức", "presenter")}),
        ("Phạm Văn Lời", {("Phạm Văn Lời", "author")}),
    ],
)  # fmt: skip
def test_people_beside_the_word_for_what_they_did(row: str, named: set[tuple[str, str]]) -> None:
    told = found(WORK, (460, 28, row))
    assert (people(told), values(told, "alternative")) == (named, [])


def test_who_laid_a_book_out_presented_nothing() -> None:
    assert people(found(WORK, (460, 28, "Trình bày: Hoàng Minh Đức"), HOUSE)) == set()


def test_a_foreign_name_on_a_translated_work_is_its_author() -> None:
    rows = (WORK, (460, 40, "Hilda Marrowby"), (520, 28, "Lò Văn Páo dịch"), HOUSE)
    told = found(*rows)
    assert people(told) == {("Hilda Marrowby", "author"), ("Lò Văn Páo", "translator")}
    assert (values(told, "alternative"), values(told, "publisher")) == ([], ["Nhà xuất bản Trăng Non"])


@pytest.mark.parametrize(
    "row",
    [
        "(Nguyễn Tuân)", "Hilda Marrowby", "1Trường Đại học Sông Thao; 2Viện Lúa Trường Lâm", "TÓM TẮT", "ABSTRACT",
        "*Tác giả liên hệ: lvhai@example.edu.vn", "Môn học: Toán; lớp: 7", "Thời gian thực hiện: 2 tiết",
    ],
)  # fmt: skip
def test_what_is_no_subtitle(row: str) -> None:
    assert values(found(WORK, (460, 40, row)), "alternative") == []


@pytest.mark.parametrize(
    ("row", "value"), [("Dành cho trẻ em vùng cao", "Dành cho trẻ em vùng cao"), ("The Tale of a River", None)]
)
def test_what_is_one(row: str, value: str | None) -> None:
    assert values(found(WORK, (460, 40, row)), "alternative") == [value or row]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (("UBND TỈNH TRƯỜNG LÂM", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "Sở Giáo dục và Đào tạo tỉnh Trường Lâm"),
        (("PHÒNG GD&ĐT HUYỆN MƯỜNG KHÊ", "TRƯỜNG MẦM NON HOA BAN"), "Trường Mầm non Hoa Ban"),
        (("UỶ BAN NHÂN DÂN", "HUYỆN MƯỜNG KHÊ"), "Uỷ ban nhân dân huyện Mường Khê"),
        (("BỘ Y TẾ", "CỤC QUẢN LÝ DƯỢC"), "Cục Quản Lý Dược"),
    ],
)
def test_a_paper_is_of_the_lowest_body_above_its_number(head: tuple[str, str], body: str) -> None:
    told = paper((head[0], 60), (head[1], 100), ("Số: 12/QĐ-ABC", 150), ("QUYẾT ĐỊNH", 300), ("Về sách", 350))
    assert people(told) == {(body, "issuing-body")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Bơngai Bahnar pơm chư kơ kră sơ̆ đei erih, hơdăh ăn kon sâu tơ̆ pơlei. Kon pơlei Bahnar iŏk chư kơ ƀok kră",
            "",
        ),
        ("Ƀing gơmơi hrăm bơhiăn djop hrơi pơ sang hră, nai pơtô brơi ƀing čơđai hră boh hră thâo čih hră", ""),
        ("Hlăm ƀuôn sang anei mâo lu mnuih dôk hdĭp mda mbĭt, diñu ngă hma, rông mnơ̆ng leh anăn hriăm hră", ""),
        ("Người Ba Na kể chuyện ngày xưa cho con cháu nghe bên bếp lửa của nhà rông, bên ché rượu cần", "vi"),
        ("Nguời Ba Na kễ chuyện ngày xưa cho con chàu nghe bên bêp lưa cùa nhà rông. Càc em đọc bài", "vi"),
        ("Lệnh for (int i = 0) dùng để lặp; hàm printf in ra màn hình chuỗi kí tự, biến scanf đọc số nguyên", "vi"),
    ],
)
def test_a_language_of_the_highlands_is_not_vietnamese(text: str, code: str) -> None:
    assert guess_language(text).code == code
