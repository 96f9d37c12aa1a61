"""Controlled vocabularies: data files in ``data/`` and the one loader for them.

A vocabulary is an ordered list of terms; each term has an id that never changes and a label in Vietnamese and English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
NAMES = ("licenses", "languages")


@dataclass(frozen=True, slots=True)
class Term:
    """One term: ``labels`` by language code (``vi``, ``en``), ``facts`` whatever else its file says of it."""

    id: str
    labels: Mapping[str, str]
    facts: Mapping[str, str]

    def label(self, locale: str) -> str:
        """The label in ``locale``, else the Vietnamese one."""
        return self.labels.get(locale) or self.labels["vi"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An ordered set of terms found by id."""

    name: str
    terms: Mapping[str, Term]

    def get(self, term_id: str) -> Term | None:
        """The term of that id, or None."""
        return self.terms.get(term_id)


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary of that name; KeyError when there is none."""
    if name not in NAMES:
        raise KeyError(name)
    rows = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    terms = {row["id"]: Term(row["id"], {"vi": row["vi"], "en": row["en"]}, _facts(row)) for row in rows}
    return Vocabulary(name, terms)


def _facts(row: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if key not in {"id", "vi", "en"}}


def is_open(license_id: str | None) -> bool:
    """Whether works under this license may be shown and copied: all but ``in-copyright`` and ``unknown``."""
    term = load("licenses").get(license_id or "")
    return term is not None and term.facts["access"] == "open"
