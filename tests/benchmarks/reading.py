"""Born-digital pages a second beside pdftotext, recognised pages a second beside plain tesseract."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import ingest
from tests.benchmarks.measuring import Cost, cost, row
from tests.documents import images_of, prose, scan_pdf, text_pdf

BORN_DIGITAL = 640
SCANNED = 8
TOOLS = ingest.Tools()
OPTIONS = ingest.Options()


def born_digital(folder: Path) -> None:
    path = folder / "born-digital.pdf"
    path.write_bytes(text_pdf([prose(page, 30) for page in range(BORN_DIGITAL)]))
    numbers = range(1, BORN_DIGITAL + 1)
    with cost() as ours:
        pages = list(ingest.read_pages(path, numbers, OPTIONS, TOOLS))
    with cost() as peer:
        subprocess.run(["pdftotext", str(path), str(folder / "peer.txt")], check=True)
    if {page.origin for page in pages} != {"text-layer"}:
        raise AssertionError("a born-digital page was not read from its text layer")
    _report("born-digital pages/s (text, words, boxes)", BORN_DIGITAL, ours, "pdftotext", peer)


def recognised(folder: Path, scans: list[Path]) -> None:
    """Both on one core and one thread; the peer gets the page images ready made."""
    paths = scans or [_scan(folder)]
    with cost() as ours:
        pages = [page for path in paths for page in ingest.read_pages(path, _numbers(path), OPTIONS, TOOLS)]
    images = [image for path in paths for image in _images(path, folder)]
    with cost() as peer:
        for image in images:
            subprocess.run(
                ["tesseract", str(image), str(image), "-l", OPTIONS.languages, "tsv", "txt"],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
    if not all(page.origin == "ocr" for page in pages):
        raise AssertionError("a scanned page was not recognised")
    _report("recognised pages/s a core", len(pages), ours, "tesseract alone", peer)


def _scan(folder: Path) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(scan_pdf([prose(page, 24) for page in range(SCANNED)], dpi=300))
    return path


def _numbers(path: Path) -> range:
    return range(1, ingest.inspect(path, path.name, OPTIONS, TOOLS).pages + 1)


def _images(path: Path, folder: Path) -> list[Path]:
    made = []
    for number, image in enumerate(images_of(path.read_bytes(), 300)):
        target = folder / f"{path.stem}-{number}.png"
        image.save(target)
        made.append(target)
    return made


def _report(name: str, pages: int, ours: Cost, peer_name: str, peer: Cost) -> None:
    row(
        name,
        f"{pages / ours.wall:.1f} ({ours.cpu / pages:.3f} s)",
        f"{peer_name} {pages / peer.wall:.1f} ({peer.cpu / pages:.3f} s)",
        f"{ours.cpu / peer.cpu:.2f}",
    )
