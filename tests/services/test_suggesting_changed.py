"""Titles, names and subjects that a record lost a moment ago: nobody is offered them, also where no worker runs."""

from __future__ import annotations

import pytest

from repo_app.services import records
from repo_app.services.suggesting import suggest
from tests.house import LICENSE, House, title

CLOSED = [{"id": "in-copyright"}]


def published(house: House, name: str, **metadata: object) -> str:
    record = records.create(house.library, house.reviewer, {**LICENSE, "title": title(name), **metadata}).id
    records.publish(house.library, house.reviewer, record)
    house.work()
    return record


def offered(house: House, text: str) -> list[str]:
    return [one.text for one in suggest(house.library, text, "vi")]


@pytest.mark.parametrize("license", [LICENSE["license"], CLOSED])
def test_a_title_that_was_changed_is_not_offered_any_more(house: House, license: object) -> None:  # noqa: A002
    record = published(house, "Bí mật nhà họ Sùng")
    assert offered(house, "bi mat") == offered(house, "sùng") == ["Bí mật nhà họ Sùng"]
    house.described(record, title=title("Chuyện bản làng"), license=license)
    assert offered(house, "bi mat") == offered(house, "sùng") == []
    house.work()
    assert offered(house, "bi mat") == []
    assert offered(house, "chuyen ban") == ["Chuyện bản làng"]


def test_names_and_subjects_that_were_taken_off_are_not_offered_any_more(house: House) -> None:
    record = published(house, "Sổ tay", creator=[{"value": "Sùng A Páo"}], subject=[{"id": "toan"}])
    other = published(house, "Sổ ghi", creator=[{"value": "Giàng A Lử"}], subject=[{"value": "Đan gùi"}])
    assert all(offered(house, text) for text in ("sung", "toá", "giang", "đan"))
    house.described(record, creator=[], subject=[])
    house.described(other, creator=[{"value": "Lò Thị Mai"}], subject=[{"value": "Dệt vải"}])
    assert offered(house, "sung") == offered(house, "toá") == offered(house, "giang") == offered(house, "đan") == []


def test_what_a_changed_record_still_says_and_what_others_say_is_offered(house: House) -> None:
    record = published(house, "Cồng chiêng", creator=[{"value": "Y Hương"}], subject=[{"id": "toan"}])
    house.described(record, description=[{"value": "Mới"}], title=title("CỒNG CHIÊNG"))
    assert offered(house, "cong chieng") == ["Cồng chiêng"]
    assert offered(house, "huong") == ["Y Hương"]
    assert offered(house, "toá") == ["Toán"]
    published(house, "Cồng chiêng")
    house.described(record, title=title("Nhà rông"))
    assert offered(house, "cong chieng") == ["Cồng chiêng"]
