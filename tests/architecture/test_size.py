"""Files stay under 300 lines and functions under 40, so that each can be read in one go."""

from __future__ import annotations

import pytest

from tests.architecture.tree import ROOT, Module, functions, modules

FILE_LINES = 300
FUNCTION_LINES = 40
LISTS_OF_STATEMENTS = "repo_app.migrations.versions"


@pytest.mark.parametrize(
    "module",
    [m for m in modules() if not m.name.startswith(LISTS_OF_STATEMENTS)],
    ids=lambda module: module.name,
)
def test_nothing_grows_too_long(module: Module) -> None:
    assert module.lines <= FILE_LINES
    assert {name: length for name, length in functions(module) if length > FUNCTION_LINES} == {}


@pytest.mark.parametrize("folder", ["tests", "scripts"])
def test_what_tests_and_scripts_say_can_be_read_in_one_go_too(folder: str) -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in (ROOT / folder).rglob("*.py")}
    assert lines
    assert {str(path.relative_to(ROOT)): count for path, count in lines.items() if count > FILE_LINES} == {}
