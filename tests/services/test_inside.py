"""Searching inside a record: what is there so far, both ways from a page, rows over page ends, long books last."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, update

from repo_app.errors import BadRequest
from repo_app.models import File, Page, Record
from repo_app.services import inside, page_hits
from repo_app.services.finding import SearchRequest, search
from repo_app.services.inside import InsideRequest, neighbours, search_inside
from repo_app.values import VISITOR, Inside, Neighbours
from search import parse
from tests.documents import prose, text_pdf
from tests.house import House, opened, title

pytestmark = pytest.mark.usefixtures("remembered")

NAME = "bai.pdf"


def book(house: House, *pages: str) -> str:
    return house.published(text_pdf(list(pages)), NAME, title=title("Sách"))


def ask(house: House, record: str, text: str, **more: object) -> Inside:
    return search_inside(house.library, VISITOR, record, InsideRequest(text, **more))  # type: ignore[arg-type]


def numbers(found: Inside) -> list[int]:
    return [hit.number for hit in found.hits]


def test_a_row_over_the_end_of_a_page_is_not_lost(house: House) -> None:
    record = book(house, f"{prose(1)} bến nước", f"cổng làng {prose(2)}", "cổng làng, bến nước")
    found = ask(house, record, '"nước cổng làng"')
    assert numbers(found) == [1]
    assert [part.text for part in found.hits[0].snippet if part.marked] == ["nước"]
    hits = search(house.library, VISITOR, SearchRequest('"nước cổng làng"'), "vi").results[0].pages
    assert [hit.number for hit in hits] == [1]
    assert neighbours(house.library, VISITOR, record, NAME, 3, '"nước cổng làng"') == Neighbours(1, None)


def test_both_ways_from_a_page_and_half_of_the_question_where_nothing_has_all(house: House) -> None:
    pages = [f"{prose(n)} {'cối xay' if n in (2, 70, 71) else ''}" for n in range(1, 81)]
    record = book(house, *pages)

    def around(number: int, text: str) -> tuple[int | None, int | None]:
        found = neighbours(house.library, VISITOR, record, NAME, number, text)
        return found.previous, found.following

    assert [around(n, "cối xay") for n in (1, 2, 3, 70, 80)] == [(None, 2), (None, 70), (2, 70), (2, 71), (71, None)]
    assert around(3, "cối xay kẽo kẹt zzz zzzz")[1] is None
    assert around(3, "cối xay zzzz") == (2, 70)
    assert around(3, "a" * 300) == around(3, "lop:9") == around(3, "") == (None, None)


def test_of_a_book_that_is_being_read_the_pages_that_are_there_are_searched(house: House) -> None:
    record = book(house, *(f"{prose(n)} bánh chưng" for n in range(1, 5)))
    with house.library.db.writing() as session:
        session.execute(delete(Page).where(Page.number > 2))
        session.execute(update(File).values(state="reading", pages_done=2))
    found = ask(house, record, "bánh chưng")
    assert (numbers(found), found.searched, found.pages) == ([1, 2], 2, 4)


def test_a_word_excluded_with_its_accents_spares_pages_with_others(house: House) -> None:
    record = book(house, "Nhiều bạn đọc sách", "Bạn nào giữ sách?")
    hits = search(house.library, VISITOR, SearchRequest("sách -bán"), "vi").results[0].pages
    assert [hit.number for hit in hits] == [1, 2]
    assert numbers(ask(house, record, "sách -bán")) == [1, 2]
    assert numbers(ask(house, record, "sách -ban")) == []
    other = book(house, "Nhiều bạn đọc sách", "Nơi bán sách", "Bạn nào giữ sách?")
    assert numbers(ask(house, other, "sách -bán")) == [1, 3]
    assert neighbours(house.library, VISITOR, other, NAME, 1, "sách -bán") == Neighbours(None, 3)


def test_excluded_words_take_pages_away_and_printed_numbers_are_told(house: House) -> None:
    record = book(house, "lúa và bò", "lúa", "lúa nếp")
    with house.library.db.writing() as session:
        session.execute(update(File).values(labels=["i", "ii", "3"]))
    found = ask(house, record, "lúa -bò")
    assert [(hit.number, hit.label) for hit in found.hits] == [(2, "ii"), (3, None)]


@pytest.mark.parametrize("wrong", [{"sort": "magic"}, {"size": 0}, {"size": 101}, {"page": 0}])
def test_what_cannot_be_asked_is_refused(house: House, wrong: dict[str, object]) -> None:
    record = book(house, "lúa")
    with pytest.raises(BadRequest):
        ask(house, record, "lúa", **wrong)


def test_the_longest_books_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    long = house.published(text_pdf([f"lúa {prose(n)}" for n in range(6)]), NAME, title=title("Dài"))
    short = house.published(text_pdf(["lúa gạo"]), "ngan.pdf", title=title("Ngắn"))
    monkeypatch.setattr(page_hits, "WEIGHED", 5)
    found = {hit.card.id: hit.pages for hit in search(house.library, VISITOR, SearchRequest("lúa"), "vi").results}
    assert (found[long], len(found[short])) == ((), 1)
    assert ask(house, long, "lúa").total == 6


def test_hits_of_a_record_are_its_best_pages_by_what_was_typed(house: House) -> None:
    record = book(house, "bàn bàn bạn bạn", prose(1), "Chợ bán hàng", "bạn ban")
    with house.library.db.reading() as session:
        rows = [session.query(Record).filter_by(public_id=record).one()]
        parsed = parse("bán")
        hits = page_hits.page_hits(session, page_hits.scored_pages(session, rows, parsed), parsed)
    assert [hit.number for hit in hits[rows[0].id]] == [3, 1, 4]


def test_no_question_is_a_fault(house: House) -> None:
    record = book(house, "lúa <script> \u202eđảo")
    for text in ('"', "-", "((", "title:", "a OR", "%_%", "\x00", "\ud800", "lúa\n\nlúa", "*" * 200, "'; drop table"):
        assert ask(house, record, text).total <= 1
        inside.neighbours(house.library, VISITOR, record, NAME, 1, text)


def test_on_postgresql_it_is_the_same(tmp_path: Path, postgres_database: str) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as elsewhere:
        record = book(elsewhere, *(f"{prose(n)} {'cối xay' if n in (2, 40) else ''}" for n in range(1, 41)))
        assert numbers(ask(elsewhere, record, "cối xay")) == [2, 40]
        assert neighbours(elsewhere.library, VISITOR, record, NAME, 3, "cối xay") == Neighbours(2, 40)
        found = search(elsewhere.library, VISITOR, SearchRequest("coi xay"), "vi").results[0]
        assert [hit.number for hit in found.pages] == [2, 40]


def test_fields_of_the_record_are_left_out_and_it_is_said(house: House) -> None:
    record = book(house, f"{prose(1)} quy tắc")

    def told(text: str) -> list[str]:
        return [note.code for note in ask(house, record, text).notes]

    assert told("title:toán quy") == told("quy lop:9") == told("-title:x quy") == ["search.note_no_fields_inside"]
    assert told("text:quy tắc") == told('"quy tắc"') == []
