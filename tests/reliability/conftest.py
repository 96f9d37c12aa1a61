"""Houses for the promises, and the processes that are killed in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House, opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path / "var", OCR_LANGUAGES="vie") as made:
        yield made
