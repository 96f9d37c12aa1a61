"""What another reading may be asked for, and what readers are told of the languages that a file is read in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.errors import Invalid
from repo_app.models import File
from repo_app.services import steering
from tests.documents import prose, scan_pdf, text_pdf
from tests.house import House
from tests.reliability.states import state
from tests.services.test_steering import NAME, reading, view
from tests.slow_child import slowed


def test_images_of_pages_are_not_promised_where_there_are_none(house: House) -> None:
    record = house.deposit("Nội quy thư viện xã.".encode(), "noi-quy.txt")
    for _ in ("before its first look", "afterwards"):
        with pytest.raises(Invalid) as caught:
            steering.read_again(house.library, house.depositor, record, "noi-quy.txt", force_ocr=True)
        assert caught.value.code == "reading.no_images"
        house.work()
    assert view(house, record).state == "ready"
    with house.library.db.writing() as session:
        session.scalars(select(File)).one().family = "document"  # one that nobody drew
    with pytest.raises(Invalid):
        steering.read_again(house.library, house.depositor, record, "noi-quy.txt", force_ocr=True)
    assert steering.read_again(house.library, house.depositor, record, "noi-quy.txt").state == "waiting"


def test_languages_that_nobody_knows_are_refused(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    for languages in (["vie"], ["xx"], ["../.."], [""]):
        with pytest.raises(Invalid) as caught:
            steering.read_again(house.library, house.depositor, record, NAME, languages)
        assert caught.value.code == "reading.unknown_language"


def test_the_language_of_the_record_is_what_readers_are_told(house: House, tmp_path: Path) -> None:
    log = tmp_path / "log"
    quick = slowed(house, 0, log)
    record = quick.deposit(scan_pdf([prose(1, 1)], dpi=20))
    quick.work()
    assert log.read_text().split() == ["1", "vie+eng"]
    assert reading(house, record).outdated is None
    house.described(record, language=[{"id": "en"}])
    found = reading(house, record)
    assert (found.outdated, found.wanted) == ("language", ("en",))
    steering.read_again(house.library, house.depositor, record, NAME)
    quick.work()
    assert log.read_text().split()[2:] == ["1", "eng+vie"]
    assert reading(house, record).outdated is None
    steering.read_again(house.library, house.depositor, record, NAME, ["vi"])
    quick.work()
    assert log.read_text().split()[4:] == ["1", "vie+eng"]
    assert (reading(house, record).languages, reading(house, record).outdated) == (("vi",), None)


def test_reading_again_what_comes_out_the_same_changes_nothing(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 12)]))
    house.work()
    before = state(house)
    steering.read_again(house.library, house.depositor, record, NAME)
    house.work()
    after = state(house)
    assert after["pages"] == before["pages"]
    assert after["records"] == before["records"]
