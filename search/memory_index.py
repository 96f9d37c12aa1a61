"""A small reference index in memory, for tests: it looks through everything, and so is easily seen to be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search import vietnamese
from search.base import TEXT_END, VALUE_END, Entry, FacetCount, Hit, Query, Results
from search.query import Clause, Option, Parsed, Words, parse

# A word as typed counts ten times one with other accents, and so do words in a row against scattered ones;
# the parts of a record stand in the order title, names, metadata, text.
_TYPED, _ROW = 10.0, 10.0
_PARTS = (8.0, 4.0, 2.0, 1.0)


class MemoryIndex:
    """`SearchIndex` over a dictionary. Every question reads every entry; meant for hundreds, not thousands."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def put(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.put`."""
        self._entries = {**self._entries, **{entry.record: entry for entry in entries}}

    def drop(self, records: Iterable[str]) -> None:
        """See `SearchIndex.drop`."""
        gone = set(records)
        self._entries = {record: entry for record, entry in self._entries.items() if record not in gone}

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.rebuild`."""
        self._entries = {entry.record: entry for entry in entries}

    def stamps(self) -> Iterator[tuple[str, str]]:
        """See `SearchIndex.stamps`."""
        yield from [(entry.record, entry.stamp) for entry in self._entries.values()]

    def search(self, query: Query) -> Results:
        """See `SearchIndex.search`."""
        parsed = parse(query.text)
        found = _matching(parsed, [e for e in self._entries.values() if e.record not in query.without])
        found = [entry for entry in found if not _rejected(entry, query)]
        passing = [entry for entry in found if _passes(entry, query, but=None)]
        scores = {entry.record: _score(parsed, entry) for entry in passing}
        ordered = sorted(passing, key=lambda entry: (_sort_value(query, entry, scores), _newest(entry)))
        page = ordered[(query.page - 1) * query.size : query.page * query.size]
        hits = tuple(Hit(entry.record, scores[entry.record]) for entry in page)
        counted = {name: _counts(name, found, query) for name in query.facets}
        return Results(len(passing), hits, counted)


def _matching(parsed: Parsed, entries: Sequence[Entry]) -> list[Entry]:
    """Those that answer every clause; if none does and the question is not strict, those that hold the most words."""
    found = [entry for entry in entries if all(_has_clause(entry, clause) for clause in parsed.clauses)]
    if not found and not parsed.strict:
        found = _nearest(parsed, entries)
    excluded = parsed.excluded
    return [e for e in found if not any(_answers(e, option, exact=_accented(option.words)) for option in excluded)]


def _nearest(parsed: Parsed, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that hold the most of the words as typed, and more than half of them."""
    held = {entry.record: sum(_held(entry, clause) for clause in parsed.clauses) for entry in entries}
    most = max(held.values(), default=0)
    enough = most * 2 > sum(len(clause.options[0].words) for clause in parsed.clauses)
    return [entry for entry in entries if held[entry.record] == most] if enough else []


def _has_clause(entry: Entry, clause: Clause) -> bool:
    return any(_answers(entry, option) for option in clause.options)


def _held(entry: Entry, clause: Clause) -> int:
    """How many of a clause's words as typed an entry holds; all of them if it answers in whatever way."""
    typed = clause.options[0].words
    return len(typed) if _has_clause(entry, clause) else sum(_answers(entry, Option((word,))) for word in typed)


def _answers(entry: Entry, option: Option, *, exact: bool = False) -> bool:
    """Whether the words stand in the part that is asked for, in a row if that is asked for."""
    named = dict(zip(("title", "names", "metadata", "text"), _parts(entry), strict=True))
    parts = _parts(entry) if option.part == "any" else (named[option.part],)
    rows = [option.words] if option.row else [(word,) for word in option.words]
    return all(any(_count(part, row, exact=exact) for part in parts) for row in rows)


def _accented(words: Words) -> bool:
    return any(word.accented for word in words)


def _parts(entry: Entry) -> tuple[list[str], ...]:
    """Title, names, metadata and text, each in the values that rows of words do not run over."""
    described = (entry.title, entry.names, entry.metadata)
    return (*(values.split(VALUE_END) for values in described), entry.text.split(TEXT_END))


def _count(part: Sequence[str], words: Words, *, exact: bool) -> int:
    """How often these words stand in a row."""
    wanted = [word.exact if exact else word.folded for word in words]
    width = len(wanted)
    often = 0
    for text in part:
        spelled = [token.exact if exact else token.folded for token in vietnamese.tokens(text)]
        often += sum(spelled[start : start + width] == wanted for start in range(len(spelled) - width + 1))
    return often


def _score(parsed: Parsed, entry: Entry) -> float:
    careful = _accented(parsed.wanted)
    score = sum(_weight(entry, (word,), careful=careful) for word in parsed.wanted)
    rows = [option.words for clause in parsed.clauses for option in clause.options if option.row]
    for run in dict.fromkeys((*parsed.runs, *parsed.swapped, *rows)):
        score += _ROW * sum(_weight(entry, pair, careful=careful) for pair in pairwise(run))
    return score


def _weight(entry: Entry, row: Words, *, careful: bool) -> float:
    """What words in a row weigh in an entry, in each part once."""
    weight = 0.0
    for part, share in zip(_parts(entry), _PARTS, strict=True):
        weight += share * (_TYPED * bool(_count(part, row, exact=careful)) + bool(_count(part, row, exact=False)))
    return weight


def _passes(entry: Entry, query: Query, but: str | None) -> bool:
    wanted = [(name, values) for name, values in query.filters.items() if values and name != but]
    dated = query.in_years(entry.year) or query.of_years(entry.facets.get("year", ()))
    return bool(but == "year" or dated) and all(
        set(values) & set(entry.facets.get(name, ())) for name, values in wanted
    )


def _rejected(entry: Entry, query: Query) -> bool:
    return any(set(values) & set(entry.facets.get(name, ())) for name, values in query.rejected.items())


def _counts(name: str, found: Sequence[Entry], query: Query) -> tuple[FacetCount, ...]:
    passing = [entry for entry in found if _passes(entry, query, but=name)]
    counter = Counter(value for entry in passing for value in set(entry.facets.get(name, ())))
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _sort_value(query: Query, entry: Entry, scores: dict[str, float]) -> tuple[float, bytes]:
    if query.sort == "title":
        return 0.0, entry.sort_title
    if query.sort == "year":
        return (float("inf") if entry.year is None else -float(entry.year)), b""
    return (-scores[entry.record] if query.sort == "relevance" else 0.0), b""


def _newest(entry: Entry) -> tuple[float, str]:
    return -entry.published.timestamp(), entry.record
