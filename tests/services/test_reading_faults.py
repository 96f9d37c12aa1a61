"""What goes wrong around a reading: two ways of reading at once, files whose jobs are lost, hostile text, retries."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

import ingest
from repo_app.errors import Conflict
from repo_app.handlers import handlers
from repo_app.jobs import Claim, Queue
from repo_app.jobs.handling import Context, attempt, write_down
from repo_app.models import File, Job, Page
from repo_app.services import deposit, finishing, keeping, lost, reading, records
from repo_app.services.page_rows import page_row
from repo_app.values import FileView
from repo_app.worker import Handler, Worker
from tests.documents import prose, text_pdf
from tests.house import House
from tests.reliability.states import state
from tests.services.test_ranges import spans

LONG = text_pdf([prose(page) for page in range(1, 42)])


def other(house: House) -> House:
    """The same library as a worker with other settings sees it."""
    settings = replace(house.library.settings, ocr_languages="vie")
    assert settings != house.library.settings
    return replace(house, library=replace(house.library, settings=settings))


def view(house: House, record: str) -> FileView:
    return records.view(house.library, house.depositor, record).files[0]


def recipes(house: House) -> set[str]:
    with house.library.db.reading() as session:
        return set(session.scalars(select(Page.recipe)))


def asked(house: House) -> Mapping[str, int]:
    """How many jobs of each kind there ever were."""
    with house.library.db.reading() as session:
        return {
            row.kind: row.many
            for row in session.execute(select(Job.kind, func.count().label("many")).group_by(Job.kind))
        }


def claimed(house: House, kind: str) -> Claim:
    claim = house.library.queue.claim("by hand", [kind])
    assert claim is not None, f"no job of kind {kind} waits"
    return claim


def done(house: House, kind: str) -> str:
    """Do the next job of that kind; how it ended."""
    claim, mine = claimed(house, kind), handlers(house.library)
    outcome = attempt(mine[kind], Context(house.library.queue, claim, threading.Event()))
    write_down(house.library.queue, mine, claim, outcome)
    with house.library.db.reading() as session:
        return session.get_one(Job, claim.id).state


def test_two_workers_that_read_in_different_ways_finish_a_book_together(house: House) -> None:
    record = house.deposit(LONG)
    workers = [
        Worker(side.library.queue, handlers(side.library), readers=1, name=name, poll=0.02)
        for side, name in ((house, "one"), (other(house), "two"))
    ]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 40
    while view(house, record).state != "ready" and time.monotonic() < deadline:
        time.sleep(0.05)
    for worker in workers:
        worker.stop()
    for thread in threads:
        thread.join(20)
    assert view(house, record).state == "ready"
    assert asked(house)["plan"] == 1
    assert [page for first, last in spans(house) for page in range(first, last + 1)] == list(range(1, 42))


def test_each_page_names_the_recipe_that_made_it_and_counts(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 12)]))
    assert done(house, "plan") == "done"
    assert done(other(house), "read") == "done"
    assert view(house, record).progress.done == 8
    house.work()
    assert view(house, record).state == "ready"
    ways = {ingest.recipe(side.library.reading_options, side.library.tools) for side in (house, other(house))}
    assert recipes(house) == ways


def test_a_failed_file_is_read_anew_in_the_new_way_and_keeps_its_old_pages_until_then(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 12)]))
    done(house, "plan")
    done(house, "read")
    with house.library.db.writing() as session:
        finishing.fail_file(session, 1, "file.damaged", {})
    deposit.retry(house.library, house.depositor, record, "bai.pdf")
    changed = other(house)
    assert done(changed, "plan") == "done"
    assert (view(house, record).progress.done, asked_pages(house)) == (0, 8)
    changed.work()
    assert (view(house, record).state, view(house, record).progress.done) == ("ready", 11)
    assert recipes(house) == {ingest.recipe(changed.library.reading_options, changed.library.tools)}


def asked_pages(house: House) -> int:
    with house.library.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Page)) or 0


def wanted_pages(house: House) -> list[int]:
    """The pages that are to be read again."""
    with house.library.db.reading() as session:
        again = select(Page.number).where(Page.recipe.startswith("old:"))
        return list(session.scalars(again.order_by(Page.number)))


def test_only_the_unread_pages_of_a_ready_file_are_read_again(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 12)]))
    house.work()
    with pytest.raises(Conflict):
        deposit.retry(house.library, house.depositor, record, "bai.pdf")
    before = state(house)
    spoil(house, 4, 9)
    changed = other(house)
    assert deposit.retry(changed.library, house.depositor, record, "bai.pdf").state == "waiting"
    assert wanted_pages(house) == [4, 9]
    changed.work()
    assert (view(house, record).state, view(house, record).notices) == ("ready", ())
    ways = {ingest.recipe(side.library.reading_options, side.library.tools) for side in (house, changed)}
    assert recipes(house) == ways, "pages that were read well were read again"
    assert len(state(house)["pages"]) == len(before["pages"])


def spoil(house: House, *pages: int) -> None:
    """Let those pages be ones that could not be read, and the file say so."""
    with house.library.db.writing() as session:
        lost_pages = update(Page).where(Page.number.in_(pages))
        session.execute(lost_pages.values(text="", origin="none", notices=[{"code": "page.crashed", "params": {}}]))
        session.execute(
            update(File).values(notices=[{"code": "file.pages_unread", "params": {"count": 2, "pages": ""}}])
        )


def test_the_job_whose_last_page_fails_the_file_was_done(house: House) -> None:
    house.deposit(text_pdf([prose(1)]))
    done(house, "plan")
    claim = claimed(house, "read")
    context = Context(house.library.queue, claim, threading.Event())
    page = ingest.Page(1, "", "none", 0.0, 1, 1, warnings=(ingest.Notice("page.crashed"),))
    keeping.keep(house.library, context, [page_row(1, "a recipe", page)])
    house.library.queue.release(claim)
    assert done(house, "read") == "done"
    with house.library.db.reading() as session:
        file = session.get_one(File, 1)
    assert (file.state, file.message_code) == ("failed", "page.crashed")


def test_a_file_without_jobs_is_planned_once_more_and_then_given_up(house: House) -> None:
    first = house.deposit(text_pdf([prose(page) for page in range(1, 12)]), "mot.pdf")
    second = house.deposit(text_pdf([prose(2)]), "hai.pdf")
    done(house, "plan")
    forget_jobs(house)
    assert lost.take_up_lost(house.library) == 2
    assert lost.take_up_lost(house.library) == 0, "a file with a job waiting is not lost"
    assert [view(house, record).state for record in (first, second)] == ["reading", "waiting"]
    forget_jobs(house, "file:2")
    assert lost.take_up_lost(house.library) == 1
    house.work()
    assert view(house, first).state == "ready"
    told = view(house, second)
    assert told.message is not None
    assert (told.state, told.message.code) == ("failed", "file.forgotten")
    deposit.retry(house.library, house.depositor, second, "hai.pdf")
    house.work()
    assert view(house, second).state == "ready"


def forget_jobs(house: House, group: str | None = None) -> None:
    """End jobs without telling the files, as when the hook that tells them broke."""
    with house.library.db.writing() as session:
        ended = update(Job).where(Job.state == "waiting", Job.kind.in_(["plan", "read"]))
        session.execute((ended.where(Job.group == group) if group else ended).values(state="failed"))


def test_a_worker_looks_after_lost_files(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    forget_jobs(house)
    worker = Worker(house.library.queue, handlers(house.library), readers=1, name="here", poll=0.02)
    thread = threading.Thread(target=worker.run)
    thread.start()
    deadline = time.monotonic() + 20
    while view(house, record).state != "ready" and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    thread.join(20)
    assert view(house, record).state == "ready"


def test_a_reading_without_progress_is_given_up_and_the_file_fails(house: House) -> None:
    record = house.deposit(LONG)
    mine = handlers(house.library)

    def hang(context: Context) -> None:
        """A child that never answers, and a handler that does not even notice that it lost its job."""
        context.stopping()
        over.wait(30)

    over = threading.Event()
    stuck = Handler(hang, reading.abandoned, reading.lock, patience=0.3)
    queue = replace_lease(house)
    worker = Worker(queue, {**mine, "read": stuck}, readers=1, name="here", poll=0.02, grace=0.2)
    thread = threading.Thread(target=worker.run)
    thread.start()
    deadline = time.monotonic() + 20
    while view(house, record).state != "failed" and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()
    worker.stop()
    thread.join(20)
    told = view(house, record)
    assert told.message is not None
    assert (told.state, told.message.code) == ("failed", "job.stuck")
    assert open_jobs(house, 1) == 0


def replace_lease(house: House) -> Queue:
    """A queue whose watch looks several times a second."""
    return Queue(house.library.db, lease=timedelta(seconds=2))


def open_jobs(house: House, file: int) -> int:
    with house.library.db.reading() as session:
        held = select(func.count()).where(Job.group == f"file:{file}", Job.state.in_(["waiting", "running"]))
        return session.scalar(held) or 0
