"""Dates, figures, sizes and durations as people here write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from repo_app.messages import formats, language


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1_258_291, "1,2 MB"),
        (15_728_640, "15 MB"),
        (5 * 1024**4, "5 TB"),
    ],
)
def test_sizes(octets: int, shown: str) -> None:
    assert formats.size(octets, "vi") == shown


def test_sizes_in_english_have_their_point() -> None:
    assert formats.size(1_258_291, "en") == "1.2 MB"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(1, "chưa đến một phút"), (60, "1 phút"), (61, "2 phút"), (3599, "60 phút"), (3600, "1 giờ"), (7000, "2 giờ")],
)
def test_durations(seconds: int, shown: str) -> None:
    assert formats.duration(seconds, "vi") == shown


def test_english_durations_know_one_from_many() -> None:
    assert formats.duration(60, "en") == "1 minute"
    assert formats.duration(120, "en") == "2 minutes"


def test_a_day_is_the_day_in_viet_nam() -> None:
    evening = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert formats.date(evening) == "21/11/2026"
    assert formats.moment(evening) == "21/11/2026 00:30"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2019", "2019"), ("2019-05", "05/2019"), ("2019-05-04", "04/05/2019"), ("198X", "thập niên 1980"),
        ("19XX", "19XX"), ("1984?", "1984?"), ("2019-05/2020", "05/2019 – 2020"), ("../1990", "… – 1990"),  # noqa: RUF001
        ("ngày xưa", "ngày xưa"), ("", ""),
    ],
)  # fmt: skip
def test_dates_of_works_are_written_as_here(text: str, shown: str) -> None:
    assert formats.written(text, "vi") == shown


def test_a_decade_in_english() -> None:
    assert formats.written("198X", "en") == "the 1980s"


def test_shares_and_figures() -> None:
    assert formats.percent(0.918, "vi") == "92%"
    assert formats.number(1234567, "vi") == "1.234.567"


def test_runs_of_pages_are_told_as_one_and_many_of_them_are_cut_off() -> None:
    assert formats.spans([3]) == "3"
    assert formats.spans([3, 7, 8, 9, 12]) == "3, 7–9, 12"  # noqa: RUF001
    assert formats.spans(range(1, 300, 2), most=3) == "1, 3, 5, …"


def test_a_language_within_a_sentence() -> None:
    assert language("fr", "vi") == "tiếng Pháp"
    assert language("fr", "en") == "French"
    assert language("qqq", "vi") == "qqq"
