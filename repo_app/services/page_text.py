"""What a page is found by: its text without what only the sheet says, cut words read joined and apart.

A running head would make each page of a book a hit for its title. So it counts on the first page of the file that has
it, where an exact phrase still finds it; page numbers count nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ingest
from repo_app.services.page_rows import artifacts_of
from search import fold_readings, vietnamese


class Searched:
    """The text that the pages of one file are found by; they come in order."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def text(self, text: str, artifacts: Sequence[ingest.Artifact]) -> str:
        """``text`` of the next page without its page number and without heads that a page before had."""
        return ingest.body_text(text, [held for held in artifacts if not self._first(text, held)])

    def _first(self, text: str, artifact: ingest.Artifact) -> bool:
        if artifact.kind == "page_number":
            return False
        said = hash(vietnamese.fold_page(text[artifact.start : artifact.end]))
        new = said not in self._seen
        self._seen.add(said)
        return new

    def folded(self, text: str, artifacts: Sequence[ingest.Artifact]) -> str:
        """The column ``folded`` of the next page."""
        return fold_readings(self.text(text, artifacts))


def shown_text(text: str, folded: str, artifacts: Sequence[Sequence[Any]]) -> str:
    """The text of a page row that passages are cut from: what the page is found by, as it is printed."""
    held = artifacts_of(artifacts)
    return ingest.body_text(
        text, [one for one in held if vietnamese.fold_page(text[one.start : one.end]) not in folded]
    )
