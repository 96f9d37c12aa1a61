"""Jobs as rows of the same database: asked in the transaction that causes them, done at least once, effects once.

Who wants work done calls :func:`ask`; who does it holds a :class:`Queue`. The states and who moves them::

    waiting --claim--> running --finish--> done
       ^                  |--fail, release, expire--> waiting
       |                  |--set aside--> failed
       |--------again-----|--cancel--> cancelled
"""

from repo_app.jobs.asking import again, ask, cancel, put_behind
from repo_app.jobs.looking import counts, most_urgent, oldest_waiting, view, workers_seen
from repo_app.jobs.presence import known_dead, worker_name
from repo_app.jobs.queue import Queue
from repo_app.jobs.rules import (
    POISONED,
    SUPERSEDED,
    Abandoned,
    Claim,
    LeaseLost,
    Priority,
    Stopped,
    backoff,
    worth_retrying,
)
from repo_app.jobs.wishes import Wish, Wishes

__all__ = [
    "POISONED",
    "SUPERSEDED",
    "Abandoned",
    "Claim",
    "LeaseLost",
    "Priority",
    "Queue",
    "Stopped",
    "Wish",
    "Wishes",
    "again",
    "ask",
    "backoff",
    "cancel",
    "counts",
    "known_dead",
    "most_urgent",
    "oldest_waiting",
    "put_behind",
    "view",
    "worker_name",
    "workers_seen",
    "worth_retrying",
]
