"""One worker process: threads that claim and do jobs, and one that keeps their leases and sweeps up after the dead.

Handlers wait for child processes most of their time, so threads are enough. One idle thread looks for work for all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from queue import SimpleQueue

from repo_app.errors import Problem
from repo_app.jobs import Claim, LeaseLost, Queue, known_dead
from repo_app.jobs.handling import Context, Handler, Outcome, attempt, log, may_pass, tell_abandoned, write_down

__all__ = ["Context", "Handler", "Worker"]

LONGEST_PAUSE = 30.0  # seconds between looks while the database is away
LONGEST_WATCH = 5.0  # seconds between heartbeats; a twelfth of a short lease
GLANCE_EVERY = 0.5  # seconds after which a handler at work learns that its job was called off
GREET_EVERY = 10.0
TIDY_EVERY = 300.0
PRUNE_EVERY = 3600.0
STUCK = "job.stuck"  # message code; parameter ``seconds``
KEEP_ENDED = timedelta(days=7)  # how long a done or cancelled job can still be looked at


class Worker:
    """Does jobs of the kinds in ``handlers`` with ``readers`` threads until it is told to stop.

    ``name`` tells this process from all others (``jobs.worker_name()``, by which a dead one is known at once);
    ``poll`` is how often, in seconds, an idle worker looks for work; ``grace`` is how long a stop waits for handlers
    before their jobs are given back. Nothing that a handler or the database does ends it.
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
    ) -> None:
        self._queue = queue
        self._handlers = handlers
        self._readers = readers
        self._name = name
        self._poll = poll
        self._grace = grace
        self._draining = False
        self._wishes: SimpleQueue[str] = SimpleQueue()  # its put is safe in a signal handler, Event.set is not
        self._stop = threading.Event()
        self._news = threading.Event()  # a job ended here, or all shall: what waited for that may be due at once
        self._looking = threading.Lock()
        self._held: dict[tuple[int, int], Context] = {}  # by token: a lost attempt may run beside its successor
        self._holding = threading.Lock()
        self._watch = _Watch(queue, handlers, name, self._contexts)

    def stop(self) -> None:
        """Ask the worker to stop; safe in a signal handler and from any thread."""
        self._wishes.put("stop")

    def run(self) -> None:
        """Work until :meth:`stop`, then give back what is not finished; once for each worker."""
        readers = [threading.Thread(target=self._read, name=f"reader-{n}", daemon=True) for n in range(self._readers)]
        log.info("worker %s starts with %d readers", self._name, self._readers)
        self._watch.start()
        for reader in readers:
            reader.start()
        try:
            self._wishes.get()
        finally:  # also when a Ctrl-C that nobody handles ends the wait
            self._wind_down(readers)

    def drain(self) -> None:
        """Work until no job of these kinds is due and none runs anywhere, or until :meth:`stop`; once."""
        self._draining = True
        self.run()

    def _wind_down(self, readers: list[threading.Thread]) -> None:
        self._stop.set()
        self._news.set()
        deadline = time.monotonic() + self._grace
        for reader in readers:
            reader.join(max(0.0, deadline - time.monotonic()))
        self._watch.stop()
        self._leave()

    def _contexts(self) -> list[Context]:
        with self._holding:
            return list(self._held.values())

    def _read(self) -> None:
        while not self._stop.is_set():
            context = self._next()
            if context is not None:
                self._do(context)

    def _next(self) -> Context | None:
        troubles = 0
        with self._looking:  # one idle thread looks for all, so readers cost nothing while there is nothing to do
            while True:
                self._news.clear()  # before the look, so that what ends during it is not overlooked
                if self._stop.is_set():
                    return None
                try:
                    claim = self._queue.claim(self._name, self._handlers)
                    if claim is not None:
                        return self._taken(claim)
                    if self._draining and self._queue.idle(self._handlers):
                        self._wishes.put("drained")
                    troubles = 0
                except Exception as error:  # whatever it was, a worker that ends helps nobody
                    troubles += 1
                    _log_trouble("looking for work", error)
                self._news.wait(_pause(self._poll, troubles))

    def _taken(self, claim: Claim) -> Context:
        context = Context(self._queue, claim, self._stop)
        with self._holding:
            self._held[claim.token] = context
        return context

    def _do(self, context: Context) -> None:
        claim, begun = context.claim, time.monotonic()
        log.info("job %d %s %s begins, attempt %d", claim.id, claim.kind, claim.key, claim.attempt)
        told = self._settle(claim, attempt(self._handlers[claim.kind], context))
        with self._holding:
            del self._held[claim.token]
        self._news.set()
        log.info("job %d %s %s %s after %.1f s", claim.id, claim.kind, claim.key, told, time.monotonic() - begun)

    def _settle(self, claim: Claim, outcome: Outcome) -> str:
        """Write down how the attempt ended, however long the database is away; gives what became of it."""
        troubles = 0
        while True:
            try:
                write_down(self._queue, self._handlers, claim, outcome)
                return outcome.word
            except LeaseLost:
                return "lost"
            except Exception as error:  # the job is then left to its lease, and no other is harmed
                _log_trouble(f"writing that job {claim.id} is {outcome.word}", error)
                troubles += 1
                if not may_pass(error) or self._stop.wait(_pause(self._poll, troubles)):
                    return "left to its lease"

    def _leave(self) -> None:
        try:
            for context in self._contexts():
                log.warning("job %d %s did not stop in time", context.claim.id, context.claim.kind)
                self._queue.release(context.claim)
            self._queue.leave([self._name])
        except Exception as error:  # leases run out by themselves; the process ends all the same
            _log_trouble("leaving", error)
        log.info("worker %s stops", self._name)


