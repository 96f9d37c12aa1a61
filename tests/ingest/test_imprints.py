"""Who published a work, and when, by the rows that say so: one row of an imprint or a foot line at a time."""

from __future__ import annotations

import pytest

from ingest import Suggestion
from tests.ingest.test_suggestion_steps import found, values

TITLE = ("CÂY LÚA NƯỚC", 300)
SMALL = 1250
"""Where a foot line stands on a page 1,400 high."""


def told(row: str, top: int = SMALL) -> tuple[Suggestion, ...]:
    return found(TITLE, (row, top))


def first(row: str, key: str, top: int = SMALL) -> str | None:
    return next(iter(values(told(row, top), key)), None)


@pytest.mark.parametrize(
    ("row", "publisher", "year"),
    [
        ("NXB Tổng hợp TP. Hồ Chí Minh, 2019", "Nhà xuất bản Tổng hợp TP. Hồ Chí Minh", "2019"),
        ("NHÀ XUẤT BẢN CHÍNH TRỊ QUỐC GIA – SỰ THẬT", "Nhà xuất bản Chính trị quốc gia – Sự thật", None),
        ("Nhà xuất bản Hoa Ban – Hà Nội – 2005", "Nhà xuất bản Hoa Ban", "2005"),
        ("Dự án Nhà Sách Nhỏ · 2026 · CC BY 4.0", "Dự án Nhà Sách Nhỏ", "2026"),
        ("Thư viện huyện Mường Khê | 2021 | Giấy phép CC BY-SA 4.0", "Thư viện huyện Mường Khê", "2021"),
        ("© 2018, 2021 Hội Nông dân tỉnh Trường Lâm", "Hội Nông dân tỉnh Trường Lâm", "2021"),
        ("Bản quyền thuộc về Trung tâm Khuyến nông huyện Mường Khê", "Trung tâm Khuyến nông huyện Mường Khê", None),
        (
            "Bản quyền © 2020 thuộc Trường Đại học Sông Thao. Mọi quyền được bảo lưu.",
            "Trường Đại học Sông Thao",
            "2020",
        ),
        ("Copyright © 2017 by Lotus Education Foundation. All rights reserved.", "Lotus Education Foundation", "2017"),
        ("Published by Lotus Press, Da Nang, 2016", "Lotus Press", "2016"),
        (
            "Sở Văn hoá, Thể thao và Du lịch tỉnh Trường Lâm – 2022",
            "Sở Văn hoá, Thể thao và Du lịch tỉnh Trường Lâm",
            "2022",
        ),
        ("Chịu trách nhiệm xuất bản: Sở Khoa học và Công nghệ Trường Lâm", "Sở Khoa học và Công nghệ Trường Lâm", None),
        ("Chịu trách nhiệm xuất bản: Giám đốc NGÔ QUỐC BẢO", None, None),
        ("In tại Công ty cổ phần In Trăng Non, Hà Nội", None, None),
        ("CÔNG TY TNHH MTV IN BÁO TRƯỜNG LÂM", None, None),
        ("Printed by Red River Printing Company, 2016", None, "2016"),
        ("© 2021 Nguyễn Thị Hoà", None, "2021"),
        ("Du an Nha Sach · 2026 · CC BY 4.0", "Dự án Nha Sach", "2026"),
        ("Hoclieu · Giấy phép Creative Commons: chọn thế nào?", None, None),
        ("Nhà xuất bản Trường, thư viện hay trung tâm phát hành", None, None),
    ],
)
def test_who_issued_a_work_and_when(row: str, publisher: str | None, year: str | None) -> None:
    assert (first(row, "publisher"), first(row, "issued")) == (publisher, year)


@pytest.mark.parametrize(
    ("row", "year"),
    [
        ("Tái bản lần thứ ba, năm 2019", "2019"),
        ("Xuất bản lần đầu năm 2011, tái bản có bổ sung năm 2018", "2018"),
        ("First published 2009. Second edition 2015.", "2015"),
        ("In xong và nộp lưu chiểu quý IV năm 2013.", "2013"),
        ("Nộp lưu chiểu: 12/2014", "2014"),
        ("Tập 3, Số 1 (2020)", "2020"),
        ("Quyết định xuất bản số 12/QĐ-NXB ngày 3 tháng 2 năm 2012", None),
        ("Giấy phép xuất bản số 45/GP-STTTT cấp ngày 12/5/2012", None),
        ("Năm học 2019 – 2020", None),
        ("© 12/2024/TT-BGDĐT", None),
        ("Xuất bản lần đầu 12/2011", "2011"),
    ],
)
def test_when_a_work_came_out(row: str, year: str | None) -> None:
    assert first(row, "issued", 1000) == year


def test_the_year_of_this_edition_goes_before_that_of_the_copyright() -> None:
    rows = (("© 2012 Trường Đại học Sông Thao", 1000), ("In xong và nộp lưu chiểu", 1100), ("quý I năm 2019", 1150))
    assert values(found(TITLE, *rows), "issued") == ["2019"]


def test_a_line_below_the_title_of_a_page_of_text_says_it_too() -> None:
    prose = [("Một dòng chữ dài kể về cây lúa nước ở vùng cao, từ lúc gieo mạ đến", 500 + 50 * at) for at in range(9)]
    named = found(("CÂY LÚA NƯỚC", 60), ("Dự án Nhà Sách Nhỏ · 2026 · CC BY 4.0", 110), *prose)
    assert (values(named, "publisher"), values(named, "issued")) == (["Dự án Nhà Sách Nhỏ"], ["2026"])


def test_a_body_that_many_are_called_by_is_told_with_its_place() -> None:
    named = found(("UỶ BAN NHÂN DÂN TỈNH SƠN KHÊ", 40), ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", 90), TITLE)
    assert values(named, "publisher") == ["Sở Giáo dục và Đào tạo tỉnh Sơn Khê"]
    named = found(("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", 40), ("HUYỆN ĐĂK TÔ", 90), TITLE)
    assert values(named, "publisher") == ["Phòng Giáo dục và Đào tạo huyện Đăk Tô"]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("THƠ VĂN NGUYỄN ĐÌNH CHIỂU", "Thơ văn Nguyễn Đình Chiểu"),
        ("CUỘC ĐỜI CHỊ VÕ THỊ SÁU", "Cuộc đời chị Võ Thị Sáu"),
        ("NGUYỄN TRÃI VÀ BÌNH NGÔ ĐẠI CÁO", "Nguyễn Trãi và bình ngô đại cáo"),
        ("TƯ TƯỞNG HỒ CHÍ MINH", "Tư tưởng Hồ Chí Minh"),
        ("TRẦN NHÀ VÀ MÁI NGÓI", "Trần nhà và mái ngói"),
        ("THE LITTLE HOUSE ON THE HILL", "The Little House on the Hill"),
        ("A GUIDE TO CHILDREN'S LIBRARIES", "A Guide to Children's Libraries"),
    ],
)
def test_names_in_capitals_are_written_as_names(printed: str, written: str) -> None:
    assert values(found((printed, 300)), "title") == [written]
