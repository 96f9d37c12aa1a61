"""Migrations of the database: where it should be, and the way there."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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


def form(database: Database) -> Literal["current", "empty", "older", "newer"]:
    """The form of the database beside the one that this code expects; a newer one was made by newer code."""
    with database.engine.connect() as connection:
        held = set(MigrationContext.configure(connection).get_current_heads())
    script = ScriptDirectory.from_config(config(database))
    if held == set(script.get_heads()):
        return "current"
    if not held:
        return "empty"
    return "older" if held <= {known.revision for known in script.walk_revisions()} else "newer"


def is_current(database: Database) -> bool:
    """Whether the database has the form that this code expects."""
    return form(database) == "current"
