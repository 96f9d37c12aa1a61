"""Write a migration from the difference between models and an empty database: ``scripts/migration.py NNNN name``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from repo_app import migrations
from repo_app.db import Database


def main(number: str, name: str) -> None:
    """Make ``repo_app/migrations/versions/NNNN_name.py``; read it before you commit it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        migrations.upgrade(database)
        command.revision(migrations.config(database), name.replace("_", " "), autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(*sys.argv[1:])
