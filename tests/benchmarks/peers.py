"""The readers that are compared: ours, plain tesseract, OCRmyPDF. Each gives the text of a scan; each on one core."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import ingest
from tests.benchmarks.measuring import Cost, cost
from tests.documents import images_of

ROOT = Path(__file__).parents[2]
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
DPI = 300


def hoclieu(path: Path, languages: str) -> tuple[ingest.Document, Cost]:
    with cost() as spent:
        read = ingest.read_file(path, ingest.Options(languages), ingest.Tools(), 1, lambda done, total: None)
    return read, spent


def tesseract(path: Path, languages: str, folder: Path) -> tuple[str, Cost]:
    """Plain `tesseract --psm 1` on the page images at 300 dpi, which it gets ready made."""
    images = []
    for number, image in enumerate(images_of(path.read_bytes(), DPI)):
        images.append(folder / f"plain-{number}.png")
        image.save(images[-1], compress_level=1)
    with cost() as spent:
        text = "\n".join(_tesseract(image, languages, DPI) for image in images)
    return text, spent


def recognition_alone(path: Path, languages: str, folder: Path) -> tuple[str, Cost]:
    """The same on the image of each page that ours hands to its engine last: what a pipeline for nothing would cost."""
    kept = folder / f"kept-{path.stem}"
    kept.mkdir()
    child = Path(__file__).with_name("keeping_child.py")
    tools = replace(ingest.Tools(), command=(sys.executable, "-I", str(child), str(kept)))
    options, images = ingest.Options(languages), []
    for number in range(1, ingest.inspect(path, path.name, options, tools).pages + 1):
        list(ingest.read_pages(path, [number], options, tools))
        images += sorted(kept.iterdir())[-1:]
    with cost() as spent:
        text = "\n".join(_tesseract(image, languages, int(image.stem.split("-")[1])) for image in images)
    shutil.rmtree(kept)
    return text, spent


def _tesseract(image: Path, languages: str, dpi: int) -> str:
    command = ["tesseract", str(image), str(image.with_suffix("")), "-l", languages, "--psm", "1", "--dpi", str(dpi)]
    subprocess.run([*command, "txt", "tsv"], check=True, capture_output=True, env=ONE_THREAD)
    return image.with_suffix(".txt").read_text("utf-8")


def ocrmypdf_program() -> str | None:
    """OCRmyPDF from PATH, or where scripts/peers.sh installed it, in an environment of its own."""
    beside = ROOT / ".tools" / "ocrmypdf" / "bin" / "ocrmypdf"
    return str(beside) if beside.exists() else shutil.which("ocrmypdf")


def ocrmypdf(path: Path, languages: str, folder: Path, options: tuple[str, ...]) -> tuple[str, Cost]:
    """Its text as it writes it beside the PDF (--sidecar); what it makes of the pages in between is in the cost."""
    text, target = folder / "peer.txt", folder / "peer.pdf"
    program = ocrmypdf_program() or "ocrmypdf"
    command = [program, "-l", languages, "--jobs", "1", "--quiet", *options, "--sidecar", str(text)]
    with cost() as spent:
        subprocess.run([*command, str(path), str(target)], check=True, capture_output=True, env=ONE_THREAD)
    return text.read_text("utf-8").replace("\f", "\n"), spent
