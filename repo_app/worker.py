"""One worker process: threads that claim and do jobs, and one that keeps their leases and sweeps up after the dead.

Handlers wait for child processes most of their time, so threads are enough. One idle thread looks for work for all.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from queue import SimpleQueue

from sqlalchemy import exc
from sqlalchemy.orm import Session

from repo_app.errors import Problem
from repo_app.jobs import Abandoned, Claim, LeaseLost, Queue, Stopped, worth_retrying

log = logging.getLogger("hoclieu.worker")


class Context:
    """What a handler gets: its claim, and the ways to hold on to it inside the handler's own transactions."""

    def __init__(self, queue: Queue, claim: Claim, stop: threading.Event) -> None:
        self.claim = claim
        self.lost = threading.Event()
        self._queue = queue
        self._stop = stop

    @property
    def args(self) -> Mapping[str, object]:
        """What the job was asked with."""
        return self.claim.args

    def hold(self, session: Session) -> None:
        """Call first in each transaction that writes results; raises ``LeaseLost`` when the job is another's."""
        self._queue.hold(session, self.claim)

    def progress(self, session: Session, done: int, total: int | None) -> None:
        """Hold, and tell that ``done`` units of ``total`` are kept; count on from ``claim.progress_done``."""
        self._queue.progress(session, self.claim, done, total)

    def finish(self, session: Session) -> None:
        """Mark the job done in the transaction that writes its results."""
        self._queue.finish(session, self.claim)

    def stopping(self) -> bool:
        """Whether to leave off now (end child processes, raise ``Stopped``): the worker stops or the job is lost."""
        return self._stop.is_set() or self.lost.is_set()


@dataclass(frozen=True, slots=True)
class Handler:
    """How jobs of one kind are done.

    ``run`` may be called twice and late for the same job. It leaves unfinished only by raising: ``Stopped``, a
    ``Problem`` (tried again if retryable, else set aside) or anything else (counted as a death); when it returns, the
    job is done. ``abandoned(session, args, problem)`` marks the job's thing as failed, in the transaction that sets
    the job aside.
    """

    run: Callable[[Context], None]
    abandoned: Callable[[Session, Mapping[str, object], Problem], None]


class Worker:
    """Does jobs of the kinds in ``handlers`` with ``readers`` threads until it is told to stop.

    ``name`` tells this process from all others (see ``jobs.worker_name``); ``poll`` is how often, in seconds, an idle
    worker looks for work; ``grace`` is how long a stop waits for handlers before their jobs are given back.
    """

    def __init__(
        self,
        queue: Queue,
        handlers: Mapping[str, Handler],
        *,
        readers: int,
        name: str,
        poll: float = 1.0,
        grace: float = 10.0,
    ) -> None: ...

    def stop(self) -> None:
        """Ask the worker to stop; safe in a signal handler and from any thread."""

    def run(self) -> None:
        """Work until :meth:`stop`; then give back what is not finished."""

    def drain(self) -> None:
        """Work until no job of these kinds is due and none runs anywhere, or until :meth:`stop`."""
