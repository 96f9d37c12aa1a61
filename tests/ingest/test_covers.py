"""Covers as they are deposited: what is the title, who is a person, and who published it."""

from __future__ import annotations

import pytest

from ingest import FileType, Inspection, Page, Suggestion, Word, suggest
from repo_app.services.suggested import known_names

PDF = Inspection(FileType("application/pdf", "pdf", ".pdf"), 1)
FOOT = (1300, 24, "Gia Lai, 2020")
TITLE = (320, 60)


def cover(*lines: tuple[int, int, str]) -> Page:
    """A page with rows of (top, height of the letters, text), centred."""
    words = []
    for top, height, text in lines:
        step = height // 2
        left = 500 - step * len(text) // 2
        for word in text.split():
            words.append(Word(word, (left, top, left + step * len(word), top + height), 1.0))
            left += step * (len(word) + 1)
    return Page(1, "\n".join(text for *_, text in lines), "text-layer", 1.0, 1000, 1400, words=tuple(words))


def found(*lines: tuple[int, int, str], told: tuple[Suggestion, ...] = ()) -> tuple[Suggestion, ...]:
    return suggest(Inspection(PDF.file_type, 1, suggestions=told), [cover(*lines)], known_names())


def values(told: tuple[Suggestion, ...], key: str) -> list[str]:
    return [one.value for one in told if one.field == key]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỔ TAY NHÀ NÔNG", "Sổ tay nhà nông"),
        ("CẨM NANG NUÔI GÀ", "Cẩm nang nuôi gà"),
        ("TÀI LIỆU ÔN THI VÀO LỚP 10", "Tài liệu ôn thi vào lớp 10"),
        ("SỔ TAY Y TẾ THÔN BẢN", "Sổ tay y tế thôn bản"),
    ],
)
@pytest.mark.parametrize("beside", ["Nguyễn Văn Bảy", "Bs. Y Byên", "HỘI NÔNG DÂN TỈNH KON TUM"])
def test_a_row_that_says_kind_and_matter_is_the_title(printed: str, written: str, beside: str) -> None:
    told = found((*TITLE, printed), (460, 28, beside), FOOT)
    assert values(told, "title") == [written]


@pytest.mark.parametrize("kind", ["BẢN TIN", "KỈ YẾU", "TÀI LIỆU DÀNH CHO GIÁO VIÊN"])
def test_an_author_is_no_title_where_only_the_kind_is_printed(kind: str) -> None:
    told = found((*TITLE, kind), (460, 28, "Nguyễn Văn Bảy"), FOOT)
    assert (values(told, "title"), values(told, "creator")) == ([], ["Nguyễn Văn Bảy"])


def test_a_title_that_could_be_a_name_stays_one() -> None:
    assert values(found((*TITLE, "LÃO HẠC"), (460, 28, "Nam Cao"), FOOT), "title") == ["Lão hạc"]


@pytest.mark.parametrize(
    ("foot", "place"),
    [
        ("NHÀ XUẤT BẢN NÔNG NGHIỆP – 2021", []),
        ("Sở Y tế – 2021", []),
        ("Đăk Lăk, 2021", ["Đăk Lăk"]),
        ("Trường Lâm, 2021", ["Trường Lâm"]),
    ],
)
def test_a_body_before_the_year_is_no_place(foot: str, place: list[str]) -> None:
    told = found((*TITLE, "CÂY CÀ PHÊ"), (1300, 24, foot))
    assert (values(told, "spatial"), values(told, "issued")) == (place, ["2021"])


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("TRƯỜNG THPT PLEIKU", "Trường THPT Pleiku"),
        ("TRƯỜNG TH&THCS ĐĂK LONG", "Trường TH&THCS Đăk Long"),
        ("SỞ VĂN HÓA,THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("NHÀ XUẤT BẢN VĂN HỌC", "Nhà xuất bản Văn học"),
    ],
)
def test_bodies_keep_what_is_shortened(printed: str, written: str) -> None:
    assert values(found((80, 24, printed), (*TITLE, "CÂY CÀ PHÊ")), "publisher") == [written]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("LUẬT TỤC BA NA", "Luật tục Ba Na"),
        ("BA NĂM Ở RỪNG", "Ba năm ở rừng"),
        ("LỊCH SỬ XÃ ĐĂK TỜ RE", "Lịch sử xã Đăk Tờ Re"),
        ("LỊCH SỬ XÃ ĐĂK HÀ ĐỔI MỚI", "Lịch sử xã Đăk Hà đổi mới"),
    ],
)
def test_names_of_peoples_and_places_keep_their_capitals(printed: str, written: str) -> None:
    assert values(found((*TITLE, printed), FOOT), "title") == [written]


def test_an_english_cover_offers_both_languages_and_its_second_title() -> None:
    told = found(
        (*TITLE, "FARMING HANDBOOK FOR HIGHLAND FAMILIES"), (460, 40, "Sổ tay nhà nông vùng cao"),
        (560, 28, "Edited by Jane Smith and Trần Thị Mai"), (1300, 24, "Hanoi, 2018"),
    )  # fmt: skip
    assert values(told, "alternative") == ["Sổ tay nhà nông vùng cao"]
    assert set(values(told, "language")) == {"en", "vi"}
    assert {one.value for one in told if one.role == "editor"} == {"Jane Smith", "Trần Thị Mai"}


