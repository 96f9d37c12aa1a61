"""The migrations and the models say the same, on both databases, and the way back works."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import repo_app.models  # noqa: F401 - registers every table
from repo_app import migrations
from repo_app.db import Base, Database


def difference(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'empty.db'}")
    return Database(request.getfixturevalue("postgres_database"))


def test_migrations_lead_to_the_models_and_back(empty: Database) -> None:
    assert not migrations.is_current(empty)
    migrations.upgrade(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)
    assert difference(empty) == []
    command.downgrade(migrations.config(empty), "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    empty.close()


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint!r}"
