"""Entries for tests, with everything a test does not care about filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from search import vietnamese
from search.base import Entry

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def make_entry(
    record: str,
    text: str = "",
    *,
    title: str = "",
    names: str = "",
    metadata: str = "",
    stamp: str = "1",
    facets: dict[str, tuple[str, ...]] | None = None,
    year: int | None = None,
    day: int = 0,
) -> Entry:
    """An entry published `day` days after the first."""
    return Entry(
        record=record,
        stamp=stamp,
        title=title,
        names=names,
        metadata=metadata,
        text=text,
        facets=facets or {},
        sort_title=vietnamese.sort_key(title),
        year=year,
        published=FIRST_DAY + timedelta(days=day),
    )
