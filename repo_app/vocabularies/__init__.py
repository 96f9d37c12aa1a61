"""Controlled vocabularies: data files in ``data/`` and the one loader for them.

A vocabulary is an ordered list of terms; each term has an id that never changes, a label in Vietnamese and English,
and perhaps other names that people write instead (SKOS: preferred and alternative labels). A file says its version and
where its facts come from; ``docs/decisions/185-vocabularies-are-data.md`` tells its shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from repo_app.vocabularies import creative_commons
from repo_app.vocabularies.terms import Term, Terms, Vocabularies, Vocabulary, key, made

__all__ = [
    "AGENTS",
    "BUILT_IN",
    "NAMES",
    "Term",
    "Terms",
    "Vocabularies",
    "Vocabulary",
    "key",
    "load",
    "made",
]

_DATA = Path(__file__).parent / "data"
AGENTS = "agents"  # persons and organizations: a vocabulary that only the database has
NAMES = (
    "licenses", "languages", "subjects", "topics", "ethnic-groups", "grades", "resource-types", "educational-uses",
    "audiences", "places", "access-rights", "dcmi-types",
)  # fmt: skip
_OWN = frozenset({"id", "vi", "en", "alternatives"})


class _BuiltIn:
    """What the data files know; there are no agents among it."""

    def get(self, vocabulary: str, term_id: str) -> Term | None:
        """The term of that id in the vocabulary of that name, or None."""
        return load(vocabulary).get(term_id) if vocabulary in NAMES else None

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary as its file has it; KeyError when there is none."""
        return load(name)


BUILT_IN: Vocabularies = _BuiltIn()


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary of that name; KeyError when there is none."""
    if name not in NAMES:
        raise KeyError(name)
    held = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    rows = held["terms"]
    if name == "licenses":
        rows = [*rows, *creative_commons.older(rows)]
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    return made(name, [_term(row) for row in rows], held["version"], held["source"], digest)


def _term(row: Mapping[str, object]) -> Term:
    """A row of a data file: what is a list names other terms or names of this one, all else is a string."""
    facts = {name: str(held) for name, held in row.items() if name not in _OWN and not isinstance(held, list)}
    links = {name: tuple(held) for name, held in row.items() if name not in _OWN and isinstance(held, list)}
    alternatives = row.get("alternatives", ())
    labels = {"vi": str(row["vi"]), "en": str(row["en"])}
    return Term(str(row["id"]), labels, facts, tuple(alternatives) if isinstance(alternatives, list) else (), links)
