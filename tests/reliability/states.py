"""What a database holds, told so that two libraries in which the same things happened compare equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table, select

from repo_app.db import Base, UtcDateTime
from tests.house import House

TABLES = ("organizations", "collections", "records", "revisions", "blobs", "files", "pages", "suggestions")
BY_CHANCE = {("records", "public_id"), ("records", "stamp"), ("suggestions", "id")}


def state(house: House) -> Mapping[str, list[tuple[str, ...]]]:
    """Every row of what people and readings made, without moments, stamps and ids that are drawn by lot."""
    with house.library.db.reading() as session:
        return {
            name: sorted(
                tuple(map(repr, row)) for row in session.execute(select(*_columns(Base.metadata.tables[name])))
            )
            for name in TABLES
        }


def _columns(table: Table) -> list[Column[Any]]:
    named = [column for column in table.columns if (table.name, column.name) not in BY_CHANCE]
    return [column for column in named if not isinstance(column.type, UtcDateTime)]
