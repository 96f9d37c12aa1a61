"""The grammar of questions: from a line of text to its pieces, and to chains of pieces that OR ties together.

Words, `"rows"`, `-minus` (or NOT), `field:value`, `field:"value"`, and OR, HOẶC or `|` between neighbours, which binds
tighter than a blank. Nothing is an error: what cannot be understood is plain text or left out, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from search.fields import FACETS, ORDINARY, field_named
from search.parsed import Note
from search.vietnamese import fold, tokens

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
# A minus excludes at the beginning of a piece only, and a field is only there; brackets before it are no part of it.
# An unclosed quote reaches to the end.
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212](?=\S))?"
    rf"(?:(?<![^\s({QUOTES}\u2212-])\(*(?P<name>[^\W\d_][\w\u0300-\u036f-]{{0,30}}):(?=[^\s:/|)]))?"
    rf"(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)(?P<closing>[{QUOTES}]?)|(?P<plain>[^\s{QUOTES}]+))"
)
# A field and, after a blank, what may be its value.
_PARTED = re.compile(
    rf"(?<![^\s({QUOTES}\u2212-])(?P<name>[^\W\d_][\w\u0300-\u036f-]{{0,30}}):\s+"
    rf"(?=(?!(?:OR|HOẶC|AND|NOT)(?:\s|$))(?![^\s{QUOTES}]*:)(?P<start>[^\s:/|)\u2212-]))"
)
_COUNTED = re.compile("[0-9<>=.\u2264\u2265]")
_QUOTED = re.compile(f"[{QUOTES}][^{QUOTES}]*[{QUOTES}]?")
# Brackets that would mean something elsewhere: after a minus or a field, beside OR.
_BRACKETS = re.compile(
    r"(?<!\S)[-\u2212]\(|(?P<name>[^\W\d_][\w\u0300-\u036f-]*):\(|\)\s*(?:\||(?:OR|HOẶC)(?=[\s(]))"
    r"|(?:\||(?<![^\s)])(?:OR|HOẶC))\s*\("
)
# One pair of brackets around a choice: told where it would mean more than the two words beside OR.
_CHOICE = re.compile(r"\([^()]*(?:\||(?<=\s)(?:OR|HOẶC)(?=\s))[^()]*\)")
_BESIDE = re.compile(r"\||(?<=\s)(?:OR|HOẶC)(?=\s)")
_OR, _AND, _NOT = frozenset({"OR", "HOẶC"}), "AND", "NOT"
_BARS = re.compile(r"\|+")
_EMPTY_FIELD = re.compile(r"\(*(?P<name>[^\W\d_][\w\u0300-\u036f-]*):")
_LONE_MINUS = re.compile(r"[-\u2212]+")
# What is meant as a field though there is none of that name: Latin letters only, and no beginning of an address.
_MISTAKEN = re.compile(r"[A-Za-z][A-Za-z_-]{2,19}")
_SCHEMES = frozenset({"http", "https", "ftp", "file", "mailto", "urn", "doi", "tel", "hdl", "ark", "data"})
# Ranges are written in several ways; `..` is ours.
_RANGED = frozenset({"year", "grade"})
_COMPARED = re.compile(
    r"(?P<sign>>=|=>|<=|=<|[<>=\u2264\u2265])\s*(?P<number>[0-9]{1,4})|(?P<first>[0-9]{1,4})\s*[-+\u2013\u2212]"
)
_RANGE = re.compile(r"(?P<first>\d+)?\s*(?:\.{2,3}|\u2026|(?<=\d)\s*[-\u2013]\s*(?=\d))\s*(?P<last>\d+)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the question: a word or words without blanks, or (`quoted`) a row; perhaps excluded or in a field.

    `name` is what the field was called.
    """

    text: str
    quoted: bool = False
    minus: bool = False
    field: str | None = None
    name: str = ""

    @property
    def in_facet(self) -> bool:
        """Whether the piece chooses by a facet."""
        return self.field in FACETS


Chain = tuple[Piece, ...]
_NEGATION = Piece(_NOT)


