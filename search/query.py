"""From what a reader typed to what is asked for. No input is an error but one that is too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from search.abbreviations import short_words, stretches
from search.base import QueryTooLong
from search.fields import PARTS
from search.forms import glued_form, other_forms, with_whole_isbns
from search.grammar import QUOTES, Chain, Piece, Reading
from search.parsed import Clause, Filter, Note, Option, Parsed, Part, Word, Words
from search.vietnamese import normalize, tokens

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
    "row_in",
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
    making = _Making(Reading(with_whole_isbns(composed), short_words()))
    if making.terms > MAX_TERMS:
        raise QueryTooLong("search.query_too_many_words", {"limit": MAX_TERMS})
    return making.parsed()


def row_in(field: str, text: str) -> str:
    """A question for the words of `text` in a row in one field; the first of them if it has more than may be asked."""
    unquoted = normalize(text).translate(dict.fromkeys(map(ord, QUOTES), " "))
    row = " ".join(unquoted.split())
    longest = MAX_CHARACTERS - len(f'{field}:""')
    ends = [token.end for token in islice(tokens(row), MAX_TERMS + 1)]
    if len(ends) > MAX_TERMS or len(row) > longest:
        row = row[: max((end for end in ends[:MAX_TERMS] if end <= longest), default=0)]
    return f'{field}:"{row}"'


class _Run:
    """Unquoted words that stand together, and how each was typed."""

    def __init__(self, text: str = "") -> None:
        self.words: list[Word] = []
        self._raw: list[str] = []
        self.add(text)

    def add(self, text: str) -> int:
        """Add the words of a text; gives back how many they are."""
        found = list(tokens(text))
        self.words += (Word(token.exact, token.folded) for token in found)
        self._raw += (text[token.start : token.end] for token in found)
        return len(found)

    def clauses(self) -> Iterator[Clause]:
        """A clause for each word, but one for all words of what has another form.

        A word and the number behind it may also stand there as one (`lop9`): then that answers for both.
        """
        found = list(self._stretches())
        before: tuple[Words, ...] = ()
        for (words, others), (following, _) in zip(found, [*found[1:], ((), ())], strict=True):
            after = tuple(glued for form in (words, *others) if (glued := glued_form(form, following)))
            if others or len(words) == 1:
                options = (Option(words), *(Option(other, row=len(other) > 1) for other in others))
                yield Clause((*options, *map(Option, (*before, *after))))
            else:
                yield from (Clause((Option((word,)),)) for word in words)
            before = after

    def options(self, part: Part) -> Iterator[Option]:
        """The words as one row, and their other forms if all of them together have any."""
        if self.words:
            whole, others = next(self._stretches())
            for words in (tuple(self.words), *(others if len(whole) == len(self.words) else ())):
                yield Option(words, row=len(words) > 1, part=part)

    def _stretches(self) -> Iterator[tuple[Words, tuple[Words, ...]]]:
        """The words in stretches, each with its other forms."""
        for stretch in stretches(self.words, self._raw):
            words = tuple(self.words[stretch.start : stretch.end])
            apart = other_forms(words[0])
            yield words, stretch.others or (*apart, *self._spelled(stretch.start))

    def _spelled(self, place: int) -> tuple[Words, ...]:
        """What a word of an abbreviation with a number glued to it stands for: `GDCD6`."""
        for letters, *number in other_forms(self.words[place]):
            raw = self._raw[place].rstrip("0123456789")
            found = next(stretches((letters,), (raw,)))
            if number and found.others:
                return tuple((*other, *number) for other in found.others)
        return ()

    def swapped(self) -> Words:
        """The words with each abbreviation put in its likeliest other form."""
        swapped: list[Word] = []
        for stretch in stretches(self.words, self._raw):
            others = stretch.others or self._spelled(stretch.start)
            swapped += others[0] if others else self.words[stretch.start : stretch.end]
        return tuple(swapped)


class _Making:
    """A `Parsed` in the making, chain by chain."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._demands: list[Clause | _Run] = []
        self._excluded: list[Option] = []
        self._runs: list[_Run] = []
        self._open_run: _Run | None = None
        self._phrases: list[Words] = []
        self._filters: dict[tuple[str, bool, int], tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        self.terms = 0
        for chain in reading.chains:
            self._add(chain)

    def parsed(self) -> Parsed:
        """What was made; the notes on the whole question are added."""
        filters = tuple(
            Filter(key[0], values, key[1], self._names.get(key[0], key[0])) for key, values in self._filters.items()
        )
        asked = self._demands or any(not chosen.rejected for chosen in filters)
        if not asked and (self._excluded or filters):
            self._reading.note("search.note_only_minus")
        clauses = [each for demand in self._demands for each in _clauses(demand)]
        return Parsed(
            clauses=tuple(dict.fromkeys(clauses)),
            excluded=tuple(dict.fromkeys(self._excluded)),
            runs=tuple(tuple(run.words) for run in self._runs),
            swapped=tuple(run.swapped() for run in self._runs),
            phrases=tuple(self._phrases),
            filters=filters,
            notes=self._reading.notes,
            strict=any(isinstance(demand, Clause) for demand in self._demands),
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
        self._names.setdefault(field, pieces[0].name)
        merged = rejected or not any(".." in value for value in values)
        key = (field, rejected, 0 if merged else len(self._filters) + 1)
        self._filters[key] = tuple(dict.fromkeys((*self._filters.get(key, ()), *values)))

    def _exclude(self, piece: Piece) -> None:
        option = next(self._options(piece), None)
        if option:
            self._excluded.append(option)
        elif not piece.quoted:
            self._reading.note("search.note_lone_minus")

    def _demand(self, pieces: Sequence[Piece]) -> None:
        first, *more = pieces
        if not (more or first.field or first.quoted):
            self._add_to_run(first.text)
            return
        options = tuple(dict.fromkeys(option for piece in pieces for option in self._options(piece)))
        if not options:
            return
        self._demands.append(Clause(options))
        if more:  # words that are a choice are neighbours of none
            self._runs += [_Run(piece.text) for piece in pieces if not piece.field and not piece.quoted]
        elif first.quoted and not first.field:
            self._phrases.append(options[0].words)
        if more or not first.field:
            self._open_run = None

    def _add_to_run(self, text: str) -> None:
        run = self._open_run or _Run()
        self.terms += run.add(text)
        if run.words and run is not self._open_run:
            self._runs.append(run)
            self._demands.append(run)
            self._open_run = run

    def _options(self, piece: Piece) -> Iterator[Option]:
        run = _Run(piece.text)
        self.terms += len(run.words)
        part = PARTS.get(piece.field or "", "any")
        options = run.options(part)
        return islice(options, 1) if piece.quoted else options


def _clauses(demand: Clause | _Run) -> Iterable[Clause]:
    return (demand,) if isinstance(demand, Clause) else demand.clauses()
