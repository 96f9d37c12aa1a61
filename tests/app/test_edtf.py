"""Dates of works are EDTF of level 0 or 1, and are read as years for lists and as days for harvesters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.values import edtf

DAYS = st.dates()
YEARS = st.integers(1, 9999)


@pytest.mark.parametrize(
    ("text", "year", "w3cdtf"),
    [
        ("2019", 2019, "2019"),
        ("2019-05", 2019, "2019-05"),
        ("2019-05-20", 2019, "2019-05-20"),
        ("2019-05-20T08:00:00+07:00", 2019, "2019-05-20"),
        ("2019-05-20T08:00:00Z", 2019, "2019-05-20"),
        ("2019?", 2019, "2019"),
        ("2019~", 2019, "2019"),
        ("2019-05%", 2019, "2019-05"),
        ("198X", 1980, "1980"),
        ("19XX", 1900, "1900"),
        ("198X?", 1980, "1980"),
        ("2019-XX", 2019, "2019"),
        ("2019-XX-XX", 2019, "2019"),
        ("2019-05-XX", 2019, "2019-05"),
        ("2019-21", 2019, "2019"),
        ("2019-24?", 2019, "2019"),
        ("2015/2019", 2015, "2015"),
        ("2015-09/2016-05", 2015, "2015-09"),
        ("1985/..", 1985, "1985"),
        ("1985/", 1985, "1985"),
        ("../1985", 1985, "1985"),
        ("/1985-04", 1985, "1985-04"),
        ("1984~/2004-06?", 1984, "1984"),
        ("2020-02-29", 2020, "2020-02-29"),
        ("0000", None, "0000"),
        ("-0500", None, "-0500"),
        ("Y-12000", None, "-12000"),
    ],
)
def test_what_is_a_date_and_what_it_means(text: str, year: int | None, w3cdtf: str) -> None:
    found = edtf.read(text)
    assert found is not None
    assert (found.year, found.w3cdtf) == (year, w3cdtf)
    assert edtf.year(f" {text} ") == year


@pytest.mark.parametrize(
    "text",
    [
        "", "hôm qua", "20/05/2019", "05/2019", "2019-13", "2019-00", "2019-02-30", "2019-02-29", "1900-02-29",
        "19", "198", "198x", "1XXX", "XXXX", "2019-2X", "2019-XX-05", "198X-05", "2019-25", "2019-21-01", "2019-5",
        "2019/2015", "../..", "/", "2019/hôm nay", "2015/2017/2019", "2019T08:00:00", "2019-05-20T25:00:00", "-0000",
        "2019-05-20T08:00", "[2019,2020]", "2019-05-20 ", "２０１９", "19٨٠", "Y2019", "2019??", "?2019", "c1990",
        "1990s", "2019-05-32",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert edtf.read(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("198X", range(1980, 1990)),
        ("2015-05/2019", range(2015, 2020)),
        ("2019-05?", range(2019, 2020)),
        ("19XX", range(1900, 1901)),
        ("1985/..", range(1985, 1986)),
        ("../1985", range(1985, 1986)),
        ("-0500", range(0)),
        ("khoảng 1990", range(0)),
    ],
)
def test_the_years_that_a_date_may_mean_where_they_are_few(text: str, years: range) -> None:
    assert edtf.years(text) == years


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("20/05/2019", "2019-05-20"),
        ("5/2019", "2019-05"),
        ("2-9-1945", "1945-09-02"),
        (" 02.09.1945 ", "1945-09-02"),
        ("1945", "1945"),
        ("31/02/2019", None),
        ("21/2019", None),
        ("20/05/19", None),
        ("khoảng 1990", None),
        ("198X", None),
    ],
)
def test_dates_as_the_country_writes_them(text: str, made: str | None) -> None:
    assert edtf.from_local(text) == made


@given(DAYS)
def test_a_day_means_itself_and_nothing_else(day: date) -> None:
    found = edtf.read(day.isoformat())
    assert found is not None
    assert found.first == found.last == (day.year, day.month, day.day)
    assert found.w3cdtf == day.isoformat()
    assert edtf.from_local(f"{day.day}/{day.month}/{day.year:04d}") == day.isoformat()


@given(DAYS, DAYS)
def test_an_interval_runs_from_its_first_day_to_its_last(one: date, other: date) -> None:
    found = edtf.read(f"{one.isoformat()}/{other.isoformat()}")
    if one > other:
        assert found is None
    else:
        assert found is not None
        assert (found.first, found.last) == (
            (one.year, one.month, one.day),
            (other.year, other.month, other.day),
        )


@given(YEARS, st.sampled_from(["", "?", "~", "%"]))
def test_the_wider_date_holds_the_narrower_one(year: int, mark: str) -> None:
    text = f"{year:04d}"
    narrow, decade, century = (_ends(one + mark) for one in (text, text[:3] + "X", text[:2] + "XX"))
    assert century[0] <= decade[0] <= narrow[0] <= narrow[1] <= decade[1] <= century[1]
    assert edtf.year(text + mark) == year


def _ends(text: str) -> tuple[edtf.Day, edtf.Day]:
    found = edtf.read(text)
    assert found is not None
    assert found.first is not None
    assert found.last is not None
    return found.first, found.last


@given(st.text(alphabet="0123456789XY-/.?~%T:Z+ ", max_size=24) | st.text(max_size=24))
def test_whatever_is_read_is_in_order_and_begins_with_what_it_is_shown_as(text: str) -> None:
    found = edtf.read(text)
    if found is None:
        return
    assert found.first is not None or found.last is not None
    if found.first is not None and found.last is not None:
        assert found.first <= found.last
    again = edtf.read(found.w3cdtf) if len(found.w3cdtf.lstrip("-").split("-")[0]) == 4 else None
    if again is not None:
        assert again.year == found.year
        assert again.first == found.first or found.first is None
