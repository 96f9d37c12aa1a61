"""``hoclieu reindex``: the index is a copy, and this makes it anew or says whether it is a true one."""

from __future__ import annotations

import click

from repo_app import jobs
from repo_app.cli.front import COMMANDS, FAILED
from repo_app.cli.house import opened, work_until
from repo_app.cli.output import answer_json, say
from repo_app.cli.usage import of_record
from repo_app.cli.words import _, command, mark, option, tell_with_next
from repo_app.errors import Problem
from repo_app.services import capacity, indexing
from repo_app.services.batch import unindexed
from repo_app.services.library import Library
from repo_app.services.rows import INDEX_JOB
from repo_app.services.waiting import kinds_put_off
from repo_app.values import JobView

ENDED = frozenset({"done", "failed", "cancelled"})


@command("reindex", COMMANDS["reindex"][1])
@option("--diff", is_flag=True, help=mark("Change nothing, only say how index and database disagree."))
@option("--record", metavar="ID", help=mark("Only this record."))
def reindex(diff: bool, record: str | None) -> None:
    """Rebuild aside and swap; with ``--diff`` exit 1 where they disagree."""
    with opened() as library:
        if diff:
            found = indexing.diff(library)
            answer_json({"missing": found.missing, "stale": found.stale, "extra": found.extra}, line=True)
            click.get_current_context().exit(0 if found.agrees else FAILED)
        if record is not None:
            _reindex_one(library, record)
        else:
            _reindex_all(library)
        outgrown = capacity.outgrown(library)
    say(_("The search index is up to date."))
    if outgrown is not None:
        say(tell_with_next(outgrown))


def _reindex_one(library: Library, record: str) -> None:
    with of_record(record):
        indexing.reindex_record(library, record)
    work_until(
        library,
        lambda: not unindexed(library, [record]),
        kinds=[INDEX_JOB],
        put_off=lambda: kinds_put_off(library, [INDEX_JOB]),
    )
    if unindexed(library, [record]):
        raise Problem("search.index_away")


def _reindex_all(library: Library) -> None:
    job = indexing.ask_reindex(library)
    work_until(
        library,
        lambda: _state(library, job).state in ENDED,
        kinds=[indexing.REINDEX_JOB],
        put_off=lambda: kinds_put_off(library, [indexing.REINDEX_JOB]),
    )
    ended = _state(library, job)
    if ended.state != "done":
        raise Problem(ended.message.code if ended.message else "search.index_away")


def _state(library: Library, job: int) -> JobView:
    """How the work stands; where another job took it over, as that one does."""
    with library.db.reading() as session:
        found = jobs.view(session, job)
        while found is not None and (successor := _successor(found)) is not None:
            found = jobs.view(session, successor)
    if found is None:
        raise Problem("search.index_away")
    return found


def _successor(job: JobView) -> int | None:
    if job.message is None or job.message.code != jobs.SUPERSEDED:
        return None
    number = job.message.params.get("job")
    return number if isinstance(number, int) else None
