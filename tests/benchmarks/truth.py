"""Scans with their exact texts, and how far a reading is from them.

CER is the Levenshtein distance in characters divided by the length of the exact text, both in NFC with each run of
white space as one space; "bare" is the same without any white space. WER counts words between white space. A table
tells the mean over scans, so one with little text weighs as much as a full one, and the worst scan.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.measure_reading import distance, normal


@dataclass(frozen=True, slots=True)
class Scan:
    """A PDF of scanned pages, its exact text, and the level of damage that the manifest gives it."""

    path: Path
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of wrong characters, the same without white space, and of wrong words; above 1 where much was invented."""

    cer: float
    bare: float
    wer: float


def rates(read: str, exact: str) -> Rates:
    got, wanted = normal(read), normal(exact)
    bare_got, bare_wanted = got.replace(" ", ""), wanted.replace(" ", "")
    words_got, words_wanted = got.split(), wanted.split()
    return Rates(
        distance(got, wanted) / max(1, len(wanted)),
        distance(bare_got, bare_wanted) / max(1, len(bare_wanted)),
        distance(words_got, words_wanted) / max(1, len(words_wanted)),
    )


def folders(folder: Path | None) -> list[Path]:
    """Folders at or below `folder` whose manifest.csv names PDFs (`pdf`) and their exact texts (`gt`)."""
    found = []
    for manifest in sorted(folder.rglob("manifest.csv")) if folder else []:
        with manifest.open(encoding="utf-8", newline="") as stream:
            if {"pdf", "gt"} <= set(csv.DictReader(stream).fieldnames or ()):
                found.append(manifest.parent)
    return found


def scans(folder: Path, most_a_level: int | None) -> list[Scan]:
    """The scans of one folder, the first `most_a_level` of each level (None: all)."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: list[Scan] = []
    for level in sorted({row.get("level") or "" for row in rows}):
        chosen = [row for row in rows if (row.get("level") or "") == level][:most_a_level]
        found += [Scan(folder / row["pdf"], (folder / row["gt"]).read_text("utf-8"), level) for row in chosen]
    return found


def mean(values: Iterable[float]) -> float:
    given = list(values)
    return statistics.fmean(given) if given else 0.0


def by_level(found: Sequence[Scan], values: Sequence[Rates]) -> dict[str, list[Rates]]:
    """Rates by level, and all together under "all"."""
    groups: dict[str, list[Rates]] = {}
    for scan, value in zip(found, values, strict=True):
        groups.setdefault(scan.level, []).append(value)
    return groups | {"all": list(values)}
