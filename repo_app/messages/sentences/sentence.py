"""The shape of a sentence, and parts that many of them share."""

from __future__ import annotations

from dataclasses import dataclass

from repo_app.messages.catalogs import mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """``what`` happened with ``%(name)s`` for parameters; what is ``safe``; what to do ``next`` (both may be empty)."""

    what: str
    safe: str = ""
    next: str = ""


UNCHANGED = mark("Nothing was changed.")
NOT_KEPT = mark("Nothing of the upload was kept.")
KEPT = mark("The original file is kept and can be downloaded; the record can still be edited.")
WAIT = mark("Please try again in a little while.")
CORRECT = mark("Correct it and send the form again.")
GO_BACK = mark("Go back, reload the page and try once more.")
ASK_STAFF = mark("Ask your library's staff if you think you should be able to.")
SCAN_AGAIN = mark("Save or scan the document again and send the new file.")
CHANGED_MEANWHILE = Sentence(
    mark("Somebody else has changed this since you opened it."),
    mark("What you typed stands in the form; nothing of it is kept yet."),
    mark("Compare it with what is kept now, above the form, and keep what is right."),
)
