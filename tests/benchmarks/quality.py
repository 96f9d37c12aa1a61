"""How well and at what cost scans are read: ours beside plain tesseract and OCRmyPDF, on the same files in this run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfWriter

import ingest
from tests.benchmarks import peers
from tests.benchmarks.calibration import Bins
from tests.benchmarks.measuring import Cost
from tests.benchmarks.truth import Rates, Scan, by_level, folders, mean, rates, scans

QUICK = 2
"""Scans of each level that are read unless all are asked for."""

OURS, ALONE, PLAIN = "hoclieu", "recognition alone, our images", "tesseract --psm 1"
PEER, STRAIGHT = "ocrmypdf", "ocrmypdf --rotate-pages --deskew"


@dataclass(slots=True)
class Measured:
    """One reader on all scans of a folder."""

    rates: list[Rates] = field(default_factory=list)
    cpu: float = 0.0
    pages: int = 0

    def add(self, text: str, scan: Scan, spent: Cost, pages: int) -> None:
        self.rates.append(rates(text, scan.text))
        self.cpu += spent.cpu
        self.pages += pages

    @property
    def cpu_a_page(self) -> float:
        return self.cpu / max(1, self.pages)


def compare(given: Path | None, work: Path, languages: str, most: int | None) -> None:
    """The table of each folder of scans at or below `given` (`most` of each level), then calibration and growth."""
    bins, growth = Bins(), Growth()
    for folder in folders(given):
        chosen = scans(folder, most)
        readers = _read(chosen, work, languages, bins, growth)
        _print(f"{folder.parent.name}/{folder.name}", chosen, readers)
        _print_bound(chosen, work, languages, readers)
    if bins.words:
        bins.show()
        growth.show()


def _read(chosen: Sequence[Scan], work: Path, languages: str, bins: Bins, growth: Growth) -> dict[str, Measured]:
    readers: dict[str, Measured] = {}
    others: dict[str, Callable[[Path], tuple[str, Cost]]] = {
        ALONE: lambda path: peers.recognition_alone(path, languages, work),
        PLAIN: lambda path: peers.tesseract(path, languages, work),
    }
    if peers.ocrmypdf_program():
        others[PEER] = lambda path: peers.ocrmypdf(path, languages, work, ())
        others[STRAIGHT] = lambda path: peers.ocrmypdf(path, languages, work, ("--rotate-pages", "--deskew"))
    for scan in chosen:
        read, spent = peers.hoclieu(scan.path, languages)
        text = "\n".join(page.text for page in read.pages)
        readers.setdefault(OURS, Measured()).add(text, scan, spent, len(read.pages))
        bins.add(read.pages, scan.text)
        growth.add(scan.path, read, work)
        for name, reader in others.items():
            text, spent = reader(scan.path)
            readers.setdefault(name, Measured()).add(text, scan, spent, len(read.pages))
    return readers


def _print(name: str, chosen: Sequence[Scan], readers: dict[str, Measured]) -> None:
    levels = sorted({scan.level for scan in chosen})
    columns = "".join(f"{'L' + level:>7}" for level in levels)
    print(f"\n{name}: {len(chosen)} scans, errors in % (mean over scans), CPU in seconds a page, children included")
    print(f"{'':<34}{columns}{'CER':>7}{'bare':>7}{'WER':>7}{'worst':>7}{'CPU':>7}{'/alone':>8}{'/ocrmypdf':>10}")
    peer = readers.get(STRAIGHT)
    for reader, measured in readers.items():
        groups = by_level(chosen, measured.rates)
        cells = "".join(f"{100 * mean(one.cer for one in groups[level]):7.2f}" for level in levels)
        whole = groups["all"]
        figures = (mean(r.cer for r in whole), mean(r.bare for r in whole), mean(r.wer for r in whole))
        worst = max(one.cer for one in whole)
        to_peer = f"{measured.cpu_a_page / peer.cpu_a_page:10.2f}" if peer else f"{'':>10}"
        print(
            f"{reader:<34}{cells}{''.join(f'{100 * figure:7.2f}' for figure in (*figures, worst))}"
            f"{measured.cpu_a_page:7.2f}{measured.cpu_a_page / max(1e-9, readers[ALONE].cpu_a_page):8.2f}{to_peer}",
            flush=True,
        )
    if peer is None:
        print("ocrmypdf: not installed here (scripts/peers.sh installs it beside the project)")


def _print_bound(chosen: Sequence[Scan], work: Path, languages: str, readers: dict[str, Measured]) -> None:
    """The cost of the same pages in one file, as a book comes: what is done once a file is shared by its pages."""
    writer, target = PdfWriter(), work / "bound.pdf"
    for scan in chosen:
        writer.append(scan.path)
    writer.write(target)
    read, spent = peers.hoclieu(target, languages)
    each = spent.cpu / len(read.pages)
    name, wide = "hoclieu, the same pages in one file", 34 + 7 * len({scan.level for scan in chosen}) + 28
    print(f"{name:<{wide}}{each:7.2f}{each / max(1e-9, readers[ALONE].cpu_a_page):8.2f}", flush=True)


@dataclass(slots=True)
class Growth:
    """What the invisible text adds to a PDF, in bytes a page and as a share of the file."""

    pages: int = 0
    before: int = 0
    after: int = 0
    worst: float = 0.0

    def add(self, path: Path, read: ingest.Document, work: Path) -> None:
        target = work / "searchable.pdf"
        told = ingest.PdfMetadata(language=read.language)
        ingest.make_searchable(path, read.pages, target, told, ingest.Options(), ingest.Tools())
        before, after = path.stat().st_size, target.stat().st_size
        self.pages, self.before, self.after = self.pages + len(read.pages), self.before + before, self.after + after
        self.worst = max(self.worst, (after - before) / len(read.pages))

    def show(self) -> None:
        grown = self.after - self.before
        print(
            f"\nsearchable PDF: {grown / self.pages / 1000:.1f} KB a page more ({100 * grown / self.before:.1f} %), "
            f"at most {self.worst / 1000:.1f} KB"
        )