class Reading:
    """One question read: `chains` of pieces in the order typed, any piece of a chain answers; and `notes` on it.

    `abbreviations` are the folded words that stand for others, by which a question of abbreviations
    (`GDCD OR KHTN`) is told from one that is typed in capitals for no reason.
    """

    def __init__(self, text: str, abbreviations: Iterable[str] = ()) -> None:
        self._notes: dict[str, Note] = {}
        self._shouted = _shouted(text, frozenset(abbreviations))
        self._note_brackets(text)
        self.chains = tuple(self._tied(self._negated(self._pieces(_PARTED.sub(_closed, text)))))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What could not be understood, each kind once."""
        return tuple(self._notes.values())

    def note(self, code: str, **params: int | str) -> None:
        """Add a note, unless there is one of its kind."""
        self._notes.setdefault(code, Note(code, params))

    def _note_brackets(self, text: str) -> None:
        unquoted = _QUOTED.sub(" x ", text)
        for choice in _CHOICE.finditer(unquoted):
            of_words = any(len(side.split()) > 1 for side in _BESIDE.split(choice[0][1:-1]))
            if of_words and not ("|" not in choice[0] and self._shouted):
                self.note("search.note_brackets")
        for match in _BRACKETS.finditer(unquoted):
            operator = re.search("OR|HOẶC", match[0])
            if not (match["name"] and not field_named(match["name"])) and not (operator and self._shouted):
                self.note("search.note_brackets")

    def _pieces(self, text: str) -> Iterator[Piece | None]:
        """The pieces in order; None stands for an OR."""
        for match in _PIECE.finditer(text):
            minus, name = match["minus"] is not None, match["name"]
            field = self._field(name) if name else None
            unknown = name if name and not field else None
            if match["quoted"] is not None:
                if unknown:
                    yield Piece(unknown, minus=minus)
                if not match["closing"]:
                    self.note("search.note_unclosed_quote")
                yield from self._quoted(match["quoted"], field, name or "", minus=minus)
            elif unknown:
                yield Piece(f"{unknown}:{match['plain']}", minus=minus)
            else:
                at_edge = match.start() == 0 or match.end() == len(text)
                for piece in self._plain(match["plain"], field, minus=minus, at_edge=at_edge):
                    yield replace(piece, name=name) if piece and field and name else piece

    def _field(self, name: str) -> str | None:
        field = field_named(name)
        if field is None and _MISTAKEN.fullmatch(name) and name.lower() not in _SCHEMES:
            self.note("search.note_unknown_field", field=name)
        return field

    def _quoted(self, text: str, field: str | None, name: str, *, minus: bool) -> Iterator[Piece]:
        if field and not text.strip():
            self.note("search.note_empty_field", field=name)
        else:
            yield Piece(_value(field, text), quoted=True, minus=minus, field=field, name=name if field else "")

    def _plain(self, text: str, field: str | None, *, minus: bool, at_edge: bool) -> Iterator[Piece | None]:
        if field in FACETS:
            values = re.split(r"[,|]+", text.rstrip(")"))
            yield from _between([Piece(_value(field, value), minus=minus, field=field) for value in values if value])
        elif field:
            yield from _between([Piece(part, minus=minus, field=field) for part in _BARS.split(text) if part])
        elif minus:
            yield from self._word(text, minus=True)
        else:
            yield from self._free(text, at_edge=at_edge)

    def _free(self, text: str, *, at_edge: bool) -> Iterator[Piece | None]:
        """What stands in no field and behind no minus: words and operators."""
        if text in _OR:
            yield from self._or(text)
        elif text == _AND and not self._shouted:
            self.note("search.note_and")
        elif text == _NOT and not self._shouted:
            yield _NEGATION
        elif _LONE_MINUS.fullmatch(text):
            if at_edge:  # between words it is a dash
                self.note("search.note_lone_minus")
        else:
            for part in re.split(r"(\|)\|*", text):
                if part == "|":
                    yield None
                elif part:
                    yield from self._word(part, minus=False)

    def _word(self, text: str, *, minus: bool) -> Iterator[Piece]:
        empty = _EMPTY_FIELD.fullmatch(text)
        name = empty["name"] if empty and field_named(empty["name"]) else None
        if name:
            self.note("search.note_empty_field", field=name)
        if not (name and minus):
            yield Piece(text, minus=minus)

    def _or(self, text: str) -> Iterator[Piece | None]:
        if self._shouted:
            self.note("search.note_or_in_capitals", word=text)
            yield Piece(text)
        else:
            yield None

    def _negated(self, pieces: Iterable[Piece | None]) -> Iterator[Piece | None]:
        """The pieces, each one after a NOT with the minus that it means."""
        negating = False
        for piece in pieces:
            if piece is _NEGATION:
                negating = True
            elif piece is None or not negating:
                yield piece
            else:
                yield replace(piece, minus=True)
                negating = False
        if negating:
            self.note("search.note_lone_minus")

    def _tied(self, pieces: Iterable[Piece | None]) -> Iterator[Chain]:
        """The pieces in chains; an OR without a neighbour on either side is left out."""
        chain: list[Piece] = []
        tying = False
        for piece in pieces:
            if piece is None:
                if tying or not chain:
                    self.note("search.note_lone_or")
                tying = bool(chain)
            elif tying:
                chain.append(piece)
                tying = False
            else:
                if chain:
                    yield tuple(chain)
                chain = [piece]
        if tying:
            self.note("search.note_lone_or")
        if chain:
            yield tuple(chain)


def _closed(match: re.Match[str]) -> str:
    """A known field and its value without the blank between them; a number has to follow where numbers are."""
    field = field_named(match["name"])
    counted = field not in _RANGED or _COUNTED.fullmatch(match["start"]) or match["start"] in QUOTES
    return f"{match['name']}:" if field and fold(match["name"]) not in ORDINARY and counted else match[0]


def _between(pieces: Sequence[Piece]) -> Iterator[Piece | None]:
    for number, piece in enumerate(pieces):
        if number:
            yield None
        yield piece


def _value(field: str | None, text: str) -> str:
    """A value as it is asked for: of what is counted, ranges and comparisons in our way of writing."""
    if field not in FACETS:
        return text
    value = text.strip()
    if field not in _RANGED:
        return value
    match = _RANGE.fullmatch(value)
    if match and (match["first"] or match["last"]):
        return f"{match['first'] or ''}..{match['last'] or ''}"
    match = _COMPARED.fullmatch(value)
    return _compared(match) if match else value


def _compared(match: re.Match[str]) -> str:
    if match["first"]:
        return f"{match['first']}.."
    sign, number = match["sign"], int(match["number"])
    if sign == "=":
        return str(number)
    least, included = sign in {">", ">=", "=>", "\u2265"}, len(sign) == 2 or sign in "\u2264\u2265"
    if least:
        return f"{number if included else number + 1}.."
    return f"..{number if included else max(number - 1, 0)}"


def _shouted(text: str, abbreviations: frozenset[str]) -> bool:
    """Whether capitals are everywhere and say nothing: then OR may be a word like others."""
    if text != text.upper():
        return False
    operators = {"or", "hoac", "and", "not"}
    found = (token.folded for token in tokens(text))
    return any(word.isalpha() and word not in operators and word not in abbreviations for word in found)
