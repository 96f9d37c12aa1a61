"""Describing, submitting, publishing, returning, withdrawing: who may, in which order, and what is kept."""

from __future__ import annotations

import pytest

from repo_app.errors import (
    Conflict,
    EditConflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    PreconditionRequired,
)
from repo_app.services import records
from repo_app.values import VISITOR
from repo_app.values.ids import ALPHABET, check_character, is_id, new_id
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

PDF = text_pdf([prose(1)])


def draft(house: House) -> str:
    return records.create(house.library, house.depositor, {"title": title("Phân số bằng nhau"), **LICENSE}).id


def test_a_record_goes_from_draft_to_published_and_everybody_sees_it(house: House) -> None:
    record = draft(house)
    with pytest.raises(NotFound):
        records.view(house.library, VISITOR, record)
    records.submit(house.library, house.depositor, record)
    assert [card.id for card in records.for_review(house.library, house.reviewer).cards] == [record]
    records.publish(house.library, house.reviewer, record)
    seen = records.view(house.library, VISITOR, record)
    assert (seen.state, seen.title, seen.depositor) == ("published", "Phân số bằng nhau", "")
    assert [card.id for card in records.latest(house.library).cards] == [record]


def test_publishing_needs_exactly_a_title_and_a_license(house: House) -> None:
    record = records.create(house.library, house.depositor, {}).id
    with pytest.raises(Invalid) as caught:
        records.publish(house.library, house.reviewer, record)
    assert [fault.field for fault in caught.value.faults] == ["title", "license"]
    records.edit(house.library, house.reviewer, record, {"title": title("Một"), **LICENSE}, 1)
    assert records.publish(house.library, house.reviewer, record).state == "published"


@pytest.mark.parametrize("verb", ["publish", "return_", "withdraw"])
def test_who_does_not_review_moves_nothing(house: House, verb: str) -> None:
    record = draft(house)
    move = getattr(records, verb)
    for person, problem in (
        (VISITOR, NotFound),
        (house.stranger, NotFound),
        (house.manager_elsewhere, NotFound),
        (house.depositor, Forbidden),
    ):
        with pytest.raises(problem):
            move(house.library, person, record)
    assert records.view(house.library, house.depositor, record).state == "draft"


@pytest.mark.parametrize(("verb", "state"), [("return_", "draft"), ("withdraw", "draft"), ("submit", "published")])
def test_a_move_from_the_wrong_state_is_a_conflict(house: House, verb: str, state: str) -> None:
    record = draft(house)
    if state == "published":
        records.publish(house.library, house.reviewer, record)
    with pytest.raises(Conflict):
        getattr(records, verb)(house.library, house.reviewer, record)


def test_withdrawn_leaves_a_tombstone_and_may_come_back_as_a_draft(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    records.withdraw(house.library, house.reviewer, record, "sai bản quyền")
    with pytest.raises(Gone) as caught:
        records.view(house.library, VISITOR, record)
    assert caught.value.params["reason"] == "sai bản quyền"
    assert records.latest(house.library).total == 0
    assert records.return_(house.library, house.reviewer, record).state == "draft"


def test_two_people_edit_and_nothing_is_lost(house: House) -> None:
    record = draft(house)
    records.edit(house.library, house.depositor, record, {"title": title("Của cô Lan")}, 1)
    with pytest.raises(EditConflict) as caught:
        records.edit(house.library, house.reviewer, record, {"title": title("Của chị Hoa")}, 1)
    assert caught.value.current.first("title") == "Của cô Lan"  # type: ignore[attr-defined]
    assert caught.value.yours.first("title") == "Của chị Hoa"  # type: ignore[attr-defined]
    with pytest.raises(PreconditionRequired):
        records.edit(house.library, house.reviewer, record, {"title": title("x")}, None)


def test_an_edit_leaves_the_keys_it_does_not_name(house: House) -> None:
    record = draft(house)
    view = records.edit(
        house.library, house.depositor, record, {"creator": [{"value": "Nguyễn Văn An", "role": "author"}]}, 1
    )
    assert view.title == "Phân số bằng nhau"
    assert view.license == "cc-by-4.0"
    assert records.edit(house.library, house.depositor, record, {"creator": []}, 2).metadata.get("creator") == ()


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"titel": []}, "titel"),
        ({"title": "chữ"}, "title"),
        ({"title": [True]}, "title"),
        ({"title": [{"value": 1}]}, "title"),
        ({"title": [{"value": "a", "role": "author"}]}, "title"),
        ({"title": [{"value": "  "}]}, "title"),
        ({"title": [{"value": "a", "id": "b"}]}, "title"),
        ({"license": [{"id": "mine"}]}, "license"),
        ({"license": [{"value": "cc-by-4.0"}]}, "license"),
        ({"license": [{"id": "cc-by-4.0"}, {"id": "cc0-1.0"}]}, "license"),
        ({"creator": [{"value": "An", "role": "king"}]}, "creator"),
        ({"subject": [{"id": "khong-co-mon-nay"}]}, "subject"),
        ([], "metadata"),
        ({"title": [{"value": "\ud800"}]}, "title"),
    ],
)
def test_metadata_outside_the_schema_is_refused_by_name(house: House, patch: object, field: str) -> None:
    record = draft(house)
    with pytest.raises(Invalid) as caught:
        records.edit(house.library, house.depositor, record, patch, 1)
    assert caught.value.faults[0].field == field
    assert records.view(house.library, house.depositor, record).revision == 1


