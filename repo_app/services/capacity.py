"""How much the embedded search index is made for, and whether a library has outgrown it."""

from __future__ import annotations

from sqlalchemy import func, select

from repo_app.models import Record
from repo_app.services.library import Library
from repo_app.values import Message

# Published records up to which pages of results come in time for twenty readers at once (decision 172).
EMBEDDED_RECORDS = 25_000
EMBEDDED = ("whoosh:", "memory:")
OUTGROWN = "search.outgrown"


def embedded_records(library: Library) -> int | None:
    """How many records the embedded index holds, as its truth has them; None where another engine searches."""
    if not library.settings.search_url.startswith(EMBEDDED):
        return None
    with library.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Record).where(Record.state == "published")) or 0


def outgrown(library: Library) -> Message | None:
    """What to tell whoever looks after a library with more records than its index is made for; else None."""
    held = embedded_records(library)
    if held is None or held <= EMBEDDED_RECORDS:
        return None
    return Message(OUTGROWN, {"records": held, "limit": EMBEDDED_RECORDS})
