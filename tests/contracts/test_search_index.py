"""What every search index must do, tried on each of them. An engine is done when it passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.base import TEXT_END, Entry, Query, QueryRefused, QueryTooLong, SearchIndex
from tests.search.makers import make_entry
from tests.thorough import rounds


def found(index: SearchIndex, text: str, **filters: tuple[str, ...]) -> list[str]:
    """The ids found, in order."""
    return [hit.record for hit in index.search(Query(text, filters=filters, size=100)).hits]


def test_what_is_put_is_found_at_once(index: SearchIndex) -> None:
    index.put([make_entry("a", "Giáo dục công dân"), make_entry("b", "Tin học")])
    assert found(index, "công dân") == ["a"]
    assert set(index.stamps()) == {("a", "1"), ("b", "1")}


def test_put_again_replaces(index: SearchIndex) -> None:
    index.put([make_entry("a", "bướm"), make_entry("b", "bướm")])
    index.put([make_entry("a", "ong", stamp="2")])
    assert found(index, "bướm") == ["b"]
    assert found(index, "ong") == ["a"]
    assert set(index.stamps()) == {("a", "2"), ("b", "1")}


def test_of_one_record_twice_in_a_put_the_last_counts(index: SearchIndex) -> None:
    index.put([make_entry("a", "một"), make_entry("b", "hai"), make_entry("a", "ba", stamp="9")])
    assert found(index, "một") == []
    assert found(index, "ba") == ["a"]
    assert sorted(index.stamps()) == [("a", "9"), ("b", "1")]


def test_dropped_records_are_gone_and_unknown_ones_no_error(index: SearchIndex) -> None:
    index.put([make_entry("a", "sông"), make_entry("b", "sông")])
    index.drop(["a", "never-there"])
    assert found(index, "sông") == ["b"]
    assert [record for record, _ in index.stamps()] == ["b"]
    assert index.search(Query("", facets=("kind",))).total == 1


def test_rebuild_forgets_everything_else(index: SearchIndex) -> None:
    index.put([make_entry("a", "cũ")])
    index.rebuild(iter([make_entry("b", "mới")]))
    assert found(index, "") == ["b"]


def test_a_failing_source_leaves_the_old_state(index: SearchIndex) -> None:
    index.put([make_entry("a", "yên")])

    def broken() -> Iterator[Entry]:
        yield make_entry("b", "yên")
        raise LookupError("the database went away")

    for verb in (index.put, index.rebuild):
        with pytest.raises(LookupError):
            verb(broken())
        assert found(index, "yên") == ["a"]
    index.put([make_entry("c", "yên")])
    assert sorted(found(index, "yên")) == ["a", "c"]


def test_an_empty_question_lists_all_newest_first(index: SearchIndex) -> None:
    index.put([make_entry("old", day=1), make_entry("new", day=9), make_entry("middle", day=5)])
    for text in ("", "  ", "?!…"):
        assert found(index, text) == ["new", "middle", "old"]


def test_pages_neither_repeat_nor_lose(index: SearchIndex) -> None:
    index.put([make_entry(f"r{number:02}", "lúa", day=number % 3) for number in range(25)])
    pages = [index.search(Query("lúa", page=page, size=10)) for page in (1, 2, 3, 4)]
    assert [page.total for page in pages] == [25] * 4
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert len({hit.record for page in pages for hit in page.hits}) == 25


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("giao duc cong dan", "Giáo dục công dân"),
        ("GIÁO DỤC", "giáo dục"),
        ("hoa binh", "Hoà Bình"),
        ("hòa bình", "HOÀ BÌNH"),
        ("Vật lý", "Vật lí 10"),
        ("my thuat", "Mĩ thuật"),
        ("32/2018", "TT 32/2018/TT-BGDĐT"),
        ("h2o", "công thức H₂O"),
        ("9786040123456", "ISBN 978-604-0-12345-6"),
        ("978-604-0-12345-6", "ISBN 9786040123456"),
        ("bok", "ƀơ̆k"),
        ("Ia H'Drai", "huyện Ia HʼDrai"),
        ("an", "an toàn"),
        ("the", "thể dục"),
        ("duong", "Đường"),
        ("ðường", "đường"),
        ("lop 9", "Toán lớp 9"),
    ],
)
def test_any_way_of_typing_finds_it(index: SearchIndex, question: str, text: str) -> None:
    index.put([make_entry("right", text), make_entry("wrong", "chuyện khác hẳn")])
    assert found(index, question) == ["right"]


@pytest.mark.parametrize(
    ("question", "text"), [("hai", "hay"), ("cúi", "cuý"), ("giáo", "giáodục"), ("dục", "giáodục"), ("lớp 9", "lớp 19")]
)
def test_what_is_another_word_is_not_found(index: SearchIndex, question: str, text: str) -> None:
    index.put([make_entry("other", text)])
    assert found(index, question) == []


def test_every_part_of_a_record_is_searched(index: SearchIndex) -> None:
    index.put(
        [
            make_entry("title", title="trầm hương"),
            make_entry("names", names="trầm hương"),
            make_entry("metadata", metadata="trầm hương"),
            make_entry("text", "trầm hương"),
        ]
    )
    assert found(index, "trầm hương") == ["title", "names", "metadata", "text"]


def test_all_words_are_wanted_and_the_most_of_them_where_no_record_has_all(index: SearchIndex) -> None:
    index.put([make_entry("both", "sâm Ngọc Linh"), make_entry("one", "sâm"), make_entry("none", "lúa")])
    assert found(index, "sâm linh") == ["both"]
    assert found(index, "sâm ngọc quýt") == ["both"]
    assert found(index, "sâm cam quýt bưởi") == []


def test_quoted_words_must_follow_one_another(index: SearchIndex) -> None:
    index.put([make_entry("row", "công dân tốt"), make_entry("apart", "dân công, công an và dân")])
    assert set(found(index, "công dân")) == {"row", "apart"}
    assert found(index, '"công dân"') == ["row"]
    assert found(index, "“cong dan”") == ["row"]
    assert found(index, '"công tốt"') == []


def test_a_row_never_runs_from_one_value_or_file_into_the_next(index: SearchIndex) -> None:
    index.put(
        [
            make_entry(
                "a", f"chiến dịch{TEXT_END}điện biên\nphủ", title="Toán\nHình học", names="Nguyễn Văn An\nBình Minh"
            ),
            make_entry("b", "chiến dịch điện biên", title="Toán hình", names="An Bình"),
        ]
    )
    assert found(index, '"dịch điện"') == ["b"]
    assert found(index, '"biên phủ"') == ["a"]
    assert found(index, 'title:"toán hình"') == ["b"]
    assert found(index, 'creator:"An Bình"') == ["b"]
    assert set(found(index, "dịch điện")) == {"a", "b"}


def test_a_phrase_never_runs_from_one_part_into_the_next(index: SearchIndex) -> None:
    index.put([make_entry("a", "dân ca", title="Thi công", names="dân")])
    assert found(index, '"công dân"') == []


def test_minus_excludes(index: SearchIndex) -> None:
    index.put(
        [make_entry("a", "nhạc dân ca"), make_entry("b", "nhạc trẻ"), make_entry("c", "bạn nhạc"), make_entry("d", "x")]
    )
    assert set(found(index, "nhạc -trẻ")) == {"a", "c"}
    assert set(found(index, 'nhạc -"dân ca"')) == {"b", "c"}
    assert set(found(index, "nhạc -bán")) == {"a", "b", "c"}
    assert set(found(index, "nhạc -ban")) == {"a", "b"}
    assert set(found(index, "-nhạc")) == {"d"}


def test_exact_accents_lead(index: SearchIndex) -> None:
    texts = {"typed": "bán hàng", "other": "bạn hàng", "third": "bàn hàng bàn hàng bàn hàng", "plain": "ban hang"}
    index.put([make_entry(record, text) for record, text in texts.items()])
    assert found(index, "bán hàng")[0] == "typed"
    assert found(index, "bạn hàng")[0] == "other"
    assert len(found(index, "bán hàng")) == 4
    assert len(found(index, "ban hang")) == 4


def test_words_in_a_row_lead_scattered_ones(index: SearchIndex) -> None:
    scattered = "học thì tập, tập rồi học; sinh ra đã học, học sinh ra sao"
    index.put(
        [make_entry("scattered", scattered * 3), make_entry("row", f"nói về việc học tập của trẻ và {'x ' * 20}")]
    )
    assert found(index, "học tập")[0] == "row"
    assert found(index, "hoc tap")[0] == "row"


def test_the_title_leads_the_text(index: SearchIndex) -> None:
    index.put([make_entry("text", "nuôi ong lấy mật, nuôi ong"), make_entry("title", "x", title="Nuôi ong")])
    assert found(index, "nuôi ong") == ["title", "text"]


def test_scores_fall_along_the_hits(index: SearchIndex) -> None:
    index.put([make_entry(f"r{number}", "cà phê " * (number + 1), title="cà" * (number % 2)) for number in range(6)])
    scores = [hit.score for hit in index.search(Query("cà phê")).hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_too_long_a_question_is_refused_with_the_limit(index: SearchIndex) -> None:
    index.put([make_entry("a", "chữ")])
    with pytest.raises(QueryTooLong) as refused:
        index.search(Query("a" * 257))
    assert (refused.value.code, refused.value.params) == ("search.query_too_long", {"limit": 256})
    with pytest.raises(QueryTooLong) as refused:
        index.search(Query(" ".join("abcdefghijklmnopqrstu")))
    assert (refused.value.code, refused.value.params) == ("search.query_too_many_words", {"limit": 20})
    assert index.search(Query("chữ " * 20)).total == 1


def test_odd_records_are_kept_as_they_are(index: SearchIndex) -> None:
    odd = [
        make_entry("", ""),
        make_entry("id with blank/ü🦋", "bướm", title="\x00\x01", facets={"k": ("v,\x1f\"'", "ü")}, year=-500),
        make_entry("long", "x" * 70_000 + " bướm " + "từ " * 70_000, year=10**12),
    ]
    index.put(odd)
    assert set(found(index, "bướm")) == {"id with blank/ü🦋", "long"}
    assert set(found(index, "bướm", k=("v,\x1f\"'",))) == {"id with blank/ü🦋"}
    assert {record for record, _ in index.stamps()} == {entry.record for entry in odd}


@settings(max_examples=rounds(60, quick=20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_no_question_breaks_an_index(index: SearchIndex, text: str) -> None:
    index.put([make_entry("a", text)]) if not list(index.stamps()) else None
    try:
        results = index.search(Query(text, facets=("k",)))
    except QueryRefused:
        return
    assert results.total >= len(results.hits)


IDS = st.sets(st.sampled_from("abcdef"), min_size=1)


@settings(max_examples=rounds(25, quick=10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(["put", "drop"]), IDS), max_size=10))
@example([("put", {"a"}), ("put", {"b"}), ("drop", {"b"})])
@example([("put", {"a"}), ("drop", {"a"}), ("put", {"b"})])
def test_whatever_is_put_and_dropped_in_whatever_order_the_rest_is_found(
    index: SearchIndex, changes: list[tuple[str, set[str]]]
) -> None:
    index.rebuild([])
    held: dict[str, str] = {}
    for turn, (change, ids) in enumerate(changes):
        if change == "put":
            index.put([make_entry(one, "sông", stamp=str(turn), facets={"k": (one,)}) for one in sorted(ids)])
            held |= dict.fromkeys(ids, str(turn))
        else:
            index.drop(sorted(ids))
            held = {one: stamp for one, stamp in held.items() if one not in ids}
        assert set(found(index, "sông")) == set(found(index, "")) == set(held)
        assert dict(index.stamps()) == held
    assert len(index.search(Query("", facets=("k",))).facets["k"]) == len(held)
