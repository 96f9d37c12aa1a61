"""What rules of access of yesterday opened is found no longer than until the program is up to date."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select, update

from repo_app import licensing
from repo_app.jobs import Stopped
from repo_app.models import File, Record
from repo_app.permissions import RecordRef, why_closed
from repo_app.services import access_anew, finding, records
from repo_app.services.access import ACCESS_RIGHTS, ACCESS_VERSION, RIGHTS, access_of
from repo_app.values import VISITOR
from repo_app.vocabularies import load
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.licensing import test_leave

pytestmark = pytest.mark.usefixtures("remembered")

WORD = "ngoáy"
REFUSED = {
    "license": [{"id": "in-copyright"}],
    "accessRights": [{"id": "open-access"}],
    "rights": [{"value": "Giữ toàn quyền, cấm sao chép"}],
}
SAID = (None, *test_leave.REFUSED, *test_leave.GIVEN, *test_leave.FOR_A_PERSON)


def _opened_by_earlier_rules(house: House, monkeypatch: pytest.MonkeyPatch, *records_: str) -> None:
    """Published and indexed when every statement was leave."""
    with monkeypatch.context() as earlier:
        earlier.setattr(licensing, "refuses", lambda text: False)
        for record in records_:
            house.described(record, **REFUSED, title=title(f"Đã đóng {record}"))
            records.publish(house.library, house.reviewer, record)
        house.work()
        assert _hits(house) == len(records_)
    with house.library.db.writing() as session:
        session.execute(update(File).values(shown_by=ACCESS_VERSION - 1))


def _hits(house: House) -> int:
    return finding.search(house.library, VISITOR, finding.SearchRequest(WORD), "vi").total


def _versions(house: House) -> list[int]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(File.shown_by).order_by(File.id)))


def test_what_later_rules_close_is_found_by_its_text_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    open_one = house.published(text_pdf([prose(1)]), title=title("Vẫn mở"))
    record = house.deposit(text_pdf([f"{prose(1)} {WORD}"]), "kín.pdf")
    house.work()
    _opened_by_earlier_rules(house, monkeypatch, record)
    stamps = _stamps(house)
    assert access_anew.settle(house.library) == 2
    assert _hits(house) == 0, "before the index has followed"
    house.work()
    assert _hits(house) == 0
    assert _versions(house) == [ACCESS_VERSION] * 2
    after = _stamps(house)
    assert [stamps[one] == after[one] for one in (open_one, record)] == [True, False], "what stays is left alone"
    assert access_anew.settle(house.library) == 0
    assert not access_anew.take_up_outdated(house.library)


def _stamps(house: House) -> dict[str, str]:
    with house.library.db.reading() as session:
        return {row.public_id: row.stamp for row in session.scalars(select(Record))}


def test_a_worker_that_starts_with_later_rules_does_it_and_goes_on_where_it_was_stopped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [house.deposit(text_pdf([f"{prose(1)} {WORD}"]), f"{n}.pdf") for n in range(3)]
    house.work()
    _opened_by_earlier_rules(house, monkeypatch, *several)
    monkeypatch.setattr(access_anew, "AT_ONCE", 1)

    def stop(session: object, done: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        access_anew.settle(house.library, stop)
    assert _versions(house) == [ACCESS_VERSION, ACCESS_VERSION - 1, ACCESS_VERSION - 1]
    assert access_anew.take_up_outdated(house.library)
    assert not access_anew.take_up_outdated(house.library), "it is under way"
    house.work()
    assert (_versions(house), _hits(house)) == ([ACCESS_VERSION] * 3, 0)
    with house.library.db.writing() as session:
        session.execute(update(File).values(shown_by=ACCESS_VERSION + 1))
    assert not access_anew.take_up_outdated(house.library), "an upgrade was taken back"


def test_whoever_changes_what_is_open_raises_the_version() -> None:
    """Otherwise what was open yesterday stays in search. A digest of every answer: raise it with ACCESS_VERSION."""
    terms = ({}, *({"id": one} for one in load("access-rights").terms), {"value": "Chỉ đọc tại chỗ"})
    answers = []
    for words in SAID:
        for term in terms:
            held = {ACCESS_RIGHTS: [term] if term else [], RIGHTS: [{"value": words}] if words else []}
            said = access_of(held, has_day=False)
            for one in licensing.every():
                closed = why_closed(RecordRef("published", 1, None, one.id, None, said))
                answers.append(f"{words} {term} {one.id} {closed.code if closed else ''}")
    digest = hashlib.sha256("\n".join(answers).encode()).hexdigest()[:12]
    assert (ACCESS_VERSION, digest) == (3, "0ceddc39a300")
