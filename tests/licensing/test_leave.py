"""A statement of rights that plainly refuses is no leave; of others a person judges, told what seems to refuse."""

from __future__ import annotations

import pytest

from repo_app.licensing import refuses, seems_to_refuse

REFUSED = (
    "Giữ toàn quyền, cấm sao chép", "All rights reserved.", "Nghiêm cấm sao chép dưới mọi hình thức",
    "Không được phép sao chép", "Tác giả chưa có văn bản cho phép", "The author never gave permission",
    "Muốn dùng lại phải xin phép nhà xuất bản", "Reproduction is prohibited", "Bản quyền thuộc NXB. Cấm sao chép.",
    "Đã hỏi, NXB từ chối", "NXB refused", "Muốn sao chép phải được phép của NXB", "Chỉ dùng nội bộ",
    "Mọi hình thức sao chép phải được NXB đồng ý", "Tài liệu lưu hành nội bộ", "Tác giả chưa đồng ý",
    "© 2019 Nguyễn Văn An, Hà Nội. Mọi quyền được bảo lưu.", "giu toan quyen, cam sao chep",
    "© 2020 NXB Trẻ. No part of this book may be reproduced in any form.",
)  # fmt: skip
GIVEN = (
    "Nhà xuất bản cho phép", "Tác giả đồng ý cho đăng ngày 1/2/2024, không được in bán", "© 2019 NXB Trẻ",
    "Được sự chấp thuận của gia đình tác giả. Không dùng để kinh doanh", "Shown with permission of the author",
    "The publisher allowed it; not for sale", "", "NXB Giáo dục tặng thư viện bản số, không thu tiền",
    "Theo thoả thuận ngày 1/2/2024 với tác giả; không dùng vào mục đích thương mại",
    "Donated by the author, not for sale",
    "Tác giả tặng, trừ phần phụ lục", "Tác giả Trần Bỏ", "Tác giả gửi thư ngày 3/5 để thư viện đăng, không bán",
    "Gia đình tác giả hiến tặng năm 2020, bản giấy không còn", "By kind leave of the author's family (no fee)",
    "Sử dụng phải có ghi nguồn", "Sao chép phải ghi rõ nguồn",
    "Tác giả đề nghị bỏ bản cũ, đăng bản này", "Tác giả trao bản thảo cho thư viện để bạn đọc xem, chưa in ở đâu",
)  # fmt: skip
FOR_A_PERSON = {
    "Tác giả tặng, cấm in bán": ("cấm",),
    "Reproduced with permission; it may not be sold": ("may not",),
    "NXB từ chối nhận tiền, thư viện được đăng": ("từ chối",),
    "Giữ toàn quyền, nhưng cho thư viện đăng": ("Giữ toàn quyền",),
    "Không ai giữ bản quyền": ("giữ bản quyền",),
    "Tác giả giữ bản quyền và cho thư viện đăng": ("giữ bản quyền",),
    "Chưa xin phép được tác giả": ("Chưa xin phép",),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_plainly_reserves_or_forbids_is_no_leave(text: str) -> None:
    assert refuses(text)
    assert seems_to_refuse(text)


@pytest.mark.parametrize("text", GIVEN)
def test_what_allows_or_says_nothing_against_it_may_be(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize(("text", "words"), FOR_A_PERSON.items())
def test_what_seems_to_refuse_is_told_by_its_words_and_judged_by_a_person(text: str, words: tuple[str, ...]) -> None:
    assert not refuses(text)
    assert seems_to_refuse(text) == words


def test_leave_in_plain_words_gives_no_warning() -> None:
    assert [text for text in GIVEN if seems_to_refuse(text)] == [GIVEN[1]]
