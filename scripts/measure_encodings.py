"""Convert texts in old Vietnamese encodings and print how many characters came out wrong, and what was harmed.

Usage: python -m scripts.measure_encodings FOLDER [--unicode FOLDER] [--pages N]

FOLDER has files NN.ENCODING.txt beside gold_NN.txt with the exact text, and PDFs beside NAME.pdf.gold.txt. That of
--unicode has *.jsonl.gz files, a document a line under "text"; it is cut into pages of 1,500 characters, each of which
must come out as it is: whole, line by line, decomposed, and in fonts with telling names.
"""

import argparse
import gzip
import json
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import ingest
from ingest.model import Word
from ingest.text.encodings import decode, repair
from ingest.text.layer import Layer
from ingest.text.layout import Line
from ingest.text.mending import mend
from ingest.text.normalize import clean
from ingest.text.usable import judge
from scripts.measure_reading import distance

PAGE = 1_500
FONTS = ("", "Times New Roman", ".VnTime", "VNI-Times", "VPS Times", "VISCII")


@dataclass(slots=True)
class Row:
    """Sums of one encoding: texts, their characters, wrong ones, and the encodings they were taken for."""

    texts: int = 0
    characters: int = 0
    errors: int = 0
    told: set[str] = field(default_factory=set)

    def add(self, told: str, found: str, gold: str) -> None:
        """One more text."""
        self.texts += 1
        self.characters += len(gold)
        self.errors += distance(_plain(found), _plain(gold))
        self.told.add(told)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unicode", type=Path)
    parser.add_argument("--pages", type=int, default=3_000)
    asked = parser.parse_args()
    print(f"{'encoding':24} {'texts':>5} {'chars':>7} {'errors':>6}  taken for")
    for name, row in sorted((files(asked.folder) | pdfs(asked.folder)).items()):
        print(f"{name:24} {row.texts:5} {row.characters:7} {row.errors:6}  {', '.join(sorted(row.told))}")
    if asked.unicode:
        harm(asked.unicode, asked.pages)


def files(folder: Path) -> dict[str, Row]:
    """Plain text files by the encoding in their names; a file that is UTF-8 is also taken for a PDF's layer."""
    rows: dict[str, Row] = defaultdict(Row)
    for path in sorted(folder.glob("[0-9]*.*.txt")):
        number, encoding, _ = path.name.split(".")
        gold = (folder / f"gold_{number}.txt").read_text("utf-8")
        data = path.read_bytes()
        told = decode(data)
        rows[encoding].add(told.encoding, told.text, gold)
        if encoding.endswith("_as_utf8"):
            layer = repair(data.decode())
            rows[encoding + " layer"].add(layer.encoding if layer else "-", layer.text if layer else "", gold)
    return rows


def pdfs(folder: Path) -> dict[str, Row]:
    """PDFs, each in a row of its own, read as any upload."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob("*.pdf")):
        gold = path.with_name(path.name + ".gold.txt").read_text("utf-8")
        read = ingest.read_file(path, ingest.Options(), ingest.Tools(), 1, lambda done, total: None)
        text = "\n".join(page.text for page in read.pages)
        rows[path.name] = Row()
        rows[path.name].add(f"{read.encoding} ({'/'.join(page.origin for page in read.pages)})", text, gold)
    return rows


def harm(folder: Path, pages: int) -> None:
    """Count Unicode pages that were changed in any of the ways, and the time of each. ƣ for ư and ð for đ are damage
    that the texts have; pages where that was put right are told apart.
    """
    looked = changed = letters = 0
    seconds = 0.0
    for page in islice(_pages(folder), pages):
        for form in ("NFC", "NFD"):
            shown = unicodedata.normalize(form, page)  # type: ignore[arg-type]
            for font in FONTS:
                began = time.perf_counter()
                done = mend(_layer(shown, font))
                seconds += time.perf_counter() - began
                looked += 1
                letters += done.letters > 0
                told = done.encoding or done.lossy or judge(done.layer.raw_text, 0.0).verdict == "ocr"
                if told or (not done.letters and _words(done.layer) != _plain(clean(page))):
                    changed += 1
                    print("  changed:", font, done.encoding or done.lossy, repr(page[:60]))
    print(f"unicode pages: {looked // (2 * len(FONTS))}, looked at {looked} times, changed {changed}, ", end="")
    print(f"letters put right {letters}, {1000 * seconds / max(1, looked):.2f} ms each")


def _pages(folder: Path) -> Iterator[str]:
    """Pages of every file in turn, so that a limit leaves none out."""
    open_files = [_cut(path) for path in sorted(folder.glob("*.jsonl.gz"))]
    while open_files:
        for source in tuple(open_files):
            page = next(source, None)
            if page is None:
                open_files.remove(source)
            else:
                yield page


def _cut(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            pages = (text[start : start + PAGE] for start in range(0, len(text), PAGE))
            yield from (page for page in pages if page.strip())


def _layer(text: str, font: str) -> Layer:
    lines = [Line(tuple(Word(word, (0, 0, 1, 1), 1.0) for word in line.split())) for line in text.split("\n")]
    lines = [line for line in lines if line.words]
    fonts = tuple(font for line in lines for _ in line.words)
    return Layer(1, 1, 1, 0, text, tuple(lines), 0.0, False, fonts)


def _words(layer: Layer) -> str:
    return " ".join(word.text for line in layer.lines for word in line.words)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


if __name__ == "__main__":
    main()
