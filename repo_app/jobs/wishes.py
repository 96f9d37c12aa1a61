"""Work wished for by those who may not write: kept in memory for a moment, then asked for by a thread of its own.

Whoever looks at a page changes nothing and waits for nobody. A wish is no promise: what cannot be written down now, or
is more than anybody could wait for, is dropped, and made again by whoever looks again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from repo_app.db import Database
from repo_app.jobs.asking import ask
from repo_app.jobs.rules import Priority
from repo_app.models import Job

PAUSE = 0.2  # seconds in which wishes are gathered
AGAIN = 20.0  # seconds before the same wish is written down once more
MOST = 64  # wishes kept at a time, and jobs of their urgency waiting: beyond, nobody would see them fulfilled

log = logging.getLogger("hoclieu.wishes")


@dataclass(frozen=True, slots=True)
class Wish:
    """A job to ask for, as ``ask`` takes it."""

    kind: str
    key: str
    args: Mapping[str, object]
    group: str
    priority: Priority
    total: int


class Wishes:
    """The wishes of one process; all methods may be called from several threads."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], Wish] = {}
        self._made: dict[tuple[str, str], tuple[float, Priority]] = {}
        self._thread: threading.Thread | None = None

    def make(self, *wishes: Wish) -> None:
        """Keep wishes to be written down in a moment; those made as urgently a moment ago count already."""
        with self._lock:
            now = time.monotonic()
            self._made = {name: made for name, made in self._made.items() if now - made[0] < AGAIN}
            for wish in wishes:
                name = (wish.kind, wish.key)
                made = name in self._made and self._made[name][1] <= wish.priority
                if not made and (name in self._kept or len(self._kept) < MOST):
                    self._kept[name], self._made[name] = wish, (now, wish.priority)
            if self._kept and self._thread is None:
                self._thread = threading.Thread(target=self._write_later, name="wishes", daemon=True)
                self._thread.start()

    def write(self) -> int:
        """Ask for what was wished until now; how many jobs were asked for."""
        with self._lock:
            wishes, self._kept = sorted(self._kept.values(), key=lambda wish: wish.priority), {}
        if not wishes:
            return 0
        with self._db.writing() as session:
            urgent = (Job.state == "waiting", Job.priority <= max(wish.priority for wish in wishes))
            room = MOST - (session.scalar(select(func.count()).select_from(Job).where(*urgent)) or 0)
            _ask(session, wishes[: max(0, room)])
        return max(0, min(room, len(wishes)))

    def _write_later(self) -> None:
        while True:
            time.sleep(PAUSE)
            try:
                self.write()
            except Exception as error:  # a wish is no promise, and the thread must not end with its mark set
                log.warning("wishes of readers were not written down: %s", error)
            with self._lock:
                if not self._kept:
                    self._thread = None
                    return


def _ask(session: Session, wishes: Sequence[Wish]) -> None:
    """Ask for all; jobs that wait already are locked by id, as all who hold several do, and asked for in one order."""
    keys = [wish.key for wish in wishes]
    waiting = select(Job.id).where(Job.key.in_(keys), Job.state == "waiting").order_by(Job.id)
    session.execute(waiting.with_for_update())
    for wish in sorted(wishes, key=lambda wish: (wish.kind, wish.key)):
        ask(session, wish.kind, wish.key, wish.args, priority=wish.priority, group=wish.group, total=wish.total)
