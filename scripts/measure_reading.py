"""Read every file of a folder as `hoclieu ocr` would and print how well, how fast and in what state each ended.

Usage: python scripts/measure_reading.py FOLDER [--jobs N] [--languages vie+eng] [--force-ocr] [--pages N] [--all]

With a manifest.csv in FOLDER (columns pdf, gt, level: file, its exact text, a group) it prints character and word error
rates per level; white space and the form of composed letters do not count. CPU is that of all child processes.
"""

import argparse
import csv
import re
import resource
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ingest


@dataclass(frozen=True, slots=True)
class Truth:
    """The exact text of a file and the group its figures are told in."""

    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file ended: `state` is "ready" or an error's code; errors and lengths of characters and words."""

    name: str
    state: str
    pages: int
    origins: str
    wall: float
    cpu: float
    level: str = ""
    characters: tuple[int, int] = (0, 0)
    words: tuple[int, int] = (0, 0)
    warnings: str = ""


def distance(left: Sequence[str], right: Sequence[str]) -> int:
    """Levenshtein distance by bit vectors (Hyyrö 2003): one big-integer step for each item of `right`."""
    if not left:
        return len(right)
    places: dict[str, int] = {}
    for at, item in enumerate(left):
        places[item] = places.get(item, 0) | 1 << at
    mask, last = (1 << len(left)) - 1, 1 << (len(left) - 1)
    up, down, score = mask, 0, len(left)
    for item in right:
        same = places.get(item, 0)
        across = (((same & up) + up) ^ up) | same
        more, less = (down | ~(across | up)) & mask, up & across
        score += bool(more & last) - bool(less & last)
        more = (more << 1 | 1) & mask
        vertical = same | down
        up, down = ((less << 1) | ~(vertical | more)) & mask, more & vertical
    return score


def normal(text: str) -> str:
    """The text as it is compared: NFC, runs of white space one space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def read_truths(folder: Path) -> dict[str, Truth]:
    """File name to exact text, from manifest.csv; empty where there is none."""
    manifest = folder / "manifest.csv"
    if not manifest.exists():
        return {}
    with manifest.open(encoding="utf-8", newline="") as stream:
        return {
            row["pdf"]: Truth((folder / row["gt"]).read_text(encoding="utf-8"), row.get("level", ""))
            for row in csv.DictReader(stream)
        }


def measure(path: Path, options: ingest.Options, jobs: int, limit: int, truth: Truth | None) -> Reading:
    """Read one file (its first `limit` pages when that is not 0) and compare it with the truth."""
    began, used = time.monotonic(), _child_cpu()
    pages: tuple[ingest.Page, ...] = ()
    state, notices = "ready", ""
    try:
        if limit:
            found = ingest.inspect(path, path.name, options, ingest.Tools())
            numbers = range(1, min(limit, found.pages) + 1)
            pages = tuple(ingest.read_pages(path, numbers, options, ingest.Tools()))
        else:
            pages = ingest.read_file(path, options, ingest.Tools(), jobs, lambda done, total: None).pages
        notices = " ".join(sorted({notice.code for page in pages for notice in page.warnings}))
    except ingest.IngestError as error:
        state = str(error)
    origins = " ".join(f"{kind}:{n}" for kind in _KINDS if (n := sum(page.origin == kind for page in pages)))
    reading = Reading(
        path.name, state, len(pages), origins, time.monotonic() - began, _child_cpu() - used, warnings=notices
    )
    return reading if truth is None else _compared(reading, pages, truth)


_KINDS = ("text-layer", "ocr", "repaired", "none")


def _child_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _compared(reading: Reading, pages: Sequence[ingest.Page], truth: Truth) -> Reading:
    got, exact = normal("\n".join(page.text for page in pages)), normal(truth.text)
    return Reading(
        reading.name,
        reading.state,
        reading.pages,
        reading.origins,
        reading.wall,
        reading.cpu,
        truth.level,
        (distance(got, exact), len(exact)),
        (distance(got.split(), exact.split()), len(exact.split())),
        reading.warnings,
    )


def report(readings: Sequence[Reading]) -> None:
    """The table per level (when there are levels) and the totals."""
    levels = sorted({reading.level for reading in readings if reading.level})
    for level in [*levels, "all"]:
        group = [reading for reading in readings if level in (reading.level, "all")]
        pages = max(1, sum(reading.pages for reading in group))
        cpu, wall = sum(reading.cpu for reading in group), sum(reading.wall for reading in group)
        rates = ""
        if levels:
            rates = f"CER {_rate(group, 'characters')} WER {_rate(group, 'words')} "
        print(
            f"level {level}: {len(group)} files {pages} pages {rates}"
            f"CPU {cpu / pages:.3f} wall {wall / pages:.3f} s/page"
        )


def _rate(group: Sequence[Reading], what: str) -> str:
    pairs: list[tuple[int, int]] = [getattr(reading, what) for reading in group]
    return f"{100 * sum(errors for errors, _ in pairs) / max(1, sum(total for _, total in pairs)):.2f} %"


def main() -> None:
    """Measure a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--languages", default="vie+eng")
    parser.add_argument("--force-ocr", action="store_true")
    parser.add_argument("--pages", type=int, default=0, help="only the first N pages of each file")
    parser.add_argument("--all", action="store_true", help="also print a line for each file")
    arguments = parser.parse_args()
    options = ingest.Options(languages=arguments.languages, force_ocr=arguments.force_ocr)
    truths = read_truths(arguments.folder)
    names = [path for path in sorted(arguments.folder.iterdir()) if path.suffix.lower() in _SUFFIXES]
    readings = []
    for path in names:
        reading = measure(path, options, arguments.jobs, arguments.pages, truths.get(path.name))
        readings.append(reading)
        if arguments.all:
            rate = f" CER {_rate([reading], 'characters')}" if reading.level else ""
            print(
                f"{reading.name}\t{reading.state}\t{reading.pages}\t{reading.origins}{rate}\t{reading.warnings}"
                f"\t{reading.wall:.2f} s",
                flush=True,
            )
    report(readings)


_SUFFIXES = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"}

if __name__ == "__main__":
    main()
