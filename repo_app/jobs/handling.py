"""Carrying out one claimed job: run its handler, write down how it ended, and tell its thing when it was set aside."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import exc
from sqlalchemy.orm import Session

from repo_app.errors import Problem, Unavailable
from repo_app.jobs.queue import Queue
from repo_app.jobs.rules import Abandoned, Claim, LeaseLost, Stopped, worth_retrying

log = logging.getLogger("hoclieu.worker")


class Context:
    """What a handler gets: its claim, and the ways to hold on to it inside the handler's own transactions."""

    def __init__(self, queue: Queue, claim: Claim, stop: threading.Event) -> None:
        self.claim = claim
        self.lost = threading.Event()
        self._since: float | None = None
        self._queue = queue
        self._stop = stop

    @property
    def args(self) -> Mapping[str, object]:
        """What the job was asked with."""
        return self.claim.args

    @property
    def priority(self) -> int:
        """How urgent the job was when it was claimed; the lower number goes first."""
        return self.claim.priority

    def hold(self, session: Session) -> None:
        """Call first in each transaction that writes results; raises ``LeaseLost`` when the job is another's."""
        self._queue.hold(session, self.claim)

    def progress(self, session: Session, done: int, total: int | None) -> None:
        """Hold, and tell that ``done`` units of ``total`` are kept; count on from ``claim.progress_done``."""
        self._queue.progress(session, self.claim, done, total)
        self._since = None

    def change(self, session: Session, args: Mapping[str, object]) -> None:
        """Hold, and let later attempts have these arguments."""
        self._queue.change(session, self.claim, args)

    def finish(self, session: Session) -> None:
        """Mark the job done in the transaction that writes its results; a job that is left to the worker is, too."""
        self._queue.finish(session, self.claim)

    def stopping(self) -> bool:
        """Whether to leave off now (end child processes, raise ``Stopped``): the worker stops or the job is lost."""
        if self._since is None:
            self._since = time.monotonic()
        return self._stop.is_set() or self.lost.is_set()

    def stuck_for(self) -> float:
        """Seconds since the handler first looked whether to stop after its last progress.

        It looks while its children run; bytes that come slowly from far away are not counted.
        """
        return 0.0 if self._since is None else time.monotonic() - self._since


def lock_nothing(session: Session, args: Mapping[str, object]) -> None:
    """The ``lock`` of a handler whose ``abandoned`` changes no rows."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How jobs of one kind are done.

    ``run`` may be called twice and late for the same job. It leaves a job unfinished only by raising: ``Stopped``, a
    ``Problem`` (tried again if retryable, else set aside) or anything else (counted as a death); when it returns, the
    job is done. ``abandoned(session, args, problem)`` marks the job's thing as failed, in the transaction that sets
    the job aside; ``lock(session, args)`` locks what it will change, and is called before any job is touched: things
    first, their jobs after, or who deletes a thing and who gives it up would wait for each other. ``patience`` is how
    many seconds a child may work without progress before the job is given up as stuck. ``tidy`` finds lost work: it is
    called now and then.
    """

    run: Callable[[Context], None]
    abandoned: Callable[[Session, Mapping[str, object], Problem], None]
    lock: Callable[[Session, Mapping[str, object]], None] = lock_nothing
    patience: float = math.inf
    tidy: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: ``done``, ``failed`` (with its problem), ``broke``, ``given back`` or ``lost``."""

    word: str
    problem: Problem | None = None


def attempt(handler: Handler, context: Context) -> Outcome:
    """Run the handler; whatever it raises is told as an outcome, and what nobody foresaw is logged with its trace."""
    claim = context.claim
    try:
        handler.run(context)
    except LeaseLost:
        return Outcome("lost")
    except Stopped:
        return Outcome("given back")
    except (Exception, SystemExit) as error:  # a handler may break in any way; its worker must not
        if context.stopping():
            return Outcome("given back")  # children were ended and errors are to be expected; the next one will tell
        if isinstance(error, Problem):
            return Outcome("failed", error)
        if may_pass(error):
            return Outcome("failed", Unavailable("problem.database_away"))
        log.exception("job %d %s %s broke", claim.id, claim.kind, claim.key)
        return Outcome("broke")
    return Outcome("done")


def write_down(queue: Queue, handlers: Mapping[str, Handler], claim: Claim, outcome: Outcome) -> None:
    """Bring the job to the state that ``outcome`` asks for; raises ``LeaseLost`` when the job is no longer ours."""
    if outcome.word == "lost":
        raise LeaseLost(f"job {claim.id}, attempt {claim.attempt}")
    if outcome.word == "given back":
        queue.release(claim)
        return
    with queue.db.writing() as session:
        if outcome.word == "done":
            queue.finish(session, claim)
            return
        handlers[claim.kind].lock(session, claim.args)
        ended = queue.fail(session, claim, outcome.problem) if outcome.problem else queue.crashed(session, claim)
        if ended is not None:
            tell_abandoned(session, handlers, ended)


def tell_abandoned(session: Session, handlers: Mapping[str, Handler], ended: Abandoned) -> None:
    """Let the handler mark the thing of a job that was set aside, in the same transaction."""
    log.warning("job %d %s %s set aside: %s", ended.id, ended.kind, ended.key, ended.problem.code)
    try:
        with session.begin_nested():
            handlers[ended.kind].abandoned(session, ended.args, ended.problem)
    except Exception as error:  # a hook that breaks must not keep its job running for ever
        if may_pass(error):
            raise
        log.exception("job %d %s %s: marking what it was for broke", ended.id, ended.kind, ended.key)


def may_pass(error: BaseException) -> bool:
    """Whether ``error`` says that something (mostly the database) is away, rather than that the work is wrong."""
    if isinstance(error, Problem):
        return worth_retrying(error)
    return isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError)
