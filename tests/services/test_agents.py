"""Names as authorities: variants find, merges and splits keep records whole, homonyms are told apart, nothing leaks."""

from __future__ import annotations

import pytest
from sqlalchemy import QueuePool

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from repo_app.services import finding, records, suggesting
from repo_app.services.authorities import agents, changes, linking, names, views
from repo_app.values import VISITOR
from repo_app.values.authorities import AgentText, AgentView
from tests.house import House
from tests.services.test_library_terms import ask, published, titles

BAC = AgentText("Hồ Chí Minh", "person", ("Nguyễn Ái Quốc", "Nguyễn Tất Thành"), "1890–1969")


def made(house: House, name: str, **more: object) -> AgentView:
    return agents.create(house.library, house.reviewer, AgentText(name, **more))  # type: ignore[arg-type]


def by(agent: AgentView, role: str = "author") -> list[dict[str, str]]:
    return [{"id": agent.id, "role": role}]


def test_a_record_is_found_by_every_name_of_its_agent(house: House) -> None:
    agent = agents.create(house.library, house.reviewer, BAC)
    published(house, "Đường Kách mệnh", creator=by(agent))
    for typed in ("Hồ Chí Minh", "nguyen ai quoc", 'tacgia:"Nguyễn Tất Thành"'):
        found = ask(house, typed)
        assert titles(found) == {"Đường Kách mệnh"}, typed
        assert found.results[0].card.creators == ("Hồ Chí Minh",)
    assert {one.text for one in suggesting.suggest(house.library, "nguyen tat", "vi")} >= {"Nguyễn Tất Thành"}
    text = AgentText("Hồ Chí Minh", "person", ("Thầu Chín",), "1890–1969")
    agents.change(house.library, house.reviewer, agent.id, text, "theo tiểu sử")
    house.work()
    assert titles(ask(house, "Thầu Chín")) == {"Đường Kách mệnh"}
    assert titles(ask(house, '"Nguyễn Tất Thành"')) == set()


def test_asking_for_the_works_of_a_name_gives_every_connection_back(house: House) -> None:
    agent = agents.create(house.library, house.reviewer, BAC)
    published(house, "Đường Kách mệnh", creator=by(agent))
    assert finding.works(house.library, VISITOR, agent.id, "vi").linked.total == 1
    pool = house.library.db.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0


def test_a_merge_joins_names_and_works_and_a_separation_gives_them_back(house: House) -> None:
    one, two = made(house, "Xuân Diệu"), made(house, "Ngô Xuân Diệu", dates="1916–1985")
    first = published(house, "Thơ thơ", creator=by(one))
    published(house, "Gửi hương cho gió", creator=by(two))
    agents.merge(house.library, house.reviewer, one.id, two.id, "một người")
    house.work()
    found = finding.works(house.library, VISITOR, one.id, "vi")
    assert (found.agent.id, found.linked.total) == (two.id, 2)
    assert found.agent.names == ("Ngô Xuân Diệu", "Xuân Diệu")
    assert titles(ask(house, '"Ngô Xuân Diệu"')) == {"Thơ thơ", "Gửi hương cho gió"}
    assert records.view(house.library, VISITOR, first).metadata.first("creator") == one.id
    assert records.view(house.library, VISITOR, first).creators == ("Xuân Diệu",)  # what credits a work stays
    agents.separate(house.library, house.reviewer, one.id, "hai người")
    house.work()
    assert finding.works(house.library, VISITOR, one.id, "vi").linked.total == 1
    assert titles(ask(house, '"Ngô Xuân Diệu"')) == {"Gửi hương cho gió"}
    verbs = [held.verb for held in changes.history(house.library, house.reviewer, "agents", one.id)]
    assert verbs == ["separate", "merge", "create"]


