"""`hoclieu reread` and `hoclieu stop`: which files, in which languages, and how it is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Hoclieu
from tests.documents import prose, text_pdf


def taken_in(house: Hoclieu, *, wait: bool = True) -> str:
    path = Path("bai.pdf")
    path.write_bytes(text_pdf([prose(1), prose(2)]))
    return str(house("ingest", path, "--json", *(["--wait"] if wait else [])).lines[0]["record"])


def pages(column: str) -> list[str]:
    with sqlite3.connect("var/hoclieu.db") as database:
        return [row[0] for row in database.execute(f"SELECT {column} FROM pages ORDER BY number")]  # noqa: S608


def file_columns() -> tuple[object, ...]:
    with sqlite3.connect("var/hoclieu.db") as database:
        row: tuple[object, ...] = database.execute("SELECT languages, force_ocr, state FROM files").fetchone()
        return row


def test_a_record_is_read_again_in_the_languages_named(house: Hoclieu) -> None:
    record = taken_in(house)
    done = house("reread", record, "--languages", "vi+eng", "--json")
    assert (done.code, done.json) == (0, [{"record": record, "file": "bai.pdf", "state": "waiting"}])
    assert file_columns() == ("vi+en", 0, "waiting")
    waited = house("reread", record, "--file", "bai.pdf", "--wait")
    assert (waited.code, waited.out.split()) == (0, [record, "bai.pdf", "ready"])
    assert file_columns() == (None, 0, "ready")


def test_only_what_was_made_in_another_way_is_outdated(house: Hoclieu) -> None:
    record = taken_in(house)
    assert house("reread", "--all-outdated", "--json").json == []
    with sqlite3.connect("var/hoclieu.db") as database:
        database.execute("UPDATE pages SET recipe = 'tesseract-3' WHERE number = 2")
    done = house("reread", "--all-outdated", "--wait", "--json")
    assert (done.code, done.json) == (0, [{"record": record, "file": "bai.pdf", "state": "ready"}])
    assert "tesseract-3" not in pages("recipe")
    assert len(set(pages("recipe"))) == 1
    assert house("reread", "--all-outdated", "--json").json == []


def test_a_reading_is_stopped(house: Hoclieu) -> None:
    record = taken_in(house, wait=False)
    done = house("stop", record, "--json")
    assert (done.code, done.json) == (0, [{"record": record, "file": "bai.pdf", "state": "failed"}])
    again = house("stop", record)
    assert (again.code, again.out) == (1, "")
    assert "No file of this record is being read" in again.err


def test_only_files_whose_pages_have_images_are_read_from_them(house: Hoclieu) -> None:
    Path("noi-quy.txt").write_text("Nội quy thư viện xã.", "utf-8")
    record = str(house("ingest", "noi-quy.txt", "--json", "--wait").lines[0]["record"])
    for words in (["reread", record], ["reread", record, "--file", "noi-quy.txt"], ["ocr", "noi-quy.txt"]):
        ended = house(*words, "--force-ocr")
        assert (ended.code, ended.out) == (1, "")
        assert "no images" in ended.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["reread"], 2),
        (["reread", "RECORD", "--all-outdated"], 2),
        (["reread", "--all-outdated", "--force-ocr"], 2),
        (["reread", "RECORD", "--languages", "klingon"], 2),
        (["reread", "RECORD", "--file", "khac.pdf"], 1),
        (["reread", "nothing"], 1),
        (["stop"], 2),
        (["stop", "nothing"], 1),
    ],
)
def test_what_cannot_be_done_says_so(house: Hoclieu, words: list[str], code: int) -> None:
    record = taken_in(house, wait=False)
    ended = house(*(record if word == "RECORD" else word for word in words))
    assert (ended.code, ended.out) == (code, "")
    assert ended.err
