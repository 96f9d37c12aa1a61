"""On PostgreSQL, where rows are locked one by one: nobody waits in a circle, and nothing is counted twice."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import ingest
from repo_app.errors import Problem
from repo_app.handlers import handlers
from repo_app.jobs import Claim, LeaseLost, Priority, Stopped, ask
from repo_app.jobs.handling import Context, Handler, Outcome, write_down
from repo_app.models import File, Job
from repo_app.services import deposit, joining, keeping, reading, records, steering
from repo_app.services.page_rows import page_row
from repo_app.services.work import number
from tests.documents import prose, text_pdf
from tests.house import House, opened
from tests.reliability.processes import until

BOOK = text_pdf([prose(page) for page in range(1, 17)])
pytestmark = pytest.mark.services


@pytest.fixture
def scaled(tmp_path: Path, postgres_database: str) -> Iterator[House]:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as made:
        yield made


class Paused(Context):
    """The context of a worker that stalls inside a transaction, once it holds its job in it."""

    def __init__(self, house: House, claim: Claim, pause: Callable[[], None]) -> None:
        super().__init__(house.library.queue, claim, threading.Event())
        self._pause = pause

    def progress(self, session: Session, done: int, total: int | None) -> None:
        super().progress(session, done, total)
        self._pause()

    def finish(self, session: Session) -> None:
        super().finish(session)
        self._pause()


def begun(house: House) -> str:
    """A record whose file is planned."""
    record = house.deposit(BOOK)
    claim = house.library.queue.claim("by hand", ["plan"])
    assert claim is not None
    reading.plan(house.library, Context(house.library.queue, claim, threading.Event()))
    return record


def claimed(house: House) -> Claim:
    claim = house.library.queue.claim("by hand", ["read"])
    assert claim is not None
    return claim


def at_once(*parts: Callable[[], object]) -> list[BaseException]:
    """Do them side by side; what they met."""
    met: list[BaseException] = []

    def run(part: Callable[[], object]) -> None:
        try:
            part()
        except BaseException as error:
            met.append(error)

    threads = [threading.Thread(target=run, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return met


def test_joining_photos_waits_for_their_jobs_in_the_order_of_every_heartbeat(scaled: House) -> None:
    """Whoever holds one of these jobs and goes on to a later one must not meet a join that came from the other side."""
    record = scaled.deposit(shade(10), "b.png")
    deposit.add_file(scaled.library, scaled.depositor, record, io.BytesIO(shade(90)), "a.png")
    join = partial(joining.join_files, scaled.library, scaled.depositor, record, ["a.png", "b.png"], name="Trang")
    beside_a_heartbeat(scaled, join)
    assert [file.name for file in records.view(scaled.library, scaled.depositor, record).files] == ["Trang.pdf"]


def test_deleting_a_draft_waits_for_the_jobs_of_its_files_in_that_order_too(scaled: House) -> None:
    record = scaled.deposit(shade(10), "a.png")
    deposit.add_file(scaled.library, scaled.depositor, record, io.BytesIO(shade(90)), "b.png")
    steering.read_again(scaled.library, scaled.depositor, record, "a.png", ())  # the first file has the later job now
    beside_a_heartbeat(scaled, partial(records.delete, scaled.library, scaled.depositor, record))
    assert file_of(scaled) is None


def beside_a_heartbeat(house: House, act: Callable[[], object]) -> None:
    """Do it while another holds the earlier of two jobs, and goes on to the later one once somebody waits for it."""
    with house.library.db.reading() as session:
        waiting = select(Job.id).where(Job.kind == "plan", Job.state == "waiting")
        earlier, later = session.scalars(waiting.order_by(Job.id))
    holds = threading.Event()

    def heartbeat() -> None:
        with house.library.db.writing() as session:
            session.execute(select(Job.id).where(Job.id == earlier).with_for_update())
            holds.set()
            until(lambda: waiting_for_locks(house) > 0, 20)
            session.execute(select(Job.id).where(Job.id == later).with_for_update())

    def beside() -> None:
        assert holds.wait(20)
        act()

    assert at_once(heartbeat, beside) == []


def shade(gray: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 85), gray).save(out, "PNG")
    return out.getvalue()


def waiting_for_locks(house: House) -> int:
    asked = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    with house.library.db.reading() as session:
        return int(session.scalar(text(asked)) or 0)


def together(parties: int) -> Callable[[], None]:
    """A pause until all have come here, or for half a second where one of them cannot come."""
    barrier = threading.Barrier(parties)

    def pause() -> None:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(0.5)

    return pause


def later(seconds: float, part: Callable[[], object]) -> Callable[[], object]:
    def wait() -> object:
        time.sleep(seconds)
        return part()

    return wait


def blank(number: int) -> ingest.Page:
    return ingest.Page(number, "", "none", 0.0, 10, 10)


def file_of(house: House) -> File | None:
    with house.library.db.reading() as session:
        return session.scalar(select(File))


def test_two_ranges_that_give_up_at_once(scaled: House) -> None:
    begun(scaled)
    pause = together(2)
    contexts = [Paused(scaled, claimed(scaled), pause) for _ in range(2)]

    def give_up(context: Paused) -> None:
        reading._give_up(scaled.library, context, 1, ingest.IngestError("file.damaged"))

    met = at_once(*(partial(give_up, context) for context in contexts))
    assert [type(error) for error in met] in ([], [LeaseLost]), "the second finds its job called off"
    file = file_of(scaled)
    assert file is not None
    assert file.state == "failed"


@pytest.mark.parametrize("how", ["remove", "delete"])
def test_a_file_that_is_removed_while_its_last_page_is_kept(scaled: House, how: str) -> None:
    record = begun(scaled)
    first, second = claimed(scaled), claimed(scaled)
    for claim in (first, second):
        quiet = Context(scaled.library.queue, claim, threading.Event())
        for page in range(number(quiet, "first"), min(number(quiet, "last"), 15) + 1):
            keeping.keep(scaled.library, quiet, [page_row(1, "a recipe", blank(page))])
    late = Paused(scaled, second, lambda: time.sleep(0.5))

    def keep_the_last() -> None:
        keeping.keep(scaled.library, late, [page_row(1, "a recipe", blank(16))])
        reading._finish_if_whole(scaled.library, late, 1)

    def remove() -> None:
        if how == "remove":
            deposit.remove_file(scaled.library, scaled.depositor, record, "bai.pdf")
        else:
            records.delete(scaled.library, scaled.depositor, record)

    met = at_once(keep_the_last, later(0.25, remove))
    assert all(isinstance(error, LeaseLost | Stopped) for error in met), met
    assert file_of(scaled) is None


def test_a_job_that_is_set_aside_while_its_file_is_removed(scaled: House) -> None:
    record = begun(scaled)
    claim = claimed(scaled)

    def slowly(session: Session, args: Mapping[str, object], problem: Problem) -> None:
        time.sleep(0.6)
        reading.abandoned(session, args, problem)

    mine = {"read": Handler(lambda context: None, slowly, handlers(scaled.library)["read"].lock)}
    queue = scaled.library.queue
    met = at_once(
        lambda: write_down(queue, mine, claim, Outcome("failed", Problem("file.damaged"))),
        later(0.2, lambda: deposit.remove_file(scaled.library, scaled.depositor, record, "bai.pdf")),
    )
    assert met == []
    assert file_of(scaled) is None


def test_a_page_that_two_keep_at_once_counts_once(scaled: House) -> None:
    begun(scaled)
    claim = claimed(scaled)
    with scaled.library.db.writing() as session:
        held = session.get_one(Job, claim.id)
        ask(session, held.kind, held.key, held.args, group=held.group, priority=Priority(held.priority))
    pause = together(2)
    contexts = [Paused(scaled, each, pause) for each in (claim, claimed(scaled))]
    rows = [[page_row(1, "a recipe", blank(1))] for _ in contexts]
    keeps = [partial(keeping.keep, scaled.library, *each) for each in zip(contexts, rows, strict=True)]
    assert at_once(*keeps) == []
    file = file_of(scaled)
    assert file is not None
    assert file.pages_done == 1


def test_heartbeats_and_a_file_that_is_called_off(scaled: House) -> None:
    """Both lock several jobs; many rounds side by side would meet in a circle if each took its own order."""
    for _ in range(3):
        record = begun(scaled)
        beat = partial(beaten, scaled, [claimed(scaled), claimed(scaled)])
        delete = partial(records.delete, scaled.library, scaled.depositor, record)
        assert at_once(beat, beat, later(0.02, delete)) == []


def beaten(house: House, claims: list[Claim]) -> None:
    for _ in range(20):
        house.library.queue.heartbeat(claims)
