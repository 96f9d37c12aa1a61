"""``GET /records/<id>/similar``: public records only, for whoever may see the one that is asked about."""

from __future__ import annotations

from repo_app.handlers import handlers
from repo_app.services.library import Library
from repo_app.worker import Worker
from tests.api.conftest import COMPLETE, Api

SHARED = {**COMPLETE, "creator": [{"value": "Nguyễn Thị Gùi"}], "subject": [{"value": "Đan lát"}]}


def work(library: Library) -> None:
    Worker(library.queue, handlers(library), readers=1, name="test", poll=0.05).drain()


def test_records_that_share_seldom_things_are_similar(
    visitor: Api, owner: Api, everybody: dict[str, Api], library: Library
) -> None:
    first, second, third = (owner.new(SHARED) for _ in range(3))
    other = owner.new({**COMPLETE, "title": [{"value": "Chăm sóc cà phê"}]})
    for record in (first, second, other):
        assert everybody["reviewer"].post(f"/records/{record}/publish", json={}).status_code == 200
    work(library)
    found = visitor.get(f"/records/{first}/similar").json
    assert [one["id"] for one in found] == [second]
    assert set(found[0]) == {"id", "title", "creators", "license", "thumbnail", "url"}
    assert visitor.get(f"/records/{third}/similar").status_code == 404
    everybody["reviewer"].post(f"/records/{second}/withdraw", json={"reason": "thử"})
    assert visitor.get(f"/records/{first}/similar").json == []
    assert visitor.get(f"/records/{second}/similar").status_code == 410
