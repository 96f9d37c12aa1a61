"""Finding: to the page, with and without accents, and never what is not public."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace

import pytest

from repo_app.errors import BadRequest, Unavailable
from repo_app.services import indexing, records
from repo_app.services.finding import SearchRequest, search, wake
from repo_app.values import VISITOR, Answer
from search import Entry, Query, QueryTooSlow, Results, SearchIndex
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

SECRET = "Chiếc cối xay gió kẽo kẹt suốt đêm trăng."


def ask(house: House, text: str, **more: object) -> Answer:
    return search(house.library, VISITOR, SearchRequest(text, **more), "vi")  # type: ignore[arg-type]


def book(late: str = SECRET) -> bytes:
    return text_pdf([prose(page) for page in range(1, 9)] + [f"{prose(9, 4)} {late} {prose(10, 4)}"])


def test_a_phrase_of_a_late_page_leads_to_that_page(house: House) -> None:
    record = house.published(book(), title=title("Sách tập đọc"))
    house.published(text_pdf([prose(4)]), "khac.pdf", title=title("Sách khác"))
    for query in ("cối xay gió", "coi xay gio", "COI XAY", '"cối xay gió kẽo kẹt"', "kẽo kẹt -phi"):
        answer = ask(house, query)
        assert [found.card.id for found in answer.results] == [record], query
        hit = answer.results[0].pages[0]
        assert hit.number == 9, query
        marked = " ".join(part.text for part in hit.snippet if part.marked)
        assert "xay" in marked or "kẽo" in marked, query


def test_a_quoted_row_over_a_pages_end_is_found_though_a_word_before_it_is_cut(house: House) -> None:
    cut = "sách infor-\nmation kể về những ngày chiến dịch"
    record = house.published(text_pdf([cut, "điện biên phủ bắt đầu"]), title=title("Sách sử"))
    assert [found.card.id for found in ask(house, '"chiến dịch điện biên"').results] == [record]


def test_nothing_unpublished_is_found_counted_or_shown(house: House) -> None:
    hidden = house.deposit(book())
    house.work()
    assert ask(house, "cối xay gió").total == 0
    house.described(hidden, title=title("Cối xay"))
    records.submit(house.library, house.depositor, hidden)
    house.work()
    assert ask(house, "cối xay").total == 0
    assert all(not values for values in ask(house, "").facets.values())
    records.publish(house.library, house.reviewer, hidden)
    house.work()
    assert ask(house, "cối xay").total == 1
    records.withdraw(house.library, house.reviewer, hidden, "xem lại")
    assert ask(house, "cối xay").results == (), "even before the index follows"
    house.work()
    assert ask(house, "cối xay").total == 0


def test_waking_reads_the_index_and_says_nothing_of_one_that_is_away(house: House) -> None:
    house.published(book(), title=title("Học vần"))
    asked: list[str] = []
    index = house.library.index

    class Told:
        def search(self, query: Query) -> Results:
            asked.append(query.text)
            return index.search(query)

    wake(replace(house.library, index=Told()))  # type: ignore[arg-type]
    assert asked
    shutil.rmtree(house.library.settings.data_dir / "index")
    wake(house.library)


def test_of_a_closed_license_only_the_description_is_found(house: House) -> None:
    house.published(book(), title=title("Sách còn bản quyền"), license=[{"id": "in-copyright"}])
    assert ask(house, "cối xay gió").total == 0
    found = ask(house, "bản quyền").results
    assert [hit.card.title for hit in found] == ["Sách còn bản quyền"]
    assert found[0].pages == ()


def test_facets_count_and_filter(house: House) -> None:
    house.published(
        text_pdf([prose(1)]), "a.pdf", title=title("Một"), language=[{"id": "vi"}], issued=[{"value": "198X"}]
    )
    house.published(text_pdf([prose(2)]), "b.pdf", title=title("Hai"), language=[{"id": "en"}])
    answer = ask(house, "")
    assert {value.value: value.count for value in answer.facets["language"]} == {"vi": 1, "en": 1}
    assert {value.label for value in answer.facets["organization"]} == {"Thư viện xã"}
    only = ask(house, "", filters={"language": ("en",)})
    assert [found.card.title for found in only.results] == ["Hai"]
    assert [value.value for value in only.facets["language"] if value.chosen] == ["en"]
    assert ask(house, "", filters={"language": ("en", "vi")}).total == 2
    for index in (True, False):
        assert [ask(house, "", filters={"year": (years,)}).total for years in ("1985..1987", "1989", "1990..")] == [
            1,
            1,
            0,
        ]
        if index:
            shutil.rmtree(house.library.settings.data_dir / "index")


@pytest.mark.parametrize(
    "request_", [SearchRequest(filters={"colour": ("red",)}), SearchRequest(sort="magic"), SearchRequest(page=0)]
)
def test_what_cannot_be_asked_is_refused_with_a_reason(house: House, request_: SearchRequest) -> None:
    with pytest.raises(BadRequest):
        search(house.library, VISITOR, request_, "vi")


def test_too_long_a_question_is_refused(house: House) -> None:
    with pytest.raises(BadRequest) as caught:
        ask(house, "a" * 300)
    assert caught.value.code == "search.query_too_long"


def test_without_an_index_the_database_answers_and_says_so(house: House) -> None:
    record = house.published(book(), title=title("Sách tập đọc"))
    shutil.rmtree(house.library.settings.data_dir / "index")
    for query in ("coi xay gio", "tap doc", '"cối xay gió"', ""):
        answer = ask(house, query)
        assert answer.degraded
        assert [found.card.id for found in answer.results] == [record]
    assert ask(house, "coi xay").results[0].pages[0].number == 9
    assert ask(house, "khong-co-gi-ca").total == 0
    assert ask(house, "", filters={"format": ("image",)}).total == 0
    hidden = house.deposit(book())
    assert hidden not in [found.card.id for found in ask(house, "cối").results]


def test_the_index_is_rebuilt_and_agrees(house: House) -> None:
    for number in range(3):
        house.published(text_pdf([prose(number)]), f"{number}.pdf", title=title(f"Bài {number}"))
    assert indexing.diff(house.library).agrees
    shutil.rmtree(house.library.settings.data_dir / "index")
    assert indexing.diff(house.library).missing == 3
    indexing.ask_reindex(house.library)
    house.work()
    assert indexing.diff(house.library).agrees
    assert not ask(house, "bài").degraded


def test_an_entry_that_should_not_be_there_and_an_old_one_are_counted(house: House) -> None:
    record = house.published(text_pdf([prose(1)]), title=title("Bài"))
    view = records.view(house.library, house.reviewer, record)
    records.edit(house.library, house.reviewer, record, {"title": title("Bài mới")}, view.revision)
    assert indexing.diff(house.library).stale == 1
    records.withdraw(house.library, house.reviewer, record)
    assert indexing.diff(house.library).extra == 1
    house.work()
    assert indexing.diff(house.library).agrees


def test_an_empty_library_has_an_index_before_its_first_question(house: House) -> None:
    assert ask(house, "cối").degraded
    indexing.make_sure(house.library)
    assert not ask(house, "cối").degraded


def test_a_library_whose_index_is_gone_asks_for_a_new_one(house: House) -> None:
    record = house.published(book(), title=title("Sách tập đọc"))
    shutil.rmtree(house.library.settings.data_dir / "index")
    indexing.make_sure(house.library)
    indexing.make_sure(house.library)
    assert ask(house, "cối xay").degraded
    house.work()
    answer = ask(house, "cối xay")
    assert [found.card.id for found in answer.results] == [record]
    assert not answer.degraded


def test_an_index_lost_between_two_batches_is_built_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written into a lost index makes a part that passes for the whole."""

    class LosesItself:
        """The index, whose folder is gone once after an entry was written."""

        def __init__(self, index: SearchIndex) -> None:
            self.index, self.lost = index, False

        def put(self, entries: Iterable[Entry]) -> None:
            self.index.put(entries)
            if not self.lost:
                self.lost = True
                shutil.rmtree(house.library.settings.data_dir / "index")

        def __getattr__(self, name: str) -> object:
            return getattr(self.index, name)

    house.published(book(), title=title("Sách đã có"))
    for name in ("một", "hai", "ba"):
        record = records.create(house.library, house.depositor, {**LICENSE, "title": title(f"Sách {name}")}).id
        records.publish(house.library, house.reviewer, record)
    monkeypatch.setattr(indexing, "BATCH", 1)
    index = LosesItself(house.library.index)
    replace(house, library=replace(house.library, index=index)).work()  # type: ignore[arg-type]
    assert index.lost
    assert indexing.diff(house.library).agrees
    assert ask(house, "sách").total == 4


