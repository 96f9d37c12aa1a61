"""What a term and a vocabulary are, and what they are looked up by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from search import vietnamese


@dataclass(frozen=True, slots=True)
class Term:
    """One term: ``labels`` by language code (``vi``, ``en``), ``facts`` what else is known of it (``kind``, ``uri``,
    ``from`` and ``until`` as EDTF dates), ``links`` ids of other terms by what they are to it (``broader``,
    ``replaced_by``, ``languages``). ``replaces`` names what was merged into it, ``also`` holds the names of those, and
    ``credited`` of an agent the own name of each that was merged into it, by its id."""

    id: str
    labels: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    credited: Mapping[str, str] = field(default_factory=dict)

    def label_of(self, term_id: str, locale: str) -> str:
        """What is shown where a work names the term by this id of it. Whoever merges two agents finds their works
        under one name, and changes the name that no work is credited by."""
        return self.credited.get(term_id) or self.label(locale)

    def label(self, locale: str) -> str:
        """The label in ``locale``, else the Vietnamese one."""
        return self.labels.get(locale) or self.labels["vi"]

    @property
    def names(self) -> tuple[str, ...]:
        """All that leads to the term: its id, its labels, its other names, and those of what was merged into it."""
        replaced = self.links.get("replaces", ())
        return (self.id, *self.labels.values(), *self.alternatives, *replaced, *self.also)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An ordered set of terms found by id, or by any of their names without regard to accents and case.

    ``version`` and ``source`` are what its file says, ``digest`` is the SHA-256 of its rows. ``merged`` says of ids
    that were merged into others which term they stand for now.
    """

    name: str
    terms: Mapping[str, Term]
    by_name: Mapping[str, str]
    version: str = ""
    source: str = ""
    digest: str = ""
    merged: Mapping[str, str] = field(default_factory=dict)

    def get(self, term_id: str) -> Term | None:
        """The term of that id, or the one it was merged into; None."""
        return self.terms.get(self.merged.get(term_id, term_id))

    def called(self, text: str) -> Term | None:
        """The term that ``text`` names in any spelling, or None; of two of one name the first of the file."""
        known = self.by_name.get(key(text))
        return self.terms[known] if known is not None else None


class Terms(Protocol):
    """Whoever knows terms: the data files alone (``BUILT_IN``), or the data files and a library's own terms and names.

    A term that was merged into another answers with that one, so its id may differ from the one asked for.
    """

    def get(self, vocabulary: str, term_id: str) -> Term | None:
        """The term of that id in the vocabulary of that name, or None."""


class Vocabularies(Terms, Protocol):
    """Who knows whole vocabularies too."""

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary of that name; KeyError when there is none."""


@lru_cache(16_384)  # all names of all vocabularies, which a question with a filter asks for again
def key(name: str) -> str:
    """What all spellings of one name have in common: its folded words, parted by blanks; empty without any word."""
    return vietnamese.fold_page(name).strip()


def made(
    name: str,
    terms: Iterable[Term],
    version: str = "",
    source: str = "",
    digest: str = "",
    merged: Mapping[str, str] | None = None,
) -> Vocabulary:
    """A vocabulary of these terms in their order."""
    by_id = {term.id: term for term in terms}
    by_name: dict[str, str] = {}
    for term in by_id.values():
        for called in term.names:
            by_name.setdefault(key(called), term.id)
    return Vocabulary(name, by_id, by_name, version, source, digest, merged or {})
