"""On PostgreSQL: two who change records, terms or names at once; nobody waits in a circle, and nothing breaks."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from repo_app.errors import Conflict, EditConflict, NotFound, Problem
from repo_app.models import Record, VocabularyVersion
from repo_app.services import records
from repo_app.services.authorities import agents, changes, linking, terms
from repo_app.services.authorities.finding import agents_of
from repo_app.services.authorities.terms import TermText
from repo_app.services.rows import follow_index
from repo_app.values.authorities import AgentText, AgentView
from tests.house import House, opened, title
from tests.reliability.processes import until
from tests.reliability.test_lock_order import at_once, later, waiting_for_locks
from tests.servers import fresh_database

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("crossing") / "var", DATABASE_URL=fresh_database(postgres_url)) as made:
        yield made


def agent(house: House, name: str) -> AgentView:
    return agents.create(house.library, house.reviewer, AgentText(name))


def published(house: House, name: str) -> str:
    made = records.create(
        house.library, house.reviewer,
        {"title": title(name), "license": [{"id": "cc-by-4.0"}], "creator": [{"value": name}]},
    )  # fmt: skip
    records.publish(house.library, house.reviewer, made.id)
    return made.id


def beside(
    house: House, first: Callable[[Session], object], then: Callable[[Session], object], act: Callable[[], object]
) -> None:
    """Do ``act`` while another transaction has done ``first``, and does ``then`` once somebody waits for it."""
    holds = threading.Event()

    def other() -> None:
        with house.library.db.writing() as session:
            first(session)
            holds.set()
            until(lambda: waiting_for_locks(house) > 0, 20)
            then(session)

    def late() -> None:
        assert holds.wait(20)
        act()

    assert at_once(other, late) == []


def test_whoever_changes_several_records_has_them_all_before_the_jobs(scaled: House) -> None:
    """The other one edits the second record, and asks for the same job that follows the first."""
    named = agent(scaled, "Y Blưng")
    first, second = (published(scaled, "Y Blưng") for _ in range(2))
    scaled.work()
    link = partial(linking.link, scaled.library, scaled.reviewer, named.id, [first, second])
    beside(scaled, lambda session: lock(session, second), follow_index, link)
    for record in (first, second):
        assert records.view(scaled.library, scaled.reviewer, record).metadata.first("creator") == named.id


def test_several_records_are_locked_in_the_order_of_their_rows(scaled: House) -> None:
    """By their addresses, or as the database meets them, two would come from two sides."""
    earlier, late = published(scaled, "A Thút"), published(scaled, "A Thút")
    while late > earlier:
        late = published(scaled, "A Thút")
    named = agent(scaled, "A Thút")
    link = partial(linking.link, scaled.library, scaled.reviewer, named.id, [late, earlier])
    beside(scaled, lambda session: lock(session, earlier), lambda session: lock(session, late), link)


def test_records_that_follow_a_name_are_locked_in_that_order_too(scaled: House) -> None:
    earlier, late = published(scaled, "A Thút"), published(scaled, "A Thút")
    with scaled.library.db.writing() as session:  # its row is a newer one now, and lies behind the other
        session.execute(update(Record).where(Record.public_id == earlier).values(losing=True))
        numbers = session.scalars(select(Record.id).where(Record.public_id.in_((earlier, late)))).all()

    def follow() -> None:
        with scaled.library.db.writing() as session:
            changes._mark(session, numbers, copies=True)

    beside(scaled, lambda session: lock(session, earlier), lambda session: lock(session, late), follow)


def lock(session: Session, record: str) -> None:
    session.scalars(select(Record.id).where(Record.public_id == record).with_for_update()).one()


def test_a_merge_into_what_is_being_merged_ends_where_that_ends(scaled: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A is merged into B while B is merged into C and C into D: none may stand for one that stands for another."""
    chain = [agent(scaled, name).id for name in ("Bế Sĩ Uông", "Nông Quốc Chấn", "Vi Hồng", "Y Phương")]
    note = agents.note

    def slowly(*told: object, **more: object) -> None:
        time.sleep(0.3)
        note(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(agents, "note", slowly)
    a, b, c = (
        partial(agents.merge, scaled.library, scaled.reviewer, old, new) for old, new in itertools.pairwise(chain)
    )
    assert at_once(b, later(0.1, a), later(0.2, c)) == []
    with scaled.library.db.reading() as session:
        assert {term.id for term in agents_of(session, chain).values()} == {chain[-1]}


def test_crossing_merges_leave_one_that_stands_for_itself(scaled: House) -> None:
    for number in range(4):
        one, two, three = (agent(scaled, f"Lò Văn {name} {number}") for name in ("Sang", "Hặc", "Cay"))
        circle = ((one, two), (two, three), (three, one))
        merges = (partial(agents.merge, scaled.library, scaled.reviewer, old.id, new.id) for old, new in circle)
        met = at_once(*merges)
        assert [type(error) for error in met] == [Conflict]
        with scaled.library.db.reading() as session:
            stands = {term.id for term in agents_of(session, [held.id for held in (one, two, three)]).values()}
        assert len(stands) == 1


def test_merges_and_changes_of_the_same_agents_wait_for_each_other(scaled: House) -> None:
    for number in range(4):
        one, two = (agent(scaled, f"Hà Thị {name} {number}") for name in ("Cầu", "Nga"))
        text = AgentText(one.name, note="nhà giáo")
        merge = partial(agents.merge, scaled.library, scaled.reviewer, one.id, two.id)
        change = partial(agents.change, scaled.library, scaled.reviewer, one.id, text)
        back = partial(agents.merge, scaled.library, scaled.reviewer, two.id, one.id)
        assert {type(error) for error in at_once(merge, change, back)} <= {Conflict, NotFound}


def test_crossing_merges_of_terms_leave_one(scaled: House) -> None:
    library, reviewer = scaled.library, scaled.reviewer
    one, two = (terms.add(library, reviewer, "topics", TermText(name)).id for name in ("Dệt zèng", "Đan gùi"))
    ways = ((one, two), (two, one))
    met = at_once(*(partial(terms.merge, library, reviewer, "topics", old, new) for old, new in ways))
    assert len(met) == 1
    assert isinstance(met[0], Problem)
    with library.db.reading() as session:
        assert session.scalars(select(VocabularyVersion.id)).all() == [1]


def test_two_who_edit_and_publish_one_record_lose_nothing(scaled: House) -> None:
    library, reviewer = scaled.library, scaled.reviewer
    record = published(scaled, "Cây lúa")
    held = records.view(library, reviewer, record).revision
    edits = [
        partial(records.edit, library, reviewer, record, {"title": title(f"Cây lúa {number}")}, held)
        for number in range(4)
    ]
    met = at_once(*edits, partial(records.withdraw, library, reviewer, record, "x", revision=held))
    assert [type(error) for error in met] == [EditConflict] * 4
    assert records.view(library, reviewer, record).revision == held + 1
    told = [entry.verb for entry in records.history(library, reviewer, record)]
    assert len(told) == 3, "made, published, and the one change that was first"
