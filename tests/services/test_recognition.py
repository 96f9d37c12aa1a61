"""A model that is listed and not installed costs nobody a reading; without any, the depositor is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

import ingest
from repo_app.models import File, Page, Record
from repo_app.services import recognition, records, status, steering
from repo_app.services.languages import languages_of_record
from repo_app.services.notes import lacking_languages, notes_of
from repo_app.values import ReadingView
from tests.documents import prose, text_pdf
from tests.house import House, opened
from tests.reliability.processes import until
from tests.services.test_ranges import NOTE, working
from tests.slow_child import slowed


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    recognition.installed.forget()
    yield
    recognition.installed.forget()


def test_readers_use_what_is_there_of_the_models_listed(tmp_path: Path) -> None:
    with opened(tmp_path / "var", OCR_LANGUAGES="xyz+vie+eng") as house:
        log = tmp_path / "log"
        quick = slowed(house, 0, log)
        record = quick.deposit(NOTE)
        quick.work()
        assert records.view(house.library, house.depositor, record).files[0].state == "ready"
        assert log.read_text().split() == ["1", "vie+eng"]
        part = status.ready(house.library).parts["recognition"]
        assert part == {"ok": False, "missing_models": "xyz"}
        assert recognition.readable_languages(house.library) == ("vi", "en")


def test_a_model_that_is_installed_and_not_listed_is_not_used(tmp_path: Path) -> None:
    with opened(tmp_path / "var", OCR_LANGUAGES="eng") as house:
        assert recognition.usable(house.library) == ("eng",)
        assert recognition.readable_languages(house.library) == ("en",)
        assert status.ready(house.library).parts["recognition"] == {"ok": True, "missing_models": None}


@pytest.mark.ocr
def test_without_any_model_the_reading_waits_and_says_why(tmp_path: Path) -> None:
    with opened(tmp_path / "var", OCR_LANGUAGES="xyz") as house:
        record = house.deposit(NOTE)
        with working(house, 1):
            until(lambda: _message(house, record) == "ocr.engine_missing", 20)
        assert records.view(house.library, house.depositor, record).files[0].state in {"waiting", "reading"}


def _message(house: House, record: str) -> str | None:
    message = records.view(house.library, house.depositor, record).files[0].message
    return message.code if message else None


def test_the_languages_of_a_record_are_those_that_say_one(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    house.described(
        record, language=[{"id": "jra"}, {"id": "mul"}, {"id": "vi"}, {"value": "tiếng Việt"}, {"id": "vi"}]
    )
    with house.library.db.reading() as session:
        assert languages_of_record(session.scalars(select(Record)).one()) == ("jra", "vi")


def marked(house: House, languages: str) -> str:
    """A record whose pages, all read, lack a model."""
    record = house.deposit(text_pdf([prose(1), prose(2)]))
    house.work()
    told = [{"code": "page.language_without_model", "params": {"languages": languages}}]
    with house.library.db.writing() as session:
        session.execute(update(Page).values(notices=told))
        file = session.scalars(select(File)).one()
        file.notices = lacking_languages(session, file.id)
    return record


def reading(house: House, record: str) -> ReadingView:
    return steering.readings(house.library, house.depositor, record)["bai.pdf"]


def test_languages_without_a_model_are_told_once_for_the_file_with_what_to_install(house: House) -> None:
    record = marked(house, "jra+lo")
    notices = records.view(house.library, house.depositor, record).files[0].notices
    assert [notice.code for notice in notices] == [
        "file.language_without_model", "file.language_without_any_model",
    ]  # fmt: skip
    assert notices[0].params == {"languages": "lo", "models": "lao", "packages": "tesseract-ocr-lao"}
    assert notices[1].params == {"languages": "jra"}
    assert reading(house, record).notes == ()
    assert reading(house, record).outdated is None


def test_a_model_that_was_installed_since_is_a_reason_to_read_again(house: House) -> None:
    record = marked(house, "en")
    assert reading(house, record).outdated == "model"


def test_figures_of_many_pages_are_added_up_or_their_mean_is_told(house: House) -> None:
    house.deposit(text_pdf([prose(1), prose(2), prose(3)]))
    house.work()
    with house.library.db.writing() as session:
        for number, page in enumerate(session.scalars(select(Page).order_by(Page.number)), start=1):
            page.notices = [
                {"code": "page.letters_mended", "params": {"words": number}},
                {"code": "page.text_repaired", "params": {"encoding": "TCVN3", "percent": 10.0 * number}},
            ]
    with house.library.db.reading() as session:
        mended, repaired = notes_of(session, 1)
    assert (mended.message.params, mended.pages) == ({"words": 6}, (1, 2, 3))
    assert repaired.message.params == {"encoding": "TCVN3", "percent": 20.0}


def test_another_language_that_has_no_model_is_no_reason_to_read_again(house: House, tmp_path: Path) -> None:
    quick = slowed(house, 0, tmp_path / "log")
    record = quick.deposit(NOTE)
    quick.work()
    house.described(record, language=[{"id": "jra"}])
    assert reading(house, record).outdated is None
    house.described(record, language=[{"id": "jra"}, {"id": "en"}])
    assert reading(house, record).outdated == "language"


def test_a_program_that_does_not_answer_in_time_counts_as_installed_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late() -> frozenset[str]:
        raise ingest.TimedOut

    with opened(tmp_path / "var", OCR_LANGUAGES="xyz+vie") as house:
        monkeypatch.setattr(ingest, "installed_models", late)
        assert recognition.missing(house.library) == ()
        monkeypatch.setattr(ingest, "installed_models", lambda: frozenset({"vie"}))
        assert recognition.missing(house.library) == ("xyz",)
        monkeypatch.setattr(recognition, "KNOWN_SECONDS", 0.0)
        monkeypatch.setattr(ingest, "installed_models", late)
        assert recognition.missing(house.library) == ("xyz",)
