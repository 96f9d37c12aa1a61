"""A worker that is killed again and again in one scan: the same text as undisturbed, and little work done twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.models import File, Job, Page
from repo_app.services import records
from repo_app.services.finding import SearchRequest, search
from repo_app.values import VISITOR
from tests.house import House, title
from tests.ingest.processes import none_left
from tests.reliability.makers import slip_scan, slips
from tests.reliability.processes import Nursery, Watched, environment, nursery, until, watched_tesseract
from tests.reliability.worker_main import READERS
from tests.thorough import rounds

KILLS = rounds(20, quick=10)
PAGES = 2 * KILLS
LATE = "Chiếc cối xay gió kẽo kẹt suốt đêm trăng."
WORKER = "tests.reliability.worker_main"


def texts(house: House, record: str) -> list[tuple[int, str, str]]:
    """Number, text and origin of each page of the record's only file."""
    view = records.view(house.library, house.reviewer, record)
    with house.library.db.reading() as session:
        rows = session.execute(
            select(Page.number, Page.text, Page.origin).join(File, File.id == Page.file_id).order_by(Page.number)
        )
        assert len(view.files) == 1
        return [(row.number, row.text, row.origin) for row in rows]


def kept(house: House) -> int:
    with house.library.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Page)) or 0


def killed_in_recognition(house: House, members: Nursery, watched: Watched) -> int:
    """Kill a worker while it recognises, `KILLS` times if it lasts so long; how many were killed.

    Every fifth has not even kept a page: one such death in a row is no poison, and the pages last to the end.
    """
    member, kills = members.add(), 0
    while kills < KILLS:
        wanted, dead = kept(house) + int(kills % 5 > 0), set(watched.under_way())
        until(lambda: ended(house) or (kept(house) >= wanted and bool(set(watched.under_way()) - dead)), 60)  # noqa: B023
        if ended(house):
            break
        time.sleep(random.uniform(0, 0.2))
        kills += members.kill(member)
        member = members.add()
    return kills


def ended(house: House) -> bool:
    with house.library.db.reading() as session:
        return session.scalar(select(File.state)) in {"ready", "failed"}


@pytest.mark.ocr
@pytest.mark.slow
def test_kills_during_recognition_leave_the_same_text(house: House, tmp_path: Path) -> None:
    scan = slip_scan(slips(PAGES, LATE))
    watched = watched_tesseract(tmp_path / "watched")
    record = house.deposit(scan)
    with nursery(WORKER, environment(house, path=watched.folder, lease=3), tmp_path / "log") as members:
        kills = killed_in_recognition(house, members, watched)
        until(lambda: ended(house), 120)
        until(lambda: not waiting(house), 30)
    assert kills == KILLS
    assert len(watched.pages_begun()) <= PAGES + kills * READERS
    assert records.view(house.library, house.reviewer, record).files[0].state == "ready"
    assert set_aside(house) == []
    assert none_left(tmp_path), "a killed worker left a process behind"
    house.described(record, title=title("Sách quét"))
    records.publish(house.library, house.reviewer, record)
    house.work()
    found = search(house.library, VISITOR, SearchRequest("coi xay gio keo ket"), "vi")
    assert [(hit.card.id, hit.pages[0].number) for hit in found.results] == [(record, PAGES - 2)]
    assert texts(house, record) == undisturbed(scan, tmp_path / "quiet")


def undisturbed(scan: bytes, folder: Path) -> list[tuple[int, str, str]]:
    """What a library reads of it when nobody is killed."""
    from tests.house import opened

    with opened(folder, OCR_LANGUAGES="vie") as quiet:
        record = quiet.deposit(scan)
        quiet.work()
        return texts(quiet, record)


def waiting(house: House) -> bool:
    with house.library.db.reading() as session:
        return bool(session.scalar(select(func.count()).where(Job.state.in_(("waiting", "running")))))


def set_aside(house: House) -> list[str]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(Job.key).where(Job.state == "failed")))
