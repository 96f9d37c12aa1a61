"""What searching inside one record hands out."""

from __future__ import annotations

from dataclasses import dataclass

from repo_app.values.paging import Paged
from repo_app.values.records import Message
from repo_app.values.searching import SnippetPart


@dataclass(frozen=True, slots=True)
class InsideHit:
    """A page that answers; ``label`` is the number printed on it, if the file tells one, ``drawn`` as in PageView."""

    file: str
    number: int
    label: str | None
    snippet: tuple[SnippetPart, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class Inside(Paged):
    """The pages of a record, or of one ``file`` of it, that answer a question.

    ``searched`` of ``pages`` pages have been read so far. ``partial``: no page answers all of the question, these hold
    the most of it. ``asks`` says whether the question asks for anything that can stand on a page. ``files`` are the
    files that can be chosen. ``notes`` say what of the question was not understood.
    """

    record: str
    title: str
    query: str
    file: str | None
    files: tuple[str, ...]
    total: int
    page: int
    size: int
    sort: str
    hits: tuple[InsideHit, ...]
    searched: int
    pages: int
    partial: bool
    asks: bool
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The next pages before and after one that answer the same question, None where there is none."""

    previous: int | None = None
    following: int | None = None
