"""Which forms of the vocabularies' files this library has met."""

from __future__ import annotations

from sqlalchemy import select

from repo_app.db import insert_into, now
from repo_app.models import VocabularyLoad
from repo_app.services.library import Library
from repo_app.vocabularies import NAMES, load


def record_loads(library: Library) -> tuple[str, ...]:
    """Write down the version of each file that was not met before; the names of those that had another form here."""
    with library.db.writing() as session:
        held = {(row.name, row.digest) for row in session.scalars(select(VocabularyLoad))}
        new = [load(name) for name in NAMES if (name, load(name).digest) not in held]
        for one in new:
            values = {"name": one.name, "digest": one.digest, "version": one.version, "loaded_at": now()}
            session.execute(insert_into(session, VocabularyLoad).values(values).on_conflict_do_nothing())
        return tuple(one.name for one in new if any(name == one.name for name, _ in held))
