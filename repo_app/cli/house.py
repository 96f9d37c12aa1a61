"""Opening the library that the settings name, and working its queue from a command."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import exc, make_url, text

from repo_app import jobs
from repo_app.cli.environment import need_data_folder, read_settings
from repo_app.cli.output import Bar, say
from repo_app.cli.words import _, tell
from repo_app.db import now
from repo_app.errors import Problem, Unavailable
from repo_app.handlers import handlers
from repo_app.migrations import form
from repo_app.services import batch, recognition
from repo_app.services.library import Library
from repo_app.services.status import WORKER_SILENCE
from repo_app.services.waiting import files_put_off
from repo_app.settings import Settings
from repo_app.values import Message
from repo_app.wiring import build_library
from repo_app.worker import Worker

POLL = 0.5  # seconds between two looks at work that another process does
DATABASE_AWAY = "problem.database_away"
UNFIT = {
    "empty": "cli.database_empty",
    "older": "cli.database_outdated",
    "newer": "cli.database_newer",
}


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Library]:
    """The library, given back at the end. UsageFault without a data folder, Problem for a database of another form."""
    settings = settings or read_settings()
    need_data_folder(settings)
    with built(settings) as library:
        with library.db.reading() as session:
            session.execute(text("SELECT 1"))  # a database that does not answer is told as such
        found = form(library.db)
        if found != "current":
            raise Problem(UNFIT[found], folder=str(settings.data_dir))
        yield library


@contextmanager
def built(settings: Settings) -> Iterator[Library]:
    """The library as it is, its database perhaps still empty. Problem, with the reason, where that cannot be used."""
    library = build_library(settings)
    try:
        yield library
    except Unavailable as problem:
        if problem.code != DATABASE_AWAY:
            raise
        raise _no_database(settings, problem.__cause__ or problem) from problem
    except exc.DBAPIError as error:  # where no session of ours was asked: a first connection, a migration
        if type(error) not in {exc.OperationalError, exc.DatabaseError}:
            raise  # a fault of ours, not of the database
        raise _no_database(settings, error) from error
    finally:
        library.db.close()


def _no_database(settings: Settings, error: BaseException) -> Problem:
    reason = str(getattr(error, "orig", error)).strip().splitlines() or [""]
    address = make_url(settings.database_url).render_as_string(hide_password=True)
    return Problem("cli.no_database", address=address, reason=reason[0])


def worker_runs(library: Library) -> bool:
    """Whether a worker process was heard of a moment ago and is not known to have ended."""
    with library.db.reading() as session:
        seen = {worker.name: worker.seen_at for worker in jobs.workers_seen(session)}
    lively = {name for name, at in seen.items() if (now() - at).total_seconds() < WORKER_SILENCE}
    return bool(lively - jobs.known_dead(lively))


def never() -> bool:
    """The ``put_off`` of work that is waited for however long it takes."""
    return False


def work_until(
    library: Library,
    done: Callable[[], bool],
    *,
    kinds: Collection[str] | None = None,
    put_off: Callable[[], bool] = never,
) -> None:
    """Return when ``done()``, or when nothing is left to do: by waiting for a worker, or as one where none runs.

    Also when ``put_off()`` says that what is left waits for something that nobody knows the return of.
    """
    while not done() and not put_off():
        if worker_runs(library):
            time.sleep(POLL)
        else:
            _work_here(library, done, kinds)
            return


def work_until_read(library: Library, records: Collection[str]) -> None:
    """As ``work_until``, until every file of these records is read, and show meanwhile how many are."""
    with Bar(_("read")) as bar:

        def read() -> bool:
            left = len(batch.unfinished(library, records))
            bar(len(records) - left, len(records))
            return left == 0

        work_until(library, read, put_off=lambda: files_put_off(library, records))
    if batch.unfinished(library, records):
        say(_("What is left cannot be read at present. It goes on by itself once what is missing is back."))
        if missing := recognition.missing(library):
            say(tell(Message("cli.models_missing", {"missing": "+".join(missing)})))


def _work_here(library: Library, done: Callable[[], bool], kinds: Collection[str] | None) -> None:
    """Do what is due in this process; ``done`` is asked meanwhile, so that it can show how far it is."""
    work = make_worker(library, library.settings.workers, kinds=kinds)
    ended = threading.Event()  # and no join: Python before 3.13 takes a thread for ended when Ctrl-C meets a join

    def drain() -> None:
        try:
            work.drain()
        finally:
            ended.set()

    threading.Thread(target=drain, name="drain", daemon=True).start()
    try:
        while not ended.wait(POLL):
            done()
    except BaseException:  # Ctrl-C above all: what is held goes back to the queue before this process ends
        work.stop()
        ended.wait()
        raise


def make_worker(library: Library, readers: int, *, kinds: Collection[str] | None = None) -> Worker:
    """A worker of this process for all kinds of jobs, or those named."""
    mine = {kind: handler for kind, handler in handlers(library).items() if kinds is None or kind in kinds}
    return Worker(library.queue, mine, readers=readers, name=jobs.worker_name())
