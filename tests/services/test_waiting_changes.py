"""Changes of published records that wait: what makes one, what takes it away, and accepting one with a correction."""

from __future__ import annotations

import pytest

from repo_app.errors import Conflict, EditConflict, Invalid, PreconditionRequired, ProposalConflict
from repo_app.services import records
from repo_app.services.authorities import agents, linking
from repo_app.values import VISITOR, RecordView
from repo_app.values.authorities import AgentText
from repo_app.values.revisions import HistoryEntry
from tests.house import LICENSE, House, title


def live(house: House) -> RecordView:
    made = records.create(house.library, house.depositor, {"title": title("Cây lúa"), **LICENSE})
    return records.publish(house.library, house.reviewer, made.id)


def propose(house: House, record: RecordView, **patch: object) -> RecordView:
    return records.edit(house.library, house.depositor, record.id, patch, record.revision)


def accept(
    house: House, record: str, correction: object, revision: int | None, reason: str | None = None
) -> RecordView:
    return records.publish(house.library, house.reviewer, record, reason, revision=revision, correction=correction)


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
        accept(house, record.id, {"issued": title("hôm qua")}, record.revision)
    with pytest.raises(Invalid):
        accept(house, record.id, {"title": []}, record.revision)
    with pytest.raises(Invalid):
        itself = {"relation": [{"value": f"/records/{record.id}"}]}
        accept(house, record.id, itself, record.revision)
    assert records.view(house.library, VISITOR, record.id).title == "Cây lúa"
    assert waiting(house) == 1
    correction = {"description": title("Không lỗi")}
    after = accept(house, record.id, correction, record.revision, "sửa chính tả")
    assert (after.title, after.metadata.first("description"), after.pending) == ("Mới", "Không lỗi", None)
    told = [(one.verb, one.reason) for one in records.history(house.library, house.reviewer, record.id)]
    assert told[-2:] == [("publish", "sửa chính tả"), ("edit", "sửa chính tả")]


def test_nobody_accepts_and_corrects_what_they_have_not_seen(house: House) -> None:
    seen = propose(house, live(house), title=title("Một"))
    propose(house, seen, title=title("Hai"))
    correction = {"description": title("Của tôi")}
    with pytest.raises(EditConflict) as caught:
        accept(house, seen.id, correction, seen.revision)
    current, yours = caught.value.current, caught.value.yours
    assert current == records.view(house.library, house.reviewer, seen.id).pending
    assert current is not None
    assert yours is not None
    with pytest.raises(PreconditionRequired):
        accept(house, seen.id, correction, None)
    records.decline(house.library, house.reviewer, seen.id)
    with pytest.raises(EditConflict):
        accept(house, seen.id, correction, seen.revision)
    with pytest.raises(Conflict):
        records.publish(house.library, house.reviewer, seen.id)


def test_what_others_changed_since_a_proposal_is_not_undone_by_accepting_it(house: House) -> None:
    asked = propose(house, live(house), description=title("Lan"), creator=[{"value": "Lan"}])
    edited = records.edit(house.library, house.reviewer, asked.id, {"description": title("Hoà")}, asked.revision)
    assert edited.clashes == ("description",)
    again = propose(house, edited, subject=[{"value": "Lúa"}], description=title("Lan lần hai"))
    for person in (house.reviewer, house.admin):
        with pytest.raises(ProposalConflict) as caught:
            records.publish(house.library, person, asked.id, revision=again.revision)
    current, yours = caught.value.current, caught.value.yours
    assert (current, yours) == (again.metadata, again.pending)
    with pytest.raises(ProposalConflict):
        accept(house, asked.id, {"title": title("Khác")}, again.revision)
    after = accept(house, asked.id, {"description": title("Hoà")}, again.revision)
    told = {key: after.metadata.first(key) for key in ("title", "description", "creator", "subject")}
    assert told == {"title": "Cây lúa", "description": "Hoà", "creator": "Lan", "subject": "Lúa"}
    assert (after.pending, after.clashes) == (None, ())
    assert all(one.metadata.first("description") == "Hoà" for one in published_since(house, edited))


def published_since(house: House, seen: RecordView) -> list[HistoryEntry]:
    entries = records.history(house.library, house.reviewer, seen.id)
    return [one for one in entries if one.verb != "propose" and (one.revision or 0) >= seen.revision]


def test_what_is_public_meanwhile_waits_no_more(house: House) -> None:
    asked = propose(house, live(house), title=title("Mới"), description=title("Thêm"))
    edited = records.edit(house.library, house.reviewer, asked.id, {"title": title("Mới")}, asked.revision)
    assert edited.pending is not None
    same = {"title": title("Mới nữa"), "description": title("Thêm")}
    after = records.edit(house.library, house.reviewer, asked.id, same, edited.revision)
    assert (after.pending, after.title, waiting(house)) == (None, "Mới nữa", 0)


def test_a_link_reaches_what_waits_and_is_not_undone_by_it(house: House) -> None:
    agent = agents.create(house.library, house.reviewer, AgentText("Nguyễn Văn Tám"))
    record = live(house)
    named = [{"value": "Nguyễn Văn Tám", "role": "author"}]
    record = records.edit(house.library, house.reviewer, record.id, {"creator": named}, record.revision)
    asked = propose(house, record, creator=[*named, {"value": "Lê B"}])
    linking.link(house.library, house.reviewer, agent.id, [asked.id])
    linked = records.view(house.library, house.reviewer, asked.id)
    more = propose(house, linked, description=title("Thêm"))
    entry = records.history(house.library, house.reviewer, asked.id)[-1]
    since = records.since(house.library, house.reviewer, asked.id, linked.revision).compared.changes
    assert (entry.changed, [change.key for change in since]) == (("description",), ["description"]), (
        "nobody unlinked it"
    )
    after = records.publish(house.library, house.reviewer, asked.id, revision=more.revision)
    assert [value.id or value.value for value in after.metadata.get("creator")] == [agent.id, "Lê B"]
