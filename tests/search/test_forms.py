"""Other ways of writing one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.forms import other_isbn
from search.query import parse


def rows(text: str) -> list[str]:
    (clause,) = parse(text).clauses
    return [" ".join(word.exact for word in option.words) for option in clause.options]


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("lop9", ["lop9", "lop 9"]),
        ("bai1", ["bai1", "bai 1"]),
        ("Covid19", ["covid19", "covid 19"]),
        ("H2O", ["h2o"]),
        ("CO2", ["co2"]),
        ("A4", ["a4"]),
        ("2018", ["2018"]),
        ("lop9a", ["lop9a"]),
        ('"lop9"', ["lop9"]),
        ("0-306-40615-2", ["0306406152", "9780306406157"]),
        ("978-0-306-40615-7", ["9780306406157", "0306406152"]),
        ("080442957X", ["080442957x", "9780804429573"]),
        ("0306406153", ["0306406153"]),
        ("9790306406157", ["9790306406157"]),
        ("isbn:0306406152", ["0306406152", "9780306406157"]),
    ],
)
def test_forms(typed: str, forms: list[str]) -> None:
    assert rows(typed) == forms


@given(st.from_regex("978[0-9]{9}", fullmatch=True))
def test_an_isbn_goes_there_and_back(start: str) -> None:
    valid = [number for last in range(10) if other_isbn(number := f"{start}{last}")]
    (number,) = valid
    short = other_isbn(number)
    assert short is not None
    assert other_isbn(short) == number
