"""A disk that is full while the index is written: it answers as it was, and follows once there is room."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from whoosh.filedb.filestore import FileStorage

from repo_app.models import Job
from repo_app.services import indexing
from tests.house import House
from tests.reliability.test_index_disposable import agrees_after_work, ask, asked_all_the_time, published


def rested(house: House) -> None:
    """Let the jobs that back off be due."""
    with house.library.db.writing() as session:
        for job in session.scalars(select(Job).where(Job.state == "waiting")):
            session.execute(update(Job).where(Job.id == job.id).values(run_after=job.run_after - timedelta(hours=1)))


@pytest.mark.parametrize("anew", [False, True])
def test_no_room_for_the_index_costs_no_answer(house: House, monkeypatch: pytest.MonkeyPatch, anew: bool) -> None:
    published(house, 1, 2)
    refused = []

    def no_room(_storage: object, name: str, **_more: Any) -> None:
        refused.append(name)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full, asked_all_the_time(house):
        full.setattr(FileStorage, "create_file", no_room)
        published(house, 3)
        if anew:
            indexing.ask_reindex(house.library)
            house.work()
        assert refused, "the index was written in another way"
        answer = ask(house, "coi xay gio")
        assert (answer.total, answer.degraded) == (2, False)
        assert indexing.diff(house.library).missing == 1
    rested(house)
    assert agrees_after_work(house)
    answer = ask(house, "coi xay gio")
    assert (answer.total, answer.degraded) == (3, False)
