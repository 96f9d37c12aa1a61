"""Pages weighed from folded text, and passages cut from the text as people see it."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import ELLIPSIS, best_snippet
from search.marking import Marker
from search.query import Parsed, parse
from search.vietnamese import fold_page, tokens
from search.weighing import Weigher

PAGE = (
    "Chương một nói về nhà rông. Nhà rông là nơi hội họp của buôn làng. " + "Mái cao, cột lớn, sàn gỗ. " * 30
) + "Cuối cùng, lễ hội cồng chiêng được mở ở nhà rông vào mùa khô."


def marked(text: str, question: str, width: int = 200) -> list[str]:
    return [part for part, is_marked in best_snippet(text, Marker(parse(question)), width).parts if is_marked]


def plain(text: str, question: str, width: int = 200) -> str:
    return "".join(part for part, _ in best_snippet(text, Marker(parse(question)), width).parts)


@pytest.mark.parametrize(
    ("better", "worse", "question"),
    [
        ("giáo dục công dân", "công dân được giáo dục", "giáo dục công dân"),
        ("giao duc", "giao thông", "giáo dục"),
        ("lúa lúa lúa", "lúa", "lúa"),
        ("sâm ngọc linh", "sâm sâm sâm sâm sâm sâm sâm", "sâm ngọc linh"),
    ],
)
def test_the_better_page_scores_more(better: str, worse: str, question: str) -> None:
    assert score(fold_page(better), parse(question)) > score(fold_page(worse), parse(question)) > 0


def score(folded: str, parsed: Parsed) -> float:
    return Weigher(parsed).score(folded)


def test_a_page_without_the_words_or_without_a_quoted_phrase_scores_nothing() -> None:
    assert score(fold_page("công ty"), parse("lúa gạo")) == 0
    assert score(fold_page("dân công"), parse('"công dân"')) == 0
    assert score(fold_page("công dân"), parse('"công dân"')) > 0
    assert score(" ", parse("x")) == 0


def test_fifty_records_are_weighed_quickly() -> None:
    pages = [fold_page(PAGE) for _ in range(500)]
    question = parse("lễ hội cồng chiêng nhà rông")
    began = time.process_time()
    assert all(score(page, question) > 0 for page in pages)
    assert time.process_time() - began < 1


def test_the_passage_with_most_of_the_question_is_cut() -> None:
    shown = plain(PAGE, "lễ hội cồng chiêng")
    assert "lễ hội cồng chiêng được mở" in shown
    assert shown.startswith(ELLIPSIS)
    assert len(shown) <= 200 + 2
    assert marked(PAGE, "le hoi cong chieng") == ["lễ hội cồng chiêng"]


def test_marks_follow_the_accents_that_were_typed_where_the_text_has_them() -> None:
    text = "Bán hàng cho bạn, bàn gỗ."
    assert marked(text, "bán") == ["Bán"]
    assert marked(text, "ban") == ["Bán", "bạn", "bàn"]
    assert marked(text, "bản") == ["Bán", "bạn", "bàn"]


def test_without_any_word_of_the_question_it_is_the_beginning() -> None:
    assert plain(PAGE, "máy bay").startswith("Chương một nói về nhà rông.")
    assert marked(PAGE, "máy bay") == []
    assert plain("", "x") == ""
    assert plain("?!", "x") == ""


def test_decomposed_text_is_cut_between_letters_and_marks() -> None:
    text = unicodedata.normalize("NFD", "Ngày mai học Tiếng Việt lớp một")
    assert [unicodedata.normalize("NFC", part) for part in marked(text, "tiếng việt")] == ["Tiếng Việt"]


def test_nothing_is_escaped_or_lost_here() -> None:
    assert plain("<b>lúa</b> & 'gạo'", "lúa") == "<b>lúa</b> & 'gạo'"


@given(st.text(max_size=300), st.text(max_size=40), st.integers(20, 300))
def test_a_passage_is_made_of_the_text(text: str, question: str, width: int) -> None:
    parsed = parse(question)
    parts = best_snippet(text, Marker(parsed), width).parts
    shown = " ".join("".join(part for part, _ in parts).replace(ELLIPSIS, " ").split())
    assert shown in " ".join(text.replace(ELLIPSIS, " ").split())
    wanted = {word.folded for word in parsed.wanted}
    for part, is_marked in parts:
        assert part
        if is_marked:
            assert {token.folded for token in tokens(part)} <= wanted
