"""Other ways of writing one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.base import Query
from search.forms import other_isbn
from search.memory_index import MemoryIndex
from search.query import parse
from tests.search.makers import make_entry


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
        ("ISBN 978-604-0-00123-8", ["9786040001238", "6040001232"]),
        ("ISBN: 978-604-0-00123-8", ["9786040001238", "6040001232"]),
        ("ISBN-13: 978-604-0-00123-8", ["9786040001238", "6040001232"]),
        ("978 604 0 00123 8", ["9786040001238", "6040001232"]),
        ("isbn 978 604 0 00123 8", ["9786040001238", "6040001232"]),
        ("isbn:978 604 0 00123 8", ["9786040001238", "6040001232"]),
        ('"978 604 0 00123 8"', ["9786040001238"]),
        ("0 306 40615 2", ["0306406152", "9780306406157"]),
        ("GDCD6", ["gdcd6", "gdcd 6", "giáo dục công dân 6"]),
        ("khtn7", ["khtn7", "khtn 7", "khoa học tự nhiên 7"]),
    ],
)
def test_forms(typed: str, forms: list[str]) -> None:
    assert rows(typed) == forms


@pytest.mark.parametrize("text", ["978 604 0 00123 9", "0306 406 152", "ISBN 2020", "1 2 3 4", "0912 345 678"])
def test_other_numbers_stay_apart(text: str) -> None:
    assert len(parse(text).clauses) == len(text.split())


def test_the_name_of_the_number_is_not_sought_before_one_with_a_slip() -> None:
    assert [word.exact for word in parse("ISBN 9786040001239").wanted] == ["9786040001239"]


def test_an_abbreviation_with_its_number_is_spelled_out_in_rows() -> None:
    assert [word.exact for word in parse("sách GDCD6").swapped[0]] == ["sách", "giáo", "dục", "công", "dân", "6"]


@given(st.from_regex("978[0-9]{9}", fullmatch=True))
def test_an_isbn_goes_there_and_back(start: str) -> None:
    valid = [number for last in range(10) if other_isbn(number := f"{start}{last}")]
    (number,) = valid
    short = other_isbn(number)
    assert short is not None
    assert other_isbn(short) == number


def options(text: str) -> list[list[str]]:
    return [
        [" ".join(word.exact for word in option.words) for option in clause.options] for clause in parse(text).clauses
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("toan 9", [["toan", "toan9"], ["9", "toan9"]]),
        ("GDCD 6", [["gdcd", "giáo dục công dân", "gdcd6"], ["6", "gdcd6"]]),
        ("giáo dục công dân 6", [["giáo dục công dân", "gdcd", "gdcd6"], ["6", "gdcd6"]]),
        ("lop 9 10", [["lop", "lop9"], ["9", "lop9"], ["10"]]),
        ("năm 2019", [["năm"], ["2019"]]),
        ("CO 2", [["co"], ["2"]]),
        ("9 toan", [["9"], ["toan"]]),
        ('"lop 9"', [["lop 9"]]),
        ("lop OR 9", [["lop", "9"]]),
    ],
)
def test_a_word_and_a_number_may_stand_there_as_one(typed: str, expected: list[list[str]]) -> None:
    assert options(typed) == expected


def test_what_is_written_as_one_is_found_by_its_two_words() -> None:
    index = MemoryIndex()
    index.put(
        [
            make_entry("glued", title="GDCD6_de_thi.pdf"),
            make_entry("apart", title="GDCD 6"),
            make_entry("no", title="GDCD"),
        ]
    )
    for asked in ("GDCD 6", "gdcd 6", "giáo dục công dân 6", "GDCD6"):
        assert {hit.record for hit in index.search(Query(asked)).hits} == {"glued", "apart"}, asked
