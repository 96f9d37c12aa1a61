"""Migrations of the database: where it should be, and the way there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from repo_app.db import Database

_HERE = Path(__file__).parent


def config(database: Database) -> Config:
    """Alembic's configuration for this database; ``env.py`` takes the connection from it."""
    made = Config(attributes={"database": database})
    made.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def upgrade(database: Database) -> None:
    """Bring the database to the newest form; safe to repeat, whole or absent."""
    command.upgrade(config(database), "head")


def is_current(database: Database) -> bool:
    """Whether the database has the form that this code expects."""
    with database.engine.connect() as connection:
        held = MigrationContext.configure(connection).get_current_heads()
    return set(held) == set(ScriptDirectory.from_config(config(database)).get_heads())
