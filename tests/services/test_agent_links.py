"""Linking names: what is printed stays, all is done or nothing, and lists of records ask for names at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update

from repo_app.errors import Conflict, Invalid, NotFound
from repo_app.models import Record
from repo_app.serializers.attribution import credit
from repo_app.serializers.citation import citation
from repo_app.serializers.jsonld import work
from repo_app.services import finding, records, suggesting
from repo_app.services.authorities import agents, linking, names, views
from repo_app.services.fallback import search_database
from repo_app.services.similar import similar
from repo_app.values import VISITOR
from repo_app.values.authorities import AgentText
from repo_app.values.metadata import MetadataFault, parse
from search import Query
from tests.house import House, title
from tests.services.test_agents import by, made
from tests.services.test_library_terms import ask, published, titles


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    told: list[str] = []

    def tell(*happened: object) -> None:
        told.append(str(happened[2]))

    engine = house.library.db.engine
    event.listen(engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", tell)


def test_a_pen_name_stays_what_the_work_is_credited_by(house: House) -> None:
    agent = made(house, "Phạm Minh Tài", variants=("Sơn Nam",))
    record = published(house, "Hương rừng", creator=[{"value": "Sơn Nam", "role": "author"}])
    linking.link(house.library, house.reviewer, agent.id, [record])
    house.work()
    view = records.view(house.library, VISITOR, record)
    assert view.metadata.get("creator")[0].as_json() == {"id": agent.id, "role": "author", "printed": "Sơn Nam"}
    assert view.creators == ("Sơn Nam",)
    assert "Phạm" not in citation(view, "https://a.example", "vi")
    for typed in ("Sơn Nam", "Phạm Minh Tài"):
        found = ask(house, f'"{typed}"')
        assert titles(found) == {"Hương rừng"}, typed
        assert found.results[0].card.creators == ("Sơn Nam",)
    other = linking.split(house.library, house.reviewer, agent.id, AgentText("Sơn Nam", note="khác"), [record])
    agents.change(house.library, house.reviewer, other.id, AgentText("Trần Văn Khác"))
    house.work()
    assert records.view(house.library, VISITOR, record).creators == ("Sơn Nam",)
    assert titles(ask(house, '"Sơn Nam"')) == {"Hương rừng"}


def test_programs_are_told_who_is_meant_by_the_numbers_of_other_catalogues(house: House) -> None:
    numbers = {"orcid": "https://orcid.org/0000-0002-1825-0097", "isni": "0000 0001 2103 2683", "wikidata": "Q1"}
    writer = made(house, "Phạm Minh Tài", identifiers=numbers)
    press = made(house, "Nhà xuất bản Trẻ", kind="organization", identifiers={"viaf": "123"})
    names = [{"id": writer.id, "printed": "Sơn Nam"}, {"value": "Y Phôn"}]
    told = {"creator": names, "contributor": [{"id": press.id, "role": "issuing-body"}]}
    record = published(house, "Hương rừng", **told)
    found = work(records.view(house.library, VISITOR, record), "https://a.example", "vi")
    same = ["https://isni.org/isni/0000000121032683", "https://orcid.org/0000-0002-1825-0097"]
    writers = {"@type": "Person", "name": "Sơn Nam", "sameAs": [*same, "https://www.wikidata.org/entity/Q1"]}
    assert found["author"] == [writers, {"name": "Y Phôn"}]
    body = {"@type": "Organization", "name": "Nhà xuất bản Trẻ", "sameAs": ["https://viaf.org/viaf/123"]}
    assert found["contributor"] == [body]


def test_no_merge_and_no_rename_of_another_changes_whom_a_work_credits(house: House) -> None:
    pen, own = made(house, "Sơn Nam"), made(house, "Phạm Minh Tài")
    record = published(house, "Hương rừng", creator=by(pen), publisher=[{"id": pen.id}])

    def told() -> set[str]:
        house.work()
        view = records.view(house.library, VISITOR, record)
        card = ask(house, "huong rung").results[0].card
        lines = (
            credit(view, "https://a.example").text("vi"),
            citation(view, "https://a.example", "vi"),
            json.dumps(work(view, "https://a.example", "vi"), ensure_ascii=False),
            *card.creators,
        )
        return {name for line in lines for name in ("Sơn Nam", "Phạm Minh Tài") if name in line}

    agents.merge(house.library, house.reviewer, pen.id, own.id)
    assert told() == {"Sơn Nam"}
    listed = finding.browse(house.library, "creator", "vi").groups
    assert [(one.value, one.label) for group in listed for one in group.values] == [(own.id, "Phạm Minh Tài")]
    agents.change(house.library, house.reviewer, own.id, AgentText("Phạm Minh Tài", note="nhà văn"))
    assert told() == {"Sơn Nam"}
    agents.separate(house.library, house.reviewer, pen.id)
    assert told() == {"Sơn Nam"}
    agents.merge(house.library, house.reviewer, pen.id, own.id)
    linking.split(house.library, house.reviewer, own.id, AgentText("Phạm Anh Tài"), [record])
    assert told() == {"Sơn Nam"}


@pytest.mark.parametrize(
    "value",
    [{"value": "A", "printed": "B"}, {"printed": "B"}, {"id": "vi", "printed": "B"}, {"id": "vi", "printed": ""}],
)
def test_a_printed_form_stands_beside_a_linked_name_only(value: dict[str, str]) -> None:
    with pytest.raises(MetadataFault):
        parse({"creator" if "value" in value else "language": [value]})


def test_a_split_is_done_whole_or_not_at_all(house: House) -> None:
    agent = made(house, "Lê Văn Sơn")
    one, other = published(house, "Một", creator=by(agent)), published(house, "Hai", creator=[{"value": "Khác"}])
    poet = AgentText("Lê Văn Sơn", note="nhà thơ")
    for chosen, error in (([one, other], Conflict), ([one, "khong-co"], NotFound), ([], Invalid)):
        with pytest.raises(error):
            linking.split(house.library, house.reviewer, agent.id, poet, chosen)
    assert [held.id for held in views.listing(house.library, house.reviewer).agents] == [agent.id]
    assert records.view(house.library, VISITOR, one).metadata.first("creator") == agent.id
    with pytest.raises(Invalid) as caught:
        linking.link(house.library, house.reviewer, agent.id, [f"r{n}" for n in range(linking.AT_ONCE + 1)])
    assert caught.value.faults[0].code == "agent.too_many_records"


def test_a_merge_joins_one_kind_and_is_taken_back_only_into_a_name_that_tells_it_apart(house: House) -> None:
    one, two, body = made(house, "Người A"), made(house, "Người B"), made(house, "Sở A", kind="organization")
    with pytest.raises(Conflict) as caught:
        agents.merge(house.library, house.reviewer, one.id, body.id)
    assert caught.value.code == "agent.other_kind"
    with pytest.raises(Invalid):
        agents.merge(house.library, house.reviewer, one.id, "agent-22222222")
    agents.merge(house.library, house.reviewer, one.id, two.id)
    new = made(house, "Người A")
    with pytest.raises(Conflict) as caught:
        agents.separate(house.library, house.reviewer, one.id)
    assert caught.value.code == "agent.same_name"
    agents.change(house.library, house.reviewer, new.id, AgentText("Người A", note="trẻ hơn"))
    agents.separate(house.library, house.reviewer, one.id)


def test_all_names_of_what_was_merged_lead_to_its_heir_and_its_own_may_be_put_right(house: House) -> None:
    wrong, right = made(house, "Đặng Văn Đăgn", variants=("Bút Tre",)), made(house, "Đặng Văn Đăng")
    linked = published(house, "Thơ", creator=by(wrong))
    text = published(house, "Vè", creator=[{"value": "BÚT TRE"}])
    agents.merge(house.library, house.reviewer, wrong.id, right.id)
    house.work()
    found = finding.works(house.library, house.reviewer, right.id, "vi")
    assert (found.agent.names[1:], [one.card.id for one in found.printed.results]) == ((wrong.name, "Bút Tre"), [text])
    offered = names.suggest(house.library, house.depositor, "but tre")
    assert [(one.name, one.printed, one.agent) for one in offered] == [(right.name, "Bút Tre", right.id)]
    agents.change(house.library, house.reviewer, wrong.id, AgentText(right.name, variants=("Bút Tre",)))
    house.work()
    assert records.view(house.library, VISITOR, linked).creators == (right.name,)
    assert titles(ask(house, "but tre")) == {"Thơ", "Vè"}
    for refused, code in (
        (lambda: agents.separate(house.library, house.reviewer, wrong.id), "agent.same_name"),
        (
            lambda: agents.change(house.library, house.reviewer, wrong.id, AgentText("Sở", "organization")),
            "agent.other_kind",
        ),
    ):
        with pytest.raises(Conflict) as caught:
            refused()
        assert caught.value.code == code


def test_a_name_in_another_spelling_is_offered_for_linking(house: House) -> None:
    agent = made(house, "Nguyễn Văn Hòa")
    printed = {published(house, name, creator=[{"value": name}]) for name in ("Nguyễn Văn Hoà", "NGUYỄN VĂN HOÀ")}
    published(house, "Khác", creator=[{"value": "Nguyễn Văn Hoa"}])
    found = finding.works(house.library, house.reviewer, agent.id, "vi").printed
    assert {held.card.id for held in found.results} == printed
    assert linking.link(house.library, house.reviewer, agent.id, sorted(printed)) == 2


def test_a_name_printed_somewhere_tells_no_stranger_of_an_agent_that_only_a_draft_names(house: House) -> None:
    agent = made(house, "Nguyễn Văn Hòa", dates="1950–", note="kín")
    records.create(house.library, house.depositor, {"creator": by(agent)})
    published(house, "Sách", creator=[{"value": "Nguyễn Văn Hòa"}])
    with pytest.raises(NotFound):
        finding.works(house.library, VISITOR, agent.id, "vi")
    assert finding.works(house.library, house.reviewer, agent.id, "vi").printed.total == 1


def test_a_body_has_its_works_offers_its_name_and_is_linked_but_created_nothing(house: House) -> None:
    agent = made(house, "Nhà xuất bản Kim Đồng", kind="organization", variants=("NXB Kim Đồng",))
    held = published(house, "Dế Mèn", publisher=[{"id": agent.id}], creator=[{"value": "Tô Hoài"}])
    owned = published(house, "Truyện", rightsHolder=[{"id": agent.id, "printed": "Nhà Kim Đồng"}])
    text = published(house, "Thơ", publisher=[{"value": "NHÀ XUẤT BẢN KIM ĐỒNG"}])
    published(house, "Khác", publisher=[{"value": "Nhà xuất bản Trẻ"}])
    found = finding.works(house.library, VISITOR, agent.id, "vi")
    assert {one.card.id for one in found.linked.results} == {held, owned}
    assert {one.card.id for one in found.printed.results} == {text}
    assert titles(ask(house, agent="Nhà xuất bản Trẻ")) == {"Khác"}
    assert titles(ask(house, 'nxb:"Nhà Kim Đồng"')) == {"Truyện"}
    listed = finding.browse(house.library, "creator", "vi").groups
    assert [one.label for group in listed for one in group.values] == ["Tô Hoài"]
    offered = names.suggest(house.library, house.depositor, "nha xuat ban")
    assert [(one.name, one.agent) for one in offered] == [(agent.name, agent.id), ("Nhà xuất bản Trẻ", None)]
    assert linking.link(house.library, house.reviewer, agent.id, [text]) == 1
    house.work()
    assert finding.works(house.library, VISITOR, agent.id, "vi").linked.total == 3


def test_without_an_index_a_record_is_found_by_the_names_of_who_is_linked(house: House) -> None:
    agent = made(house, "Nguyễn Ngọc Tư", variants=("Tư Đất Mũi",))
    published(house, "Cánh đồng", creator=by(agent))
    draft = records.create(house.library, house.depositor, {"title": title("Nháp"), "creator": by(agent)}).id
    agents.change(house.library, house.reviewer, agent.id, AgentText("Nguyễn Ngọc Tư", variants=("Tư Cà Mau",)))
    house.work()

    def found(typed: str) -> int:
        return search_database(house.library, Query(typed)).total

    assert [found(typed) for typed in ("nguyen ngoc tu", "Tư Cà Mau", '"Tư Đất Mũi"')] == [1, 1, 0]
    house.described(draft)
    agents.change(house.library, house.reviewer, agent.id, AgentText("Nguyễn Ngọc Tư"))
    records.publish(house.library, house.reviewer, draft)
    house.work()
    assert [found(typed) for typed in ("nguyen ngoc tu", "Tư Cà Mau")] == [2, 0]


def test_names_of_many_records_are_asked_for_at_once(house: House) -> None:
    made_now: list[str] = []
    asked: list[int] = []
    for count in (2, 8):
        for _ in range(count - len(made_now)):
            number = len(made_now)
            people = [*by(made(house, f"Người {number}")), *by(made(house, f"Bạn {number}"), "editor")]
            subject = [{"value": "Dệt thổ cẩm"}]
            made_now.append(published(house, f"Sách dệt {number}", creator=people, subject=subject))
        with house.library.db.writing() as session:
            session.execute(update(Record).values(index_due=True))
        with statements(house) as told:
            assert suggesting.suggest(house.library, "det tho cam", "vi")
        asked.append(len(told))
        house.work()
        with statements(house) as told:
            similar(house.library, VISITOR, made_now[0])
        asked.append(len(told))
    assert asked[:2] == asked[2:]
