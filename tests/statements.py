"""One store of compiled SQL for all SQLite databases of a test process.

Each house has an engine of its own, and SQLAlchemy compiles every statement anew for each: for a test that takes in one
document that is a third of its time. The tables are the same in all of them, so what was compiled once serves all.
"""

from typing import Any

from sqlalchemy import Engine, create_engine

from repo_app import db


def share() -> None:
    """Let every engine that `repo_app.db` makes from now on use one dialect of SQLite and the statements kept by it."""
    first = create_engine("sqlite://", query_cache_size=5000)
    with first.connect():  # its dialect learns about SQLite with the first connection
        pass

    def shared(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        if engine.dialect.name == "sqlite":
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    db.create_engine = shared  # type: ignore[assignment,attr-defined]
