"""Somebody who searches without pause, as a process of its own: ``python -m tests.reliability.searcher_main LOG``.

Every library it is used on holds :data:`RECORDS` published records, each in one language and one organization. Each
answer is a line in LOG, as JSON: its number, the seconds it took, and what was wrong with it. Ends at SIGTERM.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from repo_app.services.finding import SearchRequest, search
from repo_app.services.library import Library
from repo_app.values import VISITOR, Answer
from tests.reliability.worker_main import library
from tests.thorough import rounds

PAUSE = rounds(30, quick=100) / 1000  # seconds
RECORDS = 60  # more than go into one commit
OF_EACH = ("language", "organization")  # facets of which every record has one value
QUESTIONS = ("", "hoc lieu chung", '"học liệu chung"', "title:vong", "chung hoc -khongco")


def faults(answer: Answer) -> Iterator[str]:
    """What is wrong with an answer that every record belongs to."""
    if answer.degraded:
        yield "the database answered"
    if answer.total != RECORDS:
        yield f"{answer.total} found"
    if len(answer.results) != answer.size:
        yield f"{len(answer.results)} shown"
    for name in OF_EACH:
        counted = sum(value.count for value in answer.facets[name])
        if counted != answer.total:
            yield f"{counted} counted by {name} of {answer.total} found"


def ask(house: Library, text: str) -> list[str]:
    """Ask once; what was wrong."""
    try:
        return list(faults(search(house, VISITOR, SearchRequest(text), "vi")))
    except Exception as error:  # told in the log: anything at all is wrong
        return [repr(error)]


def main() -> None:
    """Ask in turns until told to stop."""
    over: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(1))
    house, number = library(), 0
    with Path(sys.argv[1]).open("a", encoding="utf-8", buffering=1) as log:
        while not over:
            begun = time.monotonic()
            wrong = ask(house, QUESTIONS[number % len(QUESTIONS)])
            number += 1
            told = {"number": number, "seconds": time.monotonic() - begun, "wrong": wrong}
            log.write(json.dumps(told) + "\n")
            time.sleep(PAUSE)
    house.db.close()
    os._exit(0)


if __name__ == "__main__":
    main()
