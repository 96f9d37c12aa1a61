"""Records that lost something are found by what they hold now, before the index follows; that costs others nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, event, update

from repo_app.models import Record
from repo_app.services import deposit, records
from repo_app.services.finding import asking, browse
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.services.test_finding import ask, book

pytestmark = pytest.mark.usefixtures("remembered")


def test_a_record_that_lost_a_file_is_found_by_what_is_left_before_the_index_follows(house: House) -> None:
    record = house.published(book(), title=title("Nghề xay lúa"), subject=[{"value": "Nghề cũ"}])
    others = [house.published(text_pdf([prose(page)]), title=title(f"Nghề xay {page}")) for page in (1, 2)]
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO("Cái giần cái sàng.".encode()), "thêm.txt")
    house.work()
    assert [ask(house, words).total for words in ("cối xay gió", "giần sàng", "nghề xay")] == [1, 1, 3]

    deposit.remove_file(house.library, house.reviewer, record, "bai.pdf")
    assert record not in {one.card.id for one in ask(house, "cối xay gió").results}
    assert [ask(house, words).total for words in ("giần sàng", "nghề xay")] == [1, 3]
    found = ask(house, "nghề xay lúa").results[0]
    assert (found.card.id, found.card.files, found.pages) == (record, 1, ())
    for size in (1, 2, 3):
        shown = [one.card.id for page in (1, 2, 3, 4) for one in ask(house, "nghề xay", page=page, size=size).results]
        assert sorted(shown) == sorted([record, *others]), "each once, whatever the size of a page"
    every = ask(house, "", filters={"language": ()})
    assert {value.value: value.count for value in every.facets["license"]} == {"cc-by-4.0": 3}
    assert ask(house, "", filters={"subject": ("Nghề cũ",)}).total == 1
    records.withdraw(house.library, house.reviewer, record, "in sai")
    assert ask(house, "nghề xay").total == 2


def bare(house: House, number: int) -> str:
    """A published record without files."""
    made = records.create(house.library, house.depositor, {"title": title(f"Phân số bài {number}")})
    house.described(made.id)
    records.publish(house.library, house.reviewer, made.id)
    return made.id


def test_of_many_that_may_have_lost_something_all_wait_for_the_index(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "FEW", 4)
    for number in range(7):
        bare(house, number)
    house.work()
    for losing, found in ((4, 7), (5, 2)):
        with house.library.db.writing() as session:
            session.execute(update(Record).where(Record.id <= losing).values(losing=True, index_due=True))
        pages = [ask(house, "phân số", size=2, page=page) for page in (1, 2, 3, 4)]
        shown = [one.card.id for answer in pages for one in answer.results]
        assert ({answer.total for answer in pages}, len(shown), len(set(shown))) == ({found}, found, found)
        assert [value.count for value in pages[0].facets["license"]] == [found]


@contextmanager
def sessions() -> Iterator[list[str]]:
    """What is begun meanwhile."""
    begun: list[str] = []

    def tell(_: Connection) -> None:
        begun.append("begin")

    event.listen(Engine, "begin", tell)
    yield begun
    event.remove(Engine, "begin", tell)


def test_a_question_costs_few_sessions_while_nothing_was_lost(house: House) -> None:
    bare(house, 1)
    house.work()
    ask(house, "phân số")
    with sessions() as begun:
        ask(house, "phân số")
        assert len(begun) == 3, "names with what is left out, the rows that are shown, spellings"
    with sessions() as begun:
        browse(house.library, "license", "vi")
        assert len(begun) == 1
