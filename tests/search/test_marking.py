"""What is marked: the words asked for as they stand, rows as rows, nothing of fields, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import best_snippet
from search.hyphenation import fold_readings
from search.marking import Marker
from search.query import parse

TEXT = (
    "Toán học là môn học. Học toán vui. Giáo dục công dân, tức GDCD, dạy về bàn, bán và bạn. "
    "Nhà-\nrông, infor-\nmation."
)


def marked(question: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in Marker(parse(question)).spans(text)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('"toán học"', ["Toán", "học"]),
        ('"hoc toan"', ["Học", "toán"]),
        ("bán", ["bán"]),
        ("ban", ["bàn", "bán", "bạn"]),
        ("bản", ["bàn", "bán", "bạn"]),
        ("GDCD", ["Giáo", "dục", "công", "dân", "GDCD"]),
        ("title:toán lop:9 bán", ["bán"]),
        ("bán -toán", ["bán"]),
        ("vui OR tức", ["vui", "tức"]),
        ("information", ["infor", "mation"]),
        ('"nhà rông information"', ["Nhà", "rông", "infor", "mation"]),
        ('"rông không có"', []),
        ("", []),
    ],
)
def test_what_is_marked(question: str, words: list[str]) -> None:
    assert marked(question) == words


def test_halves_of_a_row_that_runs_over_the_page_are_marked_at_its_ends() -> None:
    assert marked('"dân ca quan họ"', "hát dân ca. Nghe dân ca") == ["dân", "ca"]
    assert Marker(parse('"dân ca quan họ"')).spans("quan họ Bắc Ninh, quan họ") == ((0, 4), (5, 7))


LONG = " ".join(f"đoạn {n} nói về bàn ghế," for n in range(60)) + " bán hàng ở chợ, " + "và hết chuyện. " * 60


def test_of_a_long_text_the_place_with_the_typed_accents_is_cut() -> None:
    parts = best_snippet(LONG, Marker(parse("bán hàng")), folded=fold_readings(LONG)).parts
    assert [part for part, is_marked in parts if is_marked] == ["bán hàng"]


@given(st.integers(0, 1400), st.sampled_from(["gạo nếp", "gao nep", '"gạo nếp"', "nếp -x"]))
def test_wherever_it_stands_in_a_long_text_it_is_found_as_in_a_whole_look(at: int, question: str) -> None:
    start = LONG.find(" ", at)
    text = f"{LONG[:start]} gạo nếp {LONG[start:]}"
    marker = Marker(parse(question))
    quick = best_snippet(text, marker, folded=fold_readings(text)).parts
    assert [part for part, is_marked in quick if is_marked] == [
        part for part, is_marked in best_snippet(text, marker).parts if is_marked
    ]


@given(st.text("ab đêế\n-.\u202e<>&12", max_size=900), st.text('ab đêế"-:2', max_size=20))
def test_passages_of_long_texts_are_made_of_the_text_too(text: str, question: str) -> None:
    text = text * 3
    parts = best_snippet(text, Marker(parse(question)), 60, fold_readings(text)).parts
    shown = "".join(part for part, _ in parts).replace("…", " ")
    assert " ".join(shown.split()) in " ".join(text.split())


@given(st.text(max_size=200), st.text(max_size=40))
def test_spans_lie_in_order_within_the_text(text: str, question: str) -> None:
    spans = Marker(parse(question)).spans(text)
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)
