"""Heads and page numbers of a whole file: marked when it is finished, and no page is found by them over and over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select, update

from repo_app.models import File, Page
from repo_app.services.finding import SearchRequest, search
from repo_app.services.marking import mark_pages
from repo_app.services.page_text import Searched
from repo_app.values import VISITOR, Answer
from search import fold_readings
from tests.house import House, title
from tests.ingest.sheets import Put, paged, sheets

pytestmark = pytest.mark.usefixtures("remembered")

HEAD = "Sổ tay vườn rau của bản"
NUMBERS = range(1, 21)  # more pages than are looked at, or written, at once


def book(folder: Path, cut: bool = False) -> bytes:
    def sheet(n: int, text: list[Put]) -> list[Put]:
        last = [Put(64, 640, "Ai cần thêm thông-"), Put(64, 656, "tin thì hỏi nhà nông-nghi-"), Put(64, 672, "êng.")]
        return [Put(60, 50, HEAD), *text, *(last if cut and n == 7 else []), Put(280, 800, f"Trang {n}")]

    return sheets(folder / "book.pdf", [sheet(n, text) for n, text in paged(len(NUMBERS))]).read_bytes()


def rows(house: House) -> list[Page]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(Page).order_by(Page.number)))


def ask(house: House, text: str) -> Answer:
    return search(house.library, VISITOR, SearchRequest(text), "vi")


def test_a_head_is_marked_on_every_page_and_found_on_the_first(house: House, tmp_path: Path) -> None:
    record = house.published(book(tmp_path), title=title("Trồng rau"))
    found = [[(kind, row.text[start:end]) for kind, start, end in row.artifacts] for row in rows(house)]
    assert found == [[("header", HEAD), ("page_number", f"Trang {n}")] for n in NUMBERS]
    assert [n for n, row in zip(NUMBERS, rows(house), strict=True) if " so tay vuon rau cua ban " in row.folded] == [1]
    assert not any(" trang " in row.folded for row in rows(house))
    answer = ask(house, f'"{HEAD}"').results[0]
    assert (answer.card.id, [page.number for page in answer.pages]) == (record, [1])
    assert "".join(part.text for part in answer.pages[0].snippet if part.marked) == HEAD
    passages = ["".join(part.text for part in hit.snippet) for hit in ask(house, "phân số").results[0].pages]
    assert passages
    assert not any("Trang" in passage or "Sổ tay" in passage for passage in passages)


def test_a_second_run_writes_nothing_and_mends_what_differs(house: House, tmp_path: Path) -> None:
    house.deposit(book(tmp_path))
    house.work()
    before = [(row.artifacts, row.folded) for row in rows(house)]
    with house.library.db.writing() as session:
        session.execute(update(File).values(state="reading"))
        session.execute(update(Page).where(Page.number == 3).values(artifacts=[], folded=" x "))
        file_id = session.scalars(select(File.id)).one()
    work = Held()
    mark_pages(house.library, work, file_id)
    assert [(row.artifacts, row.folded) for row in rows(house)] == before
    assert work.held == 1
    mark_pages(house.library, work, file_id)
    assert work.held == 1


class Held:
    """A job that is ours, and counts how often it was held."""

    priority = 0

    def __init__(self) -> None:
        self.args: dict[str, object] = {}
        self.held = 0

    def hold(self, session: object) -> None:
        self.held += 1

    def progress(self, session: object, done: int, total: int | None) -> None:
        raise AssertionError

    def change(self, session: object, args: Mapping[str, object]) -> None:
        raise AssertionError

    def finish(self, session: object) -> None:
        raise AssertionError

    def stopping(self) -> bool:
        return False


def test_a_cut_word_is_found_joined_and_apart_by_index_and_rows(house: House, tmp_path: Path) -> None:
    house.published(book(tmp_path, cut=True), title=title("Trồng rau"))
    for query in ('"thêm thông tin thì hỏi"', "nghiêng", '"thông-tin"', "thôngtin"):
        hits = ask(house, query).results[0].pages
        assert [page.number for page in hits][:1] == [7], query
        assert any(part.marked for part in hits[0].snippet)


def test_only_what_was_said_before_is_left_out() -> None:
    from ingest import Artifact

    searched = Searched()
    first = searched.text("Chương một\nlúa\n1", [Artifact("header", 0, 10), Artifact("page_number", 15, 16)])
    second = searched.text("CHƯƠNG MỘT\nngô\n2", [Artifact("header", 0, 10), Artifact("page_number", 15, 16)])
    assert (first, second) == ("Chương một\nlúa", "ngô")
    assert searched.folded("khoai\n3", [Artifact("page_number", 6, 7)]) == fold_readings("khoai")
