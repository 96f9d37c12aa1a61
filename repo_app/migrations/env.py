"""What Alembic runs: one transaction on the connection of our own database, batch mode where it is SQLite."""

from __future__ import annotations

from alembic import context

import repo_app.models  # noqa: F401 - registers every table
from repo_app.db import WRITE, Base, Database


def run() -> None:
    """Run the migrations that are due, in one writing transaction."""
    database: Database = context.config.attributes["database"]
    with database.engine.connect().execution_options(**{WRITE: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=database.is_sqlite,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