def test_a_withdrawn_record_leaves_no_trace_in_counts_before_the_index_follows(house: House) -> None:
    record = house.published(book(), title=title("Sách tập đọc"))
    records.withdraw(house.library, house.reviewer, record)
    answer = ask(house, "cối xay gió")
    assert (answer.total, answer.results, dict(answer.facets)) == (0, (), dict.fromkeys(answer.facets, ()))


def test_a_question_that_takes_too_long_is_told_so_and_not_asked_of_the_database(house: House) -> None:
    class Slow:
        def search(self, query: object) -> None:
            raise QueryTooSlow("over two seconds")

    library = replace(house.library, index=Slow())  # type: ignore[arg-type]
    with pytest.raises(Unavailable) as caught:
        search(library, VISITOR, SearchRequest("cối"), "vi")
    assert caught.value.code == "search.too_slow"


def test_a_question_without_its_accents_is_answered_and_another_proposed(house: House) -> None:
    house.published(text_pdf([f"{prose(3)} giáo dục công dân {prose(5)}"]), title=title("Giáo dục công dân"))
    assert ask(house, "giaos ducj").did_you_mean == "giáo dục"
    assert ask(house, "giáo dục").did_you_mean is None
    assert ask(house, "giaos ducj", page=2).did_you_mean is None
    assert ask(house, "").did_you_mean is None


