"""Jobs, whose rules are constraints, and the workers that say they live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from repo_app.db import Base, UtcDateTime


class Job(Base):
    """One piece of work.

    ``key`` names the work: of one kind only one job with that key waits at a time. ``exclusive`` names what only one
    running job may hold. ``attempt`` is the fencing token: it grows with each claim, and a worker that finishes with
    an older one finishes nothing. ``failures`` counts retryable failures, ``deaths`` attempts that ended without a
    word (lease run out, process gone, unforeseen exception), both since the last progress. ``group`` joins the jobs of
    one thing (a file), so that they can be cancelled or looked at together.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease"),
        Index(
            "uq_jobs_waiting_key",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_jobs_exclusive",
            "exclusive",
            unique=True,
            sqlite_where=text("state = 'running' AND exclusive IS NOT NULL"),
            postgresql_where=text("state = 'running' AND exclusive IS NOT NULL"),
        ),
        Index("ix_jobs_due", "state", "priority", "id", "run_after"),  # a claim walks it and stops at the first
        Index("ix_jobs_lease", "state", "lease_until"),
        Index("ix_jobs_group", "group", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(120))
    group: Mapped[str | None] = mapped_column(String(60))
    exclusive: Mapped[str | None] = mapped_column(String(60))
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    priority: Mapped[int] = mapped_column(default=50)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempt: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int | None]
    message_code: Mapped[str | None] = mapped_column(String(80))
    message_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Worker(Base):
    """A worker process and when it was last heard of."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
