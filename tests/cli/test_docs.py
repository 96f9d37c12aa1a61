"""The pages about settings and commands say what there is, all of it and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from repo_app.cli.front import hoclieu as program
from repo_app.settings import NAMES, PREFIX, load

DOCS = Path(__file__).parents[2] / "docs"
SETTINGS = (DOCS / "settings.md").read_text("utf-8")
COMMANDS = (DOCS / "commands.md").read_text("utf-8")
ROWS = re.findall(r"^\| `HOCLIEU_(\w+)` \| (.+?) \| .+ \|$", SETTINGS, re.MULTILINE)


def commands(group: click.Group, words: str = "hoclieu") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from commands(found, f"{words} {name}")
        else:
            yield f"{words} {name}", found


def options(command: click.Command) -> set[str]:
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in parameter.opts
    }


def documented() -> dict[str, str]:
    parts = re.split(r"^### `(hoclieu [\w ]+)`$", COMMANDS, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_setting_stands_in_the_table_once_and_in_order() -> None:
    assert [name for name, _ in ROWS] == list(NAMES)


@pytest.mark.parametrize(("name", "told"), ROWS)
def test_the_default_in_the_table_is_the_real_one(name: str, told: str, tmp_path: Path) -> None:
    value = getattr(load({}, folder=tmp_path), name.lower())
    quoted = re.match(r"`([^`]*)`$", told)
    if quoted is None:  # said in words: made, computed or nothing
        assert value in (None, ()) or name in {"WORKERS", "SECRET_KEY"}
        return
    told_value = quoted[1].replace("<data>", str(tmp_path / "var")).replace("HOST:PORT", "127.0.0.1:8080")
    shown = {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value
    assert told_value == str(shown).replace(f"{tmp_path}/var", "./var" if name == "DATA_DIR" else f"{tmp_path}/var")


def test_no_other_name_of_a_setting_is_told_anywhere_here() -> None:
    told = {name.removesuffix("_FILE") for name in re.findall(rf"{PREFIX}([A-Z_]*[A-Z])", SETTINGS + COMMANDS)}
    assert told <= set(NAMES)


def test_every_command_is_described_and_no_other() -> None:
    assert list(documented()) == [name for name, _ in commands(program)]


@pytest.mark.parametrize(("name", "command"), list(commands(program)))
def test_every_option_is_described_and_no_other(name: str, command: click.Command) -> None:
    text = documented()[name]
    told = set(re.findall(r"^\* ((?:`--[\w-]+`(?:, )?)+)", text, re.MULTILINE))
    assert set(re.findall(r"--[\w-]+", " ".join(told))) == options(command)


@pytest.mark.parametrize(("name", "command"), list(commands(program)))
def test_every_option_and_command_has_help(name: str, command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.hidden or parameter.help
