"""What stands beside the name of a license: titles and addresses are no conditions, parts and guesses no license."""

from __future__ import annotations

import pytest

from repo_app.licensing import LicenseFault, named_in, read

WHOLE = (
    "Âm nhạc 6 · 2024 · CC BY 4.0", "Hình học 10 – CC BY 4.0", "Ảnh hưởng của đất · CC BY 4.0",
    "Bản đồ Việt Nam · CC BY 4.0", "Địa chỉ: 1 Tràng Tiền, Hà Nội. Giấy phép CC BY 4.0",
    "© 2024 Will Smith. CC BY 4.0", "You shall give credit. CC BY 4.0", "Mĩ thuật 7 – Tranh dân gian – CC BY 4.0",
    "Toán 6 tập 1: Hình phẳng, CC BY 4.0", "Lịch sử Việt Nam từ năm 1945 đến nay · CC BY 4.0",
    "Một số phương pháp dạy học tích cực · CC BY 4.0", "Some rights reserved. CC BY 4.0",
    "Some Notes on Algebra. CC BY 4.0", "Chapter 5 | Linear maps | CC BY 4.0", "Chương 3: Cơ học. CC BY 4.0",
    "Hình không gian · CC BY 4.0", "Phép trừ trong phạm vi 100 · CC BY 4.0", "Kiểm soát nội bộ · CC BY 4.0",
    "Giáo trình 3 tín chỉ, CC BY 4.0", "Chỉ số phát triển con người · CC BY 4.0",
    "Dạy học dựa trên dự án · CC BY 4.0", "Map Reading for Scouts. CC BY 4.0", "Music Theory. CC BY 4.0",
    "Tin học 9: Làm video · CC BY 4.0", "Games for education. CC BY 4.0", "The Only Child. CC BY 4.0",
    "Nguồn nước sạch · CC BY 4.0", "Phòng chống tranh chấp đất đai. CC BY 4.0", "Cẩm nang trồng cam. CC BY 4.0",
    "Hướng dẫn từng bước · CC BY 4.0", "Ô nhiễm không khí – CC BY 4.0",
    "A text for grade 6, intended for schools. CC BY 4.0", "This book will help you read maps. CC BY 4.0",
    "CC BY 4.0 for the text and images", "Dr. Chang, CC BY 4.0", "Sach hinh hoc 10. CC BY 4.0",
    "Dia chi: Ha Noi. CC BY 4.0", "Địa lí 9 – Bản đồ và biểu đồ – CC BY 4.0", "Video bài giảng Toán 5 · CC BY 4.0",
    "Đồ thị và hàm số, phần 1. CC BY 4.0", "This chart-making course is licensed under CC BY 4.0",
    "The Table of Elements is available under CC BY 4.0", "Toàn bộ nội dung kể cả hình ảnh theo CC BY 4.0",
    "Hình học: CC BY 4.0", "Sách bài tập theo CC BY 4.0",
)  # fmt: skip
REFUSED = {
    "license.in_part": (
        "Nguồn: Wikipedia, CC BY-SA 4.0", "This chapter is CC BY 4.0", "Phụ lục: CC BY 4.0",
        "Một số tư liệu theo CC BY 4.0", "Part of this book is CC BY 4.0", "Some photos are under CC BY 4.0",
        "Ảnh: Trần Văn Nam, CC BY 4.0", "Hình 3.2: CC BY 4.0", "Ảnh của Nguyễn Lan, CC BY-SA 4.0",
        "Photo by Jane Roe, CC BY 2.0", "Photos © AFP. CC BY 4.0", "CC BY 4.0 cho phần lời",
        "CC BY 4.0 cho các hình vẽ", "CC BY 4.0 applies to the figures", "Bản đồ thuộc OpenStreetMap, CC BY-SA 2.0",
        "Source: OpenStax, CC BY 4.0", "Hình minh hoạ theo CC BY 4.0", "Nhạc: Lê Hoàng, CC BY 4.0",
        "Cover image: CC BY 2.0", "Bìa: CC BY 4.0", "Dựa trên OpenStax Biology, CC BY 4.0",
        "Dịch từ sách của OpenStax, CC BY 4.0", "Phần 2 theo CC BY 4.0", "Appendix B is licensed under CC BY 4.0",
        "Hinh bia: CC BY 2.0", "Ảnh trong sách: CC BY 4.0", "Hình ảnh trong bài theo CC BY 4.0",
        "Chapters 1-3 are CC BY 4.0", "Các bài tập theo CC BY 4.0", "Data: CC BY 4.0",
        "Map data from OSM, CC BY-SA 2.0", "Trang 3-5 theo CC BY 4.0", "This figure is reproduced under CC BY 4.0",
        "Contains material from OpenStax, CC BY 4.0", "Bài đọc trích Wikipedia, CC BY-SA 4.0",
        "Theo Wikipedia (CC BY-SA 4.0)",
    ),
    "license.more_conditions": (
        "CC BY 4.0, chỉ dùng nội bộ", "CC BY 4.0, chỉ được dùng trong nhà trường", "CC BY 4.0 for personal use",
        "CC BY 4.0, only for members", "CC BY 4.0, for educational use only", "CC BY 4.0. Tài liệu lưu hành nội bộ.",
    ),
    "license.uncertain": (
        "Sẽ được phát hành theo giấy phép CC BY 4.0", "It will soon be released under CC BY 4.0",
        "CC BY 4.0 từ ngày 1/1/2030", "Probably CC BY 4.0", "Hình như theo CC BY 4.0", "Planned to be CC BY 4.0",
    ),
    "license.denied": (
        "Sách này không theo CC BY 4.0", "Not CC BY 4.0", "CC BY 4.0, trừ hình bìa", "Bỏ giấy phép CC BY 4.0",
        "Everything except the photos: CC BY 4.0", "CC BY 4.0 hết hiệu lực", "It can’t be CC BY 4.0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", WHOLE)
def test_ordinary_words_of_titles_and_addresses_change_nothing(text: str) -> None:
    assert read(text).id == "cc-by-4.0"
    assert named_in(text) == ("cc-by-4.0", True)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts])
def test_a_part_a_condition_a_guess_or_a_denial_is_no_license(code: str, text: str) -> None:
    with pytest.raises(LicenseFault) as caught:
        read(text)
    assert caught.value.code == code
    assert named_in(text) == ("", False)
