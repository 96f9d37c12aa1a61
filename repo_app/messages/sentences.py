"""What each code means to a person: what happened, what is safe all the same, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from repo_app.messages.catalogs import mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """``what`` happened with ``%(name)s`` for parameters; what is ``safe``; what to do ``next`` (both may be empty)."""

    what: str
    safe: str = ""
    next: str = ""


NOTHING_CHANGED = mark("Nothing was changed.")
KEPT = mark("The original file is kept and can be downloaded; the record can still be edited.")

SENTENCES: Mapping[str, Sentence] = {
    "problem.internal": Sentence(
        mark("Something went wrong on our side."),
        mark("What was saved before is safe."),
        mark("Please try again. If it happens again, tell the library the request number below."),
    ),
    "problem.not_found": Sentence(
        mark("There is no such page here."),
        next=mark("Check the address, or look for the material by its words."),
    ),
}
