"""Titles, names and subjects that a record lost a moment ago: nobody is offered them, also where no worker runs."""

from __future__ import annotations

import pytest

from repo_app.services import deposit, finding, records
from repo_app.services.finding import SearchRequest
from repo_app.services.suggesting import suggest
from repo_app.values import VISITOR
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

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


def test_a_phrase_of_files_that_were_taken_out_is_neither_found_nor_offered(house: House) -> None:
    phrase = "trống đồng ngọc lũ"
    pages = [
        text_pdf([f"{prose(at, 3)} {phrase} {prose(at, 2)} {phrase} {prose(at + 3, 2)} {phrase}."]) for at in (1, 2, 3)
    ]
    ids = [house.published(data, "bai.pdf", title=title(f"Bài {at}")) for at, data in enumerate(pages)]
    asked = SearchRequest(f'"{phrase}"')
    assert finding.search(house.library, VISITOR, asked, "vi").total == 3
    assert offered(house, "trong dong")
    for record in ids:
        deposit.remove_file(house.library, house.reviewer, record, "bai.pdf")
    for _ in ("before the worker", "indexed"):
        assert finding.search(house.library, VISITOR, asked, "vi").total == 0
        assert offered(house, "trong dong") == []
        house.work()
    assert finding.search(house.library, VISITOR, SearchRequest("bài"), "vi").total == 3
