"""The columns of the embedded index: what was written comes back, in one segment, over several, and after merging."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.columns import Column
from whoosh.filedb.filestore import RamStorage

from search.base import IndexUnavailable, Query
from search.columns import Facet, Texts
from search.whoosh_index import WhooshIndex
from search.whoosh_index.columns import FacetsColumn, TextsColumn
from tests.search.makers import make_entry

NAMES = st.sampled_from(["subject", "grade", "năm"])
VALUES = st.lists(st.sampled_from(["Toán", "9", 'a"b', "\x00", "𝄞"]), min_size=1, max_size=3, unique=True).map(tuple)


def stored(column: Column, given: dict[int, object], size: int):
    """A reader of a column whose records (by number) were given these values."""
    storage = RamStorage()
    with storage.create_file("column") as file:
        writer = column.writer(file)
        for number, value in given.items():
            writer.add(number, value)
        writer.finish(size)
    return column.reader(storage.open_file("column"), 0, storage.file_length("column"), size)


@given(st.dictionaries(st.integers(0, 9), st.binary(max_size=5)))
def test_texts_come_back_and_records_without_one_have_an_empty_one(given_: dict[int, bytes]) -> None:
    reader = stored(TextsColumn(), dict(sorted(given_.items())), 10)
    expected = [given_.get(number, b"") for number in range(10)]
    assert list(reader.texts) == expected
    assert [reader[number] for number in range(10)] == expected


@given(st.dictionaries(st.integers(0, 9), st.dictionaries(NAMES, VALUES)))
def test_facets_come_back(given_: dict[int, dict[str, tuple[str, ...]]]) -> None:
    reader = stored(FacetsColumn(), dict(sorted(given_.items())), 10)
    assert [dict(reader[number]) for number in range(10)] == [given_.get(number, {}) for number in range(10)]
    everybody = np.ones(10, dtype=np.bool_)
    for name, facet in reader.facets.items():
        for value, count in facet.count(everybody):
            having = {number for number, held in given_.items() if value in held.get(name, ())}
            assert set(np.flatnonzero(facet.having([value], 10)).tolist()) == having
            assert count == len(having)


@pytest.mark.parametrize("ends", [[1, 2], [3, 2, 4], [5]])
def test_ends_that_do_not_fit_the_texts_are_told(ends: list[int]) -> None:
    with pytest.raises(ValueError, match="another length"):
        Texts(b"abcd", np.array(ends, dtype=np.uint64))


@pytest.mark.parametrize(("owners", "codes"), [([0, 3], [0, 0]), ([0], [1]), ([-1], [0]), ([0], [-1])])
def test_numbers_of_no_record_or_value_are_told(owners: list[int], codes: list[int]) -> None:
    facet = Facet(("Toán",), np.array(owners, dtype=np.int32), np.array(codes, dtype=np.int32))
    with pytest.raises(ValueError, match="out of range"):
        facet.check(3)


def test_columns_outlive_replacing_and_merging(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    for turn in range(4):  # small segments, merged as they wear
        index.put(
            make_entry(f"r{n}", "lúa", title=f"Bài {n}", stamp=str(turn), facets={"k": (str(n % 3), str(turn))})
            for n in range(turn, 12)
        )
    index.drop(["r3"])
    found = index.search(Query("lúa", facets=("k",), size=20))
    assert found.total == 11
    turns = {n: min(n, 3) for n in range(12) if n != 3}
    expected = {str(value): sum(value in {n % 3, turn} for n, turn in turns.items()) for value in range(4)}
    assert {one.value: one.count for one in found.facets["k"]} == {k: v for k, v in expected.items() if v}
    assert dict(index.stamps()) == {f"r{n}": str(turn) for n, turn in turns.items()}


@pytest.mark.parametrize("column", ["record", "title", "facets", "figures"])
def test_a_column_cut_short_is_damage(tmp_path: Path, column: str) -> None:
    WhooshIndex(tmp_path).put(make_entry(f"r{n}", "lúa", facets={"k": ("v",)}) for n in range(5))
    (path,) = tmp_path.glob(f"gen-*/*.{column}.col")
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(IndexUnavailable) as fault:
        WhooshIndex(tmp_path).search(Query("lúa", sort="title"))
    assert not fault.value.retryable
