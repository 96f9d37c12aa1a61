"""Terms and names on PostgreSQL: merged and taken apart, followed by the records, and kept by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from repo_app.errors import Conflict
from repo_app.services import finding
from repo_app.services.authorities import agents, linking, names, terms, views
from repo_app.services.authorities.loading import record_loads
from repo_app.services.authorities.terms import TermText
from repo_app.values import VISITOR
from repo_app.values.authorities import AgentText
from tests.house import opened
from tests.services.test_library_terms import ask, published, titles

pytestmark = pytest.mark.services


def test_terms_and_names_go_their_way_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:
        library, reviewer = house.library, house.reviewer
        assert record_loads(library) == ()
        one = agents.create(library, reviewer, AgentText("Xuân Diệu", variants=("Trảo Nha",)))
        two = agents.create(library, reviewer, AgentText("Ngô Xuân Diệu", dates="1916–1985"))
        published(house, "Thơ thơ", creator=[{"id": one.id}], subject=[{"value": "thơ mới"}])
        text = published(house, "Gửi hương", creator=[{"value": "TRẢO NHA"}])
        agents.merge(library, reviewer, one.id, two.id)
        own = terms.add(library, reviewer, "topics", TermText("Thơ mới"))
        terms.merge(library, reviewer, "topics", own.id, "van-hoa-doc")
        house.work()
        assert titles(ask(house, '"Ngô Xuân Diệu"')) == {"Thơ thơ"}
        assert titles(ask(house, subject=own.id)) == {"Thơ thơ"}
        assert linking.link(library, reviewer, one.id, [text]) == 1
        agents.separate(library, reviewer, one.id)
        house.work()
        assert finding.works(library, VISITOR, two.id, "vi").linked.total == 1
        assert [held.name for held in names.suggest(library, reviewer, "trao")] == ["Xuân Diệu"]
        assert [held.name for held in views.listing(library, reviewer).agents] == ["Ngô Xuân Diệu", "Xuân Diệu"]


def test_two_who_add_one_name_at_once_make_one_term(tmp_path: Path, postgres_database: str) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:

        def add(number: int) -> bool:
            try:
                terms.add(
                    house.library, house.reviewer, "topics", TermText("Dệt lanh", alternatives=(f"Lanh {number}",))
                )
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(add, range(6))) == 1
