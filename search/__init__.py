"""Finding by words: entries go in, queries are answered. Knows nothing of the database or the web."""

from __future__ import annotations

from pathlib import Path

from search.abbreviations import long_forms
from search.base import (
    SORTS,
    TEXT_END,
    VALUE_END,
    Entry,
    FacetCount,
    Hit,
    IndexUnavailable,
    Query,
    QueryRefused,
    QueryTooSlow,
    Results,
    SearchError,
    SearchIndex,
    Sort,
)
from search.fields import field_named
from search.highlight import Snippet, best_snippet
from search.hyphenation import fold_readings, readings
from search.lexicon import FORM as LEXICON_FORM
from search.lexicon import LONGEST_TITLE, Contribution, Term, contribution
from search.marking import Marker
from search.query import Clause, Filter, Note, Option, Parsed, Word, Words, parse, row_in
from search.spelling import propose
from search.weighing import Weigher

__all__ = [
    "LEXICON_FORM",
    "LONGEST_TITLE",
    "SORTS",
    "TEXT_END",
    "VALUE_END",
    "Clause",
    "Contribution",
    "Entry",
    "FacetCount",
    "Filter",
    "Hit",
    "IndexUnavailable",
    "Marker",
    "Note",
    "Option",
    "Parsed",
    "Query",
    "QueryRefused",
    "QueryTooSlow",
    "Results",
    "SearchError",
    "SearchIndex",
    "Snippet",
    "Sort",
    "Term",
    "Weigher",
    "Word",
    "Words",
    "best_snippet",
    "contribution",
    "field_named",
    "fold_readings",
    "long_forms",
    "open_index",
    "parse",
    "propose",
    "readings",
    "row_in",
]


def open_index(url: str) -> SearchIndex:
    """The index at an address: `whoosh://<absolute folder>` or `memory://` (for tests, gone with the process).

    Nothing is read or created yet. ValueError for an address that names no index of this version.
    """
    scheme, parted, rest = url.partition("://")
    if parted and scheme == "whoosh":
        folder = Path(rest)
        if not folder.is_absolute():
            raise ValueError(f"a Whoosh index needs an absolute folder, whoosh:///var/…, not {url!r}")
        from search.whoosh_index import WhooshIndex  # the engine costs memory: only who opens one pays

        return WhooshIndex(folder)
    if parted and scheme == "memory" and not rest:
        from search.memory_index import MemoryIndex

        return MemoryIndex()
    raise ValueError(f"{url!r} is no index: use whoosh://<folder> or memory:// (OpenSearch comes later)")
