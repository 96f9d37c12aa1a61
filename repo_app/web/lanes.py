"""Two lanes for the server's threads, so that questions to the index keep no page, file or health check waiting.

A page of results costs tens of milliseconds of Python, and Python runs one thread at a time. Twenty people who search
at once would fill every thread and the queue before them; and the more of them run, the longer everybody else waits
for a turn of the interpreter (``docs/decisions/172``).
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Protocol

SEARCHING = 2  # searches at once: one works while the other waits for the database
SEARCH = "/search"  # ends the address of every page and answer that asks the index

log = logging.getLogger("hoclieu.web")


class Task(Protocol):
    """What the server queues: a connection whose first request is to be answered."""

    def service(self) -> None:
        """Answer it."""
        ...

    def cancel(self) -> None:
        """Let it go."""
        ...


class Lanes:
    """First come, first served, but never more than ``SEARCHING`` searches at once; the others pass those that wait.

    Takes the place of the server's own dispatcher of tasks.
    """

    def __init__(self, threads: int) -> None:
        self._changed = threading.Condition()
        self._searches: deque[Task] = deque()
        self._others: deque[Task] = deque()
        self._searching = 0
        self._over = False
        self._threads = [threading.Thread(target=self._work, name=f"web-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def add_task(self, task: Task) -> None:
        """Queue a connection."""
        with self._changed:
            (self._searches if _searches(task) else self._others).append(task)
            self._changed.notify()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads once each has answered; what waits is let go. Whether all ended in ``timeout`` seconds."""
        with self._changed:
            self._over = True
            waiting = [*self._others, *self._searches] if cancel_pending else []
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout / len(self._threads))
        for task in waiting:
            task.cancel()
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            task, searches = taken
            try:
                task.service()
            except BaseException:  # whatever it was, the next one must be answered
                log.exception("a request could not be served: %r", task)
            finally:
                if searches:
                    self._gave_back()

    def _take(self) -> tuple[Task, bool] | None:
        """The next connection and whether it searches; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._others or self._may_search())
            if self._over:
                return None
            if not self._may_search():
                return self._others.popleft(), False
            self._searching += 1
            return self._searches.popleft(), True

    def _may_search(self) -> bool:
        return bool(self._searches) and self._searching < SEARCHING

    def _gave_back(self) -> None:
        with self._changed:
            self._searching -= 1
            self._changed.notify()


def _searches(task: Task) -> bool:
    """Whether the connection's first request, which may be one that cannot be understood, asks the index."""
    requests = getattr(task, "requests", None) or ()
    return any(str(request.path).rstrip("/").endswith(SEARCH) for request in requests[:1])
