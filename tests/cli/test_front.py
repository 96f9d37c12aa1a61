"""The command line as a whole: help, exit codes, languages, streams."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from repo_app.cli.environment import is_data_folder
from repo_app.cli.front import COMMANDS
from repo_app.cli.words import locale
from repo_app.settings import load
from tests.cli.conftest import Hoclieu

NEEDS_A_FOLDER = [
    ["serve"],
    ["serve", "--no-worker"],
    ["worker"],
    ["worker", "--drain"],
    ["worker", "--processes", "2"],
    ["ingest", "."],
    ["search", "x"],
    ["reindex"],
    ["reindex", "--diff"],
    ["user", "create", "a@x.vn", "--name", "A", "--role", "admin"],
    ["user", "list"],
    ["user", "disable", "a@x.vn"],
    ["user", "role", "a@x.vn", "admin"],
    ["user", "reset", "a@x.vn"],
    ["token", "create", "a@x.vn"],
    ["organization", "create", "a", "--name", "A"],
    ["organization", "list"],
    ["organization", "move", "a", "b"],
    ["organization", "merge", "a", "b"],
    ["collection", "create", "a", "--name", "A", "--organization", "a"],
    ["collection", "list", "--json"],
]


@pytest.mark.parametrize("arguments", NEEDS_A_FOLDER, ids=" ".join)
def test_without_a_data_folder_it_says_where_it_looked_and_makes_none(
    hoclieu: Hoclieu, tmp_path: Path, arguments: list[str]
) -> None:
    ended = hoclieu(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert f"There is no data folder at {tmp_path / 'var'}." in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", NEEDS_A_FOLDER, ids=" ".join)
def test_a_folder_of_something_else_is_no_data_folder_and_stays_as_it_is(
    hoclieu: Hoclieu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (tmp_path / "pictures").mkdir()
    monkeypatch.setenv("HOCLIEU_DATA_DIR", str(tmp_path / "pictures"))
    for given in ("", "k" * 40):
        monkeypatch.setenv("HOCLIEU_SECRET_KEY", given)
        ended = hoclieu(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert f"There is no data folder at {tmp_path / 'pictures'}." in ended.err
    assert list((tmp_path / "pictures").iterdir()) == []


def test_a_data_folder_is_known_by_its_key_or_its_database(tmp_path: Path) -> None:
    def known(**environ: str) -> bool:
        return is_data_folder(load({f"HOCLIEU_{name}": value for name, value in environ.items()}, folder=tmp_path))

    elsewhere = {"DATABASE_URL": "postgresql+psycopg://u:p@localhost/d"}
    assert not known()
    (tmp_path / "var").mkdir()
    assert not known()
    assert not known(SECRET_KEY="k" * 40)
    assert not known(**elsewhere)
    assert known(SECRET_KEY="k" * 40, **elsewhere)  # nothing of either would lie here
    assert not known(DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    (tmp_path / "other.db").touch()
    assert known(DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    (tmp_path / "var" / "secret_key").touch()
    assert known()
    (tmp_path / "var" / "secret_key").rename(tmp_path / "var" / "hoclieu.db")
    assert known()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["user"],
        ["user", "nothing"],
        ["search"],
        ["search", "x", "--filter", "subject"],
        ["search", "x", "--page", "0"],
        ["search", "x", "--size", "101"],
        ["ingest"],
        ["ingest", "not-there"],
        ["ocr", "not-there"],
        ["ocr"],
        ["user", "create", "a@x.vn", "--name", "A", "--role", "king"],
        ["user", "create", "a@x.vn", "--role", "admin"],
        ["worker", "--processes", "0"],
        ["list", "--json"],
        ["--nothing"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_with_words_on_standard_error_only(house: Hoclieu, arguments: list[str]) -> None:
    ended = house(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.strip()


ENGLISH = re.compile(
    r"\b(Usage|Error|Missing|argument|option|Invalid|value|No such|Got unexpected|does not exist|must be|is not)\b"
)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "Không có lệnh “nothing”."),
        (["user", "nothing"], "Không có lệnh “nothing”."),
        (["--nothing"], "Không có tùy chọn --nothing."),
        (["search", "x", "--nothing"], "Không có tùy chọn --nothing."),
        (["search"], "Thiếu QUERY."),
        (["user", "create", "a@x.vn", "--role", "admin"], "Thiếu --name."),
        (["user", "create", "a@x.vn", "--name", "A", "--role", "king"], "“king”"),
        (["user", "role", "a@x.vn", "king"], "admin, manager, reviewer, depositor"),
        (["search", "x", "--page", "0"], "từ 1"),
        (["search", "x", "--size", "101"], "từ 1 đến 100"),
        (["search", "x", "--size", "ba"], "“ba”"),
        (["search", "x", "--size"], "--size"),
        (["search", "x", "--json=1"], "--json"),
        (["search", "x", "y"], "hơn"),
        (["ingest", "var", "not-there"], "“not-there”"),
        (["ocr", "not-there"], "“not-there”"),
        (["ocr", "var"], "thư mục"),
        (["ocr", "var/hoclieu.db", "--text", "var"], "thư mục"),
    ],
    ids=str,
)
def test_wrong_usage_is_told_in_the_language_of_the_terminal(
    house: Hoclieu, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    english = house(*arguments)
    monkeypatch.delenv("LANG")
    vietnamese = house(*arguments)
    assert (vietnamese.code, vietnamese.out) == (english.code, english.out) == (2, "")
    assert told in vietnamese.err
    assert not ENGLISH.search(vietnamese.err)
    assert "hoclieu" in vietnamese.err
    assert "--help" in vietnamese.err
    assert "…" not in english.err + vietnamese.err
    assert english.err.splitlines() != vietnamese.err.splitlines()


def test_help_is_in_one_language(house: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANG")
    for arguments in ([], ["user"], ["search"], ["ingest"]):
        told = house(*arguments, "--help").out
        assert not re.search(r"\b(Usage|Options|Commands|Show this)\b", told), told


def test_a_wrong_setting_is_told_in_the_language_of_the_terminal(
    hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "PORT": "http", "LOG_FORMAT": "xml", "REQUIRE_TOTP": "yes", "SEARCH_URL": "opensearch+http://x/y",
        "DATABASE_URL": "mysql://x", "BASE_URL": "x", "OCR_LANGUAGES": ";", "SECRET_KEY": "short",
        "HARVEST_PRIVATE": "x", "COLOUR": "red", "STORAGE_URL_FILE": "/not/there",
    }  # fmt: skip
    for name, value in wrong.items():
        monkeypatch.setenv(f"HOCLIEU_{name}", value)
    english = hoclieu("user", "list")
    monkeypatch.delenv("LANG")
    vietnamese = hoclieu("user", "list")
    assert (english.code, vietnamese.code, vietnamese.out) == (2, 2, "")
    for told in (english.err, vietnamese.err):
        assert {line.split()[0] for line in told.splitlines()} == {f"HOCLIEU_{name}" for name in wrong}
        assert "…" not in told
    assert not ENGLISH.search(vietnamese.err)
    assert len(ENGLISH.findall(english.err)) >= len(wrong) - 2
    monkeypatch.delenv("HOCLIEU_REQUIRE_TOTP")
    monkeypatch.setenv("HOCLIEU_REQUIRE_TOTP", "on")
    assert "hai lớp" in hoclieu("user", "list").err


def test_every_fault_of_the_settings_is_named_at_once(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PORT", "http"), ("COLOUR", "red"), ("REQUIRE_TOTP", "yes")):
        monkeypatch.setenv(f"HOCLIEU_{name}", value)
    ended = hoclieu("user", "list")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 3


def test_a_database_of_an_older_form_is_told_with_its_remedy(hoclieu: Hoclieu, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "hoclieu.db").touch()
    ended = hoclieu("user", "list")
    assert ended.code == 1
    assert "hoclieu init" in ended.err


def test_help_names_every_command_and_costs_little() -> None:
    script = (
        "import sys; from repo_app.cli.front import run; code = run(['--help']); "
        "heavy = {'sqlalchemy', 'flask', 'alembic', 'whoosh', 'PIL', 'ingest', 'minio'} & sys.modules.keys(); "
        "print(sorted(heavy), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


def test_help_of_each_command_stands_in_both_languages(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in COMMANDS:
        english = hoclieu(command, "--help")
        monkeypatch.setenv("LANG", "vi_VN.UTF-8")
        vietnamese = hoclieu(command, "--help")
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        assert (english.code, vietnamese.code) == (0, 0)
        assert english.out != vietnamese.out


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "C"}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en", "LC_ALL": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "vi"),
    ],
)
def test_the_terminal_s_language_is_spoken(environ: dict[str, str], expected: str) -> None:
    assert locale(environ) == expected


def test_where_the_terminal_names_none_the_setting_decides(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANG")
    vietnamese = hoclieu("user", "list").err
    monkeypatch.setenv("HOCLIEU_DEFAULT_LOCALE", "en")
    english = hoclieu("user", "list").err
    assert "There is no data folder" in english
    assert "There is no data folder" not in vietnamese


def test_the_program_and_the_module_are_the_same() -> None:
    program = Path(sys.executable).with_name("hoclieu")
    for command in ([str(program)], [sys.executable, "-m", "repo_app"]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout == "0.1.0\n"