def test_what_was_merged_before_goes_along_and_comes_back(house: House) -> None:
    a, b, c = (made(house, name) for name in ("Anh Thơ", "Vương Kiều Ân", "Vương Thị Kiều Ân"))
    agents.merge(house.library, house.reviewer, a.id, b.id)
    agents.merge(house.library, house.reviewer, b.id, c.id)
    with pytest.raises(Conflict):
        agents.merge(house.library, house.reviewer, c.id, a.id)
    listed = views.listing(house.library, house.reviewer).agents
    assert [(one.id, {name for _, name in one.merged}) for one in listed] == [(c.id, {"Anh Thơ", "Vương Kiều Ân"})]
    agents.separate(house.library, house.reviewer, b.id)
    listed = views.listing(house.library, house.reviewer, "anh tho").agents
    assert [(one.id, one.merged) for one in listed] == [(b.id, ((a.id, "Anh Thơ"),))]


def test_persons_stand_by_their_given_names_and_bodies_as_written(house: House) -> None:
    for name in ("Nguyễn Văn Ưng", "Trần Thị An", "Lê Ân", "Phạm Văn Đồng"):
        made(house, name)
    made(house, "Bộ Giáo dục và Đào tạo", kind="organization")
    listed = [one.name for one in views.listing(house.library, house.reviewer).agents]
    assert listed == ["Trần Thị An", "Lê Ân", "Bộ Giáo dục và Đào tạo", "Phạm Văn Đồng", "Nguyễn Văn Ưng"]


def test_two_of_one_name_must_be_told_apart(house: House) -> None:
    made(house, "Nguyễn Văn An", note="Toán học")
    with pytest.raises(Conflict) as caught:
        made(house, "Nguyễn Văn An", note="Toán học")
    assert caught.value.code == "agent.same_name"
    for spelled, note in (("NGUYỄN VĂN AN", "Toán học"), ("Nguyễn Văn An", "toán học")):
        with pytest.raises(Conflict) as caught:
            made(house, spelled, note=note)
    made(house, "Nguyễn Thị Hoà")
    with pytest.raises(Conflict):
        made(house, "Nguyễn Thị Hòa")
    made(house, "Nguyễn Thị Hoa")
    other = made(house, "Nguyễn Văn An", dates="1950–")
    told = {one.told_apart for one in names.suggest(house.library, house.depositor, "nguyen van an")}
    assert told == {"Toán học", "1950–"}
    with pytest.raises(Conflict):
        agents.change(house.library, house.reviewer, other.id, AgentText("Nguyễn Văn An", note="Toán học"))


def test_names_are_offered_from_agents_and_from_public_records_only(house: House) -> None:
    agent = made(house, "Y Moan Ênuôl", variants=("Y Moan",))
    published(house, "Chim phí bay về cội nguồn", creator=[{"value": "Y Moan"}, {"value": "Y Phôn Ksor"}])
    draft = records.create(house.library, house.depositor, {"creator": [{"value": "Y Kín Đáo"}]})
    house.work()

    def offered(typed: str) -> list[tuple[str, str | None]]:
        return [(one.printed or one.name, one.agent) for one in names.suggest(house.library, house.stranger, typed)]

    other = made(house, "Phạm Minh Tài", variants=("Sơn Nam",))
    assert offered("moan") == [("Y Moan Ênuôl", agent.id)]  # the text is a name of the agent
    assert offered("Y Moan") == [("Y Moan", agent.id)]
    assert offered("y ph") == [("Y Phôn Ksor", None)]
    assert offered("son n") == [("Sơn Nam", other.id)]
    assert offered("y kin") == []
    assert offered("y") == []
    assert draft.state == "draft"
    with pytest.raises(NotSignedIn):
        names.suggest(house.library, VISITOR, "moan")


