"""Through no door anything becomes public, or stays so, without a license statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repo_app import licensing
from repo_app.errors import Invalid
from repo_app.services import records
from repo_app.values import RecordView
from tests.house import LICENSE, House, title

Door = Callable[[House, str], RecordView]


def _draft(house: House) -> str:
    return records.create(house.library, house.depositor, {"title": title("Chưa chọn giấy phép")}).id


def _public(house: House) -> str:
    """Published with a license, after a version that had none."""
    record = _draft(house)
    seen = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, LICENSE, seen.revision)
    records.publish(house.library, house.reviewer, record)
    return record


def _of_reviewer(house: House, record: str, patch: object) -> RecordView:
    seen = records.view(house.library, house.reviewer, record)
    return records.edit(house.library, house.reviewer, record, patch, seen.revision)


def _publish(house: House, record: str) -> RecordView:
    return records.publish(house.library, house.reviewer, record)


def _submit_and_publish(house: House, record: str) -> RecordView:
    records.submit(house.library, house.depositor, record)
    return records.publish(house.library, house.admin, record)


def _take_away(house: House, record: str) -> RecordView:
    return _of_reviewer(house, record, {"license": []})


def _propose_without(house: House, record: str) -> RecordView:
    seen = records.view(house.library, house.depositor, record)
    return records.edit(house.library, house.depositor, record, {"license": []}, seen.revision)


def _restore(house: House, record: str) -> RecordView:
    seen = records.view(house.library, house.reviewer, record)
    return records.restore(house.library, house.reviewer, record, 1, seen.revision)


@pytest.mark.parametrize("door", [_publish, _submit_and_publish])
def test_a_draft_does_not_become_public(house: House, door: Door) -> None:
    record = _draft(house)
    with pytest.raises(Invalid) as caught:
        door(house, record)
    assert [fault.code for fault in caught.value.faults] == ["record.needs_license"]
    assert records.view(house.library, house.reviewer, record).state != "published"


@pytest.mark.parametrize("door", [_take_away, _propose_without, _restore])
def test_what_is_public_keeps_its_license(house: House, door: Door) -> None:
    record = _public(house)
    with pytest.raises(Invalid) as caught:
        door(house, record)
    assert [fault.code for fault in caught.value.faults] == ["record.needs_license"]
    assert records.view(house.library, house.reviewer, record).license == "cc-by-4.0"


def test_a_withdrawn_record_comes_back_only_with_one(house: House) -> None:
    record = _public(house)
    records.withdraw(house.library, house.reviewer, record, "xem lại")
    records.return_(house.library, house.reviewer, record)
    _of_reviewer(house, record, {"license": []})
    with pytest.raises(Invalid):
        _publish(house, record)


def test_what_is_public_with_rights_that_refuse_can_still_be_corrected(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was published when every statement was leave: its title can be put right, the rights only to the better."""
    record = _draft(house)
    leave = {"license": [{"id": "in-copyright"}], "accessRights": [{"id": "open-access"}]}
    with monkeypatch.context() as earlier:
        earlier.setattr(licensing, "refuses", lambda text: False)
        _of_reviewer(house, record, {**leave, "rights": [{"value": "Giữ toàn quyền, cấm sao chép"}]})
        _publish(house, record)
    assert _of_reviewer(house, record, {"title": title("Tên đúng"), **leave}).title == "Tên đúng"
    seen = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, {"title": title("Tên đúng hơn")}, seen.revision)
    assert _publish(house, record).title == "Tên đúng hơn"
    with pytest.raises(Invalid) as refused:
        _of_reviewer(house, record, {"rights": [{"value": "Giữ bản quyền"}]})
    assert [fault.field for fault in refused.value.faults] == ["rights"]
    _of_reviewer(house, record, {"rights": [{"value": "Tác giả tặng thư viện, không thu tiền"}]})
