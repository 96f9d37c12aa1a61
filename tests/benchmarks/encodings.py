"""Old Vietnamese encodings: wrong characters after repair, and what was done to Unicode text that needs none."""

from __future__ import annotations

from pathlib import Path

from scripts.measure_encodings import files, harm, pdfs

QUICK, ALL = 300, 3_000
"""Unicode pages that are looked at; each in two forms and six fonts."""


def repaired(given: Path | None, everything: bool) -> None:
    """Every folder at or below `given` with gold_*.txt files, then every one with texts (*.jsonl.gz) for harm done."""
    for folder in sorted({path.parent for path in given.rglob("gold_*.txt")} if given else ()):
        print(f"\n{folder.name + ' encodings':24} {'texts':>5} {'chars':>7} {'errors':>6}  taken for")
        for name, row in sorted((files(folder) | pdfs(folder)).items()):
            print(f"{name:24} {row.texts:5} {row.characters:7} {row.errors:6}  {', '.join(sorted(row.told))}")
    for folder in sorted({path.parent for path in given.rglob("*.jsonl.gz")} if given else ()):
        harm(folder, ALL if everything else QUICK)
