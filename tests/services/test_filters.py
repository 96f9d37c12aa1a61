"""What typed values of facets mean, without a library: ids, names, beginnings, ranges, and anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.services.facets import FACETS, Names
from repo_app.services.finding.filters import Filters, understood
from repo_app.services.finding.labels import with_whole_labels
from repo_app.services.finding.naming import Meant, each_year, meant, names_of
from repo_app.services.finding.requests import SearchRequest
from search import QueryRefused, parse

NAMES = Names(
    "vi",
    {
        "organization": {"xa": "Thư viện xã", "truong-1": "Trường Nguyễn Du", "truong-2": "Trường Nguyễn Trãi"},
        "collection": {"bai-giang": "Bài giảng"},
    },
)
HELD = {"subject": ("Ươm hạt giống", "toan"), "level": ("Nâng cao",)}


def held(facet: str) -> tuple[str, ...]:
    return HELD.get(facet, ())


def held_names(facet: str) -> dict[str, str]:
    return names_of(facet, NAMES, held(facet))


def test_an_address_full_of_unknown_values_is_looked_through_once() -> None:
    asked: list[str] = []

    def counting(facet: str) -> tuple[str, ...]:
        asked.append(facet)
        return held(facet)

    odd = {"subject": tuple(f"toans {number}" for number in range(40)), "type": tuple(f"xx {n}" for n in range(40))}
    found = understood(SearchRequest("", odd), parse(""), NAMES, counting)
    assert sorted(asked) == ["subject", "type"]
    assert len(found.notes) == 80
    assert sum(note.code == "search.note_unknown_value_near" for note in found.notes) <= 3


def filters(text: str = "", **asked: tuple[str, ...]) -> Filters:
    return understood(SearchRequest(text, asked), parse(text), NAMES, held)


@pytest.mark.parametrize(
    ("facet", "typed", "values"),
    [
        ("subject", "toan", ("toan",)),
        ("subject", "Vật lý", ("vat-li",)),
        ("subject", "hoá", ("hoa-hoc",)),
        ("subject", "UOM HAT GIONG", ("Ươm hạt giống",)),
        ("subject", "ươm", ("Ươm hạt giống",)),
        ("subject", "sử", ("lich-su",)),
        ("subject", "su", ("lich-su",)),
        ("subject", "ly", ("vat-li",)),
        ("subject", "van", ("ngu-van",)),
        ("subject", "anh", ("ngoai-ngu-1",)),
        ("subject", "địa", ("dia-li",)),
        ("subject", "gdcd", ("giao-duc-cong-dan",)),
        ("grade", "9", ("grade-9",)),
        ("grade", "lớp 12", ("grade-12",)),
        ("grade", "10..", ("grade-10", "grade-11", "grade-12")),
        ("grade", "3..1", ("grade-1", "grade-2", "grade-3")),
        ("level", "thpt", ("upper-secondary",)),
        ("level", "nang cao", ("Nâng cao",)),
        ("level", "2", ("lower-secondary",)),
        ("level", "c2", ("lower-secondary",)),
        ("level", "cấp 2", ("lower-secondary",)),
        ("type", "giáo án", ("lesson-plan",)),
        ("license", "cc-by", ("cc-by-4.0",)),
        ("license", "CC BY-SA", ("cc-by-sa-4.0",)),
        ("language", "việt", ("vi",)),
        ("organization", "thư viện", ("xa",)),
        ("organization", "truong-2", ("truong-2",)),
        ("organization", "truong nguyen trai", ("truong-2",)),
        ("format", "Ảnh", ("image",)),
        ("format", "pdf", ("pdf",)),
        ("year", "2019", ("2019",)),
    ],
)
def test_a_value_is_known_by_its_names_and_by_a_beginning_of_one(
    facet: str, typed: str, values: tuple[str, ...]
) -> None:
    assert meant(facet, typed, NAMES, held_names).values == values


def test_a_beginning_of_several_names_means_none_of_them() -> None:
    found = meant("organization", "trường nguyễn", NAMES, held_names)
    assert found == Meant(near=("Trường Nguyễn Du", "Trường Nguyễn Trãi"), many=True)
    assert not meant("subject", "giáo dục công", NAMES, held_names, guess=False).known
    assert meant("grade", "1", NAMES, held_names).values == ("grade-1",)


@pytest.mark.parametrize(
    ("facet", "typed", "near"),
    [
        ("subject", "s", ()),
        ("subject", "lich s", ("Lịch sử", "Lịch sử và Địa lí")),
        ("organization", "truong ng", ("Trường Nguyễn Du", "Trường Nguyễn Trãi")),
        ("subject", "kinh tế", ("Kinh tế gia đình",)),
        ("grade", "13", ("Lớp 12", "Lớp 11", "Lớp 10")),
        ("grade", "99", ()),
        ("grade", "-9", ("Lớp 9", "Lớp 10", "Lớp 8")),
        ("grade", "≠9", ("Lớp 9", "Lớp 10", "Lớp 8")),
        ("year", "~-2015", ()),
    ],
)
def test_no_part_of_a_syllable_and_no_sign_is_taken_for_a_name(facet: str, typed: str, near: tuple[str, ...]) -> None:
    found = meant(facet, typed, NAMES, lambda _: {"2015": "2015", "2030": "2030"} if facet == "year" else {})
    assert not found.known
    assert set(near) <= set(found.near)
    if facet in {"grade", "year"}:
        assert found.near == near


@pytest.mark.parametrize(
    ("typed", "years"),
    [("2010..2020", (2010, 2020)), ("2020..2010", (2010, 2020)), ("2010..", (2010, None)), ("..2010", (None, 2010))],
)
def test_ranges_of_years_may_be_open_and_turned(typed: str, years: tuple[int | None, int | None]) -> None:
    assert meant("year", typed, NAMES, held_names).years == years
    assert filters(year=(typed,)).years == years


def test_one_range_is_asked_as_such_and_several_year_by_year() -> None:
    assert filters(year=("2010..2012",)).wanted == {}
    both = filters(year=("2010..2012", "2015"))
    assert (both.years, both.wanted) == (None, {"year": ("2015", "2010", "2011", "2012")})
    assert filters("-year:2010..2011").rejected == {"year": ("2010", "2011")}
    nowhere = filters(year=("2200..2300", "2400..2500"))
    assert nowhere.wanted == {"year": ("2200..2300", "2400..2500")}, "never no filter at all"
    assert len(each_year((None, None))) == 1101


def test_address_and_question_are_alternatives_of_one_facet() -> None:
    found = filters("lop:9 -mon:toan", grade=("8",))
    assert found.wanted == {"grade": ("grade-8", "grade-9")}
    assert found.rejected == {"subject": ("toan",)}
    assert [(c.value, c.rejected, c.typed) for c in found.chosen] == [
        ("grade-8", False, False),
        ("grade-9", False, True),
        ("toan", True, True),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mon:lịch sử lớp 9", 'mon:"lịch sử" lớp 9'),
        ("mon:lich su va dia li 6", 'mon:"lich su va dia li" 6'),
        ("-loai:giáo án toán", '-loai:"giáo án" toán'),
        ("đề donvi:thư viện xã nam:2019", 'đề donvi:"thư viện xã" nam:2019'),
        ("mon:toán học sinh giỏi", "mon:toán học sinh giỏi"),
        ("mon:toán, văn học", "mon:toán, văn học"),
        ("mon:lịch OR sử", "mon:lịch OR sử"),
        ("title:lịch sử", "title:lịch sử"),
        ('"mon:lịch sử"', '"mon:lịch sử"'),
        ("Toán: lịch sử", "Toán: lịch sử"),
    ],
)
def test_the_longest_label_after_a_field_is_its_value(typed: str, read: str) -> None:
    assert with_whole_labels(typed, NAMES) == read


def test_a_note_names_the_field_as_it_was_typed() -> None:
    assert [note.params["facet"] for note in filters("lop:13", grade=("14",)).notes] == ["grade", "lop"]


@given(st.sampled_from(FACETS), st.text(max_size=60))
def test_no_value_breaks_it_and_none_is_lost(facet: str, typed: str) -> None:
    found = filters(**{facet: (typed,)})  # type: ignore[arg-type]
    if typed.strip():
        assert found.wanted or found.years is not None
        assert found.chosen
    for locale_note in found.notes:
        assert locale_note.params["facet"] == facet


@given(st.text(alphabet='abc9:-." lớpmônyear..,|', max_size=80))
def test_no_question_breaks_it(text: str) -> None:
    try:
        filters(with_whole_labels(text, NAMES))
    except QueryRefused:
        return
