"""Marks of footnotes glued to words part from them; codes and units that end in digits stay whole."""

from __future__ import annotations

import unicodedata

import pytest

from search.vietnamese import exact, fold, fold_page, sort_key, tokens, words


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("lại2", ["lại", "2"]),
        ("nước³.", ["nước", "3"]),
        ("(thể)2, thể²³", ["thể", "2", "thể", "23"]),
        ("toan9", ["toan", "9"]),
        ("Toan9 TOAN9 toán9", ["toan", "9", "toan", "9", "toán", "9"]),
        ("Lớp9", ["lớp", "9"]),
        ("HOÁ8", ["hóa", "8"]),
        ("nguyen12", ["nguyen", "12"]),
        ("toan\u24691 lại\u00ad2 thể₂", ["toan", "101", "lại", "2", "thể", "2"]),
        ("năm2024 ngày17", ["năm2024", "ngày", "17"]),
    ],
)
def test_what_parts(text: str, parted: list[str]) -> None:
    for form in ("NFC", "NFD"):
        composed = unicodedata.normalize(form, text)
        found = list(tokens(composed))
        assert [token.exact for token in found] == parted
        assert words(composed)[0] == parted
        assert fold_page(composed).split() == [token.folded for token in found]
        assert all(exact(composed[token.start : token.end]) == token.exact for token in found)


CODES = ["H2O", "B12", "A4", "TT32", "B737", "CO2", "CO₂", "BaO2", "SiO2", "HK1", "K12", "TS10", "MP3", "H5N1"]
UNITS = ["km²", "km2", "m2", "m³", "x2", "sin2", "ô2", "Đ1", "2a", "10x", "18th"]
OTHERS = ["lớp9A", "Covid19", "html5", "python3", "web20", "lop9", "toan1234", "lại1234", "lại2x", "team8"]


@pytest.mark.parametrize("whole", [*CODES, *UNITS, *OTHERS])
def test_what_stays_whole(whole: str) -> None:
    assert len(list(tokens(whole))) == 1
    assert fold_page(whole) == f" {fold(whole)} "


def test_one_word_with_and_without_a_mark_is_found_as_one() -> None:
    assert " giao duc " in fold_page("nền giáo dục2 của ta")
    assert " nuoc " in fold_page("đất nước³")


def test_a_mark_is_two_tokens_side_by_side() -> None:
    word, mark = tokens("“lại12”")
    assert (word.start, word.end, mark.start, mark.end) == (1, 4, 4, 6)


def test_the_order_of_titles_does_not_part_words() -> None:
    assert sort_key("Toán9") < sort_key("Toán10")
    assert sort_key("toan9a") > sort_key("toan9")
