"""From what a reader typed to what is asked for. No input is an error but one that is too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from search.base import QueryTooLong
from search.fields import PARTS
from search.grammar import Chain, Piece, Reading
from search.parsed import Clause, Filter, Note, Option, Parsed, Part, Word, Words
from search.vietnamese import tokens

__all__ = [
    "MAX_CHARACTERS",
    "MAX_TERMS",
    "Clause",
    "Filter",
    "Note",
    "Option",
    "Parsed",
    "Part",
    "Word",
    "Words",
    "parse",
]

MAX_CHARACTERS = 256
MAX_TERMS = 20


def parse(text: str) -> Parsed:
    """Take a question apart by the grammar of `search.grammar`; what else it holds is plain text, `*` and `?` too.

    QueryTooLong (`search.query_too_long`, `search.query_too_many_words`, each with `limit`) above 256 characters,
    counted composed and without outer blanks, or above 20 words and facet values.
    """
    composed = unicodedata.normalize("NFC", text).strip()
    if len(composed) > MAX_CHARACTERS:
        raise QueryTooLong("search.query_too_long", {"limit": MAX_CHARACTERS})
    making = _Making(Reading(composed))
    if making.terms > MAX_TERMS:
        raise QueryTooLong("search.query_too_many_words", {"limit": MAX_TERMS})
    return making.parsed()


class _Making:
    """A `Parsed` in the making, chain by chain."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._clauses: list[Clause] = []
        self._excluded: list[Option] = []
        self._runs: list[list[Word]] = [[]]
        self._phrases: list[Words] = []
        self._filters: dict[tuple[str, bool, int], tuple[str, ...]] = {}
        self._strict = False
        self.terms = 0
        for chain in reading.chains:
            self._add(chain)

    def parsed(self) -> Parsed:
        """What was made; the notes on the whole question are added."""
        filters = tuple(Filter(field, values, no) for (field, no, _), values in self._filters.items())
        asked = self._clauses or any(not chosen.rejected for chosen in filters)
        if not asked and (self._excluded or filters):
            self._reading.note("search.note_only_minus")
        runs = tuple(tuple(run) for run in self._runs if run)
        return Parsed(
            clauses=tuple(dict.fromkeys(self._clauses)),
            excluded=tuple(dict.fromkeys(self._excluded)),
            runs=runs,
            swapped=runs,
            phrases=tuple(self._phrases),
            filters=filters,
            notes=self._reading.notes,
            strict=self._strict,
        )

    def _add(self, chain: Chain) -> None:
        """A chain of one kind is a choice; of several kinds, each is demanded for itself and a note says so."""
        kinds: dict[tuple[bool, str], list[Piece]] = {}
        for piece in chain:
            kinds.setdefault((piece.minus, piece.field or "" if piece.in_facet else ""), []).append(piece)
        self._note_mixed(kinds)
        for (minus, facet), pieces in kinds.items():
            if facet:
                self._filter(facet, pieces, rejected=minus)
            elif minus:
                for piece in pieces:
                    self._exclude(piece)
            else:
                self._demand(pieces)

    def _note_mixed(self, kinds: Mapping[tuple[bool, str], Sequence[Piece]]) -> None:
        if any(minus and len(pieces) > 1 and not facet for (minus, facet), pieces in kinds.items()) or (
            len(kinds) > 1 and any(minus for minus, _ in kinds)
        ):
            self._reading.note("search.note_or_with_minus")
        elif len(kinds) > 1:
            self._reading.note("search.note_or_of_fields")

    def _filter(self, field: str, pieces: Sequence[Piece], *, rejected: bool) -> None:
        """Values of one facet are alternatives, as in the lists beside the results; ranges narrow one another."""
        values = tuple(dict.fromkeys(piece.text for piece in pieces))
        self.terms += len(values)
        merged = rejected or not any(".." in value for value in values)
        key = (field, rejected, 0 if merged else len(self._filters) + 1)
        self._filters[key] = tuple(dict.fromkeys((*self._filters.get(key, ()), *values)))

    def _exclude(self, piece: Piece) -> None:
        option = self._option(piece)
        if option.words:
            self._excluded.append(option)
        elif not piece.quoted:
            self._reading.note("search.note_lone_minus")

    def _demand(self, pieces: Sequence[Piece]) -> None:
        options = tuple(dict.fromkeys(option for option in map(self._option, pieces) if option.words))
        if len(pieces) > 1 or pieces[0].field:
            self._strict = self._strict or bool(options)
            if options:
                self._clauses.append(Clause(options))
            if len(pieces) > 1:
                self._alone(option.words for option in options if option.part == "any" and not option.row)
        elif options and pieces[0].quoted:
            self._strict = True
            self._clauses.append(Clause(options))
            self._phrases.append(options[0].words)
            self._runs.append([])
        elif options:
            self._runs[-1] += options[0].words
            self._clauses += [Clause((Option((word,)),)) for word in options[0].words]

    def _alone(self, runs: Iterable[Words]) -> None:
        """Words that are a choice are neighbours of none."""
        self._runs += [*([*run] for run in runs), []]

    def _option(self, piece: Piece) -> Option:
        words = tuple(Word(token.exact, token.folded) for token in tokens(piece.text))
        self.terms += len(words)
        part: Part = PARTS.get(piece.field or "", "any")
        return Option(words, row=len(words) > 1, part=part)
