"""Sort keys: the Vietnamese alphabet, tones second, numbers by value, names by the given name."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vietnamese import name_sort_key, sort_key

ALPHABET = list("aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz")

TITLES = [
    "“An toàn giao thông”",
    "ăn uống",
    "Âm nhạc 6",
    "Bài 2",
    "Bài 10",
    "bài tập",
    "cà",
    "cá",
    "ca dao",
    "Chữ viết",
    "Dân ca",
    "Đạo đức",
    "em",
    "ê ke",
    "Toán 9",
    "Toán 10",
    "Toán 10 – tập 2",
    "từ điển",
    "Tư liệu",
    "tưng bừng",
    "yêu",
]


def test_the_alphabet() -> None:
    assert sorted(ALPHABET, key=sort_key) == ALPHABET
    assert sorted([letter.upper() for letter in ALPHABET], key=sort_key) == [letter.upper() for letter in ALPHABET]


def test_tones_in_the_order_of_dictionaries() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    shuffled = random.Random(3).sample(tones, len(tones))
    assert sorted(shuffled, key=sort_key) == tones


def test_tones_count_only_where_all_letters_are_the_same() -> None:
    assert sort_key("mạ") < sort_key("mai")
    assert sort_key("bà con") < sort_key("ba mươi")
    assert sort_key("ba mươi") < sort_key("bà mươi")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("an toàn", "anh"),
        ("Toán 9", "Toán 10"),
        ("Toán 9", "Toán 09 tập 2"),
        ("9", "a"),
        ("a", "ă"),
        ("d", "đ"),
        ("dz", "đa"),
        ("oz", "ôa"),
        ("z", "Ω"),
        ("n", "ñ"),
        ("ñ", "o"),
        ("bok", "ƀơ̆k"),
        ("", "a"),
        ("Bài 99999999999999999999", "Bài 100000000000000000000"),
    ],
)
def test_comes_before(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà Bình", "HÒA BÌNH"), ("“Truyện Kiều”", "truyện kiều"), ("Toán 09", "toán 9"), ("Đ", "Ð")]
)
def test_sorts_as_equal(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_a_shelf_of_titles() -> None:
    shuffled = random.Random(7).sample(TITLES, len(TITLES))
    assert sorted(shuffled, key=sort_key) == TITLES


def test_names_sort_by_the_given_name_then_by_the_rest() -> None:
    names = [
        "Bùi Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần Ẩn",
        "Lê Bình (chủ biên)",
        "Nguyễn Du",
        "Phạm Đức",
        "Rowling, J. K.",
        "J. K. Rowling",
    ]
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=name_sort_key)[:7] == names[:7]
    assert name_sort_key("Nguyễn Văn An") == name_sort_key("NGUYỄN VĂN AN [biên soạn]")
    assert name_sort_key("Plato") == sort_key("Plato")


@given(st.text(), st.text())
def test_keys_are_made_of_any_text_and_cut_no_word(one: str, other: str) -> None:
    key = sort_key(one)
    assert key.count(b"\x00") == 1
    assert isinstance(name_sort_key(one), bytes)
    joined = sort_key(f"{one} zzz {other}")
    assert sort_key(f"{one} zzz") <= joined


@given(
    st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6),
    st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6),
)
def test_words_compare_letter_by_letter(one: list[str], other: list[str]) -> None:
    places = [ALPHABET.index(letter) for letter in one], [ALPHABET.index(letter) for letter in other]
    keys = sort_key("".join(one)), sort_key("".join(other))
    assert (keys[0] < keys[1]) == (places[0] < places[1])