@pytest.mark.parametrize("row", ["Tái bản lần thứ 5 năm 2023", "Tái bản lần thứ 5, năm 2023"])
def test_the_year_of_a_reprint_is_before_that_of_a_registration(row: str) -> None:
    told = found((*TITLE, "CÂY CÀ PHÊ"), (1200, 20, "Số ĐKXB: 1104-2022/CXBIPH/7-33/ĐHST."), (1250, 20, row))
    assert values(told, "issued") == ["2023", "2022"]


def test_a_sentence_is_no_publisher() -> None:
    row = "Thư viện xã mở cửa từ bảy giờ sáng, đóng lúc năm giờ chiều."
    assert values(found((*TITLE, "CÂY CÀ PHÊ"), (1250, 16, row), FOOT), "publisher") == []


@pytest.mark.parametrize(
    ("kind", "height", "name", "written"),
    [
        ("TÀI LIỆU HƯỚNG DẪN KĨ THUẬT", 60, "TRỒNG LÚA NƯỚC", "Trồng lúa nước"),
        ("TÀI LIỆU TẬP HUẤN CÁN BỘ", 40, "KĨ NĂNG SỐ", "Kĩ năng số"),
        ("CẨM NANG NUÔI", 48, "GÀ THẢ VƯỜN", "Cẩm nang nuôi gà thả vườn"),
    ],
)
def test_a_kind_in_another_print_than_the_title_is_no_part_of_it(
    kind: str, height: int, name: str, written: str
) -> None:
    assert values(found((320, height, kind), (400, 48, name), FOOT), "title") == [written]


def test_a_body_runs_on_in_the_next_row() -> None:
    told = found((80, 24, "SỞ VĂN HÓA, THỂ THAO"), (112, 24, "VÀ DU LỊCH"), (*TITLE, "CÂY CÀ PHÊ"), FOOT)
    assert values(told, "publisher") == ["Sở Văn hóa, Thể thao và Du lịch"]
    assert values(told, "title") == ["Cây cà phê"]


def test_a_body_in_the_largest_print_is_a_part_of_the_title_and_no_publisher() -> None:
    told = found(
        (60, 24, "HỘI KHUYẾN HỌC TỈNH TRƯỜNG LÂM"), (320, 60, "THƯ VIỆN CÔNG CỘNG"), (400, 60, "TRONG KỈ NGUYÊN SỐ"),
        (700, 24, "Tài liệu hội thảo"), FOOT,
    )  # fmt: skip
    assert (values(told, "title"), values(told, "publisher")) == (
        ["Thư viện công cộng trong kỉ nguyên số"], ["Hội Khuyến học tỉnh Trường Lâm"]
    )  # fmt: skip


def test_two_titles_in_two_tongues_are_not_one() -> None:
    told = found((320, 60, "H’BIA RĂK"), (410, 50, "NÀNG CÔNG CHÚA"), (600, 24, "Sách song ngữ Gia Rai - Việt"))
    assert values(told, "title") == ["H’bia Răk"]


def test_a_worksheet_is_called_by_its_head_and_tells_its_subject() -> None:
    told = found((90, 40, "PHIẾU BÀI TẬP TOÁN LỚP 4"), (160, 26, "Bài 5: Hình bình hành"), (300, 24, "I. Nối"))
    assert (values(told, "title"), values(told, "subject")) == (["Phiếu bài tập toán lớp 4"], ["toan"])
    assert values(told, "educationLevel") == ["grade-4"]


def test_a_grade_beside_a_subject_over_two_rows_of_a_title() -> None:
    told = found((60, 30, "ĐỀ CƯƠNG ÔN TẬP LỊCH SỬ 12"), (110, 28, "HỌC KỲ II"), (300, 24, "Câu 1. Hãy kể tên"))
    assert values(told, "educationLevel") == ["grade-12"]


def test_the_volume_of_a_series_is_not_that_of_the_work() -> None:
    told = found((60, 24, "Tủ sách Hoa Ban - Tập 5"), (*TITLE, "CÁO VÀ CÒ"), (1300, 24, "NXB Trăng Non"))
    assert [(one.value, one.volume) for one in told if one.field == "isPartOf"] == [("Tủ sách Hoa Ban", "Tập 5")]


def test_the_number_of_an_issue_is_no_day() -> None:
    assert values(found((*TITLE, "TẠP CHÍ HOA BAN"), (420, 24, "Số 475 (Kì 1 - 4/2020)")), "issued") == []


def test_capitals_behind_the_number_of_a_lesson_are_no_names() -> None:
    told = found((60, 26, "KẾ HOẠCH BÀI DẠY"), (140, 24, "Tiết 72 – BÀI 25: PHÉP CỘNG PHÂN SỐ"), (200, 24, "Môn: Toán"))
    assert values(told, "title") == ["Tiết 72 – Bài 25: Phép cộng phân số"]
