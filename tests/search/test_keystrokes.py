"""Telex and VNI that no input method was there for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.keystrokes import foreign_readings, is_syllable, readings
from search.vietnamese import exact

READ = {
    "giaos": "giáo", "ducj": "dục", "coong": "công", "daan": "dân", "giao1": "giáo", "duc5": "dục", "co6ng": "công",
    "da6n": "dân", "truwowngf": "trường", "ddaij": "đại", "d9ai5": "đại", "dai95": "đại", "lowps": "lớp",
    "lop71": "lớp", "vieetj": "việt", "viet65": "việt", "ngu7o7i2": "người", "nguowif": "người", "tieengs": "tiếng",
    "huwongs": "hướng", "duongwdf": "đường", "nghieng6": "nghiêng", "hoaf": "hòa", "hofa": "hòa", "hoa2": "hòa",
    "quyeenr": "quyển", "quar": "quả", "gif": "gì", "muaw": "mưa", "wng": "ưng", "nawm": "năm", "na8m": "năm",
    "TOANS": "toán", "đuowngf": "đường", "kyx": "kĩ", "thuaatj": "thuật", "khoer": "khỏe", "khuyur": "khuỷu",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), READ.items())
def test_keys_are_read_as_the_syllable_they_make(typed: str, meant: str) -> None:
    assert readings(typed) == (exact(meant),)


@pytest.mark.parametrize(
    "word", ["boss", "class", "english", "library", "H2O", "giáo", "toán", "a", "", "2018", "ss", "covid19", "x" * 30]
)
def test_other_words_have_no_keys(word: str) -> None:
    assert readings(word) == ()


@pytest.mark.parametrize(("typed", "meant"), [("DDawks", "đắk"), ("D9a81k", "đắk"), ("Kroong", "krông")])
def test_keys_of_names_that_are_no_syllables_are_read_apart(typed: str, meant: str) -> None:
    assert readings(typed) == ()
    assert meant in foreign_readings(typed)


@given(st.text(max_size=20))
def test_whatever_is_typed_only_syllables_come_out(text: str) -> None:
    for one in readings(text):
        assert is_syllable(one)
        assert one == exact(one) == unicodedata.normalize("NFC", one)
