"""Run every benchmark and print one table; a folder of real documents (scans, texts) may be given."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import idle, reading, searching, slow_lines
from tests.benchmarks.measuring import row


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="PDF scans and *.jsonl.gz texts, looked for in all folders"
    )
    parser.add_argument("--scans", type=int, default=12, help="how many scans of the folder are read")
    given = parser.parse_args()
    scans = sorted(given.folder.rglob("scans/**/*.pdf"))[: given.scans] if given.folder else []
    with tempfile.TemporaryDirectory(prefix="hoclieu-bench-") as temporary:
        folder = Path(temporary)
        row("", "here", "peer in the same run", "ratio")
        reading.born_digital(folder)
        reading.recognised(folder, scans)
        searching.index_and_ask(folder, searching.texts(given.folder))
        idle.idle_memory(folder)
        slow_lines.slow_downloads(folder / "slow")


if __name__ == "__main__":
    main()
