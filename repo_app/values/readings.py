"""What is told of a file's reading to those who work on its record."""

from __future__ import annotations

from dataclasses import dataclass

from repo_app.values.records import Message


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something noticed on one or more pages, whose numbers are in order; figures are those of all of them together."""

    message: Message
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How one file was read: ``languages`` somebody asked for (none: the record's), ``forced`` from its images.

    ``outdated`` says why another reading may do better: ``language`` (of the record, changed since), ``model`` (one for
    its language was installed since), or None. ``wanted`` are the languages that another reading would be told.
    """

    languages: tuple[str, ...]
    forced: bool
    outdated: str | None
    wanted: tuple[str, ...]
    notes: tuple[PageNote, ...]
