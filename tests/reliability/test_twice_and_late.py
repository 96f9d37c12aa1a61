"""Every kind of job run twice, and by a worker that lost it and comes late: the library afterwards is the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import update

from repo_app.db import now
from repo_app.handlers import handlers
from repo_app.jobs import Claim, LeaseLost, ask, counts
from repo_app.jobs.handling import Context, attempt, write_down
from repo_app.models import Job
from repo_app.services import indexing, records, steering
from search import Entry, Query, Results, SearchIndex
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.reliability.states import state

pytestmark = pytest.mark.usefixtures("remembered")

KINDS = ("plan", "read", "preview", "index", "reindex")
BOOK = text_pdf([prose(page) for page in range(1, 11)], heading="Hướng dẫn ủ phân xanh", author="Tổ khuyến nông xã")


class Late(Context):
    """The context of a worker that stalls once, in the middle of its work, while the world goes on."""

    def __init__(self, house: House, claim: Claim, meanwhile: Callable[[], None]) -> None:
        super().__init__(house.library.queue, claim, Event())
        self.meanwhile: Callable[[], None] | None = meanwhile

    def stopping(self) -> bool:
        """Asked between the steps of a job and outside its transactions: here the stall comes."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return False


class Slow:
    """An index whose writer stalls, once, between being called and writing."""

    def __init__(self, index: SearchIndex, meanwhile: Callable[[], None]) -> None:
        self._index = index
        self._meanwhile: Callable[[], None] | None = meanwhile

    def put(self, entries: Iterable[Entry]) -> None:
        self._stall()
        self._index.put(entries)

    def drop(self, records: Iterable[str]) -> None:
        self._index.drop(records)

    def search(self, query: Query) -> Results:
        return self._index.search(query)

    def stamps(self) -> Iterator[tuple[str, str]]:
        return self._index.stamps()

    def rebuild(self, entries: Iterable[Entry]) -> None:
        held = list(entries)
        self._stall()
        self._index.rebuild(held)

    def _stall(self) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()


def begun(house: House) -> str:
    """A published record whose file was not read yet, and everything that follows from it asked for."""
    record = house.deposit(BOOK)
    house.described(record, title=title("Sách"))
    records.publish(house.library, house.reviewer, record)
    indexing.ask_reindex(house.library)
    return record


def claimed(house: House, kind: str) -> Claim:
    """Do what comes before the first job of that kind, and hold that one."""
    while True:
        claim = house.library.queue.claim("stalled")
        assert claim is not None, f"no job of kind {kind} came up"
        if claim.kind == kind:
            return claim
        finish(house, claim)


def finish(house: House, claim: Claim) -> str:
    """Do the job of the claim and give how it ended."""
    return carried_out(house, Context(house.library.queue, claim, Event()))


def carried_out(house: House, context: Context) -> str:
    """How the attempt ends, also for a worker that learns only at the end that it lost its job."""
    mine = handlers(house.library)
    outcome = attempt(mine[context.claim.kind], context)
    try:
        write_down(house.library.queue, mine, context.claim, outcome)
    except LeaseLost:
        return "lost"
    return outcome.word


def taken_away(house: House, claim: Claim) -> None:
    """The lease of the claim runs out, and whoever sweeps notices."""
    with house.library.db.writing() as session:
        session.execute(update(Job).where(Job.id == claim.id).values(lease_until=now() - timedelta(seconds=1)))
    with house.library.db.writing() as session:
        assert house.library.queue.expire(session) == []


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> object:
    with opened(tmp_path_factory.mktemp("quiet"), OCR_LANGUAGES="vie") as quiet:
        begun(quiet)
        quiet.work()
        return state(quiet)


def settled(house: House) -> None:
    """Work until nothing waits any more, not even what was put off because another held the index."""
    deadline = time.monotonic() + 30
    while open_jobs(house):
        assert time.monotonic() < deadline
        house.work()
        time.sleep(0.05)


def open_jobs(house: House) -> int:
    with house.library.db.reading() as session:
        found = counts(session)
    return found.get("waiting", 0) + found.get("running", 0)


def asked_again(house: House, claim: Claim) -> None:
    """The same job once more, as somebody may ask for it at any time."""
    with house.library.db.writing() as session:
        held = session.get_one(Job, claim.id)
        ask(session, held.kind, held.key, held.args, group=held.group, exclusive=held.exclusive)


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_done_twice_and_again_at_the_end_changes_nothing(house: House, kind: str, undisturbed: object) -> None:
    begun(house)
    claim = claimed(house, kind)
    assert finish(house, claim) == "done"
    asked_again(house, claim)
    settled(house)
    assert state(house) == undisturbed
    asked_again(house, claim)
    settled(house)
    assert state(house) == undisturbed
    assert indexing.diff(house.library).agrees


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_that_comes_late_changes_nothing(house: House, kind: str, undisturbed: object) -> None:
    begun(house)
    claim = claimed(house, kind)

    def meanwhile() -> None:
        taken_away(house, claim)
        house.work()

    context = Late(house, claim, meanwhile)
    assert carried_out(house, context) == "lost"
    assert context.meanwhile is None, "the job never looked whether to stop"
    settled(house)
    assert state(house) == undisturbed
    assert indexing.diff(house.library).agrees


@pytest.mark.parametrize("kind", ["plan", "read"])
def test_a_worker_whose_reading_was_stopped_and_gone_on_with_changes_nothing(
    house: House, kind: str, undisturbed: Mapping[str, object]
) -> None:
    record = begun(house)
    claim = claimed(house, kind)

    def meanwhile() -> None:
        steering.stop(house.library, house.reviewer, record, "bai.pdf")
        steering.retry(house.library, house.reviewer, record, "bai.pdf")
        house.work()

    assert carried_out(house, Late(house, claim, meanwhile)) == "lost"
    settled(house)
    for table in ("pages", "records", "suggestions"):
        assert state(house)[table] == undisturbed[table]
    assert records.view(house.library, house.reviewer, record).files[0].state == "ready"
    assert indexing.diff(house.library).agrees


def test_a_reading_that_is_stopped_while_its_last_page_is_kept_is_one_or_the_other(house: House) -> None:
    """Whoever comes first decides: a file that is ready is not stopped, one that was stopped does not get ready."""
    record = begun(house)
    claim = claimed(house, "read")
    while (following := house.library.queue.claim("stalled", ["read"])) is not None:
        finish(house, claim)
        claim = following

    def meanwhile() -> None:
        steering.stop(house.library, house.reviewer, record, "bai.pdf")

    assert carried_out(house, Late(house, claim, meanwhile)) == "lost"
    file = records.view(house.library, house.reviewer, record).files[0]
    assert (file.state, file.stopped) == ("failed", True)
    settled(house)
    assert records.view(house.library, house.reviewer, record).files[0] == file


@pytest.mark.parametrize("kind", ["index", "reindex"])
@pytest.mark.parametrize("when", ["before it writes", "after it was sure"])
def test_an_indexer_that_comes_late_does_not_bring_back_what_was(house: House, kind: str, when: str) -> None:
    record = begun(house)
    claim = claimed(house, kind)

    def meanwhile() -> None:
        taken_away(house, claim)
        house.described(record, title=title("Sách mới"))
        house.work()

    if when == "before it writes":
        carried_out(house, Late(house, claim, meanwhile))
    else:
        slow = replace(house, library=replace(house.library, index=Slow(house.library.index, meanwhile)))
        carried_out(slow, Context(house.library.queue, claim, Event()))
    settled(house)
    assert indexing.diff(house.library).agrees
