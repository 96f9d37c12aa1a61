"""What is told of jobs and workers: how far, how it ended, who was heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from repo_app.values.records import Message, Progress

JOB_STATES = ("waiting", "running", "done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class JobView:
    """One job as people may see it; ``group`` names the thing it works for (``file:12``), times in UTC.

    ``message`` says why it failed, why it waits again, or which job took it over (``job.superseded``, ``job``).
    """

    id: int
    kind: str
    key: str
    group: str | None
    state: str
    progress: Progress
    message: Message | None
    attempt: int
    created_at: datetime
    run_after: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkerView:
    """A worker process: since when it runs and when it was last heard of (every ten seconds while it lives)."""

    name: str
    started_at: datetime
    seen_at: datetime
