"""Run the benchmarks and print their tables; a folder of real documents may be given.

In the folder, at any depth: scans (PDFs that a manifest.csv names beside their exact texts, columns pdf, gt, level),
old encodings (NN.ENCODING.txt beside gold_NN.txt), works with their metadata (gt/*.json beside files/) and texts
(*.jsonl.gz). docs/reading.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import book, encodings, idle, quality, reading, searching, slow_lines, suggestions
from tests.benchmarks.measuring import row
from tests.benchmarks.truth import folders, scans

PARTS = ("digital", "scans", "encodings", "suggestions", "book", "digital-book", "search", "idle", "slow-lines")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", type=Path, help="real documents, looked for in all folders below")
    parser.add_argument("--all", action="store_true", help="every scan and text, a book of 300 pages, 10,000 records")
    parser.add_argument("--scans", type=int, metavar="N", help="N scans of each level (default: 2, all with --all)")
    parser.add_argument("--book", type=int, metavar="N", help="pages of the scanned book (default: 24, 300 with --all)")
    parser.add_argument("--records", type=int, metavar="N", help="to search (default: 1000, 10000 with --all)")
    parser.add_argument("--shelf", type=Path, metavar="FOLDER", help="search that one (tests.benchmarks.shelf made it)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts only")
    parser.add_argument("--languages", default="vie", help="for all readers of scans (default: vie)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoclieu-bench-") as temporary:
        for part, run in _parts(given, Path(temporary)).items():
            if part in given.only:
                if part not in ("scans", "encodings", "suggestions"):
                    row(f"\n[{part}]", "here", "peer in the same run", "ratio")
                run()


def _parts(given: argparse.Namespace, work: Path) -> dict[str, Callable[[], None]]:
    pages = given.book or (book.SCANNED if given.all else book.QUICK)
    most = given.scans or (None if given.all else quality.QUICK)
    size = (given.records, searching.QUICK[1]) if given.records else searching.ALL if given.all else searching.QUICK
    paths = [scan.path for folder in folders(given.folder)[:1] for scan in scans(folder, None)]
    return {
        "digital": lambda: reading.born_digital(work),
        "scans": lambda: quality.compare(given.folder, work, given.languages, most),
        "encodings": lambda: encodings.repaired(given.folder, given.all),
        "suggestions": lambda: suggestions.suggested(given.folder, work / "works"),
        "book": lambda: book.scanned_book(work, paths, pages),
        "digital-book": lambda: book.digital_book(work),
        "search": lambda: searching.search(work / "search", given.folder, size, given.shelf),
        "idle": lambda: idle.idle_memory(work),
        "slow-lines": lambda: slow_lines.slow_downloads(work / "slow"),
    }


if __name__ == "__main__":
    main()
