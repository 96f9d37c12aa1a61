"""What is published, changed and withdrawn while the index is built anew is in it after the swap, or out of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.models import Job, Record
from repo_app.services import indexing, records
from repo_app.services.finding import SearchRequest, search
from repo_app.services.rows import apply_metadata, changed, metadata_of
from repo_app.values import VISITOR
from repo_app.values.metadata import stored
from tests.house import LICENSE, House, title
from tests.reliability.processes import environment, nursery, until
from tests.reliability.searched import WRITES, all_changed, being_written, contents, index_folder, shelf

TURNS = 3


def found(house: House, words: str) -> int:
    return search(house.library, VISITOR, SearchRequest(f'title:"{words}"'), "vi").total


def renamed(house: House, public_id: str, name: str) -> None:
    with house.library.db.writing() as session:
        record = session.scalars(select(Record).where(Record.public_id == public_id)).one()
        apply_metadata(session, record, metadata_of(record).merged(stored({"title": title(name)}), ("title",)))
        changed(session, record)


@pytest.mark.slow
def test_nothing_that_happens_during_a_rebuild_is_lost_or_comes_back(house: House, tmp_path: Path) -> None:
    made = shelf(house)
    chance = random.Random(5)
    with nursery("tests.reliability.worker_main", environment(house), tmp_path / "log") as members:
        members.add()
        for turn in range(TURNS):
            gone, kept = made.pop(), made[turn]
            all_changed(house, 10 + turn)  # so that no entry of the index there is can pass for the new one
            new = records.create(house.library, house.reviewer, {**LICENSE, "title": title(f"Mới {turn} thêm")}).id
            before = contents(index_folder(house))
            indexing.ask_reindex(house.library)
            being_written(house, before, chance)
            records.publish(house.library, house.reviewer, new)
            records.withdraw(house.library, house.reviewer, gone, "xem lại")
            renamed(house, kept, f"Đổi tên {turn} rồi")
            until(lambda: indexing.diff(house.library).agrees, 60, poll=0.1)
            assert found(house, f"mới {turn} thêm") == 1
            assert found(house, f"đổi tên {turn} rồi") == 1
            until(lambda: _rests(house), 60, poll=0.1)  # what was asked for a second time has ended too
            assert indexing.diff(house.library) == indexing.Difference(0, 0, 0)
            with house.library.db.reading() as session:
                number = session.scalars(select(Record.id).where(Record.public_id == gone)).one()
            assert found(house, f"vòng {10 + turn} bài {number}") == 0
    assert search(house.library, VISITOR, SearchRequest(""), "vi").total == len(made) + TURNS


def _rests(house: House) -> bool:
    with house.library.db.reading() as session:
        due = session.scalar(select(Record.id).where(Record.index_due).limit(1))
    return due is None and not _at_the_index(house)


def _at_the_index(house: House) -> bool:
    with house.library.db.reading() as session:
        waiting = Job.state.in_(("waiting", "running"))
        return session.scalar(select(Job.id).where(WRITES, waiting).limit(1)) is not None
