"""The sample collection, built once for all tests of this folder by the child process that the site uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_app import sample
from repo_app.sample import SampleItem


@pytest.fixture(scope="session")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[SampleItem]:
    return sample.make(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def folder(items: list[SampleItem]) -> Path:
    return items[0].path.parent
