"""Tools whose children live in a watched folder, and the same with engines that misbehave."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import Tools
from ingest.sandbox import MIB, Limits
from tests.ingest.processes import none_left


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    """Ordinary tools; afterwards no child lives and no file of one is left."""
    folder = tmp_path / "children"
    folder.mkdir()
    yield Tools(temp_dir=folder)
    assert none_left(folder)
    assert list(folder.iterdir()) == []


@pytest.fixture
def naughty(tools: Tools) -> Tools:
    """Tools whose children know the engines of `naughty.py`, with two seconds a page."""
    script = str(Path(__file__).with_name("naughty.py"))
    return replace(
        tools,
        command=(sys.executable, "-I", script),
        render=Limits(memory=1024 * MIB, cpu=2, wall=3.0, file_size=64 * MIB),
    )
