"""A statement of rights that refuses is no leave, whatever is ticked beside it."""

from __future__ import annotations

import pytest

from repo_app.licensing import refuses


@pytest.mark.parametrize(
    "text",
    [
        "Giữ toàn quyền, cấm sao chép", "All rights reserved.", "Nghiêm cấm sao chép dưới mọi hình thức",
        "Không được phép sao chép", "Tác giả chưa có văn bản cho phép", "The author never gave permission",
        "Muốn dùng lại phải xin phép nhà xuất bản", "Reproduction is prohibited",
    ],
)  # fmt: skip
def test_what_reserves_or_forbids_is_no_leave(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nhà xuất bản cho phép", "Tác giả đồng ý cho đăng ngày 1/2/2024, không được in bán", "© 2019 NXB Trẻ",
        "Được sự chấp thuận của gia đình tác giả. Không dùng để kinh doanh", "Shown with permission of the author",
        "The publisher allowed it; not for sale", "",
    ],
)  # fmt: skip
def test_what_allows_or_says_nothing_against_it_may_be(text: str) -> None:
    assert not refuses(text)
