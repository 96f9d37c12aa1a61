"""What services offer somebody who is about to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SuggestionKind = Literal["title", "name", "subject", "phrase"]


@dataclass(frozen=True, slots=True)
class SuggestedSearch:
    """One line under the search box. ``text`` is what the reader sees; ``record`` is where a title leads that only one
    record has, ``subject`` the value of that facet, and else ``query`` what to search for."""

    kind: SuggestionKind
    text: str
    record: str | None = None
    query: str = ""
    subject: str | None = None
