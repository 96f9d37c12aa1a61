"""The command line as a whole: help, exit codes, languages, streams."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from repo_app.cli.front import COMMANDS, run
from repo_app.cli.words import locale
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


def test_every_fault_of_the_settings_is_named_at_once(hoclieu: Hoclieu, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PORT", "http"), ("COLOUR", "red"), ("REQUIRE_TOTP", "yes")):
        monkeypatch.setenv(f"HOCLIEU_{name}", value)
    ended = hoclieu("user", "list")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 3


def test_a_database_of_an_older_form_is_told_with_its_remedy(hoclieu: Hoclieu, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
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


def test_a_reader_that_leaves_early_is_met_with_silence(house: Hoclieu, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "repo_app", "organization", "list", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(30) in {0, 1}
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    assert run([], interrupted) == 130
    assert time.monotonic() - began < 5
