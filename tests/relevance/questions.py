"""Questions with their right answers, as a table holds them or as chance makes them from the documents."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search import parse, vietnamese
from tests.relevance.corpus import Document

OWN = Path(__file__).with_name("questions.tsv")
OWN_SHELF_QUESTIONS = Path(__file__).with_name("shelf_questions.tsv")
BY_TEXT = "="  # in the table: whatever holds the question's words in a row, as typed, is right
CORRECTED = frozenset({"typing"})  # kinds whose reader takes the corrected question that is proposed
PRECISE = frozenset({"pair", "quoted"})  # kinds of which every hit must be right, not only the first


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader types. `right` are ids of documents; `page` is a row of words that stands on the right page.

    `held_out` questions are counted, but nobody looks at single ones: ranking is not to be fitted to them.
    """

    kind: str
    text: str
    right: frozenset[str]
    page: str = ""
    held_out: bool = False


def of_table(path: Path, documents: Sequence[Document]) -> list[Question]:
    """The table: kind, question, right titles (``a | b``, ``start*`` or ``=``), page; every second row is held out.

    ValueError names questions without an answer among the documents.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))
    named: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        named[document.name].add(document.id)
    seen: Counter[str] = Counter()
    questions = []
    for row in rows:
        seen[row["kind"]] += 1
        right = _holding(row["question"], documents) if row["right"] == BY_TEXT else _titled(row["right"], named)
        held_out = seen[row["kind"]] % 2 == 0
        questions.append(Question(row["kind"], row["question"], frozenset(right), row["page"], held_out))
    unanswered = [question.text for question in questions if not question.right]
    if unanswered:
        raise ValueError(f"no document answers: {'; '.join(unanswered)}")
    return questions


def _titled(right: str, named: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for title in right.split(" | "):
        name = " ".join(vietnamese.words(title.rstrip("*"))[0])
        fitting = [held for held in named if held.startswith(name)] if title.endswith("*") else [name]
        ids = set().union(*(named.get(held, set()) for held in fitting))
        if not ids:
            raise ValueError(f"no document has the title {title}")
        found |= ids
    return found


def _holding(text: str, documents: Sequence[Document]) -> set[str]:
    """Documents with the question's words in a row, one row a quoted part; with its accents where it has any."""
    parsed = parse(text)
    rows = [
        (" ".join(word.exact for word in row), " ".join(word.folded for word in row))
        for row in (*parsed.runs, *parsed.phrases)
    ]
    return {
        document.id
        for document in documents
        if all(f" {exact} " in document.exact if exact != folded else f" {folded} " in document.folded
               for exact, folded in rows)
    }  # fmt: skip
