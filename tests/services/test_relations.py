"""Relations both ways, volumes in order, editions, and nothing told of what its asker may not see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event

from repo_app.errors import Conflict, Gone, Invalid, NotFound, NotSignedIn
from repo_app.services import finding, records
from repo_app.services.records import relating
from repo_app.values import SYSTEM, VISITOR
from repo_app.values.relations import Connections
from tests.house import LICENSE, House, title
from tests.services.test_facets import without_index

pytestmark = pytest.mark.usefixtures("remembered")


def published(house: House, name: str, **metadata: object) -> str:
    record = records.create(house.library, house.reviewer, {"title": title(name), **LICENSE, **metadata})
    return records.publish(house.library, house.reviewer, record.id).id


def named(record: str, volume: str | None = None) -> list[dict[str, str]]:
    return [{"value": f"/records/{record}", **({"volume": volume} if volume else {})}]


def of(house: House, record: str) -> Connections:
    return records.connections(house.library, VISITOR, record)


def edit(house: House, record: str, **patch: object) -> None:
    seen = records.view(house.library, house.reviewer, record)
    records.edit(house.library, house.reviewer, record, patch, seen.revision)


def test_a_relation_is_told_from_both_ends_with_titles(house: House) -> None:
    source = published(house, "Nguồn")
    made = published(house, "Phỏng theo", source=[*named(source), {"value": "Sách ở ngoài, 1990"}])
    (there, text) = of(house, made).named
    assert there.record is not None
    assert (there.key, there.record.id, there.record.title) == ("source", source, "Nguồn")
    assert (text.record, text.text) == (None, "Sách ở ngoài, 1990")
    (back,) = of(house, source).naming
    assert back.record is not None
    assert (back.key, back.record.id) == ("isSourceOf", made)
    edit(house, made, source=[])
    assert of(house, source).naming == ()


def test_connections_are_found_by_keys_and_not_by_going_through_all_records(house: House) -> None:
    one = published(house, "Một", isPartOf=named(published(house, "Bộ")))
    published(house, "Một, in lại", isVersionOf=named(one))
    asked: list[tuple[str, Any]] = []
    engine = house.library.db.engine
    event.listen(engine, "before_cursor_execute", lambda _, __, text, values, *___: asked.append((text, values)))
    assert of(house, one).editions
    connecting = tuple(asked)
    with engine.connect() as connection:
        how = "EXPLAIN QUERY PLAN" if house.library.db.is_sqlite else "EXPLAIN"
        connection.exec_driver_sql("SELECT 1" if house.library.db.is_sqlite else "SET enable_seqscan = off")
        plans = [connection.exec_driver_sql(f"{how} {text}", values).all() for text, values in connecting]
    steps = [str(step[-1]) for plan in plans for step in plan]
    assert len(plans) > 3
    assert [step for step in steps if re.match(r"SCAN (records|relations)|.*Seq Scan", step)] == []


def test_volumes_stand_in_order_and_lead_to_each_other(house: House) -> None:
    whole = published(house, "Bộ sách")
    third = published(house, "Ba", isPartOf=named(whole, "quyển III"))
    first = published(house, "Một", isPartOf=named(whole, "tập 1"))
    second = published(house, "Hai", isPartOf=named(whole, "tập hai"))
    assert [part.record.id for part in of(house, whole).volumes if part.record] == [first, second, third]
    (middle,) = of(house, second).sets
    assert middle.previous is not None
    assert middle.following is not None
    assert middle.previous.record is not None
    assert middle.following.record is not None
    assert (middle.previous.record.id, middle.whole.id, middle.following.record.id) == (first, whole, third)
    assert of(house, first).sets[0].previous is None
    assert of(house, third).sets[0].following is None


def test_of_a_volume_that_came_out_again_the_newest_edition_stands_in_the_list(house: House) -> None:
    whole = published(house, "Bộ sách")
    first = published(house, "Một", isPartOf=named(whole, "1"))
    old = published(house, "Hai", isPartOf=named(whole, "2"))
    third = published(house, "Ba", isPartOf=named(whole, "3"))
    new = records.new_edition(house.library, house.reviewer, old).id
    records.publish(house.library, house.reviewer, new)
    assert [part.record.id for part in of(house, whole).volumes if part.record] == [first, new, third]
    for record in (old, new):
        (at,) = of(house, record).sets
        assert [one.record.id for one in (at.previous, at.following) if one and one.record] == [first, third]


def test_nothing_is_told_of_what_is_not_public(house: House) -> None:
    whole = published(house, "Bộ sách")
    draft = records.create(house.library, house.depositor, {"title": title("Bí mật"), "isPartOf": named(whole)}).id
    assert of(house, whole).volumes == ()
    assert [
        part.record.id for part in records.connections(house.library, house.depositor, whole).volumes if part.record
    ] == [draft]
    pointing = published(house, "Chỉ tới nháp", relation=named(draft))
    assert of(house, pointing).named[0].record is None
    with pytest.raises(NotFound):
        of(house, draft)


def test_a_relation_to_a_withdrawn_record_tells_its_tombstone(house: House) -> None:
    old = published(house, "Đã rút")
    pointing = published(house, "Còn đây", relation=named(old))
    back = published(house, "Chỉ lại", relation=named(pointing))
    records.withdraw(house.library, house.reviewer, old, "sai bản quyền")
    (one,) = of(house, pointing).named
    assert one.record is not None
    assert (one.record.state, one.record.title) == ("withdrawn", "Đã rút")
    records.withdraw(house.library, house.reviewer, back, "thôi")
    assert of(house, pointing).naming == ()
    with pytest.raises(Gone):
        of(house, old)


def test_a_relation_goes_on_saying_what_the_tombstone_says(house: House) -> None:
    old = published(house, "Bản bị rút", issued=[{"value": "2001"}])
    new = published(house, "Bản mới", isVersionOf=named(old), relation=named(old))
    records.withdraw(house.library, house.reviewer, old, "lộ thông tin riêng")
    edit(house, old, title=title("Tên trong nhà"), issued=[{"value": "2024"}])
    for person, said in ((VISITOR, ("Bản bị rút", 2001)), (house.reviewer, ("Tên trong nhà", 2024))):
        found = records.connections(house.library, person, new)
        told = [*(one.record for one in found.named), found.editions[0].record]
        assert [(one.title, one.year) for one in told if one] == [said] * 3


def test_a_withdrawn_edition_goes_on_holding_its_family_together_as_it_did(house: House) -> None:
    first, other = published(house, "Lần một"), published(house, "Sách khác")
    second = published(house, "Lần hai", isVersionOf=named(first))
    third = published(house, "Lần ba", isVersionOf=named(second))
    records.withdraw(house.library, house.reviewer, second, "lỗi in")
    edit(house, second, isVersionOf=[*named(first), *named(other)])
    assert [edition.record.id for edition in of(house, first).editions] == [first, second, third]
    assert of(house, other).editions == ()


def test_drafts_make_no_editions_of_what_is_public(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "MOST_EDITIONS", 4)
    first, other = published(house, "Lần một"), published(house, "Sách khác")
    second = published(house, "Lần hai", isVersionOf=named(first))
    third = published(house, "Lần ba", isVersionOf=named(second))
    for number in range(5):
        draft = {"title": title(f"Nháp {number}"), "isVersionOf": [*named(first), *named(other)]}
        records.create(house.library, house.stranger, draft)
    for person in (VISITOR, house.depositor):
        assert records.connections(house.library, person, other).editions == ()
    for person in (VISITOR, house.stranger, house.reviewer, house.admin):
        editions = records.connections(house.library, person, first).editions
        assert {first, second, third} <= {edition.record.id for edition in editions}
        assert [edition.record.id for edition in editions if edition.newest] == [third]
    for person in (house.stranger, house.reviewer):
        assert records.connections(house.library, person, other).newer is None


@pytest.mark.parametrize("indexed", [True, False])
def test_the_address_of_a_related_record_is_no_word_to_be_found(house: House, indexed: bool) -> None:
    whole = published(house, "Bộ sách")
    part = published(house, "Quyển một", isPartOf=[*named(whole, "1"), {"value": "Tủ sách Măng non"}])
    house.work()
    found = house if indexed else without_index(house)

    def hits(text: str) -> list[str]:
        answer = finding.search(found.library, VISITOR, finding.SearchRequest(text), "vi")
        return [one.card.id for one in answer.results]

    assert hits(whole) == []
    assert hits("măng non") == [part]


def test_a_record_cannot_name_itself_and_circles_do_no_harm(house: House) -> None:
    one = published(house, "Một")
    seen = records.view(house.library, house.reviewer, one)
    for key in ("relation", "isPartOf", "isVersionOf", "source"):
        with pytest.raises(Invalid) as caught:
            records.edit(house.library, house.reviewer, one, {key: named(one)}, seen.revision)
        assert caught.value.faults[0].field == key
    two = published(house, "Hai", isVersionOf=named(one), isPartOf=named(one))
    edit(house, one, isVersionOf=named(two), isPartOf=named(two))
    for record in (one, two):
        found = of(house, record)
        assert {edition.record.id for edition in found.editions} == {one, two}
        assert sum(edition.newest for edition in found.editions) == 1
        assert len(found.volumes) == 1


def test_a_circle_of_editions_hides_none_of_its_volumes(house: House) -> None:
    whole = published(house, "Bộ sách")
    parts = [published(house, name, isPartOf=named(whole, name)) for name in ("1", "2", "3", "4")]
    circle, last = parts[:3], parts[3]
    for old, new in zip(circle, [*circle[1:], circle[0]], strict=True):
        edit(house, new, isVersionOf=named(old))
    assert [part.record.id for part in of(house, whole).volumes if part.record] == parts
    edit(house, last, isVersionOf=named(circle[1]))
    assert [part.record.id for part in of(house, whole).volumes if part.record] == [last]


def test_what_nobody_may_see_takes_no_place_among_what_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "MOST", 3)
    whole = published(house, "Bộ sách")
    for number in range(4):
        draft = {"title": title(f"Nháp {number}"), "isPartOf": named(whole, str(number))}
        records.create(house.library, house.depositor, draft)
    public = [published(house, f"Tập {number}", isPartOf=named(whole, str(number))) for number in (7, 8)]
    for person in (VISITOR, house.stranger, house.manager_elsewhere):
        told = records.connections(house.library, person, whole).volumes
        assert [part.record.id for part in told if part.record] == public
    for person in (house.depositor, house.reviewer, house.admin, SYSTEM):
        told = records.connections(house.library, person, whole).volumes
        assert len(told) == 3
        assert {part.record.id for part in told if part.record} > set(public), "what is published first"


def test_of_many_wholes_only_some_are_walked_through(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "MOST_SETS", 2)
    wholes = [published(house, f"Bộ {number}") for number in range(3)]
    part = published(house, "Tập", isPartOf=[one for whole in wholes for one in named(whole, "1")])
    found = of(house, part)
    assert [one.whole.id for one in found.sets] == wholes[:2]
    assert [one.record.id for one in found.named if one.record] == wholes


def test_a_new_edition_begins_as_a_draft_and_the_old_one_tells_of_it_once_it_is_public(house: House) -> None:
    old = published(
        house, "Toán 6", creator=[{"value": "Lan"}], issued=[{"value": "2019"}],
        identifier=[{"value": "TK-1", "scheme": "number"}],
    )  # fmt: skip
    made = records.new_edition(house.library, house.depositor, old)
    assert (made.state, made.title, made.metadata.first("creator")) == ("draft", "Toán 6", "Lan")
    assert made.metadata.first("isVersionOf") == f"{house.library.settings.base_url}/records/{old}"
    assert not made.metadata.get("issued")
    assert not made.metadata.get("identifier")
    assert of(house, old).editions == ()
    records.publish(house.library, house.reviewer, made.id)
    third = records.new_edition(house.library, house.reviewer, made.id).id
    records.publish(house.library, house.reviewer, third)
    for record in (old, made.id, third):
        found = of(house, record)
        assert [edition.record.id for edition in found.editions] == [old, made.id, third]
        assert [edition.newest for edition in found.editions] == [False, False, True]
        assert (found.newer.id if found.newer else None) == (third if record != third else None)
    records.withdraw(house.library, house.reviewer, third, "lỗi in")
    newer = of(house, old).newer
    assert newer is not None
    assert newer.id == made.id


def test_who_begins_a_new_edition_of_what(house: House) -> None:
    old = published(house, "Toán 6")
    with pytest.raises(NotSignedIn):
        records.new_edition(house.library, VISITOR, old)
    draft = records.create(house.library, house.depositor, {"title": title("Nháp")}).id
    with pytest.raises(Conflict):
        records.new_edition(house.library, house.depositor, draft)
    with pytest.raises(NotFound):
        records.new_edition(house.library, house.stranger, draft)
    elsewhere = records.new_edition(house.library, house.manager_elsewhere, old)
    assert elsewhere.organization == "huyen"


def test_a_tombstone_says_when_and_why_whatever_was_done_afterwards(house: House) -> None:
    record = published(house, "Rút")
    records.withdraw(house.library, house.reviewer, record, "theo yêu cầu của tác giả")
    edit(house, record, description=title("ghi chú trong nhà"))
    with pytest.raises(Gone) as caught:
        records.view(house.library, VISITOR, record)
    assert caught.value.params["reason"] == "theo yêu cầu của tác giả"
    assert caught.value.params["title"] == "Rút"
    records.return_(house.library, house.reviewer, record, "đã xin phép")
    edit(house, record, title=title("Chưa ai được biết"))
    for asker in (VISITOR, house.stranger):
        with pytest.raises(Gone) as caught:
            records.view(house.library, asker, record)
        assert caught.value.params["title"] == "Rút"
        with pytest.raises(Gone):
            of(house, record)
    edit(house, record, title=title("Rút"))
    records.publish(house.library, house.reviewer, record)
    assert records.view(house.library, VISITOR, record).title == "Rút"
