"""Born-digital pages a second beside pdftotext and pdfium alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import ingest
from repo_app.settings import default_workers
from tests.benchmarks.measuring import Cost, cost, row
from tests.documents import prose, text_pdf

BORN_DIGITAL = 640
TOOLS = ingest.Tools()
OPTIONS = ingest.Options()
PDFIUM_ALONE = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
"""


def born_digital(folder: Path) -> None:
    """Ours gives text, words and boxes, and judges and mends them; pdftotext and pdfium alone give plain text."""
    path = folder / "born-digital.pdf"
    path.write_bytes(text_pdf([prose(page, 30) for page in range(BORN_DIGITAL)]))
    with cost() as ours:
        pages = ingest.read_file(path, OPTIONS, TOOLS, default_workers(), lambda done, total: None).pages
    with cost() as one_by_one:
        list(ingest.read_pages(path, range(1, BORN_DIGITAL + 1), OPTIONS, TOOLS))
    if {page.origin for page in pages} != {"text-layer"}:
        raise AssertionError("a born-digital page was not read from its text layer")
    peers = {"pdfium alone": [sys.executable, "-c", PDFIUM_ALONE, str(path)]}
    peers["pdftotext -bbox"] = ["pdftotext", "-bbox", str(path), str(folder / "peer.txt")]
    for name, command in peers.items():
        with cost() as peer:
            subprocess.run(command, check=True)
        _report("born-digital pages/s (CPU s a page)", BORN_DIGITAL, ours, name, peer)
    _report("  the same, one call of read_pages", BORN_DIGITAL, one_by_one, name, peer)


def _report(name: str, pages: int, ours: Cost, peer_name: str, peer: Cost) -> None:
    row(
        name,
        f"{pages / ours.wall:.1f} ({ours.cpu / pages:.4f} s)",
        f"{peer_name} {pages / peer.wall:.1f} ({peer.cpu / pages:.4f} s)",
        f"{ours.cpu / peer.cpu:.2f}",
    )
