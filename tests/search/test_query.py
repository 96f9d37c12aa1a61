"""Questions taken apart, and ten thousand hostile ones."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.base import Query, QueryTooLong, Sort
from search.query import Parsed, parse, row_in
from search.vietnamese import words


def spelled(parts: tuple[tuple[object, ...], ...]) -> list[str]:
    return [" ".join(word.exact for word in part) for part in parts]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "runs", "phrases", "excluded"),
    [
        ("giáo dục công dân", ["giáo dục công dân"], [], []),
        ('toán "hình học" 9', ["toán", "9"], ["hình học"], []),
        ("“Truyện Kiều” -thơ", [], ["truyện kiều"], ["thơ"]),
        ("«chữ viết» là", ["là"], ["chữ viết"], []),
        ('nhạc -"dân ca" -trẻ', ["nhạc"], [], ["dân ca", "trẻ"]),
        ("−lúa gạo", ["gạo"], [], ["lúa"]),
        ("lớp-9 và-x", ["lớp 9 và x"], [], []),
        ("a - b -- c", ["a b c"], [], []),
        ("- a", ["a"], [], []),
        ('mở "chưa đóng', ["mở"], ["chưa đóng"], []),
        ('"" """', [], [], []),
        ("*bc ?x te~2 a^3 [1 TO 5]", ["bc x te 2 a 3 1 to 5"], [], []),
        ("  \t\n ", [], [], []),
    ],
)
def test_parts(text: str, runs: list[str], phrases: list[str], excluded: list[str]) -> None:
    parsed = parse(text)
    assert [spelled(parsed.runs), spelled(parsed.phrases)] == [runs, phrases]
    assert spelled(tuple(option.words for option in parsed.excluded)) == excluded
    assert parsed.is_empty == (not runs and not phrases and not excluded)


def test_wanted_names_each_word_once() -> None:
    assert [word.folded for word in parse('ba "ba bà" má ba -cô').wanted] == ["ba", "ba", "ma"]
    assert [word.accented for word in parse("ba bà").wanted] == [False, True]


def test_limits_are_counted_in_composed_letters_and_words() -> None:
    decomposed = unicodedata.normalize("NFD", "ế" * 256)
    assert len(decomposed) == 768
    assert len(parse(decomposed).wanted) == 1
    with pytest.raises(QueryTooLong):
        parse(decomposed + "x")
    parse(" ".join("x" * 20))
    with pytest.raises(QueryTooLong):
        parse(" ".join("x" * 19) + " -y -z")


@given(st.text(max_size=300))
def test_only_length_is_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryTooLong:
        assert len(text) > 20
    else:
        assert isinstance(parsed, Parsed)


def test_ten_thousand_hostile_questions_quickly() -> None:
    chance = random.Random(9)
    pieces = [
        '"',
        "“",
        "-",
        "*",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "title:",
        "[",
        "TO",
        "~",
        "\\",
        "\x00",
        "\ud800",
        "ế",
        "a\u0301",
        " ",
        "'",
        "<b>",
    ]
    began = time.process_time()
    for _ in range(10_000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randrange(40)))
        try:
            parse(text)
        except QueryTooLong:
            continue
    assert time.process_time() - began < 20


@pytest.mark.parametrize(("page", "size", "sort"), [(0, 20, "new"), (1, 0, "new"), (1, 101, "new"), (1, 20, "best")])
def test_a_query_no_caller_should_make(page: int, size: int, sort: Sort) -> None:
    with pytest.raises(ValueError):
        Query("x", page=page, size=size, sort=sort)


@given(
    st.text(max_size=400) | st.lists(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), max_size=9)).map(" ".join)
)
def test_a_row_made_of_any_text_is_a_question_for_its_first_words(text: str) -> None:
    parsed = parse(row_in("title", text))
    asked = [word.exact for clause in parsed.clauses for option in clause.options for word in option.words]
    assert asked == words(text)[0][: len(asked)]
    assert len(parsed.clauses) <= 1
    assert {option.part for clause in parsed.clauses for option in clause.options} <= {"title"}


def test_a_row_of_many_words_has_as_many_as_may_be_asked() -> None:
    assert row_in("title", "ba " * 20) == f'title:"{" ".join(["ba"] * 20)}"' == row_in("title", "ba " * 31)
    assert row_in("title", "b" * 200 + " " + "c" * 200) == f'title:"{"b" * 200}"'
