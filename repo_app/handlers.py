"""Which service does the jobs of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from repo_app.errors import Problem
from repo_app.services import access_anew, deriving, indexing, lost, pages, reading, suggested_anew, sweeping
from repo_app.services.authorities import changes
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.finishing import PREVIEW_JOB
from repo_app.services.library import Library
from repo_app.services.records import embargo
from repo_app.services.rows import DERIVE_JOB, INDEX_JOB
from repo_app.services.work import Work
from repo_app.worker import Context, Handler

PATIENCE = 180.0  # seconds that a reading may go on without a page; no page may take more than half of them


def handlers(library: Library) -> Mapping[str, Handler]:
    """Every kind of job with the service that does it, for this library."""

    def bound(service: Callable[[Library, Work], None]) -> Callable[[Context], None]:
        return lambda context: service(library, context)

    return {
        PLAN_JOB: Handler(
            bound(reading.plan),
            reading.abandoned,
            reading.lock,
            patience=PATIENCE,
            tidy=lambda: lost.take_up_lost(library),
        ),
        reading.RANGE_JOB: Handler(bound(reading.read_range), reading.abandoned, reading.lock, patience=PATIENCE),
        PREVIEW_JOB: Handler(bound(pages.preview), leave),
        INDEX_JOB: Handler(bound(indexing.drain), leave, tidy=lambda: lost.take_up_due(library)),
        indexing.REINDEX_JOB: Handler(bound(indexing.rebuild), leave),
        DERIVE_JOB: Handler(bound(deriving.derive), leave),
        embargo.LIFT_JOB: Handler(bound(embargo.lift), leave, tidy=lambda: embargo.take_up_ended(library)),
        changes.FOLLOW_JOB: Handler(bound(changes.follow), leave),
        access_anew.ANEW_JOB: Handler(
            bound(access_anew.settle_job), leave, tidy=lambda: access_anew.take_up_outdated(library)
        ),
        suggested_anew.ANEW_JOB: Handler(
            bound(suggested_anew.make_anew), leave, tidy=lambda: suggested_anew.take_up_outdated(library)
        ),
        sweeping.SWEEP_JOB: Handler(bound(sweeping.sweep), leave),
    }


def leave(session: Session, args: Mapping[str, object], problem: Problem) -> None:
    """Nothing hangs on the job: its work is asked again by whoever needs it next."""
