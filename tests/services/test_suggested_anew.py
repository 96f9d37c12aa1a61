"""Suggestions of earlier rules are made anew from what is stored, and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select, update

import ingest
from repo_app.db import now
from repo_app.errors import NotFound
from repo_app.jobs import Stopped
from repo_app.models import File, Job, Suggestion
from repo_app.services import records, status, suggested_anew
from repo_app.services.library import Library
from tests.documents import text_pdf
from tests.house import House
from tests.services.test_suggested_twice import SAID, _book

EARLIER = ingest.SUGGESTING_VERSION - 1


def by_earlier_rules(house: House, *, version: int = EARLIER) -> None:
    """As if all files had been read when the rules knew less."""
    with house.library.db.writing() as session:
        session.execute(update(Suggestion).where(Suggestion.field == "creator").values(value="Không rõ", page=None))
        session.execute(update(File).values(suggested_by=version))


def told(house: House) -> list[tuple[int, int, str, str]]:
    with house.library.db.reading() as session:
        rows = session.scalars(select(Suggestion).order_by(Suggestion.id))
        return [(row.file_id, row.id, row.field, row.value) for row in rows]


def versions(house: House) -> list[int]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(File.suggested_by).order_by(File.id)))


def test_a_worker_of_later_rules_makes_them_anew_and_leaves_what_people_wrote(house: House) -> None:
    record = house.deposit(_book(), "a.pdf")
    house.work()
    assert versions(house) == [ingest.SUGGESTING_VERSION]
    before = [one[2:] for one in told(house)]
    view = records.view(house.library, house.depositor, record)
    chosen = {"title": [{"value": "Nuôi cá"}], "creator": [{"value": "Bác Bảy"}]}
    view = records.edit(house.library, house.depositor, record, chosen, view.revision)
    entries = records.history(house.library, house.depositor, record)
    for version in (EARLIER, 0):
        by_earlier_rules(house, version=version)
        assert ("creator", SAID[0]) not in [one[2:] for one in told(house)]
        assert suggested_anew.take_up_outdated(house.library)
        house.work()
        assert [one[2:] for one in told(house)] == before
        assert versions(house) == [ingest.SUGGESTING_VERSION]
    after = records.view(house.library, house.depositor, record)
    assert (after.revision, after.title, after.metadata) == (view.revision, "Nuôi cá", view.metadata)
    assert records.history(house.library, house.depositor, record) == entries


def test_nothing_is_recognised_again_what_is_the_same_stays_and_so_do_later_rules(house: House) -> None:
    house.deposit(_book(), "a.pdf")
    house.work()
    before = told(house)
    with house.library.db.writing() as session:
        session.execute(update(File).values(suggested_by=EARLIER))
        jobs = session.scalar(select(func.max(Job.id))) or 0
    assert suggested_anew.take_up_outdated(house.library)
    house.work()
    assert told(house) == before
    with house.library.db.reading() as session:
        assert set(session.scalars(select(Job.kind).where(Job.id > jobs))) == {suggested_anew.ANEW_JOB}
    for state, version in (("ready", ingest.SUGGESTING_VERSION + 1), ("reading", 0)):
        with house.library.db.writing() as session:
            session.execute(update(File).values(suggested_by=version, state=state))
        assert not suggested_anew.take_up_outdated(house.library)


class Held:
    """A job that is asked to stop at its second file."""

    def __init__(self, after: int) -> None:
        self.args: Mapping[str, Any] = {"after": after}
        self.priority, self.asked, self.ended = 90, 0, False

    def hold(self, session: object) -> None: ...

    def progress(self, session: object, done: int, total: int | None) -> None: ...

    def change(self, session: object, args: Mapping[str, object]) -> None:
        self.args = args

    def finish(self, session: object) -> None:
        self.ended = True

    def stopping(self) -> bool:
        self.asked += 1
        return self.asked > 1


def test_it_goes_on_where_it_was_stopped_and_tells_how_much_is_left(house: House) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        house.deposit(text_pdf([f"Sách {name}"]), name)
    house.work()
    by_earlier_rules(house)
    assert suggested_anew.take_up_outdated(house.library)
    assert not suggested_anew.take_up_outdated(house.library), "it is under way"
    assert status.ready(house.library).parts["jobs"]["suggested_anew"] == 3
    held = Held(0)
    with pytest.raises(Stopped):
        suggested_anew.make_anew(house.library, held)
    assert (versions(house), held.ended) == ([ingest.SUGGESTING_VERSION, EARLIER, EARLIER], False)
    suggested_anew.make_anew(house.library, Held(held.args["after"] + 1))
    house.work()
    assert versions(house) == [ingest.SUGGESTING_VERSION] * 3
    assert status.ready(house.library).parts["jobs"]["suggested_anew"] is None


def test_files_that_jobs_are_set_aside_over_rest_for_a_day_and_hold_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf", "d.pdf"):
        house.deposit(text_pdf([f"Sách {name}"]), name)
    house.work()
    by_earlier_rules(house)
    tried: list[str] = []
    plain = suggested_anew.suggested

    def broken(library: Library, file: File, names: ingest.Names) -> Sequence[ingest.Suggestion]:
        tried.append(file.name)
        if file.name in {"b.pdf", "c.pdf"}:
            raise NotFound
        return plain(library, file, names)

    monkeypatch.setattr(suggested_anew, "suggested", broken)
    for _ in range(5):
        suggested_anew.take_up_outdated(house.library)
        house.work()
    assert tried == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"], "each once"
    assert versions(house) == [ingest.SUGGESTING_VERSION, EARLIER, EARLIER, ingest.SUGGESTING_VERSION]
    with house.library.db.writing() as session:
        session.execute(update(Job).where(Job.state == "failed").values(finished_at=now() - suggested_anew.RESTED))
    assert suggested_anew.take_up_outdated(house.library)