def test_what_is_proposed_finds_something_under_the_same_filters(house: House) -> None:
    house.published(text_pdf([prose(3)]), title=title("Giáo dục công dân"), subject=[{"id": "toan"}])
    assert ask(house, "giaos ducj subject:toan").did_you_mean == "giáo dục subject:toan"
    assert ask(house, "giaos ducj -subject:toan").did_you_mean is None
    assert ask(house, "giaos ducj year:1990").did_you_mean is None
    assert ask(house, "giaos ducj", filters={"subject": ("toan",)}).did_you_mean == "giáo dục"
    assert ask(house, "giaos ducj", filters={"subject": ("vat-li",)}).did_you_mean is None


def test_nothing_that_is_not_public_is_proposed(house: House) -> None:
    record = house.published(text_pdf([prose(3)]), title=title("Zưởng máy kỳ quặc"))
    assert ask(house, "zuong may ky quac").did_you_mean == "zưởng máy kỳ quặc"
    records.withdraw(house.library, house.reviewer, record)
    assert ask(house, "zuong may ky quac").did_you_mean is None
    house.work()
    assert ask(house, "zuong may ky quac").did_you_mean is None


def test_around_the_fiftieth_record_none_is_shown_twice_or_never(house: House) -> None:
    for number in range(63):
        made = records.create(house.library, house.depositor, {"title": title(f"Phân số bài {number}")})
        house.described(made.id)
        records.publish(house.library, house.reviewer, made.id)
    house.work()
    for size in (20, 49, 25, 7):
        pages = [ask(house, "phân số", size=size, page=page) for page in range(1, -(-63 // size) + 1)]
        found = [result.card.id for answer in pages for result in answer.results]
        assert len(found) == len(set(found)) == 63, size
