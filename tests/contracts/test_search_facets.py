"""Filters, ranges, counts and orders, tried on every search index."""

from __future__ import annotations

import pytest

from search.base import FacetCount, Query, SearchIndex, Sort
from tests.search.makers import make_entry


def found(index: SearchIndex, text: str, *, sort: Sort = "relevance", **filters: tuple[str, ...]) -> list[str]:
    """The ids found, in order."""
    return [hit.record for hit in index.search(Query(text, filters=filters, size=100, sort=sort)).hits]


FACETED = [
    make_entry("a", "sách", facets={"grade": ("6", "7"), "type": ("book",)}),
    make_entry("b", "sách", facets={"grade": ("6",), "type": ("map",)}),
    make_entry("c", "sách", facets={"grade": ("8",), "type": ("book",)}),
    make_entry("d", "vở", facets={"grade": ("6",), "type": ("book",)}),
    make_entry("e", "sách"),
]


def test_values_of_a_filter_are_alternatives_and_filters_all_hold(index: SearchIndex) -> None:
    index.put(FACETED)
    assert set(found(index, "sách", grade=("6",))) == {"a", "b"}
    assert set(found(index, "sách", grade=("6", "8"))) == {"a", "b", "c"}
    assert set(found(index, "sách", grade=("6", "8"), type=("book",))) == {"a", "c"}
    assert found(index, "sách", grade=("9",)) == []
    assert found(index, "sách", unknown=("x",)) == []
    assert len(found(index, "sách", grade=())) == 4


def test_facet_counts_leave_out_their_own_filter(index: SearchIndex) -> None:
    index.put(FACETED)
    results = index.search(Query("sách", filters={"grade": ("7",)}, facets=("grade", "type", "level"), size=1))
    assert results.total == 1
    assert results.facets["grade"] == (FacetCount("6", 2), FacetCount("7", 1), FacetCount("8", 1))
    assert results.facets["type"] == (FacetCount("book", 1),)
    assert results.facets["level"] == ()


def test_rejected_values_are_neither_found_nor_counted(index: SearchIndex) -> None:
    index.put(FACETED)
    results = index.search(Query("", rejected={"grade": ("7", "8")}, facets=("grade", "type"), sort="title"))
    assert {hit.record for hit in results.hits} == {"b", "d", "e"}
    assert results.total == 3
    assert results.facets["grade"] == (FacetCount("6", 2),)
    assert set(results.facets["type"]) == {FacetCount("book", 1), FacetCount("map", 1)}


@pytest.mark.parametrize(
    ("years", "wanted"),
    [
        ((2015, 2020), {"old", "new"}),
        ((2016, None), {"new"}),
        ((None, 2015), {"old", "ancient"}),
        ((0, 2014), set()),
        ((None, None), {"old", "new", "ancient"}),
    ],
)
def test_years_are_a_range_and_leave_out_what_has_none(
    index: SearchIndex, years: tuple[int | None, int | None], wanted: set[str]
) -> None:
    shelf = {"old": 2015, "new": 2020, "ancient": -300, "undated": None}
    index.put(make_entry(name, "sách", year=year, facets={"year": (str(year),)}) for name, year in shelf.items())
    results = index.search(Query("sách", years=years, facets=("year", "type")))
    assert {hit.record for hit in results.hits} == wanted
    assert results.total == len(wanted)
    assert {count.value for count in results.facets["year"]} == {"2015", "2020", "-300", "None"}


def test_what_may_be_of_several_years_is_found_by_a_range_that_meets_one(index: SearchIndex) -> None:
    eighties = tuple(map(str, range(1980, 1990)))
    index.put([make_entry("x", "sách", year=1980, facets={"year": eighties}), make_entry("y", "sách")])
    for years, total in (((1985, 1987), 1), ((1989, None), 1), ((1990, None), 0), ((None, 1979), 0)):
        assert index.search(Query("sách", years=years)).total == total
    assert index.search(Query("sách", filters={"year": ("1986",)})).total == 1


def test_facets_count_the_whole_result_not_the_page(index: SearchIndex) -> None:
    index.put(FACETED)
    facets = index.search(Query("", facets=("type",), size=1, page=3)).facets
    assert facets["type"] == (FacetCount("book", 3), FacetCount("map", 1))


def test_sorting(index: SearchIndex) -> None:
    index.put(
        [
            make_entry("z", "x", title="Ốc", year=1999, day=3),
            make_entry("y", "x", title="Ơn", year=None, day=1),
            make_entry("x", "x", title="Oanh", year=2024, day=2),
            make_entry("w", "x", title="Đá", year=2024, day=4),
        ]
    )
    assert found(index, "x", sort="title") == ["w", "x", "z", "y"]
    assert found(index, "x", sort="year") == ["w", "x", "z", "y"]
    assert found(index, "x", sort="new") == ["w", "z", "x", "y"]


def test_what_is_left_out_keeps_nobody_from_answering_in_part(index: SearchIndex) -> None:
    index.put([make_entry("public", "sâm Ngọc"), make_entry("withdrawn", "sâm Ngọc Linh")])
    assert found(index, "sâm ngọc linh") == ["withdrawn"]
    results = index.search(Query("sâm ngọc linh", without=frozenset({"withdrawn"}), facets=("type",)))
    assert [hit.record for hit in results.hits] == ["public"]
    assert results.total == 1
