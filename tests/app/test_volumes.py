"""Volumes stand in their order however they are numbered."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.values.volumes import volume_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["Tập 1", "tập hai", "Quyển III", "4", "Tập 5A", "Tập 5B", "tập mười", "tập mười một", "Tập hai mươi lăm"],
        ["Quyển thượng", "Quyển trung", "Quyển hạ"],
        ["Tập một", "Tập hai", "Tập ba", "Tập tư", "Tập năm", "Tập sáu", "Tập bảy", "Tập tám", "Tập chín"],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XXIV"],
        ["Tập 1, quyển 1", "Tập 1, quyển 2", "Tập 2", "Tập 10"],
        ["tap dau", "tập hai", "tập cuối"],
        ["tap mot", "tap tu", "tap nam", "tap tam", "tap muoi", "tap hai muoi lam"],
        ["Tập hai mươi", "Tập hai mươi mốt", "Tập hai mươi tư"],
        ["Thượng", "Trung", "Hạ"],
        ["Tập 9", "Miền Bắc", "Miền Nam", "Miền Trung", "Phần Nam Bộ", None],
        ["năm 2019", "năm 2020"],
        ["Vol. 1", "vol 2", "Volume 10"],
        ["2", "Phụ lục", None],
    ],
)
def test_volumes_are_sorted_by_their_numbers(ordered: list[str | None]) -> None:
    for seed in range(5):
        mixed = random.Random(seed).sample(ordered, len(ordered))
        assert sorted(mixed, key=volume_key) == ordered


@pytest.mark.parametrize(
    "text", ["Vì sao", "Lí thuyết", "Đề cương", "Phụ lục", "Miền Nam", "Phần Nam Bộ", "Miền Trung", "Hạ Long", "Tự học"]
)
def test_words_are_no_numbers(text: str) -> None:
    assert volume_key(text)[0] == 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_volumes_can_be_compared(one: str, other: str) -> None:
    assert sorted([one, other], key=volume_key) == sorted([other, one], key=volume_key) or volume_key(
        one
    ) == volume_key(other)
