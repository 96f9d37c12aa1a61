"""What people name wrongly on the command line is told by its own name, with what to do, in both languages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Hoclieu, picture
from tests.documents import prose, text_pdf

BOOK = text_pdf([prose(1)])


def both(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> tuple[int, str, str]:
    """The exit code and what is told in English and in Vietnamese."""
    english = hoclieu(*arguments)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    vietnamese = hoclieu(*arguments)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert english.code == vietnamese.code
    assert english.out == vietnamese.out == ""
    assert all(line.strip() for line in english.err.splitlines())
    return english.code, english.err, vietnamese.err


@pytest.fixture
def record(house: Hoclieu, tmp_path: Path) -> str:
    (tmp_path / "bài.pdf").write_bytes(BOOK)
    return str(house("ingest", tmp_path / "bài.pdf", "--json").lines[0]["record"])


@pytest.mark.parametrize("command", [["stop"], ["reread"], ["reindex", "--record"]], ids=" ".join)
def test_a_record_that_is_not_there_is_no_page(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    code, english, vietnamese = both(house, monkeypatch, *command, "zzzz")
    assert code == 1
    assert english.startswith("There is no record “zzzz”.")
    assert vietnamese.startswith("Không có tài liệu nào mang mã “zzzz”.")


def test_a_file_that_is_not_there_is_told_with_those_that_are(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    code, english, vietnamese = both(house, monkeypatch, "reread", record, "--file", "none.pdf")
    assert code == 1
    assert "no file “none.pdf”; it has: bài.pdf" in english
    assert "bài.pdf" in vietnamese
    assert house("reread", record, "--file", "BA\u0300I.pdf").code == 0, "as people and other systems write names"


def test_where_nothing_is_read_there_is_nothing_to_stop(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    assert house("stop", record).code == 0
    code, english, _ = both(house, monkeypatch, "stop", record)
    assert (code, english) == (1, "No file of this record is being read at present.\n")


@pytest.mark.parametrize("given", ["xx", "vi+", "", "vi en"])
def test_languages_that_nobody_knows_are_wrong_usage(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, record: str, given: str
) -> None:
    code, english, vietnamese = both(house, monkeypatch, "reread", record, "--languages", given)
    assert code == 2
    assert "is no language" in english
    assert "vi+en" in english
    assert "không biết ngôn ngữ" in vietnamese


@pytest.mark.parametrize("given", ["", "vie+", "../x"])
def test_models_written_wrongly_are_told_by_their_option(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    code, english, _ = both(hoclieu, monkeypatch, "ocr", picture(tmp_path / "a.png"), "--languages", given)
    assert code == 2
    assert "--languages" in english
    assert "HOCLIEU_" not in english


@pytest.mark.ocr
@pytest.mark.parametrize("models", ["tlh", "vie+tlh"])
def test_a_model_of_the_settings_that_is_not_here_is_named(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, models: str
) -> None:
    monkeypatch.setenv("HOCLIEU_OCR_LANGUAGES", models)
    page = picture(tmp_path / "a.png", "Trường học vui")
    code, english, vietnamese = both(hoclieu, monkeypatch, "ocr", page)
    assert code == 2
    for told in (english, vietnamese):
        assert "“tlh”" in told
        assert "HOCLIEU_OCR_LANGUAGES" in told


@pytest.mark.ocr
def test_who_waits_for_a_reading_without_its_model_is_told_which(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOCLIEU_OCR_LANGUAGES", "tlh")
    ended = house("ingest", picture(tmp_path / "a.png", "Trường học vui"), "--wait")
    assert ended.code == 1
    assert "“tlh”" in ended.err


def test_a_file_is_never_written_over_by_what_is_made_of_it(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = picture(tmp_path / "a.png")
    before = page.read_bytes()
    (tmp_path / "link.png").symlink_to(page)
    (tmp_path / "other.png").hardlink_to(page)
    for option, place in (("--pdf", "a.png"), ("--text", "./a.png"), ("--json", "link.png"), ("--light", "other.png")):
        code, english, _ = both(hoclieu, monkeypatch, "ocr", page, option, tmp_path / place)
        assert code == 2
        assert "named twice" in english
    assert hoclieu("ocr", page, "--pdf", tmp_path / "b", "--text", tmp_path / "b").code == 2
    assert page.read_bytes() == before
    assert not (tmp_path / "b").exists()


def test_a_place_in_no_folder_is_told_before_the_reading(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnonsense")
    code, english, _ = both(hoclieu, monkeypatch, "ocr", broken, "--pdf", tmp_path / "none" / "a.pdf")
    assert code == 1
    assert f"there is no folder {tmp_path / 'none'}" in english


def test_a_folder_without_files_is_told(house: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, english, vietnamese = both(house, monkeypatch, "ingest", tmp_path / "empty", "--json")
    assert (code, english) == (0, "There are no files in what you named.\n")
    assert vietnamese != english


def test_a_file_in_the_way_of_the_data_folder_is_told(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "var").touch()
    for folder in ("var", "var/below"):
        monkeypatch.setenv("HOCLIEU_DATA_DIR", folder)
        code, english, _ = both(hoclieu, monkeypatch, "init")
        assert code == 2
        assert "a file is in its way" in english


@pytest.mark.parametrize("command", [["init"], ["user", "list"]], ids=" ".join)
@pytest.mark.parametrize(
    ("address", "reason"),
    [("postgresql+psycopg://a:geheim@127.0.0.1:1/x", "refused"), ("sqlite:////none/x.db", "unable to open")],
)
def test_a_database_that_cannot_be_used_is_told_with_the_reason(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, command: list[str], address: str, reason: str
) -> None:
    monkeypatch.setenv("HOCLIEU_DATABASE_URL", address)
    code, english, vietnamese = both(house, monkeypatch, *command)
    assert code == 1
    for told in (english, vietnamese):
        assert reason in told
        assert "HOCLIEU_DATABASE_URL" in told
        assert "geheim" not in told
        assert "Traceback" not in told


@pytest.mark.parametrize("command", [["init"], ["user", "list"]], ids=" ".join)
def test_a_file_that_is_no_database_is_told(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "var" / "hoclieu.db").write_bytes(b"nonsense" * 1000)
    code, english, _ = both(house, monkeypatch, *command)
    assert code == 1
    assert "hoclieu.db cannot be used: file is not a database" in english


def test_a_lost_database_is_not_called_an_old_one(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in (tmp_path / "var").glob("hoclieu.db*"):
        path.unlink()
    code, english, _ = both(house, monkeypatch, "user", "list")
    assert code == 1
    assert "backup" in english


@pytest.mark.parametrize("command", [["init"], ["user", "list"]], ids=" ".join)
def test_a_database_of_newer_code_is_left_alone(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    with sqlite3.connect(tmp_path / "var" / "hoclieu.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    code, english, _ = both(house, monkeypatch, *command)
    assert code == 1
    assert "newer version" in english


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql+psycopg://a:geheim@h:xx/x"),
        ("STORAGE_URL", "s3+http://a:geheim@127.0.0.1:1/x"),
        ("STORAGE_URL", "s3+http://127.0.0.1:1/bucket"),
        ("STORAGE_URL", "s3+http://a:geheim/@127.0.0.1:1/bucket"),
    ],
)
def test_an_address_with_a_part_missing_is_a_wrong_setting(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOCLIEU_{name}", value)
    code, english, vietnamese = both(house, monkeypatch, "user", "list")
    assert code == 2
    for told in (english, vietnamese):
        assert told.startswith(f"HOCLIEU_{name} ")
        assert "geheim" not in told
        assert "{" not in told
