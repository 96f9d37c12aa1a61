"""What the grammar of questions means to every search index: choices, fields, exclusions."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import open_index
from search.base import Query, SearchIndex
from tests.search.makers import make_entry

SHELF = [
    make_entry("kieu", "Trăm năm trong cõi người ta", title="Truyện Kiều", names="Nguyễn Du", metadata="NXB Văn học"),
    make_entry("van9", "Truyện Kiều của Nguyễn Du", title="Ngữ văn 9", names="Nhiều tác giả", metadata="NXB Giáo dục"),
    make_entry("phe", "Bàn về Kiều", title="Phê bình", names="Kiều Thanh Quế", metadata="Nguyễn trích"),
    make_entry("cong", "Giáo dục công dân", title="Sách công dân", names="Hà", metadata="NXB Giáo dục"),
]


@pytest.fixture(params=["whoosh", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    opened = open_index(f"whoosh://{tmp_path}/index" if request.param == "whoosh" else "memory://")
    opened.rebuild(SHELF)
    return opened


def found(index: SearchIndex, text: str) -> set[str]:
    results = index.search(Query(text))
    assert results.total == len(results.hits)
    return {hit.record for hit in results.hits}


def test_or_binds_tighter_than_a_blank(index: SearchIndex) -> None:
    assert found(index, "cõi OR dân") == {"kieu", "cong"}
    assert found(index, "cõi | dân|bàn") == {"kieu", "cong", "phe"}
    assert found(index, "kiều cõi HOẶC bàn") == {"kieu", "phe"}
    assert found(index, "kieu coi OR dan") == {"kieu"}
    assert found(index, '"truyện kiều" OR "công dân"') == {"kieu", "van9", "cong"}
    assert found(index, '"kiều truyện" OR "dân công"') == set()


def test_a_choice_is_never_answered_in_part(index: SearchIndex) -> None:
    assert found(index, "kiều nguyễn cõi phở OR bún") == set()


def test_fields_look_at_their_part(index: SearchIndex) -> None:
    assert found(index, "title:kiều") == {"kieu"}
    assert found(index, "creator:kiều") == {"phe"}
    assert found(index, 'tacgia:"nguyễn du"') == {"kieu"}
    assert found(index, "text:kieu") == {"van9", "phe"}
    assert found(index, "nxb:giao nguyễn") == {"van9"}
    assert found(index, 'nhan_de:"kiều truyện"') == set()
    assert found(index, "title:kiều creator:nguyễn") == {"kieu"}
    assert found(index, "title:kiều title:vắng") == set()


def test_a_choice_between_fields(index: SearchIndex) -> None:
    assert found(index, "title:kiều OR creator:kiều") == {"kieu", "phe"}
    assert found(index, 'title:văn|dân OR creator:"nguyễn du"') == {"kieu", "van9", "cong"}


def test_minus_looks_at_the_named_part(index: SearchIndex) -> None:
    assert found(index, "kiều -title:kiều") == {"van9", "phe"}
    assert found(index, 'kiều -creator:"Nguyễn Du"') == {"van9", "phe"}
    assert found(index, "-text:giáo -text:kiều") == {"kieu"}


def test_words_of_two_parts_are_no_row(index: SearchIndex) -> None:
    assert found(index, '"kiều nguyễn" OR "vắng mặt"') == set()
    assert found(index, '"kiều thanh quế" OR "vắng mặt"') == {"phe"}


ABBREVIATED = {
    "GDCD 6": "Giáo dục công dân 6",
    "gdcd 6": "GIÁO DỤC CÔNG DÂN 6",
    "giáo dục công dân 6": "Sách GDCD 6",
    "giao duc cong dan": "GDCD",
    "TN&XH": "Tự nhiên và Xã hội 3",
    "tự nhiên và xã hội 3": "TN&XH 3",
    "HK1": "Đề cương học kì I",
    "học kỳ 1": "Đề cương HKI",
    "TT 32/2018": "Thông tư số 32/2018",
    "32/2018/TT-BGDĐT": "Thông tư 32/2018 của Bộ Giáo dục và Đào tạo",
    "sở giáo dục và đào tạo": "Văn bản của Sở GD&ĐT",
    "title:GDCD": "Giáo dục công dân",
    "THCS OR vắng": "Trung học cơ sở",
}


@pytest.mark.parametrize(("question", "text"), ABBREVIATED.items())
def test_abbreviations_are_found_spelled_out_and_the_other_way(index: SearchIndex, question: str, text: str) -> None:
    scattered = "công giáo dạy dục, nhiên tự hội xã, kì học, tư thông, đào tạo bộ giáo, cơ trung học"
    index.rebuild([make_entry("right", text, title=text), make_entry("wrong", f"{scattered} 32 2018")])
    assert found(index, question) == {"right"}


def test_what_is_quoted_is_sought_as_it_stands(index: SearchIndex) -> None:
    index.rebuild([make_entry("short", "sách GDCD"), make_entry("long", "giáo dục công dân")])
    assert found(index, "gdcd") == {"short", "long"}
    assert found(index, '"gdcd"') == {"short"}
    assert found(index, '"giáo dục công dân"') == {"long"}
    assert found(index, "-gdcd") == {"long"}
