"""What each code means to a person: what happened, what is safe all the same, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.sentences import (
    authorities,
    commands,
    files,
    licenses,
    people,
    problems,
    questions,
    readings,
    records,
    settings,
)
from repo_app.messages.sentences.sentence import Sentence

__all__ = ["SENTENCES", "Sentence"]

SENTENCES: Mapping[str, Sentence] = {
    **problems.SENTENCES,
    **records.SENTENCES,
    **files.SENTENCES,
    **licenses.SENTENCES,
    **readings.SENTENCES,
    **people.SENTENCES,
    **authorities.SENTENCES,
    **questions.SENTENCES,
    **commands.SENTENCES,
    **settings.SENTENCES,
}
