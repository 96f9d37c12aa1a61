"""Terms and names through the API: who may, what comes back, and what records then say."""

from __future__ import annotations

import pytest

from repo_app.cli.house import make_worker
from repo_app.services.library import Library
from tests.api.conftest import COMPLETE, Api
from tests.api.test_openapi import agrees

AGENT, TERM = "/agents/{agent_id}", "/vocabularies/{name}/terms/{term_id}"
NEW = {"name": "Nguyễn Văn An", "variants": ["N.V. An"], "note": "Toán học", "identifiers": {"wikidata": "Q42"}}


def made(api: Api, **more: object) -> str:
    answer = api.post("/agents", json={**NEW, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/agents/{answer.json['id']}"
    return str(answer.json["id"])


def publish(library: Library, api: Api, **metadata: object) -> str:
    record = api.new({**COMPLETE, **metadata})
    assert api.post(f"/records/{record}/publish").status_code == 200
    make_worker(library, 1).drain()
    return record


def test_a_name_goes_its_way(library: Library, owner: Api, reviewer: Api, visitor: Api) -> None:
    agent, other = made(reviewer), made(reviewer, note="Hoá học", identifiers={})
    assert visitor.get(f"/agents/{agent}").status_code == 404
    record = publish(library, reviewer, creator=[{"id": agent, "role": "author"}, {"value": "N.V. An"}])
    told = visitor.get(f"/agents/{agent}")
    assert agrees(told, "get", AGENT)
    assert (told.json["works"], told.json["note"]) == (1, "Toán học")
    assert visitor.get("/search?q=n.v. an").json["results"][0]["creators"] == ["Nguyễn Văn An", "N.V. An"]
    offered = owner.get("/agents?q=nguyen van a")
    assert agrees(offered, "get", "/agents")
    assert {one["told_apart"] for one in offered.json} == {"Toán học", "Hoá học"}
    changed = reviewer.send("PATCH", f"/agents/{agent}", json={"dates": "1950–", "reason": "bìa sách"})
    assert agrees(changed, "patch", AGENT)
    assert (changed.json["dates"], changed.json["variants"]) == ("1950–", ["N.V. An"])
    stale = reviewer.send("PATCH", f"/agents/{agent}", json={"note": "thơ"}, headers={"If-Match": '"0123456789abcdef"'})
    assert (stale.status_code, stale.json["current"]["dates"], stale.json["yours"]) == (412, "1950–", {"note": "thơ"})
    assert "mục này" in stale.json["detail"]
    tag = {"If-Match": reviewer.get(f"/agents/{agent}").headers["ETag"]}
    assert reviewer.send("PATCH", f"/agents/{agent}", json={"dates": "1950–"}, headers=tag).status_code == 200
    linked = reviewer.post(f"/agents/{agent}/link", json={"records": [record]})
    assert agrees(linked, "post", f"{AGENT}/link")
    split = reviewer.post(f"/agents/{agent}/split", json={**NEW, "note": "thơ", "records": [record]})
    assert agrees(split, "post", f"{AGENT}/split")
    held = visitor.get(f"/records/{record}").json["metadata"]["creator"]
    assert held == [{"id": split.json["id"], "role": "author"}, {"id": split.json["id"], "printed": "N.V. An"}]
    merged = reviewer.post(f"/agents/{agent}/merge", json={"into": other, "reason": "một người"})
    assert agrees(merged, "post", f"{AGENT}/merge")
    assert (merged.json["id"], merged.json["merged"]) == (other, [{"id": agent, "name": "Nguyễn Văn An"}])
    tag = {"If-Match": reviewer.get(f"/agents/{agent}").headers["ETag"]}
    righted = reviewer.send("PATCH", f"/agents/{agent}", json={"note": "bút danh"}, headers=tag)
    assert (righted.status_code, righted.json["id"], righted.json["note"]) == (200, agent, "bút danh")
    assert righted.headers["ETag"] == reviewer.get(f"/agents/{agent}").headers["ETag"]
    assert reviewer.send("PATCH", f"/agents/{agent}", json={"note": "tên"}, headers=tag).status_code == 412
    apart = reviewer.post(f"/agents/{agent}/separate")
    assert agrees(apart, "post", f"{AGENT}/separate")
    assert reviewer.post(f"/agents/{agent}/separate").status_code == 409
    history = reviewer.get(f"/agents/{agent}/history")
    assert agrees(history, "get", f"{AGENT}/history")
    assert [(one["verb"], one["reason"]) for one in history.json] == [
        ("separate", None), ("edit", None), ("merge", "một người"), ("edit", "bìa sách"), ("create", None),
    ]  # fmt: skip


def test_a_term_goes_its_way(library: Library, reviewer: Api, visitor: Api) -> None:
    body = {"label": {"vi": "Đàn đá", "en": "Lithophone"}, "alternatives": ["Goong lu"], "broader": "van-hoa-dan-toc"}
    added = reviewer.post("/vocabularies/topics/terms", json=body)
    assert agrees(added, "post", "/vocabularies/{name}/terms")
    path = f"/vocabularies/topics/terms/{added.json['id']}"
    served = visitor.get("/vocabularies/topics").json["terms"][-1]
    assert served == {
        "id": "local-dan-da", "label": body["label"], "alternatives": ["Goong lu"], "kind": "local",
        "broader": ["van-hoa-dan-toc"],
    }  # fmt: skip
    publish(library, reviewer, subject=[{"id": "local-dan-da"}])
    changed = reviewer.send("PATCH", path, json={"alternatives": ["Goong lu", "Đàn lithophone"]})
    assert agrees(changed, "patch", TERM)
    assert changed.json["label"] == body["label"]
    told = reviewer.get(path)
    assert agrees(told, "get", TERM)
    assert (told.json, told.headers["ETag"]) == (changed.json, changed.headers["ETag"])
    tag, more = {"If-Match": told.headers["ETag"]}, {"alternatives": ["Goong lu", "Đàn lithophone", "Đá kêu"]}
    assert reviewer.send("PATCH", path, json=more, headers=tag).status_code == 200
    stale = reviewer.send("PATCH", path, json={"broader": None}, headers=tag)
    assert (stale.status_code, stale.json["current"]["alternatives"]) == (412, more["alternatives"])
    assert stale.json["yours"] == {"broader": None}
    assert reviewer.get(path).json["broader"] == ["van-hoa-dan-toc"]
    merged = reviewer.post(f"{path}/merge", json={"into": "cong-chieng"})
    assert agrees(merged, "post", f"{TERM}/merge")
    assert merged.json["replaces"] == ["local-dan-da"]
    make_worker(library, 1).drain()
    facets = visitor.get("/search?subject=goong lu").json["facets"]["subject"]
    assert [(one["value"], one["count"]) for one in facets] == [("cong-chieng", 1)]
    assert agrees(reviewer.post(f"{path}/separate"), "post", f"{TERM}/separate")
    assert agrees(reviewer.get(f"{path}/history"), "get", f"{TERM}/history")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/agents", NEW),
        ("PATCH", "/agents/agent-22222222", {}),
        ("POST", "/agents/agent-22222222/merge", {"into": "x"}),
        ("POST", "/agents/agent-22222222/separate", {}),
        ("POST", "/agents/agent-22222222/link", {"records": []}),
        ("POST", "/agents/agent-22222222/split", NEW),
        ("GET", "/agents/agent-22222222/history", None),
        ("POST", "/vocabularies/topics/terms", {"label": {"vi": "Mới"}}),
        ("GET", "/vocabularies/topics/terms/suc-khoe", None),
        ("PATCH", "/vocabularies/topics/terms/suc-khoe", {}),
        ("POST", "/vocabularies/topics/terms/suc-khoe/merge", {"into": "phap-luat"}),
        ("POST", "/vocabularies/topics/terms/suc-khoe/separate", {}),
        ("GET", "/vocabularies/topics/terms/suc-khoe/history", None),
    ],
)
def test_only_staff_change_terms_and_names(visitor: Api, owner: Api, method: str, path: str, body: object) -> None:
    sent = {"json": body} if body is not None else {}
    assert visitor.send(method, path, **sent).status_code == 401
    assert owner.send(method, path, **sent).status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/agents", {"name": "A", "colour": "x"}, 422),
        ("/agents", {"name": ["A"]}, 422),
        ("/agents", {"name": "A", "identifiers": {"orcid": 1}}, 422),
        ("/agents", {"name": "A", "variants": "B"}, 422),
        ("/agents", {"name": "A\u0000B"}, 400),
        ("/agents", {}, 422),
        ("/vocabularies/topics/terms", {"label": {"fr": "x"}}, 422),
        ("/vocabularies/topics/terms", {"label": "x"}, 422),
        ("/vocabularies/none/terms", {"label": {"vi": "x"}}, 404),
        ("/vocabularies/topics/terms/none/merge", {"into": "suc-khoe"}, 404),
        ("/vocabularies/topics/terms/suc-khoe/merge", {"into": "none"}, 422),
        ("/agents/agent-22222222/merge", {"into": 5}, 422),
    ],
)
def test_what_cannot_be_is_refused(reviewer: Api, path: str, body: object, status: int) -> None:
    answer = reviewer.post(path, json=body)
    assert answer.status_code == status, answer.text
