"""The parent never loads a parser: not at import, not while it reads."""

import subprocess
import sys
from pathlib import Path

from tests.ingest.makers import ENGLISH, text_pdf

PARSERS = ("pypdf", "pypdfium2", "pypdfium2_raw", "PIL", "pytesseract", "numpy")

SCRIPT = f"""
import sys
from pathlib import Path
import ingest
path = Path(sys.argv[1])
found = ingest.inspect(path, path.name, ingest.Options(), ingest.Tools())
pages = list(ingest.read_pages(path, [1], ingest.Options(), ingest.Tools()))
ingest.page_image(path, 1, 200, ingest.Tools())
ingest.suggest(found, pages)
ingest.recipe(ingest.Options())
assert pages[0].text
print([name for name in {PARSERS!r} if name in sys.modules])
"""


def test_reading_in_the_parent_loads_no_parser(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", [ENGLISH])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
