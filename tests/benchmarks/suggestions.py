"""How right suggested metadata is, field by field, on documents whose truth is known.

Of title, publisher, date, series and license the surest suggestion counts, of the other fields every one. A value is
right when it is the wanted one but for case, punctuation and the place of tones; "near" is right too when it lies
within a tenth of its letters (Levenshtein). "role" asks for the right person with the right role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import ingest
from repo_app import vocabularies
from repo_app.services.suggested import known_names
from scripts.measure_reading import distance
from search import vietnamese
from tests.benchmarks.measuring import cost
from tests.benchmarks.works import Truth, given, own

FIELDS = (
    "title", "alternative", "creator", "contributor", "role", "publisher", "issued", "identifier", "isPartOf",
    "subject", "educationLevel", "language", "license", "tableOfContents",
)  # fmt: skip
SINGLE = frozenset({"title", "publisher", "issued", "isPartOf", "license"})
TEXTS = frozenset({"title", "alternative", "creator", "contributor", "publisher", "isPartOf", "tableOfContents"})
NEAR = 0.1
Found: TypeAlias = tuple[str, str, float]  # key, value, confidence
Bins: TypeAlias = Counter[tuple[int, bool]]  # tenth of confidence and whether it was right: how often
HOUSE = re.compile(r"(?:nhà xuất bản|nxb|bộ sách|tủ sách) ")


@dataclass(slots=True)
class Count:
    """Of one field over all documents: values wanted, given, right and nearly right, and the distance of titles."""

    wanted: int = 0
    given: int = 0
    right: int = 0
    near: int = 0
    apart: float = 0.0


def suggested(folder: Path | None, work: Path) -> None:
    """Print one table for the documents at or below `folder`, one for our own, one for those no rule was made for."""
    sets = {
        "given": list(given(folder)) if folder else [],
        "own": list(own(work, apart=False)),
        "apart": list(own(work, apart=True)),
    }
    for name, documents in sets.items():
        if documents:
            _table(name, documents)


def _table(name: str, documents: Sequence[Truth]) -> None:
    counts = {key: Count() for key in FIELDS}
    bins: Bins = Counter()
    spent, slowest = 0.0, 0.0
    for truth in documents:
        found, seconds = _read(truth)
        spent, slowest = spent + seconds, max(slowest, seconds)
        for key in FIELDS:
            _count(counts[key], bins, key, truth, found)
    heads = " ".join(f"{head:>6}" for head in ("wanted", "given", "right", "prec.", "recall", "F1", "near"))
    print(f"\n{'[suggestions] ' + name:24} {heads}")

    for key, count in counts.items():
        if count.wanted or count.given:
            print(_line(key, count))
    told = [_f1(count.right, count) for count in counts.values() if count.wanted]
    apart = counts["title"].apart / len(documents)
    print(f"{'mean F1':24} {sum(told) / len(told):6.3f}   titles {apart:.3f} of their letters away")
    usual, most = 1000 * spent / len(documents), 1000 * slowest
    print(f"{len(documents)} documents, {usual:.0f} ms each beside reading, at most {most:.0f}")
    for low in range(0, 10, 2):
        right, wrong = (sum(bins[at, ok] for at in (low, low + 1)) for ok in (True, False))
        if right + wrong:
            share = right / (right + wrong)
            print(f"confidence {low / 10:.1f} to {low / 10 + 0.2:.1f}: {share:.2f} right of {right + wrong}")


def _read(truth: Truth) -> tuple[list[Found], float]:
    """(key, value, confidence) of every suggestion, surest first, and the processor seconds they took."""
    document = ingest.read_file(truth.path, ingest.Options(), ingest.Tools(), 1, lambda done, total: None)
    with cost() as spent:
        found = ingest.suggest(document.inspection, document.pages, known_names(), truth.path.name)
    told: list[Found] = []
    for one in found:
        if one.volume:  # of a work in volumes: the truth knows the series only
            continue
        for value in one.value.split("\n") if one.field == "tableOfContents" else (one.value,):
            told.append((one.field, value, one.confidence))
        if one.role:
            told.append(("role", f"{one.value} · {one.role}", one.confidence))
    return told, spent.cpu


def _count(count: Count, bins: Bins, key: str, truth: Truth, found: Iterable[Found]) -> None:
    values = [(_alike(key, value), sure) for name, value, sure in found if name == key and _is_scored(key, value)]
    values = list(dict(reversed(values)).items()) if key != "tableOfContents" else values
    values = sorted(values, key=lambda one: -one[1])[: 1 if key in SINGLE else None]
    left = [[_alike(key, form) for form in forms] for forms in truth.wanted.get(key, [])]
    let_pass = {_alike(key, value) for value in truth.optional.get(key, [])}
    if key == "title" and left:
        value = values[0][0] if values else ""
        count.apart += min(distance(value, form) / max(1, len(form)) for form in left[0])
    count.wanted += len(left)
    wrong = []
    for value, sure in values:
        hit = next((forms for forms in left if value in forms), None)
        if hit is not None:
            left.remove(hit)
            count.right, count.near, count.given = count.right + 1, count.near + 1, count.given + 1
        elif value not in let_pass:
            wrong.append(value)
            count.given += 1
        else:
            continue
        bins[min(9, int(sure * 10)), hit is not None] += 1
    if key in TEXTS:
        count.near += sum(any(_is_near(value, form) for forms in left for form in forms) for value in wrong)


def _is_near(value: str, form: str) -> bool:
    return distance(value, form) <= NEAR * len(form)


def _is_scored(key: str, value: str) -> bool:
    """A key of subjects takes words of people too, and levels beside grades: these have no truth to be held against."""
    if key == "subject":
        return vocabularies.load("subjects").get(value) is not None
    return key != "educationLevel" or value.startswith("grade-")


def _alike(key: str, value: str) -> str:
    """What all forms of one value have in common."""
    if key == "identifier":
        return re.sub(r"[\s–-]", "", value).upper()
    told = " ".join(vietnamese.words(value)[0])
    return HOUSE.sub("", told, count=1) if key in ("publisher", "isPartOf") else told


def _f1(right: int, count: Count) -> float:
    return 2 * right / (count.wanted + count.given) if count.wanted + count.given else 0.0


def _line(key: str, count: Count) -> str:
    precision = count.right / count.given if count.given else 0.0
    recall = count.right / count.wanted if count.wanted else 0.0
    near = f"{_f1(count.near, count):6.3f}" if key in TEXTS else ""
    shares = f"{precision:6.3f} {recall:6.3f} {_f1(count.right, count):6.3f} {near}"
    return f"{key:24} {count.wanted:6} {count.given:6} {count.right:6} {shares}"
