"""Having the index ready before the first reader asks."""

from __future__ import annotations

from repo_app.services.facets import FACETS
from repo_app.services.library import Library
from search import Query, SearchError

QUESTION = "học"  # any word: what is read for it is what every question needs


def wake(library: Library) -> None:
    """Read what the first question would wait for. What is wrong with the index, those who ask are told."""
    try:
        library.index.search(Query(QUESTION, facets=FACETS))
    except SearchError:
        return
