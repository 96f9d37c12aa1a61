"""What jobs are made of and the rules that need no database: urgency, backoff, what is worth trying again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from repo_app.errors import Problem, StorageFull

MAX_DEATHS = 3  # attempts in a row that died without progress before a job is set aside
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
POISONED = "job.poisoned"  # message code; parameter ``deaths``
SUPERSEDED = "job.superseded"  # message code; parameter ``job``, the id of the job that does the work instead


class Priority(IntEnum):
    """How urgent a job is; the lower number goes first."""

    READER = 10  # a page that somebody waits for with the book open
    AHEAD = 20  # the pages after it, which they will turn to
    FRESH = 30  # an upload of a moment ago
    NORMAL = 50
    BULK = 70  # imports of whole collections
    LAST = 90  # the rest of a file that held up a reader: behind everybody, however late they come


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that a worker holds; ``id`` and ``attempt`` together are the fencing token.

    ``progress_done`` is what earlier attempts reached: a handler that counts must count on from it.
    """

    id: int
    kind: str
    key: str
    args: Mapping[str, object]
    attempt: int
    priority: int
    group: str | None
    progress_done: int

    @property
    def token(self) -> tuple[int, int]:
        """What makes this claim differ from every other: the job and the attempt."""
        return self.id, self.attempt


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A job that was set aside for good, and why; whoever gets it marks the job's thing in the same transaction."""

    id: int
    kind: str
    key: str
    args: Mapping[str, object]
    problem: Problem


class LeaseLost(Exception):
    """The job is no longer this worker's: it ran out, was cancelled or released. Whatever was to be written is not."""


class Stopped(Exception):
    """A handler leaves its job unfinished because it was asked to stop; the job waits again and nothing is counted."""


def backoff(failures: int, chance: float = 0.5) -> timedelta:
    """How long a job waits after ``failures`` failures in a row: none after 0, then 2 s doubling up to 10 minutes.

    ``chance`` in [0, 1) spreads it by a quarter to both sides, so that jobs that failed together come back apart.
    Doubling means that work resumes, after an outage of length T, within about T more.
    """
    if failures <= 0:
        return timedelta(0)
    plain = min(FIRST_WAIT * (1 << min(failures - 1, 20)), LONGEST_WAIT)
    return min(plain * (0.75 + chance / 2), LONGEST_WAIT)


def worth_retrying(problem: Problem) -> bool:
    """Whether a job that met ``problem`` may succeed later.

    A full disk counts: it is no fault of the job, and somebody will make room.
    """
    return problem.retryable or isinstance(problem, StorageFull)
