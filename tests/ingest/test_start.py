"""What a child loads before it begins: it starts for each page, so nothing that only its caller needs."""

import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).parents[2] / "ingest" / "child.py"
BEGIN = """
import runpy, sys
from pathlib import Path
child = runpy.run_path(sys.argv[1])
child["_by_the_back_door"](Path(sys.argv[1]).parent)
import ingest.verbs
print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    done = subprocess.run([sys.executable, "-I", "-c", BEGIN, str(CHILD)], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_child_comes_in_by_the_back_door(loaded: set[str]) -> None:
    assert {"ingest.verbs", "ingest.readers"} <= loaded
    assert not {"ingest.pipeline", "ingest.sandbox", "ingest.calls"} & loaded


def test_what_only_some_verbs_want_is_not_there_at_the_beginning(loaded: set[str]) -> None:
    assert not {"pypdf", "lxml", "PIL", "pypdfium2", "pytesseract", "importlib.metadata"} & loaded