def test_a_stranger_learns_of_an_agent_only_from_public_works(house: House) -> None:
    agent = made(house, "Zưng Zẩng")
    draft = records.create(house.library, house.depositor, {"title": [{"value": "Kín"}], "creator": by(agent)})
    for wanted in (agent.id, "agent-22222222"):
        with pytest.raises(NotFound):
            finding.works(house.library, VISITOR, wanted, "vi")
    assert finding.works(house.library, house.reviewer, agent.id, "vi").linked.total == 0
    assert [one.label for one in ask(house, creator=agent.id).chosen] == [agent.id]
    house.described(draft.id)
    records.publish(house.library, house.reviewer, draft.id)
    house.work()
    assert finding.works(house.library, VISITOR, agent.id, "vi").linked.total == 1
    assert [one.label for one in ask(house, creator=agent.id).chosen] == ["Zưng Zẩng"]
    records.withdraw(house.library, house.reviewer, draft.id, "thử")
    with pytest.raises(NotFound):
        finding.works(house.library, VISITOR, agent.id, "vi")
    assert [one.label for one in ask(house, creator=agent.id).chosen] == [agent.id]


def test_names_as_text_become_links_and_one_agent_becomes_two(house: House) -> None:
    agent = made(house, "Lê Văn Sơn", variants=("LÊ SƠN",))
    text = published(house, "Rừng", creator=[{"value": "Lê Sơn", "role": "editor"}, {"value": "Khác"}])
    other = published(house, "Thơ", creator=by(agent))
    found = finding.works(house.library, VISITOR, agent.id, "vi")
    assert [held.card.title for held in found.linked.results] == ["Thơ"]
    with pytest.raises(Conflict):
        linking.link(house.library, house.reviewer, agent.id, [other])
    assert linking.link(house.library, house.reviewer, agent.id, [text], "cùng người") == 1
    view = records.view(house.library, house.reviewer, text)
    assert [value.as_json() for value in view.metadata.get("creator")] == [
        {"id": agent.id, "role": "editor", "printed": "Lê Sơn"}, {"value": "Khác"},
    ]  # fmt: skip
    assert records.history(house.library, house.reviewer, text)[-1].reason == "cùng người"
    poet = AgentText("Lê Văn Sơn", note="nhà thơ")
    new = linking.split(house.library, house.reviewer, agent.id, poet, [other], "hai người")
    house.work()
    assert titles(ask(house, creator=new.id)) == {"Thơ"}
    assert titles(ask(house, creator=agent.id)) == {"Rừng"}
    with pytest.raises(Forbidden):
        linking.link(house.library, house.depositor, agent.id, [text])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (AgentText(" "), "name"),
        (AgentText("An", "robot"), "kind"),
        (AgentText("An", variants=("!",)), "variants"),
        (AgentText("An", dates="x" * 61), "dates"),
        (AgentText("An", identifiers={"orcid": "0000-0002-1825-0098"}), "identifiers"),
        (AgentText("An", identifiers={"facebook": "an"}), "identifiers"),
        (AgentText("An", identifiers={"wikidata": "36014"}), "identifiers"),
    ],
)
def test_what_is_no_name_is_refused_with_its_field(house: House, text: AgentText, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        agents.create(house.library, house.reviewer, text)
    assert [fault.field for fault in caught.value.faults] == [field]


def test_numbers_of_other_authorities_are_kept_alone(house: House) -> None:
    given = {
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "isni": "0000 0001 2103 2683",
        "viaf": "https://viaf.org/viaf/27069388/",
        "wikidata": "http://www.wikidata.org/entity/Q36014",
        "ror": "https://ror.org/02mhbdp94",
    }
    assert made(house, "Nguyễn Du", identifiers=given).identifiers == {
        "orcid": "0000-0002-1825-0097",
        "isni": "0000000121032683",
        "viaf": "27069388",
        "wikidata": "Q36014",
        "ror": "02mhbdp94",
    }


def test_readers_browse_names_by_given_name(house: House) -> None:
    agent = made(house, "Nguyễn Nhật Ánh")
    published(house, "Kính vạn hoa", creator=by(agent), contributor=[{"value": "Trần Văn Bình"}])
    published(house, "Mắt biếc", creator=by(agent))
    listed = finding.browse(house.library, "creator", "vi").groups
    values = [(held.value, held.label, held.count) for group in listed for held in group.values]
    assert values == [(agent.id, "Nguyễn Nhật Ánh", 2), ("Trần Văn Bình", "Trần Văn Bình", 1)]
