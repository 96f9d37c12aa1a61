"""Packed places come back as they went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.postings import PART_STRIDE, Places, counts, pack, places

ascending = st.lists(st.integers(0, 200_000), unique=True, max_size=8).map(sorted)
any_places = st.tuples(ascending, ascending, ascending, ascending)


@given(any_places)
def test_counts_and_places(given_places: Places) -> None:
    packed = pack(given_places)
    assert counts(packed) == tuple(map(len, given_places))
    expected = [part * PART_STRIDE + place for part, held in enumerate(given_places) for place in held]
    assert list(places(packed)) == expected
    assert list(places(packed, 3)) == [place - 3 for place in expected]


def test_a_word_that_stands_in_the_text_alone_is_small() -> None:
    assert len(pack(([], [], [], [5]))) == 3
    assert len(pack(([], [], [], [70_000]))) == 5


def test_the_narrow_numbers_end_where_they_should() -> None:
    for place in (65_535, 65_536, 65_537):
        assert list(places(pack(([], [], [], [0, place])))) == [3 * PART_STRIDE, 3 * PART_STRIDE + place]