def test_a_depositors_change_of_a_published_record_waits_for_review(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    view = records.view(house.library, house.depositor, record)
    proposed = records.edit(house.library, house.depositor, record, {"title": title("Tên mới")}, view.revision)
    assert proposed.title == "Phân số bằng nhau"
    assert proposed.pending is not None
    assert records.view(house.library, VISITOR, record).pending is None
    records.edit(house.library, house.reviewer, record, {"description": title("Thêm")}, proposed.revision)
    accepted = records.publish(house.library, house.reviewer, record)
    assert (accepted.title, accepted.metadata.first("description")) == ("Tên mới", "Thêm")
    assert records.view(house.library, VISITOR, record).title == "Tên mới"


def test_history_tells_its_people_everything_and_strangers_nothing(house: House) -> None:
    record = draft(house)
    records.submit(house.library, house.depositor, record)
    records.return_(house.library, house.reviewer, record, "thiếu mô tả")
    told = records.history(house.library, house.depositor, record)
    assert [(entry.verb, entry.reason) for entry in told] == [
        ("create", None),
        ("submit", None),
        ("return", "thiếu mô tả"),
    ]
    for person in (VISITOR, house.stranger):
        with pytest.raises(NotFound):
            records.history(house.library, person, record)


def test_only_drafts_are_deleted(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    with pytest.raises(NotSignedIn):
        records.delete(house.library, VISITOR, record)
    with pytest.raises(Conflict):
        records.delete(house.library, house.depositor, record)


def test_lists_are_for_those_they_concern(house: House) -> None:
    record = draft(house)
    assert [card.id for card in records.mine(house.library, house.depositor).cards] == [record]
    assert records.mine(house.library, house.stranger).total == 0
    with pytest.raises(NotSignedIn):
        records.mine(house.library, VISITOR)
    with pytest.raises(Forbidden):
        records.for_review(house.library, house.depositor)
    with pytest.raises(NotFound):
        records.latest(house.library, organization="khong-co")


def test_an_id_notices_every_single_slip() -> None:
    for _ in range(50):
        made = new_id()
        assert is_id(made)
        for place in range(len(made)):
            for char in ALPHABET:
                if char != made[place]:
                    assert not is_id(made[:place] + char + made[place + 1 :])
        for place in range(len(made) - 1):
            swapped = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
            assert swapped == made or not is_id(swapped)
    assert check_character("2222222") in ALPHABET


def test_who_may_see_a_record_is_told_that_it_is_not_theirs_to_move(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    for verb in ("return_", "withdraw"):
        with pytest.raises(NotSignedIn):
            getattr(records, verb)(house.library, VISITOR, record)
        with pytest.raises(Forbidden):
            getattr(records, verb)(house.library, house.stranger, record)


def test_a_proposal_counts_as_a_version_so_nobody_accepts_what_they_have_not_seen(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    seen = records.view(house.library, house.depositor, record).revision
    first = records.edit(house.library, house.depositor, record, {"title": title("Một")}, seen)
    with pytest.raises(EditConflict) as caught:
        records.edit(house.library, house.depositor, record, {"title": title("Hai")}, seen)
    assert caught.value.current.first("title") == "Một"  # type: ignore[attr-defined]
    records.edit(house.library, house.depositor, record, {"description": title("chưa ai xem")}, first.revision)
    with pytest.raises(EditConflict):
        records.publish(house.library, house.reviewer, record, revision=first.revision)
    assert records.view(house.library, VISITOR, record).title == "Phân số bằng nhau"


def test_what_changed_since_the_reviewer_looked_is_not_published(house: House) -> None:
    record = draft(house)
    seen = records.submit(house.library, house.depositor, record).revision
    records.edit(house.library, house.depositor, record, {"title": title("Khác hẳn")}, seen)
    with pytest.raises(EditConflict):
        records.publish(house.library, house.reviewer, record, revision=seen)
    now = records.view(house.library, house.reviewer, record)
    assert records.publish(house.library, house.reviewer, record, revision=now.revision).title == "Khác hẳn"


def test_a_proposal_may_be_declined_with_a_word(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    view = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, {"title": title("Tên mới")}, view.revision)
    for person, problem in ((VISITOR, NotSignedIn), (house.depositor, Forbidden), (house.stranger, Forbidden)):
        with pytest.raises(problem):
            records.decline(house.library, person, record)
    declined = records.decline(house.library, house.reviewer, record, "giữ tên cũ")
    assert (declined.pending, declined.title, declined.reason) == (None, "Phân số bằng nhau", "giữ tên cũ")
    with pytest.raises(Conflict):
        records.decline(house.library, house.reviewer, record)


def test_what_was_public_once_is_withdrawn_and_never_deleted(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    records.withdraw(house.library, house.reviewer, record)
    records.return_(house.library, house.reviewer, record)
    with pytest.raises(Conflict) as caught:
        records.delete(house.library, house.depositor, record)
    assert caught.value.code == "record.was_public"
    assert not records.view(house.library, house.reviewer, record).may.delete


def test_the_history_keeps_what_was_proposed(house: House) -> None:
    record = draft(house)
    records.publish(house.library, house.reviewer, record)
    view = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, {"title": title("Tên mới")}, view.revision)
    last = records.history(house.library, house.reviewer, record)[-1]
    assert (last.verb, last.metadata.first("title")) == ("propose", "Tên mới")
