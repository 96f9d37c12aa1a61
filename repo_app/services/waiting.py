"""Whether waiting makes sense: work may be put off for something that is away, and may stay so for long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.models import File, Job, Record
from repo_app.services.library import Library

LONG = timedelta(seconds=60)  # a job that failed for some two minutes is tried again later than this
ASKED_AT_ONCE = 500  # numbers in one statement
UNFINISHED = ("waiting", "reading")


def files_put_off(library: Library, records: Collection[str]) -> bool:
    """Whether all that is left to be read of these records failed for a reason that may pass, and is not tried soon."""
    ids = sorted(records)
    with library.db.reading() as session:
        groups = [
            f"file:{number}"
            for start in range(0, len(ids), ASKED_AT_ONCE)
            for number in session.scalars(_unread(ids[start : start + ASKED_AT_ONCE]))
        ]
        parts = [groups[start : start + ASKED_AT_ONCE] for start in range(0, len(groups), ASKED_AT_ONCE)]
        return _put_off(session, [Job.group.in_(part) for part in parts])


def kinds_put_off(library: Library, kinds: Collection[str]) -> bool:
    """The same for all jobs of these kinds."""
    with library.db.reading() as session:
        return _put_off(session, [Job.kind.in_(sorted(kinds))])


def _unread(records: Collection[str]) -> Select[int]:
    found = select(File.id).join(Record, Record.id == File.record_id)
    return found.where(Record.public_id.in_(records), File.state.in_(UNFINISHED))


def _put_off(session: Session, conditions: Collection[ColumnElement[bool]]) -> bool:
    """Whether there are such jobs, and each has failed and waits for long."""
    soon = now() + LONG
    found = [
        state == "waiting" and failures > 0 and run_after > soon
        for condition in conditions
        for state, failures, run_after in session.execute(
            select(Job.state, Job.failures, Job.run_after).where(condition, Job.state.in_(("waiting", "running")))
        )
    ]
    return bool(found) and all(found)
