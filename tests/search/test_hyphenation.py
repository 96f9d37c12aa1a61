"""Words cut at a line's end are found joined and apart, in phrases too, and nothing is lost by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import best_snippet
from search.hyphenation import fold_readings, readings
from search.marking import Marker
from search.query import parse
from search.vietnamese import fold_page
from search.weighing import Weigher

PAGE = (
    "Trong thư viện, thông-\ntin được sắp theo từng kệ. The infor-\nmation society, said an Anglo-\n"
    "Saxon teacher, wei\u00ad\nghs one ki-lô-\nmét of paper, từ 2010-\n2015, TRƯỜNG TRUNG HỌC PHỔ THÔNG NGHI-\nÊNG"
)


def finds(question: str, page: str = PAGE) -> bool:
    return Weigher(parse(question)).score(fold_readings(page)) > 0


@pytest.mark.parametrize(
    "question",
    [
        *("information", '"the information society"', '"the infor mation society said"'),
        *('"thông tin"', '"viện thông tin được sắp"', "thôngtin"),
        *('"Anglo Saxon teacher"', '"an Anglo-Saxon teacher"', "anglosaxon", '"said an anglosaxon teacher"'),
        *("weighs", '"teacher weighs one"'),
        *("ki-lô-mét", '"one ki lô mét of paper"', '"từ 2010-2015"', "nghiêng", '"phổ thông nghiêng"'),
    ],
)
def test_joined_and_apart_are_found_in_their_phrases(question: str) -> None:
    assert finds(question)


@pytest.mark.parametrize("question", ["vitamin", '"cần vitamin C"', '"vi ta min"'])
def test_a_word_that_is_cut_over_three_lines_is_found(question: str) -> None:
    assert finds(question, "Trẻ em cần vi-\nta-\nmin C mỗi ngày, infor-\nmation và các chất khác")
    assert not finds("vitaminformation", "Trẻ em cần vi-\nta-\nmin C mỗi ngày, infor-\nmation")


@pytest.mark.parametrize("question", ['"society thong"', "201 02015", "20102015", '"kệ information"', '"theo kệ"'])
def test_what_is_not_printed_is_not_found(question: str) -> None:
    assert not finds(question)


@pytest.mark.parametrize(
    "text",
    [
        "một\nhai",
        "đi - \nvề",
        "- một\n- hai",
        "12-\n13",
        "a-\n- b",
        "một-\n\n\nhai",
        "",
        "-\n",
        "x-",
        "một- hai",
        "một-hai",
    ],
)
def test_other_hyphens_and_line_ends_are_left_as_they_are(text: str) -> None:
    assert readings(text) == (text,)
    assert fold_readings(text) == fold_page(text)


def test_words_that_are_read_twice_count_once() -> None:
    once, twice = "rice and water for the infor-\nmation desk", "rice and rice for the information desk"
    rice = Weigher(parse("rice"))
    assert rice.score(fold_readings(once)) < rice.score(fold_readings(twice))
    assert rice.score(fold_readings(once)) == rice.score(fold_page("rice"))


def test_both_halves_are_marked_as_printed() -> None:
    snippet = best_snippet(PAGE, Marker(parse("information society")))
    assert [part for part, marked in snippet.parts if marked] == ["infor", "mation society"]
    assert "infor- mation society" in "".join(part for part, _ in snippet.parts)
    assert [part for part, marked in best_snippet(PAGE, Marker(parse("thông-tin"))).parts if marked][:2] == [
        "thông",
        "tin",
    ]
    assert not any(marked for _, marked in best_snippet(PAGE, Marker(parse("mati"))).parts)


PIECES = st.lists(
    st.sampled_from(["infor", "thông", "Anglo", "2010", "-\n", "-\n\n", "\u00ad\n", " ", "\n", "-", "ế", "Q"])
)


@given(PIECES)
def test_folding_never_loses_letters(pieces: list[str]) -> None:
    text = "".join(pieces)
    first, *others = readings(text)
    assert letters(first) == letters(text)
    assert fold_readings(text).split("\n")[0].replace(" ", "") == fold_page(text).replace(" ", "")
    for other in others:
        assert letters(other) in letters(text)
    assert re.sub("[-\u00ad\\s]", "", first) == re.sub("[-\u00ad\\s]", "", text)


@given(st.text())
def test_any_text_has_a_first_reading_with_all_its_letters(text: str) -> None:
    assert letters(readings(text)[0]) == letters(text)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