class _Watch:
    """The thread that says that a worker lives, keeps the leases of what it holds, and sweeps up after the dead."""

    def __init__(
        self, queue: Queue, handlers: Mapping[str, Handler], name: str, contexts: Callable[[], list[Context]]
    ) -> None:
        self._queue = queue
        self._handlers = handlers
        self._name = name
        self._contexts = contexts
        self._every = min(LONGEST_WATCH, queue.lease.total_seconds() / 12)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._started = queue.clock()
        self._due: dict[str, float] = {}

    def start(self) -> None:
        """Begin, with a first look at once: a worker started anew takes up what its predecessor left."""
        self._thread.start()

    def stop(self) -> None:
        """End; a look that is under way gets a moment."""
        self._over.set()
        self._thread.join(LONGEST_WATCH)

    def _run(self) -> None:
        quiet = 0  # looks without sweeping after an outage, in which the others can say that they live
        while True:
            try:
                self._keep_leases()
                self._give_up_stuck()
                self._now_and_then("greet", GREET_EVERY, lambda: self._queue.greet(self._name, self._started))
                self._now_and_then("prune", PRUNE_EVERY, lambda: self._queue.prune(KEEP_ENDED))
                if quiet == 0:
                    self._sweep()
                    self._now_and_then("tidy", TIDY_EVERY, self._tidy)
                quiet = max(0, quiet - 1)
            except Exception as error:  # whatever it was, the leases must be kept the next time
                quiet = 2
                _log_trouble("watching", error)
            if self._rest():
                return

    def _rest(self) -> bool:
        """Wait until the next look, with a glance at what is held now and then; whether it is over."""
        until = time.monotonic() + self._every
        while (left := until - time.monotonic()) > 0:
            if self._over.wait(min(GLANCE_EVERY, left)):
                return True
            with suppress(Exception):  # the look that follows tells what is wrong
                self._take_leave(self._queue.lost([context.claim for context in self._contexts()]))
        return self._over.is_set()

    def _now_and_then(self, what: str, every: float, do: Callable[[], object]) -> None:
        if time.monotonic() >= self._due.get(what, 0.0):
            do()
            self._due[what] = time.monotonic() + every

    def _keep_leases(self) -> None:
        self._take_leave(self._queue.heartbeat([context.claim for context in self._contexts()]))

    def _take_leave(self, lost: frozenset[tuple[int, int]]) -> None:
        for context in self._contexts():
            if context.claim.token in lost:  # finished a moment ago, or taken away: no longer to be worked on
                context.lost.set()

    def _sweep(self) -> None:
        dead = known_dead(self._queue.holders() - {self._name})
        if not dead and not self._queue.expired(self._handlers):
            return
        for job in self._queue.dead_jobs(dead, self._handlers):
            with self._queue.db.writing() as session:
                self._handlers[job.kind].lock(session, job.args)
                ended = self._queue.expire_workers(session, dead, self._handlers, only=job.id)
                ended += self._queue.expire(session, self._handlers, only=job.id)
                for abandoned in ended:
                    tell_abandoned(session, self._handlers, abandoned)
        self._queue.leave(dead)

    def _give_up_stuck(self) -> None:
        """Set aside what made no progress for too long, and cut its handler off, whether that still listens or not."""
        for context in self._contexts():
            handler = self._handlers[context.claim.kind]
            if context.lost.is_set() or context.stuck_for() < handler.patience:
                continue
            problem = Problem(STUCK, seconds=round(handler.patience))
            with suppress(LeaseLost):  # it ended a moment ago
                write_down(self._queue, self._handlers, context.claim, Outcome("failed", problem))
            context.lost.set()

    def _tidy(self) -> None:
        for handler in self._handlers.values():
            if handler.tidy is not None:
                handler.tidy()


def _pause(poll: float, troubles: int) -> float:
    """Seconds until the next look: ``poll``, doubled with each trouble in a row, at most half a minute."""
    return poll if troubles == 0 else min(LONGEST_PAUSE, max(poll, 0.1) * 2.0 ** min(troubles, 10))


def _log_trouble(what: str, error: Exception) -> None:
    if may_pass(error):
        log.warning("%s: %s%s", what, error, _beneath(error))
    else:
        log.error("%s", what, exc_info=error)


def _beneath(error: Exception) -> str:
    """What the driver said, which tells a full disk from a lock; without the statement, whose values are people's."""
    cause = error.__cause__
    return "" if cause is None else f" ({getattr(cause, 'orig', cause)})"
