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
import importlib
for name in sys.argv[2:]:
    importlib.import_module(name)
print(*sorted(sys.modules))
"""


def loaded(*modules: str) -> set[str]:
    command = [sys.executable, "-I", "-c", BEGIN, str(CHILD), *modules]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_a_child_comes_in_by_the_back_door() -> None:
    there = loaded("ingest.verbs")
    assert {"ingest.verbs", "ingest.readers"} <= there
    assert not {"ingest.pipeline", "ingest.sandbox", "ingest.calls"} & there


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        (
            "ingest.verbs",
            {"pypdf", "lxml", "PIL", "pypdfium2", "pytesseract", "importlib.metadata", "ingest.text.mending"},
        ),
        ("ingest.text.verbs", {"pypdf", "lxml", "PIL", "pytesseract", "importlib.metadata", "ingest.ocr.page"}),
        ("ingest.readers.pdf", {"pypdfium2", "pypdfium2_raw.bindings", "PIL", "logging", "subprocess"}),
        ("ingest.ocr.verbs", {"pypdf", "lxml", "pytesseract", "importlib.metadata", "ingest.text.mending"}),
    ],
)
def test_what_a_verb_does_not_want_is_not_there_at_the_beginning(module: str, spared: set[str]) -> None:
    there = loaded(module)
    assert module in there
    assert not spared & there


def test_pdfium_is_found_the_long_way_where_it_does_not_lie_beside_its_package() -> None:
    """As in packages of a distribution that have pdfium in a folder of its own."""
    search = "from pathlib import Path\nPath.is_file = lambda path: False\n"
    count = (
        "from ingest.readers import pdfium\nassert pdfium.page_count(None) == 0\nprint('pypdfium2_raw' in sys.modules)"
    )
    command = [sys.executable, "-I", "-c", BEGIN.replace("print(*sorted(sys.modules))", search + count), str(CHILD)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["True"]
