"""Controlled vocabularies: data files in ``data/`` and the one loader for them.

A vocabulary is an ordered list of terms; each term has an id that never changes, a label in Vietnamese and English,
and perhaps other names that people write instead (SKOS: preferred and alternative labels).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from search import vietnamese

_DATA = Path(__file__).parent / "data"
NAMES = ("licenses", "languages", "subjects", "grades", "resource-types")
_OWN = frozenset({"id", "vi", "en", "alternatives"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term: ``labels`` by language code (``vi``, ``en``), ``facts`` whatever else its file says of it."""

    id: str
    labels: Mapping[str, str]
    facts: Mapping[str, str]
    alternatives: tuple[str, ...] = ()

    def label(self, locale: str) -> str:
        """The label in ``locale``, else the Vietnamese one."""
        return self.labels.get(locale) or self.labels["vi"]

    @property
    def names(self) -> tuple[str, ...]:
        """All that the term is called: its id, its labels, its other names."""
        return (self.id, *self.labels.values(), *self.alternatives)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An ordered set of terms found by id, or by any of their names without regard to accents and case."""

    name: str
    terms: Mapping[str, Term]
    by_name: Mapping[str, str]

    def get(self, term_id: str) -> Term | None:
        """The term of that id, or None."""
        return self.terms.get(term_id)

    def called(self, text: str) -> Term | None:
        """The term that ``text`` names in any spelling, or None; of two of one name the first of the file."""
        known = self.by_name.get(key(text))
        return self.terms[known] if known is not None else None


class Terms(Protocol):
    """Whoever knows the terms that a description may name."""

    def get(self, vocabulary: str, term_id: str) -> Term | None:
        """The term of that id in that vocabulary; None for an id, or a vocabulary, that nobody knows."""


def key(name: str) -> str:
    """What all spellings of one name have in common: its folded words, parted by blanks; empty without any word."""
    return vietnamese.fold_page(name).strip()


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary of that name; KeyError when there is none."""
    if name not in NAMES:
        raise KeyError(name)
    rows = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    terms = {row["id"]: _term(row) for row in rows}
    by_name: dict[str, str] = {}
    for term in terms.values():
        for called in term.names:
            by_name.setdefault(key(called), term.id)
    return Vocabulary(name, terms, by_name)


def _term(row: Mapping[str, object]) -> Term:
    """A row of a data file; all but the other names are strings (a test reads every file)."""
    alternatives = row.get("alternatives", ())
    facts = {key: str(held) for key, held in row.items() if key not in _OWN}
    labels = {"vi": str(row["vi"]), "en": str(row["en"])}
    return Term(str(row["id"]), labels, facts, tuple(alternatives) if isinstance(alternatives, list) else ())


def is_open(license_id: str | None) -> bool:
    """Whether works under this license may be shown and copied: all but ``in-copyright`` and ``unknown``."""
    term = load("licenses").get(license_id or "")
    return term is not None and term.facts["access"] == "open"


class _BuiltIn:
    """The terms of the data files."""

    def get(self, vocabulary: str, term_id: str) -> Term | None:
        return load(vocabulary).get(term_id) if vocabulary in NAMES else None


BUILT_IN: Terms = _BuiltIn()
