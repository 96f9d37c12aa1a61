"""Readings under people's hands: stopped within a second, gone on with, asked for again in other languages."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from repo_app.errors import Conflict, Forbidden, NotFound
from repo_app.models import Job, Page
from repo_app.services import outdated, pages, records, steering
from repo_app.services import reading as reading_service
from repo_app.services.library import Library
from repo_app.services.work import Work
from repo_app.values import VISITOR, FileView, ReadingView
from tests.documents import prose, scan_pdf, text_pdf
from tests.house import House, opened
from tests.reliability.processes import until
from tests.services.test_ranges import BOOK, file_state, working
from tests.slow_child import begun, slowed

NAME = "bai.pdf"
PAGES = 14
LEAFLET, FEWER = scan_pdf([prose(page, 1) for page in range(1, 9)], dpi=20), 8


def view(house: House, record: str) -> FileView:
    return records.view(house.library, house.depositor, record).files[0]


def reading(house: House, record: str) -> ReadingView:
    return steering.readings(house.library, house.depositor, record)[NAME]


def rows(house: House) -> dict[int, Page]:
    with house.library.db.reading() as session:
        return {page.number: page for page in session.scalars(select(Page))}


def open_jobs(house: House) -> int:
    with house.library.db.reading() as session:
        waits = Job.state.in_(("waiting", "running"))
        return len(session.scalars(select(Job.id).where(Job.group == "file:1", waits)).all())


def stopped_amid(house: House, record: str, log: Path, after: int) -> float:
    """Stop the reading once ``after`` pages were begun; seconds until no child worked on it any more."""
    until(lambda: len(begun(log)) >= after, 20)
    steering.stop(house.library, house.depositor, record, NAME)
    since = time.monotonic()
    until(lambda: not any(house.library.settings.data_dir.glob("work/hoclieu-*")), 20, poll=0.05)
    return time.monotonic() - since


def test_a_reading_that_is_stopped_ends_at_once_keeps_its_pages_and_goes_on_with_the_others(
    house: House, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    slow = slowed(house, 30, log)
    record = slow.deposit(BOOK)
    quick = slowed(house, 0, tmp_path / "quick")
    with working(quick, 1):
        until(lambda: view(house, record).progress.done >= 3, 20)
    there = {number: page.text for number, page in rows(house).items()}
    with working(slow, 2):
        took = stopped_amid(slow, record, log, 2)
    assert took < 2.5, "thirty seconds of recognition were waited for"
    file = view(house, record)
    assert file.message is not None
    assert (file.state, file.message.code, file.stopped) == ("failed", "reading.stopped", True)
    assert file.message.params == {"done": len(there), "total": PAGES}
    assert {number: page.text for number, page in rows(house).items()} == there
    assert open_jobs(house) == 0
    before = len(begun(tmp_path / "quick"))
    steering.retry(house.library, house.depositor, record, NAME)
    quick.work()
    assert (file_state(house, record), view(house, record).stopped) == ("ready", False)
    assert len(begun(tmp_path / "quick")) == before + PAGES - len(there), "pages that were there were read again"


def test_a_reading_that_was_not_begun_is_stopped_too(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    file = steering.stop(house.library, house.depositor, record, NAME)
    assert file.message is not None
    assert (file.state, file.message.code) == ("failed", "reading.not_begun")
    house.work()
    assert view(house, record).state == "failed"
    with pytest.raises(Conflict):
        steering.stop(house.library, house.depositor, record, NAME)
    steering.retry(house.library, house.depositor, record, NAME)
    house.work()
    assert view(house, record).state == "ready"


def test_who_may_not_change_a_record_stops_and_asks_nothing(house: House) -> None:
    record = house.published(text_pdf([prose(1)]))
    for person in (house.stranger, house.depositor, house.manager_elsewhere):
        with pytest.raises(Forbidden):
            steering.stop(house.library, person, record, NAME)
        with pytest.raises(Forbidden):
            steering.read_again(house.library, person, record, NAME)
    draft = house.deposit(text_pdf([prose(2)]))
    with pytest.raises(NotFound):
        steering.stop(house.library, VISITOR, draft, NAME)
    with pytest.raises(NotFound):
        steering.readings(house.library, house.stranger, draft)
    for person in (house.reviewer, house.admin):
        steering.read_again(house.library, person, record, NAME)
        assert steering.stop(house.library, person, record, NAME).state == "ready"


@pytest.mark.ocr
def test_a_file_is_read_again_from_its_images_and_keeps_its_pages_until_then(house: House) -> None:
    record = house.published(text_pdf([prose(1), prose(2)]))
    asked = steering.read_again(house.library, house.reviewer, record, NAME, force_ocr=True)
    assert asked.state == "waiting"
    assert {page.origin for page in rows(house).values()} == {"text-layer"}
    house.work()
    assert {page.origin for page in rows(house).values()} == {"ocr"}
    assert (view(house, record).state, reading(house, record).forced) == ("ready", True)
    assert all("-forced-" in page.recipe for page in rows(house).values())
    steering.read_again(house.library, house.reviewer, record, NAME)
    house.work()
    assert {page.origin for page in rows(house).values()} == {"text-layer"}


def test_another_reading_that_is_stopped_leaves_the_file_ready_and_goes_on_later(house: House, tmp_path: Path) -> None:
    quick, log = slowed(house, 0, tmp_path / "quick"), tmp_path / "log"
    record = quick.deposit(LEAFLET)
    quick.work()
    first = {page.recipe for page in rows(house).values()}
    slow = slowed(house, 0.4, log)
    steering.read_again(house.library, house.depositor, record, NAME, ["en"])
    with working(slow, 1):
        until(lambda: len(begun(log)) >= 3, 20)
        steering.stop(house.library, house.depositor, record, NAME)
    file = view(house, record)
    assert file.message is not None
    assert (file.state, file.message.code, file.notices) == ("ready", "reading.stopped", ())
    assert file.message.params["total"] == FEWER > int(str(file.message.params["done"]))
    assert (file.progress.done, file.progress.total) == (FEWER, FEWER), "every page is there"
    assert file.stopped
    assert len(rows(house)) == FEWER
    assert {page.recipe.removeprefix("old:") for page in rows(house).values()} > first
    there = len(begun(log))
    steering.retry(house.library, house.depositor, record, NAME)
    slow.work()
    assert (view(house, record).message, view(house, record).notices) == (None, ())
    assert len({page.recipe for page in rows(house).values()}) == 1
    assert len(begun(log)) <= FEWER + 3  # what is read within half a second is kept together
    assert len(begun(log)) > there


def test_going_on_reads_as_was_asked_last(house: House, tmp_path: Path) -> None:
    quick, log = slowed(house, 0, tmp_path / "quick"), tmp_path / "log"
    record = quick.deposit(LEAFLET)
    quick.work()
    slow = slowed(house, 0.4, log)
    steering.read_again(house.library, house.depositor, record, NAME, ["en"])
    with working(slow, 1):
        until(lambda: len(begun(log)) >= 3, 20)
        steering.stop(house.library, house.depositor, record, NAME)
    for languages in (["vi"], ["fr"]):
        steering.read_again(house.library, house.depositor, record, NAME, languages, force_ocr=True)
        steering.stop(house.library, house.depositor, record, NAME)
    file = view(house, record)
    assert file.message is not None
    assert (file.message.code, file.notices) == ("reading.not_begun", ())
    steering.retry(house.library, house.depositor, record, NAME)
    quick.work()
    assert view(house, record).state == "ready"
    assert {"-forced-" in page.recipe for page in rows(house).values()} == {True}
    assert len({page.recipe for page in rows(house).values()}) == 1


def test_what_was_read_to_its_last_page_is_not_stopped_any_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    mark_pages, refused = reading_service.mark_pages, []

    def late(library: Library, work: Work, file_id: int) -> None:
        with pytest.raises(Conflict) as caught:
            steering.stop(library, house.depositor, record, NAME)
        refused.append(caught.value.code)
        mark_pages(library, work, file_id)

    monkeypatch.setattr(reading_service, "mark_pages", late)
    house.work()
    assert (view(house, record).state, refused) == ("ready", ["file.not_being_read"])


def test_only_who_may_edit_goes_on_where_somebody_stopped(house: House) -> None:
    record = house.published(text_pdf([prose(1)]))
    steering.read_again(house.library, house.reviewer, record, NAME)
    steering.stop(house.library, house.reviewer, record, NAME)
    with pytest.raises(Forbidden):
        steering.retry(house.library, house.depositor, record, NAME)
    assert steering.retry(house.library, house.reviewer, record, NAME).state == "waiting"


def spoil(house: House, number: int) -> None:
    """Leave a page as one that could not be read."""
    faults = [{"code": "page.timed_out", "params": {}}]
    with house.library.db.writing() as session:
        session.execute(update(Page).where(Page.number == number).values(origin="none", text="", notices=faults))


def test_a_ready_file_of_which_one_page_is_tried_again_stays_ready_when_that_is_stopped(house: House) -> None:
    record = house.deposit(text_pdf([prose(1), prose(2)]))
    house.work()
    spoil(house, 2)
    steering.retry(house.library, house.depositor, record, NAME)
    assert steering.stop(house.library, house.depositor, record, NAME).state == "ready"
    assert len(rows(house)) == 2
    steering.retry(house.library, house.depositor, record, NAME)
    house.work()
    assert (view(house, record).state, view(house, record).notices) == ("ready", ())
    assert rows(house)[2].text


def test_what_was_read_before_and_cannot_be_read_now_is_left_as_it_was(house: House, tmp_path: Path) -> None:
    record = house.deposit(text_pdf([prose(1), prose(2)]))
    house.work()
    before = {number: page.text for number, page in rows(house).items()}
    slow = slowed(house, 30, tmp_path / "log").library
    tools = replace(slow.tools, render=replace(slow.tools.render, wall=1.0))
    hasty = replace(house, library=replace(slow, tools=tools))
    steering.read_again(house.library, house.depositor, record, NAME, force_ocr=True)
    hasty.work()
    assert view(house, record).state == "ready"
    assert {number: page.text for number, page in rows(house).items()} == before


@pytest.mark.services
def test_steering_is_the_same_on_postgresql(postgres_database: str, tmp_path: Path) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:
        quick, log = slowed(house, 0, tmp_path / "quick"), tmp_path / "log"
        record = quick.deposit(BOOK)
        house.described(record, language=[{"id": "fr"}])
        slow = slowed(house, 0.3, log)
        with working(slow, 2):
            until(lambda: len(begun(log)) >= 3, 30)
            pages.page(house.library, house.depositor, record, None, 12)
            until(lambda: 12 in begun(log), 30)
            steering.stop(house.library, house.depositor, record, NAME)
        assert view(house, record).stopped
        steering.retry(house.library, house.depositor, record, NAME)
        quick.work()
        file = view(house, record)
        assert (file.state, [notice.code for notice in file.notices]) == ("ready", ["file.language_without_model"])
        assert file.notices[0].params == {"languages": "fr", "models": "fra", "packages": "tesseract-ocr-fra"}
        assert reading(house, record).notes == ()
        assert list(outdated.read_outdated_again(quick.library)) == []
        with house.library.db.writing() as session:
            session.execute(update(Page).where(Page.number == 2).values(recipe="another"))
        assert list(outdated.read_outdated_again(quick.library)) == [(record, NAME)]
        assert open_jobs(house) == 1
        quick.work()
        assert len({page.recipe for page in rows(house).values()}) == 1
