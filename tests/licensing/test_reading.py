"""A license is read out of ids, addresses and sentences, or refused with a reason; never taken for another."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_app.licensing import License, LicenseFault, every, find, read
from tests.thorough import rounds

LICENSES = every()
READ = {
    "CC BY-SA 4.0": "cc-by-sa-4.0",
    "cc by sa 4.0": "cc-by-sa-4.0",
    "CC BY\u2011SA 4.0 International License": "cc-by-sa-4.0",
    "CC BY-NC-SA v4": "cc-by-nc-sa-4.0",
    "Giấy phép Creative Commons Ghi công 4.0 Quốc tế": "cc-by-4.0",
    "Ghi công - Phi thương mại - Không phái sinh 4.0 Quốc tế": "cc-by-nc-nd-4.0",
    "ghi cong-chia se tuong tu 4.0": "cc-by-sa-4.0",
    "Ghi công – Phi thương mại 3.0 Việt Nam": "cc-by-nc-3.0-vn",
    "Trừ khi có ghi chú khác, nội dung được cấp phép theo Giấy phép Creative Commons Ghi công-Chia sẻ tương tự 4.0 "
    "Quốc tế (CC BY-SA 4.0)": "cc-by-sa-4.0",
    "This work is licensed under a Creative Commons Attribution-ShareAlike 3.0 Unported License.": "cc-by-sa-3.0",
    "Attribution-NonCommercial-ShareAlike 4.0 International (CC BY-NC-SA 4.0) "
    "https://creativecommons.org/licenses/by-nc-sa/4.0/": "cc-by-nc-sa-4.0",
    "http://creativecommons.org/licenses/by-nc-nd/3.0/vn/": "cc-by-nc-nd-3.0-vn",
    "https://creativecommons.org/licenses/by/4.0/legalcode.vi": "cc-by-4.0",
    "www.creativecommons.org/licenses/by-nd-nc/1.0": "cc-by-nd-nc-1.0",
    "CC-BY-NC-ND-1.0": "cc-by-nd-nc-1.0",
    "CC-BY-3.0-IGO": "cc-by-3.0-igo",
    "CC BY 3.0 VN": "cc-by-3.0-vn",
    "CC BY-NC 2.0 UK: England & Wales": "cc-by-nc-2.0-uk",
    "CC BY 2.5 Scotland": "cc-by-2.5-scotland",
    "CC BY 3.0 in PDF": "cc-by-3.0",
    "CC BY 4.0. Please give attribution.": "cc-by-4.0",
    "CC0": "cc0-1.0",
    "https://creativecommons.org/publicdomain/mark/1.0/deed.vi": "pdm-1.0",
    "Phạm vi công cộng": "pdm-1.0",
    "http://rightsstatements.org/page/InC-EDU/1.0/?language=en": "rs-inc-edu-1.0",
    "All rights reserved.": "in-copyright",
    "© 2019 Nguyễn Văn An. All rights reserved.": "in-copyright",
    "chưa rõ quyền": "unknown",
    "CC BY-NC 4.0, không sử dụng vào mục đích thương mại": "cc-by-nc-4.0",
    "Ghi công-Không dùng cho mục đích thương mại-Chia sẻ tương tự 4.0 Quốc tế": "cc-by-nc-sa-4.0",
    "CC BY-NC-ND 4.0: not for commercial use, no derivatives": "cc-by-nc-nd-4.0",
    "Sách theo giấy phép CC BY 4.0; nó đã được chữa lỗi": "cc-by-4.0",
    "Except where otherwise noted, this site is licensed under CC BY 4.0": "cc-by-4.0",
    "CC0: no rights reserved": "cc0-1.0",
    "CC BY 4.0: ai cũng dùng được, không cần xin phép": "cc-by-4.0",
    "Ngoại trừ khi ghi khác, theo CC BY 4.0": "cc-by-4.0",
    "CC BY-SA 3.0 (Việt Nam)": "cc-by-sa-3.0-vn",
    "Creative Commons Attribution 3.0 Germany License": "cc-by-3.0-de",
    "(CC BY-NC-SA 3.0 IGO; https://creativecommons.org/licenses/by-nc-sa/3.0/igo).": "cc-by-nc-sa-3.0-igo",
    "CC BY-SA 3.0, Đức Huy dịch": "cc-by-sa-3.0",
    "CC BY-SA 2.0 bị sao chép": "cc-by-sa-2.0",
    "CC BY-SA 2.5 ý nghĩa": "cc-by-sa-2.5",
    "CC BY 4.0. Ý kiến xin gửi về thư viện": "cc-by-4.0",
    "CC BY 4.0 Pháp luật đại cương": "cc-by-4.0",
    "Nếu không ghi chú gì khác, tài liệu theo CC BY 4.0": "cc-by-4.0",
    "Bạn có thể chia sẻ tài liệu này theo CC BY 4.0": "cc-by-4.0",
    "This work may be used under CC BY 4.0": "cc-by-4.0",
    "CC BY-NC 4.0, chỉ dùng cho mục đích phi thương mại": "cc-by-nc-4.0",
    "CC BY 4.0, chỉ cần ghi tên tác giả": "cc-by-4.0",
    "© 2019 Nguyễn Văn An. Truyện tranh theo CC BY 4.0": "cc-by-4.0",
}
REFUSED = {
    "": "license.not_one",
    "Xin chào": "license.not_one",
    "CC": "license.not_one",
    "GPL-3.0": "license.not_one",
    "Written by Nguyen 4.0": "license.not_one",
    "https://creativecommons.org/licenses/publicdomain/": "license.not_one",
    "CC BY": "license.no_version",
    "Giấy phép Creative Commons Ghi công": "license.no_version",
    "CC BY-SA 5.0": "license.unknown",
    "CC BY 2.1": "license.unknown",
    "CC BY-ND-SA 4.0": "license.unknown",
    "CC BY 4.0 VN": "license.unknown",
    "CC0 2.0": "license.unknown",
    "CC BY 3.0 IN PDF": "license.unsure_port",
    "CC BY 3.0 Pháp luật đại cương": "license.unsure_port",
    "CC BY 3.0 viet nam": "license.unsure_port",
    "CC BY 3.0, Việt Nam": "license.unsure_port",
    "CC NC 1.0": "license.unknown",
    "CC BY 4.0 or CC BY-SA 4.0": "license.several",
    "CC BY 3.0 / CC BY 4.0": "license.several",
    "https://creativecommons.org/licenses/by/3.0/ (CC BY 3.0 VN)": "license.several",
    "All rights reserved. CC BY 4.0": "license.several",
    "This is not under CC BY 4.0": "license.denied",
    "Không theo giấy phép CC BY 4.0": "license.denied",
    "This work is no longer under CC BY 4.0": "license.denied",
    "This work doesn't carry CC BY 4.0": "license.denied",
    "It isn’t CC BY 4.0": "license.denied",
    "No CC BY 4.0": "license.denied",
    "This cannot be used under CC BY 4.0": "license.denied",
    "CC BY 4.0 does not apply": "license.denied",
    "CC BY 4.0 (expired)": "license.denied",
    "Previously CC BY 4.0": "license.denied",
    "hết hạn giấy phép CC BY 4.0": "license.denied",
    "Mọi hình, ngoại trừ hình bìa: CC BY 4.0": "license.denied",
    "Đã chấm dứt giấy phép CC BY 4.0": "license.denied",
    "Any license other than CC BY 4.0": "license.denied",
    "Instead of CC BY 4.0": "license.denied",
    "once CC BY 4.0": "license.denied",
    "het han giay phep CC BY 4.0": "license.denied",
    "Trước đây theo giấy phép CC BY 4.0": "license.denied",
    "Từng theo giấy phép CC BY 4.0": "license.denied",
    "Giấy phép CC BY 4.0 đã bị thu hồi": "license.denied",
    "Tai lieu chua theo CC BY 4.0": "license.denied",
    "CC BY 4.0, không dùng cho mục đích thương mại": "license.more_conditions",
    "CC BY 4.0, chỉ dùng nội bộ": "license.more_conditions",
    "CC BY 4.0 applies only to the text": "license.in_part",
    "CC BY 4.0 for the text; photos © AFP": "license.in_part",
    "Hình bìa: CC BY 2.0, Flickr": "license.in_part",
    "Nguồn ảnh: Wikipedia (CC BY-SA 4.0)": "license.in_part",
    "Phỏng theo sách của OpenStax, CC BY 4.0": "license.in_part",
    "Adapted from OpenStax Biology, CC BY 4.0": "license.in_part",
    "Có thể là CC BY 4.0": "license.uncertain",
    "It may be CC BY 4.0": "license.uncertain",
    "This will be CC BY 4.0 from 2030": "license.uncertain",
    "Từ năm 2030 theo CC BY 4.0": "license.uncertain",
    "CC BY 4.0, NonCommercial": "license.more_conditions",
    "CC BY-NC 4.0, no derivatives": "license.more_conditions",
    "CC BY 4.0 " + "a" * 2000: "license.not_one",
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_what_names_one_license_is_read(text: str, expected: str) -> None:
    assert read(text).id == expected


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_names_none_for_certain_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(LicenseFault) as caught:
        read(text)
    assert caught.value.code == code


def _written(one: License) -> list[str]:
    plain = one.url.replace("https:", "http:").rstrip("/")
    short = [one.short] if one.is_creative_commons else []
    return [one.id, one.id.upper(), one.url, plain, f"{one.url}deed.vi", one.name("vi"), one.name("en"), *short]


def test_every_license_comes_back_from_all_that_it_is_called() -> None:
    assert len(LICENSES) > 600
    wrong = [(text, one.id) for one in LICENSES for text in _written(one) if read(text) != one]
    assert wrong == []


@settings(max_examples=rounds(200, quick=60), deadline=None)
@given(st.sampled_from(LICENSES), st.sampled_from(LICENSES), st.sampled_from([" ", " / ", ", hoặc ", " or "]))
def test_of_two_licenses_neither_is_taken(one: License, other: License, between: str) -> None:
    text = f"{one.url}{between}{other.url}"
    if one == other:
        assert read(text) == one
    else:
        with pytest.raises(LicenseFault):
            read(text)


@settings(max_examples=rounds(300, quick=80), deadline=None)
@given(st.text(max_size=60))
def test_nothing_that_anybody_types_breaks_it(text: str) -> None:
    with suppress(LicenseFault):
        assert find(read(text).id)
