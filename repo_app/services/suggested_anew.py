"""Suggestions that earlier rules made, made anew from what is stored of their files: nothing is recognised again.

Only what is suggested changes. What a record holds stays, whoever put it there: what was taken, edited or thrown out
is not touched, and nothing is taken by itself a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import zip_longest

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

import ingest
from repo_app.db import now
from repo_app.jobs import Priority, Stopped, ask
from repo_app.models import File, Job, Suggestion
from repo_app.services.finishing import locked_file
from repo_app.services.library import Library
from repo_app.services.suggested import names_of, store_suggestions, suggested, suggestion_row
from repo_app.services.work import Work, number

ANEW_JOB = "suggest-anew"
AT_ONCE = 20  # files of one job, a second or two: then whatever is more urgent has its turn
RESTED = timedelta(days=1)
PARTS = ("field", "value", "confidence", "page", "evidence", "role", "scheme", "volume", "lang", "box", "words")


def take_up_outdated(library: Library) -> bool:
    """Ask for the suggestions of earlier rules to be made anew, unless that is under way; whether it was asked for.

    A file over which such a job was set aside is passed over for a day, so that it holds up no other.
    """
    with library.db.reading() as session:
        if _under_way(session):
            return False
        first = next(iter(_next(session, 0, 1)), None)
    if first is None:
        return False
    with library.db.writing() as session:
        _ask(session, after=first.id - 1)
    return True


def _next(session: Session, after: int, most: int) -> Sequence[File]:
    """The next files that are to be made anew, without those over which a job was set aside within a day."""
    since = now() - RESTED
    failed = select(Job.args).where(Job.kind == ANEW_JOB, Job.state == "failed", Job.finished_at > since)
    resting = [args["after"] + 1 for args in session.scalars(failed)]
    wanted = select(File).where(_outdated(), File.id > after, File.id.not_in(resting))
    return session.scalars(wanted.order_by(File.id).limit(most)).all()


def make_anew(library: Library, work: Work) -> None:
    """Make those of the next files anew, each in its own transaction; a job behind it goes on with the others.

    Stopped at any file, it goes on there; ``after`` is always one less than the id of the file that is being made anew.
    A file that is read again meanwhile is left to its reading.
    """
    after = number(work, "after")
    with library.db.reading() as session:
        files = _next(session, after, AT_ONCE)
        session.expunge_all()
    names, ids = names_of(library), [file.id for file in files]
    if ids and ids[0] - 1 != after:
        with library.db.writing() as session:
            work.change(session, {**work.args, "after": ids[0] - 1})
    for file, following in zip_longest(files, ids[1:]):
        if work.stopping():
            raise Stopped
        found = suggested(library, file, names)
        with library.db.writing() as session:
            held = locked_file(session, file.id)
            work.change(session, {**work.args, "after": following - 1 if following else file.id})
            if held is not None and _is_outdated(held):
                _replace(session, held, found)
    with library.db.writing() as session:
        work.finish(session)
        if len(files) == AT_ONCE:
            _ask(session, after=files[-1].id)


def left(session: Session) -> int | None:
    """How many files still wait for this; None where nothing is under way."""
    if not _under_way(session):
        return None
    return session.scalar(select(func.count()).select_from(File).where(_outdated())) or 0


def _under_way(session: Session) -> bool:
    job = select(Job.id).where(Job.kind == ANEW_JOB, Job.state.in_(("waiting", "running"))).limit(1)
    return session.scalar(job) is not None


def _ask(session: Session, after: int) -> None:
    ask(session, ANEW_JOB, "all", {"after": after}, priority=Priority.LAST, at=now())


def _outdated() -> ColumnElement[bool]:
    """Ready files alone: whatever is being read gets its suggestions at the end. Later rules than ours are left."""
    return and_(File.state == "ready", File.suggested_by < ingest.SUGGESTING_VERSION)


def _is_outdated(file: File) -> bool:
    return file.state == "ready" and file.suggested_by < ingest.SUGGESTING_VERSION


def _replace(session: Session, file: File, found: Sequence[ingest.Suggestion]) -> None:
    """Store what is found where it is another than before; rows that say the same stay as they are."""
    held = session.scalars(select(Suggestion).where(Suggestion.file_id == file.id).order_by(Suggestion.id)).all()
    made = [suggestion_row(file.id, one) for one in found]
    if [_parts(row) for row in held] != [_parts(row) for row in made]:
        store_suggestions(session, file, found)
    session.execute(update(File).where(File.id == file.id).values(suggested_by=ingest.SUGGESTING_VERSION))


def _parts(row: Suggestion) -> list[object]:
    return [getattr(row, part) for part in PARTS]
