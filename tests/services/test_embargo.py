"""An embargo: who may set it, what stays closed until its day, and that the day opens everything by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from repo_app.db import now
from repo_app.errors import EditConflict, Forbidden, Invalid, NotFound, NotSignedIn
from repo_app.models import Job, Record
from repo_app.services import files, finding, pages, records, similar
from repo_app.services.records import embargo
from repo_app.services.suggesting import suggest
from repo_app.values import VISITOR, RecordView
from repo_app.values.days import INDOCHINA, begin_of, day_of
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

WORD = "khoắngsáo"
DAY = timedelta(days=1)


def tomorrow() -> date:
    return day_of(now()) + DAY


def published(house: House) -> str:
    return house.published(text_pdf([f"{prose(1, 3)} {WORD} {prose(2, 2)}"]), "kín.pdf", title=title("Ngày mở"))


def hits(house: House) -> int:
    return finding.search(house.library, VISITOR, finding.SearchRequest(WORD), "vi").total


def the_day_comes(house: House, record: str, *, jobs: bool = True) -> None:
    """As if the embargo had been set long ago, to end today."""
    with house.library.db.writing() as session:
        session.execute(
            update(Record).where(Record.public_id == record).values(embargoed_until=day_of(now()), updated_at=now())
        )
        if jobs:
            session.execute(update(Job).where(Job.kind == embargo.LIFT_JOB).values(run_after=now()))


def row(house: House, record: str) -> Record:
    with house.library.db.reading() as session:
        return session.scalars(select(Record).where(Record.public_id == record)).one()


def test_an_embargo_closes_at_once_and_its_day_opens_with_nobody_at_the_keyboard(house: House) -> None:
    record = published(house)
    assert hits(house) == 1
    view = records.set_embargo(house.library, house.reviewer, record, tomorrow(), "đang thi")
    assert view.embargo == tomorrow()
    assert hits(house) == 0, "before the index has followed"
    _is_closed(house, record)
    house.work()
    assert hits(house) == 0
    _is_closed(house, record)
    the_day_comes(house, record)
    assert files.download(house.library, VISITOR, record, "kín.pdf").size > 0, "at the moment, whatever the worker does"
    house.work()
    assert hits(house) == 1
    after = row(house, record)
    assert after.embargoed_until is None
    assert after.revision == view.revision
    told = [(entry.verb, entry.who, entry.reason) for entry in records.history(house.library, house.reviewer, record)]
    assert told[-2:] == [("embargo", house.reviewer.name, "đang thi"), ("lift", "Hoclieu", None)]


def _is_closed(house: House, record: str) -> None:
    seen = records.view(house.library, VISITOR, record)
    assert (seen.title, seen.embargo, seen.may.read) == ("Ngày mở", tomorrow(), False)
    for read in (
        lambda: files.download(house.library, VISITOR, record, "kín.pdf"),
        lambda: pages.page(house.library, VISITOR, record, None, 1),
    ):
        with pytest.raises(Forbidden) as caught:
            read()
        assert (caught.value.code, caught.value.params) == ("record.closed_embargo", {"until": tomorrow()})
    assert pages.page(house.library, house.reviewer, record, None, 1).text
    assert not suggest(house.library, WORD[:5], "vi")
    found = finding.search(house.library, VISITOR, finding.SearchRequest("Ngày mở"), "vi").results
    assert [(one.card.id, one.pages, one.card.thumbnail) for one in found] == [(record, (), False)]
    assert similar.similar(house.library, VISITOR, record) == ()


def test_a_lost_job_is_asked_for_again(house: House) -> None:
    record = published(house)
    records.set_embargo(house.library, house.reviewer, record, tomorrow())
    house.work()
    with house.library.db.writing() as session:
        session.execute(update(Job).where(Job.kind == embargo.LIFT_JOB).values(state="cancelled", finished_at=now()))
    assert embargo.take_up_ended(house.library) == 0
    the_day_comes(house, record, jobs=False)
    assert hits(house) == 0
    assert embargo.take_up_ended(house.library) == 1
    house.work()
    assert hits(house) == 1
    assert embargo.take_up_ended(house.library) == 0


def test_it_is_prolonged_and_ended_early_by_the_staff(house: House) -> None:
    record = published(house)
    records.set_embargo(house.library, house.reviewer, record, tomorrow())
    later = records.set_embargo(house.library, house.reviewer, record, tomorrow() + 30 * DAY)
    with house.library.db.writing() as session:
        session.execute(update(Job).where(Job.kind == embargo.LIFT_JOB).values(run_after=now()))
    house.work()
    assert row(house, record).embargoed_until == tomorrow() + 30 * DAY
    with house.library.db.reading() as session:
        waiting = session.scalars(select(Job.run_after).where(Job.kind == embargo.LIFT_JOB, Job.state == "waiting"))
        assert waiting.all() == [begin_of(tomorrow() + 30 * DAY)]
    opened = records.set_embargo(house.library, house.reviewer, record, None, "đã thi xong", revision=later.revision)
    assert (opened.embargo, opened.revision) == (None, later.revision + 1)
    house.work()
    assert hits(house) == 1


@pytest.mark.parametrize("term", [{"id": "embargoed-access"}, {"value": "Mở sau một thời hạn"}])
def test_access_rights_of_an_embargo_end_with_it(house: House, term: dict[str, str]) -> None:
    for end in ("by its day", "by the staff"):
        record = published(house)
        records.set_embargo(house.library, house.reviewer, record, tomorrow())
        house.described(record, accessRights=[term])
        before = house.described(record, title=title(end)).revision
        if end == "by its day":
            the_day_comes(house, record)
            assert files.download(house.library, VISITOR, record, "kín.pdf").size > 0, "before the job"
            house.work()
        else:
            records.set_embargo(house.library, house.reviewer, record, None)
        assert files.download(house.library, VISITOR, record, "kín.pdf").size > 0, end
        after = records.view(house.library, house.reviewer, record)
        assert after.metadata.get("accessRights") == ()
        assert after.revision == before + 1, "the description is another one"
        history = records.history(house.library, house.reviewer, record)
        told = next(one.number for one in reversed(history) if one.metadata.get("accessRights"))
        records.restore(house.library, house.reviewer, record, told, after.revision)
        assert files.download(house.library, VISITOR, record, "kín.pdf").size > 0, "and no version closes it for good"


@pytest.mark.parametrize("term", [{"id": "embargoed-access"}, {"value": "Mở sau một thời hạn"}])
def test_nothing_is_closed_until_a_day_that_nobody_names(house: House, term: dict[str, str]) -> None:
    said = {"title": title("Chưa có ngày"), "accessRights": [term], **LICENSE}
    record = records.create(house.library, house.depositor, said).id
    with pytest.raises(Invalid) as caught:
        records.publish(house.library, house.reviewer, record)
    assert [fault.field for fault in caught.value.faults] == ["accessRights"]
    live = records.publish(house.library, house.reviewer, record, embargo=tomorrow())
    edition = records.new_edition(house.library, house.depositor, record)
    assert edition.metadata.get("accessRights") == ()
    opened = records.set_embargo(house.library, house.reviewer, record, None, revision=live.revision)
    closed = records.set_embargo(house.library, house.reviewer, record, tomorrow(), revision=opened.revision)
    asked = records.edit(house.library, house.depositor, record, {"accessRights": [term]}, closed.revision)
    assert asked.pending is not None
    opened = records.set_embargo(house.library, house.reviewer, record, None, revision=asked.revision)
    assert opened.pending is None, "what was proposed of the embargo ends with it"
    for person in (house.depositor, house.reviewer):
        with pytest.raises(Invalid):
            records.edit(house.library, person, record, {"accessRights": [term]}, opened.revision)


def test_who_may_and_when(house: House) -> None:
    draft = records.create(house.library, house.depositor, {"title": title("Nháp")}).id
    assert records.set_embargo(house.library, house.depositor, draft, tomorrow()).embargo == tomorrow()
    records.submit(house.library, house.depositor, draft)
    with pytest.raises(Forbidden):
        records.set_embargo(house.library, house.depositor, draft, None)
    record = published(house)
    for person, problem in (
        (VISITOR, NotSignedIn),
        (house.depositor, Forbidden),
        (house.stranger, Forbidden),
        (house.manager_elsewhere, Forbidden),
    ):
        with pytest.raises(problem):
            records.set_embargo(house.library, person, record, tomorrow())
    with pytest.raises(NotFound):
        records.set_embargo(house.library, house.stranger, draft, tomorrow())


@pytest.mark.parametrize("days", [0, -1, -400])
def test_it_ends_on_a_day_to_come(house: House, days: int) -> None:
    record = published(house)
    with pytest.raises(Invalid) as caught:
        records.set_embargo(house.library, house.reviewer, record, day_of(now()) + days * DAY)
    assert caught.value.faults[0].field == "embargo"


def test_who_did_not_see_the_last_change_sets_none(house: House) -> None:
    record = published(house)
    seen: RecordView = records.view(house.library, house.reviewer, record)
    house.described(record, title=title("Tên khác"))
    with pytest.raises(EditConflict):
        records.set_embargo(house.library, house.admin, record, tomorrow(), revision=seen.revision)
    assert records.view(house.library, VISITOR, record).embargo is None


def test_what_is_published_under_an_embargo_was_never_open(house: House) -> None:
    record = house.deposit(text_pdf([f"{prose(1, 3)} {WORD}"]), "kín.pdf")
    house.work()
    house.described(record, title=title("Ngày mở"))
    records.set_embargo(house.library, house.reviewer, record, tomorrow())
    records.publish(house.library, house.reviewer, record)
    house.work()
    assert hits(house) == 0
    _is_closed(house, record)


def test_days_begin_in_viet_nam() -> None:
    last_minute = datetime(2027, 1, 30, 23, 59, tzinfo=INDOCHINA)
    assert day_of(last_minute) == date(2027, 1, 30)
    assert day_of(last_minute + timedelta(minutes=1)) == date(2027, 1, 31)
    assert day_of(begin_of(date(2027, 1, 31))) == date(2027, 1, 31)
    assert day_of(begin_of(date(2027, 1, 31)) - timedelta(seconds=1)) == date(2027, 1, 30)
