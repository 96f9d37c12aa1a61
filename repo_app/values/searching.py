"""What searching and browsing hand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from repo_app.values.authorities import AgentView
from repo_app.values.paging import Paged
from repo_app.values.records import Message, RecordCard


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A run of plain text in a snippet, ``marked`` where it answers the query."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that answers the query."""

    file: str
    number: int
    snippet: tuple[SnippetPart, ...]


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record in a list of results with its best pages."""

    card: RecordCard
    snippet: tuple[SnippetPart, ...]
    pages: tuple[PageHit, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet among the results; ``label`` in the reader's language, ``chosen`` when filtered by."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """One thing the results are narrowed to: a value of a facet, or a range of years (``2010..2020``).

    ``rejected`` when no result may have it; ``typed`` when it stands in the question and not beside it.
    """

    facet: str
    value: str
    label: str
    rejected: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Answer(Paged):
    """The answer to a search; ``degraded`` says that the index was away and the database answered.

    ``notes`` say what of the question was not understood.
    """

    query: str
    total: int
    page: int
    size: int
    sort: str
    results: tuple[FoundRecord, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    degraded: bool
    did_you_mean: str | None = None
    chosen: tuple[ChosenFilter, ...] = ()
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Works:
    """The works of an agent: ``linked`` to it, and ``printed`` with one of its names, which another may have too."""

    agent: AgentView
    linked: Answer
    printed: Answer


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Values of a facet under one ``letter``, which is empty where the list is short or has an order of its own."""

    letter: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Browsed:
    """All values of one facet; ``degraded`` as in an answer. ``letters`` are there to choose from where only those
    values are given that stand under one of them."""

    facet: str
    groups: tuple[LetterGroup, ...]
    degraded: bool = False
    letters: tuple[str, ...] = ()
