"""Packed places and blocks come back as they went in, through both readers; damaged ones are told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.occurrences import RECORD_BITS, Occurrences, all_keys, common, parts_of, records_of
from search.postings import PART_BITS, Places, block, pack, unblock

ascending = st.lists(st.integers(0, 200_000), unique=True, max_size=8).map(sorted)
some_places = st.tuples(ascending, ascending, ascending, ascending).filter(any)
postings = st.dictionaries(st.integers(0, 500), some_places, min_size=1, max_size=6).map(
    lambda held: dict(sorted(held.items()))
)


def block_of(held: dict[int, Places]) -> bytes:
    return block(held, [pack(places) for places in held.values()])


def expected_keys(held: dict[int, Places], start: int = 0) -> list[int]:
    return [
        ((record + start) << RECORD_BITS) + (part << PART_BITS) + place
        for record, places in held.items()
        for part, found in enumerate(places)
        for place in found
    ]


@given(postings, st.integers(0, 1000))
def test_a_block_is_read_as_it_was_written(held: dict[int, Places], start: int) -> None:
    raw = block_of(held)
    assert unblock(raw) == (list(held), [pack(places) for places in held.values()])
    read = Occurrences.of_blocks([(raw, start)])
    assert read.records.tolist() == [record + start for record in held]
    assert read.keys().tolist() == expected_keys(held, start)
    assert read.by_part().tolist() == [list(map(len, places)) for places in held.values()]
    assert read.titled().tolist() == [record + start for record, places in held.items() if places[0]]


@given(postings, postings)
def test_blocks_of_several_segments_are_read_as_one(first: dict[int, Places], second: dict[int, Places]) -> None:
    start = 1 + max(first, default=0)
    together = {**first, **{record + start: places for record, places in second.items()}}
    read = Occurrences.of_blocks([(block_of(first), 0), (block_of(second), start)])
    assert read.records.tolist() == list(together)
    assert read.keys().tolist() == expected_keys(together)
    assert read.by_part().tolist() == [list(map(len, places)) for places in together.values()]


@given(postings, st.sampled_from(range(4)), st.sets(st.integers(0, 500)))
def test_parts_and_records_are_taken_out(held: dict[int, Places], part: int, wanted: set[int]) -> None:
    read = Occurrences.of_blocks([(block_of(held), 0)])
    inside = read.in_part(part)
    assert inside.keys().tolist() == [key for key in expected_keys(held) if (key >> PART_BITS) & 3 == part]
    flags = np.zeros(501, dtype=np.bool_)
    flags[list(wanted)] = True
    among = read.among(flags)
    assert among.keys().tolist() == expected_keys({record: held[record] for record in held if record in wanted})


def test_keys_without_places_have_a_block_too() -> None:
    assert unblock(block([3, 9], [])) == ([3, 9], [b"", b""])
    assert Occurrences.of_blocks([(block([3, 9], []), 0)]).records.tolist() == [3, 9]


@given(st.sets(st.integers(0, 1 << 40)), st.sets(st.integers(0, 1 << 40)), st.sets(st.integers(0, 1 << 40), max_size=3))
def test_what_two_rows_have_in_common(first: set[int], second: set[int], both: set[int]) -> None:
    arrays = [np.array(sorted(one | both), dtype=np.int64) for one in (first, second)]
    assert common(*arrays).tolist() == sorted((first | both) & (second | both))


def test_spellings_and_segments_together_ascend() -> None:
    parts = [
        Occurrences.of_blocks([(block_of({2: ([1], [], [], [4, 9])}), 0)]),
        Occurrences.of_blocks([(block_of({0: ([], [], [], [3])}), 1)]),
    ]
    keys = all_keys(parts)
    assert keys.tolist() == sorted(keys.tolist())
    assert records_of(keys).tolist() == [1, 2, 2, 2]
    assert parts_of(keys).tolist() == [3, 0, 3, 3]


@pytest.mark.parametrize("cut", [0, 1, 3, 4, 8, 12, 19, 24, -4, -1])
def test_a_block_cut_short_is_told(cut: int) -> None:
    raw = block_of({1: ([], [], [], [2, 5]), 7: ([0], [], [], [1])})
    for read in (unblock, lambda held: Occurrences.of_blocks([(held, 0)])):
        with pytest.raises(ValueError):
            read(raw[:cut])


def test_ends_that_do_not_ascend_are_told_before_anything_is_made_of_them() -> None:
    raw = np.frombuffer(block_of({1: ([], [], [], [2]), 2: ([], [], [], [5])}), dtype=np.uint32).copy()
    raw[3] = 1 << 30
    with pytest.raises(ValueError):
        Occurrences.of_blocks([(raw.tobytes(), 0)])
