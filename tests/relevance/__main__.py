"""Put the questions of a table, and others made by chance, to a folder of documents and print how well they are met.

    python -m tests.relevance FOLDER [--questions TABLE] [--random 120] [--seed N] [--level index|whole] [--misses]

FOLDER holds ``*.jsonl.gz`` files, a document a line (``title``, ``text``). docs/searching.md explains the figures.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from repo_app.migrations import upgrade
from repo_app.settings import load
from repo_app.wiring import build_library
from search import open_index
from tests.relevance.corpus import Document, read
from tests.relevance.judging import Judged, judged, table
from tests.relevance.levels import IndexAlone, Level, WholeWay, scratch
from tests.relevance.questions import OWN, Question, of_table
from tests.relevance.random_questions import made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path, default=OWN, help="a table of kind, question, right answers, page")
    parser.add_argument("--random", type=int, default=120, metavar="N", help="so many of each kind by chance")
    parser.add_argument("--seed", type=int, default=20260101, help="other questions by chance")
    parser.add_argument("--level", choices=("index", "whole"), help="one level only")
    parser.add_argument("--misses", action="store_true", help="name the questions missed, but those held out")
    given = parser.parse_args()
    documents = list(read(given.folder))
    questions = of_table(given.questions, documents)
    by_chance = list(made(documents, given.random, given.seed)) if given.random else []
    print(f"{len(documents)} documents, {sum(len(one.text.encode()) for one in documents) / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory(prefix="hoclieu-relevance-") as temporary:
        for name, open_level in _levels(Path(temporary), documents).items():
            if given.level in (None, name):
                level = open_level()
                report(f"{name}: the questions of {given.questions.name}", level, questions, given.misses)
                if by_chance:
                    report(f"{name}: questions by chance, seed {given.seed}", level, by_chance, given.misses)


def _levels(folder: Path, documents: Sequence[Document]) -> dict[str, Callable[[], Level]]:
    def whole() -> Level:
        library = build_library(load({"HOCLIEU_DATA_DIR": str(folder / "var")}, folder=folder))
        upgrade(library.db)
        return WholeWay(library, documents)

    return {"index": lambda: IndexAlone(open_index(scratch(folder)), documents), "whole": whole}


def report(name: str, level: Level, questions: Sequence[Question], misses: bool) -> None:
    """Print the table of these questions, of the held out ones apart, and what was missed."""
    found = list(judged(level, questions))
    print(f"\n[{name}]", *table(found), sep="\n", flush=True)
    held_out = [one for one in found if one.question.held_out]
    if held_out:
        print("\nof these, held out:", *table(held_out), sep="\n", flush=True)
    if misses:
        print(*chain.from_iterable(_missed(one) for one in found if not one.question.held_out), sep="\n", flush=True)


def _missed(one: Judged) -> list[str]:
    short = one.rank < 1 or (one.precision or 1) < 1 or (one.recall or 1) < 1 or one.page == 0
    return [f"  {one.question.kind}: {one.question.text} → rank {one.rank:.2f}, page {one.page}"] if short else []


if __name__ == "__main__":
    main()
