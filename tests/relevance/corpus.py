"""The documents that questions are put to, and the spellings that decide what a question's right answers are."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from search import vietnamese

OWN_SHELF = Path(__file__).with_name("shelf.tsv")  # short texts of school and village life, written for this
PAGE_CHARS = 1_700


@dataclass(frozen=True)
class Document:
    """A text with its title, and who wrote it where that is known."""

    title: str
    text: str
    id: str
    creator: str = ""

    @cached_property
    def exact(self) -> str:
        """Every word of title and text as it is spelled, with blanks around and between."""
        return f" {' '.join(self._words[0])} "

    @cached_property
    def folded(self) -> str:
        """The same without accents."""
        return f" {' '.join(self._words[1])} "

    @cached_property
    def name(self) -> str:
        """The title as titles are compared: case, white space and the place of tone marks do not count."""
        return " ".join(vietnamese.words(self.title)[0])

    @cached_property
    def folded_name(self) -> str:
        """The same without accents."""
        return " ".join(vietnamese.words(self.title)[1])

    @cached_property
    def _words(self) -> tuple[Sequence[str], Sequence[str]]:
        exact, folded = vietnamese.words(f"{self.title} 0parting0 {self.text}")  # a word nobody asks for
        return exact, folded

    def pages(self) -> list[str]:
        """The text in pages of at most `PAGE_CHARS` characters that end at a line's or at least at a word's end."""
        pages, start = [], 0
        while len(self.text) - start > PAGE_CHARS:
            end = start + PAGE_CHARS
            at = max(self.text.rfind("\n", start + PAGE_CHARS // 2, end), -1)
            at = at if at > 0 else self.text.rfind(" ", start + 1, end)
            end = at if at > start else end
            pages.append(self.text[start:end])
            start = end
        return [*pages, self.text[start:]]


def read(folder: Path) -> Iterator[Document]:
    """Every document of the folder's ``*.jsonl.gz`` (``title`` and ``text`` a line), ids made of file and line."""
    for path in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                held = json.loads(line)
                if held.get("title") and held.get("text"):
                    yield Document(held["title"], held["text"], f"{path.name}:{number}")


def read_table(path: Path) -> Iterator[Document]:
    """Every document of a table with the columns title, creator and text."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            yield Document(row["title"], row["text"], str(number), row["creator"])
