"""Suggestions from what an office document or an e-book says of itself. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from ingest.metadata.embedded import from_properties, identifier, is_junk_title, iso_date, keywords
from ingest.model import Suggestion
from ingest.text.language import guess_language

More: TypeAlias = tuple[str, str, str, str]
"""A further value: metadata key, value, role or scheme, and what the file calls the property."""

MARKED_TITLE = 0.65
"""Of a paragraph that its author marked as the title; typed by hand, for this document."""

FIRST_HEADING = 0.45

PUBLISHED_TITLE = 0.85
"""Of the title in an e-book's package, which no e-book may lack."""

PUBLISHED_DATE = 0.5
"""Of its date: some programs put there the day on which they made the e-book."""

_EVIDENCE = re.compile(r"PDF (?:Title|Author|Subject|Lang|CreationDate): ")
_NAMES = {"title": "title", "creator": "creator", "description": "description", "language": "language",
          "issued": "created"}  # fmt: skip
_PROGRAM = re.compile(r"(?:generated (?:by|using) )?(?:python-\w+|openpyxl|libreoffice\b.*|calibre\b.*)\Z", re.I)
_ROLES = frozenset(("author", "editor", "illustrator", "translator", "compiler", "reviewer"))
_KEPT = frozenset(("contributor", "publisher", "source", "relation", "spatial"))


def from_office(
    info: Mapping[str, str],
    more: Sequence[More],
    file_name: str,
    *,
    published: bool = False,
    today: date | None = None,
) -> tuple[Suggestion, ...]:
    """What the properties propose: `info` and `more` as `ingest.readers.office.flow.Properties` has them.

    Of a `published` book they were written by its publisher: its title comes before those of its chapters, and its date
    is that of the book. Other documents have that of the file, as `from_properties`.
    """
    info = {name: value for name, value in info.items() if not _PROGRAM.match(value)}
    told = {**info, "keywords": "", "created": info.get("created", "").replace("-", "")}
    found = [
        replace(one, evidence=_said(one)) for one in from_properties(told, file_name, None if published else today)
    ]
    if published:
        found = [_published(one, iso_date(told["created"])) for one in found]
    subjects = re.split(r"[;,]", info.get("keywords", ""))
    found += keywords([word.strip() for word in subjects], "keywords")
    found += keywords([value for key, value, _, _ in more if key == "subject"], "subject")
    for key, value, hint, label in more:
        found += _further(key, value, hint, label)
    return tuple(dict.fromkeys(found))


def from_title(title: str, marked: bool, file_name: str) -> tuple[Suggestion, ...]:
    """The title that stands at the head of the document itself, or its first heading."""
    if not title or is_junk_title(title, file_name):
        return ()
    confidence = MARKED_TITLE if marked else FIRST_HEADING
    language = guess_language(title).code or None
    return (Suggestion("title", title[:250], confidence, None, title, lang=language),)


def _published(one: Suggestion, issued: str) -> Suggestion:
    if one.field == "issued":
        return replace(one, value=issued, confidence=PUBLISHED_DATE)
    return replace(one, confidence=PUBLISHED_TITLE) if one.field == "title" else one


def _said(suggestion: Suggestion) -> str:
    """The evidence in the words of these files, which have no PDF properties."""
    return f"{_NAMES[suggestion.field]}: {_EVIDENCE.sub('', suggestion.evidence)}"


def _further(key: str, value: str, hint: str, label: str) -> Iterator[Suggestion]:
    evidence = f"{label}: {value}"
    if key == "rights":
        yield Suggestion("rights", value, 0.4, None, evidence)
    elif key == "identifier":
        yield from identifier(value, evidence)
    elif key == "creator":
        yield Suggestion("creator", value, 0.5, None, evidence, role=hint if hint in _ROLES else "author")
    elif key in _KEPT:
        role = (hint if hint in _ROLES else "contributor") if key == "contributor" else None
        yield Suggestion(key, value, 0.5, None, evidence, role=role)
