"""What the rest of the house knows of a search index: its values, its errors and its five verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Protocol

Sort = Literal["relevance", "new", "title", "year"]
SORTS: tuple[Sort, ...] = ("relevance", "new", "title", "year")

MAX_PAGE_SIZE = 100

_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


VALUE_END = "\n"
"""Between two values of a title, of names or metadata in an `Entry`: no row of words runs over it."""

TEXT_END = "\x1d"
"""Between two texts of an `Entry` that do not go on in one another, such as those of two files; likewise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One published record as the index takes it in. Plain text as people wrote it; the index normalises.

    `record` is the record's id, `stamp` the state of the record this entry was made from (compared by
    `stamps()`, never interpreted). `names` holds creators and contributors, `metadata` the other searchable
    values, `text` the text of all pages, each a string with words separated by anything, rows of words also by
    `VALUE_END` and `TEXT_END`. `facets` maps a facet's name to the record's values (vocabulary ids). `sort_title`
    comes from `vietnamese.sort_key`. `bodies` are those of the values of `metadata` that are names of publishers and
    holders of rights; they are offered as names, and sought with the rest.
    `year` is the year of issue; `published` is when the record became public (aware, UTC).
    Entries of unpublished records must never be given: an index keeps and counts whatever it is handed.
    """

    record: str
    stamp: str
    title: str
    names: str
    metadata: str
    text: str
    facets: Mapping[str, tuple[str, ...]]
    sort_title: bytes
    year: int | None
    published: datetime
    bodies: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One question. Values of one filter are alternatives (OR), different filters all hold (AND).

    Empty `text` asks for every record. `page` counts from 1; a page past the end has no hits but the right
    total. `facets` names the facets to count. `rejected` are facet values that no found record has. `years` are the
    first and the last year of issue that are wanted, None where that end is open: the year of a record, or one of its
    values of the facet `year`, lies within. Records without a year fail it,
    and the counts of the facet `year` leave it out like a filter. `without` names records that are neither found nor
    counted, though the index may still hold them. ValueError for a page, size or sort that no caller should send.
    """

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    page: int = 1
    size: int = 20
    sort: Sort = "relevance"
    facets: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    rejected: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    years: tuple[int | None, int | None] | None = None

    def __post_init__(self) -> None:
        if self.page < 1:
            raise ValueError(f"page counts from 1, got {self.page}")
        if not 1 <= self.size <= MAX_PAGE_SIZE:
            raise ValueError(f"size lies between 1 and {MAX_PAGE_SIZE}, got {self.size}")
        if self.sort not in SORTS:
            raise ValueError(f"sort is one of {', '.join(SORTS)}, got {self.sort!r}")

    def in_years(self, year: int | None) -> bool:
        """Whether a record of this year of issue is within the wanted `years`."""
        if self.years is None:
            return True
        first, last = self.years
        return year is not None and (first is None or first <= year) and (last is None or year <= last)

    def of_years(self, values: Iterable[str]) -> list[str]:
        """Those values of the facet `year` that are within the wanted `years`: a work of the 1980s has ten."""
        return [value for value in values if value.removeprefix("-").isdecimal() and self.in_years(int(value))]


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record. `score` compares hits of the same answer only; it is 0.0 when nothing was weighed."""

    record: str
    score: float


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many found records carry `value`; never zero."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer: `total` of all found records, the asked page of hits, counts of each asked facet.

    Counts cover the whole result, not the page. The counts of a facet leave out that facet's own filter, so
    that a second value can be chosen beside the first. Largest count first, then by value.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=lambda: MappingProxyType({}))


class SearchError(Exception):
    """Anything that goes wrong in searching; callers need to know no other exception."""


class IndexUnavailable(SearchError):
    """The index cannot answer or be written now: missing, damaged or locked.

    `retryable` says whether the same call may succeed soon without anybody repairing anything.
    """

    def __init__(self, reason: str, *, retryable: bool) -> None:
        super().__init__(reason)
        self.retryable = retryable


class QueryTooSlow(SearchError):
    """The answer would take longer than the index may spend on one question; nothing is wrong with the index."""


class QueryRefused(SearchError):
    """A question outside the limits. `code` and `params` make the sentence where it is shown."""

    def __init__(self, code: str, params: Mapping[str, int | str]) -> None:
        super().__init__(code, dict(params))
        self.code = code
        self.params = dict(params)


class QueryTooLong(QueryRefused):
    """More characters or more words than the limit."""


class SearchIndex(Protocol):
    """A copy of the published records that answers questions; it may be thrown away and rebuilt at any time.

    Every verb raises `IndexUnavailable` where the index cannot serve, `search` also `QueryRefused` and `QueryTooSlow`.
    One writer at a time (a second one gets a retryable `IndexUnavailable`); any number of readers.
    """

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, replacing those of the same record; all of them are visible when this returns.

        The index is created if there is none. Give many at once: a commit costs more than an entry.
        """

    def drop(self, records: Iterable[str]) -> None:
        """Remove the entries of these records; unknown ids are no error."""

    def search(self, query: Query) -> Results:
        """Answer a question from the state of the last finished `put`, `drop` or `rebuild`.

        While another reader of the same index object takes that state up, from the one before: nobody waits for it.
        """

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Each record in the index once, with the stamp it was put with, in no order."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Replace everything by these entries, in bounded memory; the old index answers until the end.

        If `entries` raises, or the process dies, the old index stays as it was.
        """
