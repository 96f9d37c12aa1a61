"""Changes of published records that wait: what makes one, what takes it away, and accepting one with a correction."""

from __future__ import annotations

import pytest

from repo_app.errors import Conflict, EditConflict, Invalid, PreconditionRequired
from repo_app.services import records
from repo_app.values import VISITOR, RecordView
from tests.house import LICENSE, House, title


def live(house: House) -> RecordView:
    made = records.create(house.library, house.depositor, {"title": title("Cây lúa"), **LICENSE})
    return records.publish(house.library, house.reviewer, made.id)


def propose(house: House, record: RecordView, **patch: object) -> RecordView:
    return records.edit(house.library, house.depositor, record.id, patch, record.revision)


def waiting(house: House) -> int:
    return records.for_review(house.library, house.reviewer).total


def test_what_waited_when_a_record_was_withdrawn_does_not_come_back_over_later_edits(house: House) -> None:
    record = propose(house, live(house), title=title("Đề nghị"))
    gone = records.withdraw(house.library, house.reviewer, record.id)
    assert gone.pending is None
    draft = records.return_(house.library, house.reviewer, record.id)
    assert draft.title == "Cây lúa"
    edited = propose(house, draft, title=title("Sửa sau cùng"))
    published = records.publish(house.library, house.reviewer, record.id, revision=edited.revision)
    assert published.title == "Sửa sau cùng"
    proposed = [
        entry for entry in records.history(house.library, house.depositor, record.id) if entry.verb == "propose"
    ]
    assert [entry.metadata.first("title") for entry in proposed] == ["Đề nghị"], "and it can be taken up from there"


@pytest.mark.parametrize("patch", [{}, {"title": title("Cây lúa")}, {"description": []}])
def test_what_changes_nothing_does_not_wait(house: House, patch: dict[str, object]) -> None:
    record = live(house)
    after = propose(house, record, **patch)
    assert (after.pending, after.revision, waiting(house)) == (None, record.revision, 0)


def test_taking_up_the_version_that_is_public_does_not_wait(house: House) -> None:
    record = live(house)
    after = records.restore(house.library, house.depositor, record.id, 1, record.revision)
    assert (after.pending, waiting(house)) == (None, 0)


def test_a_change_taken_back_waits_no_more(house: House) -> None:
    record = propose(house, live(house), title=title("Khác"), description=title("Thêm"))
    half = propose(house, record, title=title("Cây lúa"))
    assert half.pending is not None
    assert waiting(house) == 1
    corrected = records.edit(house.library, house.reviewer, half.id, {"title": title("Cây ngô")}, half.revision)
    assert corrected.pending is not None
    assert corrected.pending.first("title") == "Cây ngô", "a key that was taken back is not proposed"
    back = propose(house, corrected, description=[])
    assert (back.pending, waiting(house)) == (None, 0)


def test_a_correction_and_what_it_corrects_go_live_together_or_not_at_all(house: House) -> None:
    record = propose(house, live(house), description=title("Có lổi"), title=title("Mới"))
    with pytest.raises(Invalid):
        records.accept(house.library, house.reviewer, record.id, {"issued": title("hôm qua")}, record.revision)
    with pytest.raises(Invalid):
        records.accept(house.library, house.reviewer, record.id, {"title": []}, record.revision)
    with pytest.raises(Invalid):
        itself = {"relation": [{"value": f"/records/{record.id}"}]}
        records.accept(house.library, house.reviewer, record.id, itself, record.revision)
    assert records.view(house.library, VISITOR, record.id).title == "Cây lúa"
    assert waiting(house) == 1
    correction = {"description": title("Không lỗi")}
    after = records.accept(house.library, house.reviewer, record.id, correction, record.revision, "sửa chính tả")
    assert (after.title, after.metadata.first("description"), after.pending) == ("Mới", "Không lỗi", None)
    told = [(one.verb, one.reason) for one in records.history(house.library, house.reviewer, record.id)]
    assert told[-2:] == [("publish", "sửa chính tả"), ("edit", "sửa chính tả")]


def test_nobody_accepts_and_corrects_what_they_have_not_seen(house: House) -> None:
    seen = propose(house, live(house), title=title("Một"))
    propose(house, seen, title=title("Hai"))
    correction = {"description": title("Của tôi")}
    with pytest.raises(EditConflict) as caught:
        records.accept(house.library, house.reviewer, seen.id, correction, seen.revision)
    current, yours = caught.value.current, caught.value.yours
    assert current == records.view(house.library, house.reviewer, seen.id).pending
    assert current is not None
    assert yours is not None
    with pytest.raises(PreconditionRequired):
        records.accept(house.library, house.reviewer, seen.id, correction, None)
    records.decline(house.library, house.reviewer, seen.id)
    with pytest.raises(Conflict):
        records.accept(house.library, house.reviewer, seen.id, correction, seen.revision)
