"""A question taken apart: the values that `search.query.parse` makes and that engines, pages and the house read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Part = Literal["any", "title", "names", "metadata", "text"]

_NOTHING: Mapping[str, int | str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question in both spellings of `search.vietnamese`."""

    exact: str
    folded: str

    @property
    def accented(self) -> bool:
        """Whether the reader typed accents, so that spellings with others count less."""
        return self.exact != self.folded


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: all `words` occur in one `part` of a record (`any`: each in whichever), in a row if `row`."""

    words: Words
    row: bool = False
    part: Part = "any"


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand of a question; any one of the options answers it. The first option is what was typed first."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A demand on a facet: one of `values`, as typed (`9`, `2010..2020`, `Toán`), or none of them if `rejected`.

    `name` is what the reader called the field.
    """

    field: str
    values: tuple[str, ...]
    rejected: bool = False
    name: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the question that was not, or not fully, understood. The sentence is made where it is shown."""

    code: str
    params: Mapping[str, int | str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question taken apart.

    A record answers if it answers every clause, holds none of `excluded` and passes `filters` (which need the
    house's vocabularies: `SearchIndex.search` ignores them). `runs` are the unquoted words as they stood together,
    outside fields; `swapped` are the same runs with school abbreviations spelled out or shortened, equal to the run
    where there are none; `phrases` are the quoted rows every record must hold. `strict` questions use quotes, fields
    or OR and mean what they say: no record answers them in part.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Option, ...] = ()
    runs: tuple[Words, ...] = ()
    swapped: tuple[Words, ...] = ()
    phrases: tuple[Words, ...] = ()
    filters: tuple[Filter, ...] = ()
    notes: tuple[Note, ...] = ()
    strict: bool = False

    @property
    def wanted(self) -> Words:
        """Every word that is asked for in any option, once, in the order of the clauses."""
        return _once(word for clause in self.clauses for option in clause.options for word in option.words)

    @property
    def typed(self) -> Words:
        """The words of each clause's first option, once: without alternatives and without what abbreviations mean."""
        return _once(word for clause in self.clauses for word in clause.options[0].words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for and nothing excluded: every record that passes the filters answers."""
        return not (self.clauses or self.excluded)


def _once(words: Iterable[Word]) -> Words:
    return tuple(dict.fromkeys(words))
