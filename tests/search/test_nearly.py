"""Long questions with a slip are answered by what lacks little; short, quoted and chosen words mean what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import Query, SearchIndex, open_index
from tests.search.makers import make_entry

VERSE = "Trăm năm trong cõi người ta, chữ tài chữ mệnh khéo là ghét nhau"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder: Path = tmp_path_factory.mktemp("nearly") / "index"
    opened = open_index(f"whoosh://{folder}")
    scattered = " ".join(reversed(VERSE.replace(",", "").split())) + " mạng"
    shelf = [
        make_entry("verse", f"{VERSE}. Trải qua một cuộc bể dâu.", title="Truyện thơ"),
        make_entry("scattered", f"{scattered} " + "lúa ngô khoai sắn " * 200, title="Sổ tay"),
        make_entry("coffee", "Kỹ thuật trồng cà phê vối trên đất dốc", title="Trồng cà phê"),
        make_entry("rice", "Kỹ thuật trồng lúa nước trên ruộng bậc thang", title="Trồng lúa"),
        make_entry("quake", "Mặt đất rung chuyển", title="Động đất"),
        *(make_entry(f"other{number}", "và của là các những " * 9, title=f"Khác {number}") for number in range(40)),
    ]
    opened.rebuild(shelf)
    return opened


def found(index: SearchIndex, text: str) -> list[str]:
    return [hit.record for hit in index.search(Query(text)).hits]


def test_a_verse_with_one_wrong_word_comes_before_a_record_that_happens_to_have_all(index: SearchIndex) -> None:
    assert found(index, "chữ tài chữ mạng khéo là ghét nhau")[0] == "verse"


def test_what_lacks_little_is_counted_too(index: SearchIndex) -> None:
    results = index.search(Query("chữ tài chữ mạng khéo là ghét nhau"))
    assert {hit.record for hit in results.hits} == {"verse", "scattered"}
    assert results.total == 2


@pytest.mark.parametrize("question", ['"chữ tài chữ mạng khéo là ghét nhau"', 'chữ tài "ghét nhau" khéo mạng'])
def test_quotes_mean_what_they_say(index: SearchIndex, question: str) -> None:
    assert "verse" not in found(index, question)


def test_what_lacks_the_word_that_matters_does_not_compete(index: SearchIndex) -> None:
    assert found(index, "kỹ thuật trồng cà phê") == ["coffee"]


def test_short_questions_want_every_word(index: SearchIndex) -> None:
    assert found(index, "trồng lúa nước") == ["rice"]


def test_excluded_words_exclude_what_lacks_little_as_well(index: SearchIndex) -> None:
    assert found(index, "chữ tài chữ mạng khéo là ghét nhau -dâu") == ["scattered"]


def test_a_title_that_stands_whole_in_a_long_question_leads(index: SearchIndex) -> None:
    assert found(index, "động đất là gì")[0] == "quake"
