"""What permissions keep closed, as conditions of statements: ``File.shown`` holds what they said of each file."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from repo_app.models import File, Record


def has_closed_file() -> ColumnElement[bool]:
    """Whether a record has a file that not everybody may read."""
    return select(File.id).where(File.record_id == Record.id, ~File.shown).exists()


def loses_something() -> ColumnElement[bool]:
    """Whether copies that were made while a record was more open may hold what is not public now."""
    return or_(Record.state != "published", has_closed_file())
