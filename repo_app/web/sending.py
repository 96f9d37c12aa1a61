"""Several files in one form: each is taken in or refused by itself, and what became of it is told by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, render_template, request
from werkzeug.datastructures import FileStorage

from repo_app.errors import Forbidden, Gone, NotFound, NotSignedIn, Problem, Unavailable
from repo_app.web import problems
from repo_app.web.identity import library, person_for_layout
from repo_app.web.problems import Told
from repo_app.web.serve import batch_limit

BATCHES = frozenset({"deposit.send", "deposit.add_files"})  # forms that take several files
OF_THE_REQUEST = (NotFound, NotSignedIn, Forbidden, Gone)  # they would befall every file


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one file: the record that holds it now, or the problem it was refused for."""

    name: str
    record: str | None = None
    problem: Problem | None = None


def install(app: Flask) -> None:
    """Let several files at once be more than one, for people who are signed in; before anything reads a form."""
    app.before_request(_make_room)


def _make_room() -> None:
    if request.method == "POST" and request.endpoint in BATCHES and person_for_layout().known:
        request.max_content_length = batch_limit(library().settings)


def take_each(chosen: Sequence[FileStorage], take: Callable[[FileStorage], str]) -> tuple[Sent, ...]:
    """Give each file to ``take``, which keeps it and names its record; raises what befalls a file that came alone."""
    outcomes: list[Sent] = []
    away: Problem | None = None
    for held in chosen:
        name = held.filename or ""
        try:
            if away is not None:
                raise away  # the next one would wait for the same storage as long again
            outcomes.append(Sent(name, take(held)))
        except Problem as problem:
            nothing_kept = not any(one.record for one in outcomes)
            if len(chosen) == 1 or (nothing_kept and isinstance(problem, OF_THE_REQUEST)):
                raise
            away = problem if isinstance(problem, Unavailable) else None
            outcomes.append(Sent(name, problem=problem))
    return tuple(outcomes)


def told_each(outcomes: Sequence[Sent], back: str) -> tuple[str, int]:
    """The page that names what was kept and what was not, and why; its status is a problem's where nothing was kept."""
    shown: list[tuple[Sent, Told | None]] = [
        (one, problems.tell(one.problem) if one.problem is not None else None) for one in outcomes
    ]
    kept = any(one.record for one in outcomes)
    status = 200 if kept else next(one.problem.status for one in outcomes if one.problem is not None)
    return render_template("deposit/sent.html", shown=shown, kept=kept, back=back), status
