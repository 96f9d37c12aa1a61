"""What permissions keep closed, as conditions of statements: ``File.shown`` holds what they said of each file."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from repo_app.models import File, Record


def _has_closed_file() -> ColumnElement[bool]:
    """Whether a record has a file that not everybody may read."""
    return select(File.id).where(File.record_id == Record.id, ~File.shown).exists()


def loses_something() -> ColumnElement[bool]:
    """Whether copies that were made of a record before it changed may hold what is not public now: while it was more
    open, or had files that were taken out since.
    """
    return or_(Record.state != "published", Record.losing, _has_closed_file())
