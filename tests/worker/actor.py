"""Worker processes for the tests: real ones, with handlers that follow a script and write what they did.

``python -m tests.worker.actor URL LEASE`` reads a line for each worker wanted, the name it goes by (``own``: the real
one), forks it and answers with its process id; forking spares each the start of an interpreter. With a third argument
it is itself one worker, so that its exit can be seen. ``hammer`` makes several processes write as fast as they can.
"""

import logging
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import Column, Integer, MetaData, String, Table, insert
from sqlalchemy.orm import Session

from repo_app.db import Database
from repo_app.errors import Problem
from repo_app.jobs import Queue, Stopped, ask, worker_name
from repo_app.worker import Context, Handler, Worker

READERS = 2
TABLES = MetaData()
EFFECTS = Table("effects", TABLES, Column("job", Integer), Column("key", String(60)))
UNITS = Table("units", TABLES, Column("job", Integer), Column("unit", Integer))
MARKS = Table("marks", TABLES, Column("key", String(60)), Column("code", String(60)))


def script(db: Database) -> dict[str, Handler]:
    """The handlers: ``work`` does units, ``poison`` and ``stubborn`` kill their process, ``long`` only waits."""

    def work(context: Context) -> None:
        for unit in range(context.claim.progress_done, 3):
            time.sleep(random.uniform(0.005, 0.025))
            with db.writing() as session:
                context.progress(session, unit + 1, 3)
                session.execute(insert(UNITS).values(job=context.claim.id, unit=unit))
                time.sleep(random.uniform(0, 0.002))  # a kill may come within the transaction, too
        with db.writing() as session:
            context.finish(session)
            session.execute(insert(EFFECTS).values(job=context.claim.id, key=context.claim.key))
            time.sleep(random.uniform(0, 0.002))
            for child in range(int(str(context.args.get("children", 0)))):
                ask(session, "work", f"{context.claim.key}/{child}")

    def poison(context: Context) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def stubborn(context: Context) -> None:
        if context.claim.progress_done < 20:
            with db.writing() as session:
                context.progress(session, context.claim.progress_done + 1, 20)
            os.kill(os.getpid(), signal.SIGKILL)

    def long(context: Context) -> None:
        while not context.stopping():
            time.sleep(0.02)
        raise Stopped

    def deaf(context: Context) -> None:
        time.sleep(60)

    runs: dict[str, Callable[[Context], None]] = {
        "work": work, "poison": poison, "stubborn": stubborn, "long": long, "deaf": deaf,
    }  # fmt: skip
    return {kind: Handler(run, mark) for kind, run in runs.items()}


def mark(session: Session, args: Mapping[str, object], problem: Problem) -> None:
    """Note in the same transaction that a job was set aside."""
    session.execute(insert(MARKS).values(key=str(args.get("name")), code=problem.code))


def be_worker(url: str, lease: float, name: str) -> None:
    """Work until SIGTERM."""
    db = Database(url)
    queue = Queue(db, lease=timedelta(seconds=lease))
    own = worker_name() if name == "own" else name
    worker = Worker(queue, script(db), readers=READERS, name=own, poll=0.05, grace=1.0)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()
    db.close()


def hammer(url: str, processes: int, rounds: int) -> int:
    """Ask, claim, hold and finish from several processes at once; how many of them met an error."""
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            os._exit(_hammer(url, f"hammer-{number}", rounds))
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def _hammer(url: str, name: str, rounds: int) -> int:
    try:
        db = Database(url)
        queue = Queue(db)
        for step in range(rounds):
            with db.writing() as session:
                ask(session, "work", f"{name}/{step}")
            claim = queue.claim(name)
            if claim is not None:
                queue.heartbeat([claim])
                with db.writing() as session:
                    session.execute(insert(EFFECTS).values(job=claim.id, key=claim.key))
                    queue.finish(session, claim)
    except Exception:
        logging.exception("%s", name)
        return 1
    return 0


def nursery(url: str, lease: float) -> None:
    """Fork a worker for each line read; the dead are collected by the kernel."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            be_worker(url, lease, line.strip())
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(threadName)s %(message)s")
    if sys.argv[1] == "hammer":
        sys.exit(hammer(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    if len(sys.argv) > 3:
        be_worker(sys.argv[1], float(sys.argv[2]), sys.argv[3])
    else:
        nursery(sys.argv[1], float(sys.argv[2]))
