"""Which segments a commit merges: bounded work, few segments, little written twice."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from search.merging import FEW, Held, to_merge

BOUND = 1000
segments = st.lists(
    st.tuples(st.integers(1, 3 * BOUND), st.integers(1, 50), st.integers(0, 50)).map(
        lambda one: Held(one[0], one[1], min(one[1], one[2]))
    ),
    max_size=40,
)


@given(segments)
def test_a_commit_rewrites_no_more_than_the_bound_but_one_worn_segment(held: list[Held]) -> None:
    chosen = to_merge(held, BOUND)
    assert len(set(chosen)) == len(chosen)
    assert sum(held[number].size for number in chosen) <= BOUND or len(chosen) == 1
    assert len(chosen) != 1 or 4 * held[chosen[0]].deleted > held[chosen[0]].records


@given(segments)
def test_every_worn_segment_is_rewritten_in_the_end(held: list[Held]) -> None:
    for _ in range(len(held)):
        chosen = to_merge(held, BOUND)
        made = [held[number] for number in chosen]
        held = [one for number, one in enumerate(held) if number not in chosen]
        if made:
            kept = sum(one.records - one.deleted for one in made)
            held.append(Held(sum(one.size for one in made), max(1, kept), 0))
    assert not [one for one in held if 4 * one.deleted > one.records]


@given(st.lists(st.integers(1, 40), min_size=200, max_size=600))
def test_commit_after_commit_leaves_few_segments_and_rewrites_little(sizes: list[int]) -> None:
    held: list[Held] = []
    written = 0
    for size in sizes:  # as a writer does: merge what there is with what comes
        chosen = to_merge(held, BOUND)
        moved = sum(held[number].size for number in chosen)
        written += moved
        held = [*(one for number, one in enumerate(held) if number not in chosen), Held(moved + size, 1, 0)]
    total = sum(sizes)
    assert sum(one.size for one in held) == total
    assert len(held) <= FEW + math.log2(BOUND) + 2 * total / BOUND + 1
    assert written <= total * 1.5 * math.log2(BOUND)


def test_a_large_segment_waits_for_its_like() -> None:
    assert to_merge([Held(400, 9, 0), *[Held(10, 1, 0)] * (FEW - 1)], BOUND) == []
    assert sorted(to_merge([Held(400, 9, 0), *[Held(10, 1, 0)] * FEW], BOUND)) == list(range(1, FEW + 1))
    assert sorted(to_merge([Held(2 * FEW * 10, 9, 0), *[Held(10, 1, 0)] * FEW], BOUND)) == list(range(FEW + 1))
    assert to_merge([Held(600, 9, 0), Held(700, 9, 0)], BOUND) == []
    assert sorted(to_merge([Held(300, 9, 0), Held(300, 9, 0)], BOUND)) == [0, 1]
