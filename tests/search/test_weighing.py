"""Pages are weighed by what a question means: alternatives, typed accents, headings, rows over the end of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.hyphenation import fold_readings
from search.query import parse
from search.vietnamese import exact, fold_page
from search.weighing import Weigher, spellings

PROSE = "Bà con đào ao thả cá, trồng rau quanh bờ và giữ nước cho mùa khô.\n" * 6


def best(question: str, *pages: str) -> int:
    weigher = Weigher(parse(question))
    return max(range(len(pages)), key=lambda at: weigher.refined(fold_readings(pages[at]), pages[at]))


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("bán", "Chợ bán hàng.", "Bàn, bạn, bản, ban, bàn, bạn."),
        ("hoà bình", "Mong hòa bình.", "Hoa bình thường, hoa bình thường."),
        ("hòa bình", "Mong hoà bình.", "Hoa bình thường, hoa bình thường."),
        ("cá", "Nuôi cá.", "Các cách ca, ca, ca."),
        ("vật lí", "Môn vật lý.", "Vật li, vật li, vật li."),
        ("đào ao", f"ĐÀO AO\n{PROSE}", f"{PROSE}{PROSE}"),
        ("đào ao", PROSE, "\n".join(f"Đào ao, đào ao {n}" for n in range(9))),
        ("GDCD", "Môn Giáo dục công dân.", "Công dân được giáo dục."),
        ("giáo dục công dân", "Môn giáo dục công dân.", "Môn GDCD."),
    ],
)
def test_the_better_page_is_first(question: str, better: str, worse: str) -> None:
    assert best(question, better, worse) == 0
    assert best(question, worse, better) == 1


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("GDCD", "giáo dục công dân"),
        ("giáo dục công dân", "gdcd"),
        ("lúa OR gạo", "gạo"),
        ("title:abc lúa", "lúa"),
        ("lop:9 lúa", "lúa"),
        ("text:lúa", "lúa"),
        ('"bờ ruộng" OR mương', "bên bờ ruộng"),
    ],
)
def test_one_option_answers_a_demand_and_fields_are_none_of_a_pages(question: str, page: str) -> None:
    weigher = Weigher(parse(question))
    assert weigher.coverage(fold_page(page)) == weigher.whole > 0


@pytest.mark.parametrize("question", ["", "title:abc", "lop:9", "-lúa", "creator:an year:2010..2020"])
def test_a_question_of_fields_and_filters_asks_nothing_of_pages(question: str) -> None:
    assert Weigher(parse(question)).whole == 0


def test_an_excluded_word_takes_the_page_away() -> None:
    assert Weigher(parse("lúa -bo")).coverage(fold_page("lúa và bò")) == 0
    assert Weigher(parse("lúa -bo")).coverage(fold_page("lúa")) == 1


def test_a_row_over_the_end_of_a_page_counts_on_the_first_of_both() -> None:
    pages = [(1, fold_page("mở đầu")), (2, fold_page("nói về nhà")), (3, fold_page("rông của làng")), (4, " rong ")]
    found = [(number, held) for number, _, held in Weigher(parse('"nhà rông"')).covered(pages)]
    assert found == [(2, 2.0)]


def test_a_page_with_an_excluded_word_is_no_beginning_of_a_row() -> None:
    pages = [(1, fold_page("bò và nhà")), (2, fold_page("rông của làng"))]
    assert list(Weigher(parse('"nhà rông" -bo')).covered(pages)) == []


@pytest.mark.parametrize(
    ("question", "text", "excluded"),
    [
        ("sách -bán", "Nhiều bạn đọc sách", False),
        ("sách -bán", "Nơi BÁN sách", True),
        ("sách -ban", "Nhiều bạn đọc sách", True),
        ("sách -lý", "sách vật lí", True),
        ('sách -"bán hàng"', "bạn hàng, bán sách, hàng bán", False),
        ('sách -"bán hàng"', "sách cho người bán-\nhàng", True),
        ("sách -title:bán", "bán sách", False),
    ],
)
def test_what_is_excluded_with_accents_spares_other_words(question: str, text: str, excluded: bool) -> None:  # noqa: FBT001
    weigher, folded = Weigher(parse(question)), fold_readings(text)
    assert weigher.excludes(folded, text) is excluded
    assert excluded or weigher.coverage(folded) == weigher.whole


@given(st.text(max_size=60), st.text(max_size=120))
def test_no_question_and_no_page_is_a_fault(question: str, text: str) -> None:
    weigher, folded = Weigher(parse(question)), fold_readings(text)
    assert 0 <= weigher.coverage(folded) <= weigher.whole
    assert weigher.refined(folded, text) >= 0
    assert (weigher.score(folded) > 0) >= (weigher.coverage(folded) == weigher.whole > 0)


@given(st.text("aàáăâbcghikloòóqtuùúưyýơộđ ", max_size=12))
def test_every_spelling_of_a_word_is_the_word(text: str) -> None:
    for word in parse(text).wanted:
        assert {exact(spelling) for spelling in spellings(word)} == {word.exact}
