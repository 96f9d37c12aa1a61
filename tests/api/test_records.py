"""Describing records through the API."""

import json

import pytest

from tests.api.conftest import COMPLETE, TITLED, Api

JSON = {"Content-Type": "application/json"}


def test_a_record_is_begun_read_changed_and_told(owner: Api) -> None:
    made = owner.post("/records", json=TITLED)
    record = made.json["id"]
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1/records/{record}"
    assert (made.json["state"], made.json["metadata"]) == ("draft", TITLED)
    assert made.json["url"] == f"http://127.0.0.1:8080/records/{record}"
    seen = owner.get(f"/records/{record}")
    assert seen.json == made.json
    assert seen.headers["ETag"] == made.headers["ETag"]
    assert seen.headers["ETag"].startswith('"1.')
    patch = {"license": [{"id": "cc-by-4.0"}], "creator": [{"value": "Nguyễn Lan", "role": "author"}]}
    changed = owner.send("PATCH", f"/records/{record}", json=patch, headers={"If-Match": seen.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json["metadata"] == {**TITLED, **patch}
    assert changed.headers["ETag"].startswith('"2.')
    removed = owner.send("PATCH", f"/records/{record}", json={"creator": []}, headers={"If-Match": '"2"'})
    assert "creator" not in removed.json["metadata"]
    told = owner.get(f"/records/{record}/history").json
    assert [entry["verb"] for entry in told] == ["create", "edit", "edit"]
    assert told[0]["metadata"] == TITLED
    assert owner.send("DELETE", f"/records/{record}").status_code == 204
    assert owner.get(f"/records/{record}").status_code == 404


def test_a_record_that_did_not_change_is_not_sent_again(owner: Api) -> None:
    record = owner.new()
    tag = owner.get(f"/records/{record}").headers["ETag"]
    assert owner.get(f"/records/{record}", headers={"If-None-Match": tag}).status_code == 304


def test_a_name_that_was_corrected_makes_a_cached_answer_stale_and_is_no_conflict(owner: Api, reviewer: Api) -> None:
    agent = reviewer.post("/agents", json={"name": "Sơn Nam", "note": owner.new()}).json["id"]
    record = owner.new({**TITLED, "creator": [{"id": agent}]})
    tag = owner.get(f"/records/{record}").headers["ETag"]
    renamed = reviewer.send("PATCH", f"/agents/{agent}", json={"name": "Sơn Nam (Phạm Minh Tài)"})
    assert renamed.status_code == 200
    seen = owner.get(f"/records/{record}", headers={"If-None-Match": tag})
    assert seen.status_code == 200
    assert "Phạm Minh Tài" in str(seen.json["attribution"])
    patch = {"description": [{"value": "Truyện"}]}
    assert owner.send("PATCH", f"/records/{record}", json=patch, headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("if_match", "status"),
    [(None, 428), ('"1"', 200), ('"0", "1"', 200), ("*", 200), ('"2"', 412), ('W/"1"', 412), ("1x", 412), ('""', 412)],
)
def test_a_change_names_the_version_it_is_based_on(owner: Api, if_match: str | None, status: int) -> None:
    record = owner.new()
    headers = {} if if_match is None else {"If-Match": if_match}
    answer = owner.send("PATCH", f"/records/{record}", json={"subject": [{"value": "Toán"}]}, headers=headers)
    assert answer.status_code == status
    if status == 412:
        assert answer.mimetype == "application/problem+json"
        assert answer.json["current"] == COMPLETE
        assert answer.json["yours"] == {**COMPLETE, "subject": [{"value": "Toán"}]}
        assert owner.get(f"/records/{record}").json["metadata"] == COMPLETE


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"{}{}", 400),
        (b"\xff{}", 400),
        (b'{"title": [{"value": "a"}], "title": []}', 400),
        (b'{"title": [{"value": "a", "value": "b"}]}', 400),
        (b'{"title": [{"value": NaN}]}', 400),
        (b'{"title": [{"value": "\\ud800"}]}', 400),
        (b'{"\\udc00": []}', 400),
        (b"[" * 100_000, 400),
        (b"1" * 10_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"title"', 422),
        (b'{"title": "a"}', 422),
        (b'{"title": [true]}', 422),
        (b'{"title": [{"value": 1}]}', 422),
        (b'{"title": [{"value": "a", "x": "b"}]}', 422),
        (b'{"true": true}', 422),
        (b'{"name": [{"value": "a"}]}', 422),
        (b'{"license": [{"id": "cc-by-9.0"}]}', 422),
        (b'{"license": [{"value": "cc-by-4.0"}]}', 422),
        (b'{"title": [{"value": "  "}]}', 422),
    ],
)
def test_a_body_is_exactly_right_or_refused_by_name(owner: Api, body: bytes, status: int) -> None:
    answer = owner.post("/records", data=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    if status == 422:
        assert answer.json["errors"][0]["field"]


def test_only_json_is_json_and_a_megabyte_is_enough(owner: Api) -> None:
    text = json.dumps(COMPLETE)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert owner.post("/records", data=text, headers={"Content-Type": kind}).status_code == 415
    large = {"description": [{"value": "x" * 15_000} for _ in range(100)]}
    assert owner.post("/records", json=large).status_code == 413
    charset = {"Content-Type": "application/json; charset=utf-8"}
    assert owner.post("/records", data=text, headers=charset).status_code == 201


def test_moves_take_a_reason_and_nothing_else(owner: Api, reviewer: Api) -> None:
    record = owner.new()
    for body in (b'{"reasons": "x"}', b'{"reason": 1}', b'{"reason": ["x"]}', b"[]"):
        assert owner.post(f"/records/{record}/submit", data=body, headers=JSON).status_code == 422
    assert owner.post(f"/records/{record}/submit", data=b"reason=x").status_code == 415
    assert owner.get(f"/records/{record}").json["state"] == "draft"
    assert owner.post(f"/records/{record}/submit", json={"reason": None}).json["state"] == "submitted"
    assert reviewer.post(f"/records/{record}/return", json={"reason": "Thiếu tác giả"}).json["state"] == "draft"
    assert owner.post(f"/records/{record}/submit").json["state"] == "submitted"
    assert reviewer.post(f"/records/{record}/publish", json={}).json["state"] == "published"
    assert reviewer.post(f"/records/{record}/withdraw", json={"reason": "Bản cũ"}).json["state"] == "withdrawn"
    told = reviewer.get(f"/records/{record}/history").json
    assert [(entry["verb"], entry["reason"]) for entry in told[1:]] == [
        ("submit", None),
        ("return", "Thiếu tác giả"),
        ("submit", None),
        ("publish", None),
        ("withdraw", "Bản cũ"),
    ]
    assert {entry["who"] for entry in told} == {"Ai đó"}


@pytest.mark.parametrize(("metadata", "missing"), [({}, ["title", "license"]), (TITLED, ["license"])])
def test_publishing_needs_exactly_a_title_and_a_license(
    reviewer: Api, metadata: dict[str, object], missing: list[str]
) -> None:
    record = reviewer.new(metadata)
    answer = reviewer.post(f"/records/{record}/publish")
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == missing
    assert reviewer.post(f"/records/{reviewer.new(COMPLETE)}/publish").status_code == 200


def test_a_depositor_s_change_of_a_published_record_waits(owner: Api, reviewer: Api, visitor: Api) -> None:
    record = owner.new()
    reviewer.post(f"/records/{record}/publish")
    better = {"title": [{"value": "Phép cộng hai phân số"}]}
    tag = owner.get(f"/records/{record}").headers["ETag"]
    assert owner.send("PATCH", f"/records/{record}", json=better, headers={"If-Match": tag}).status_code == 200
    assert visitor.get(f"/records/{record}").json["metadata"] == COMPLETE
    assert reviewer.post(f"/records/{record}/publish").json["metadata"]["title"] == better["title"]


def test_a_collection_gives_its_license_and_its_place(library: object, owner: Api, everybody: dict[str, Api]) -> None:
    from repo_app.services import places
    from repo_app.values import SYSTEM

    places.create_collection(library, SYSTEM, "toan", "Toán", "xa", "cc-by-sa-4.0")  # type: ignore[arg-type]
    made = owner.post("/records?collection=toan", json=TITLED).json
    assert (made["collection"], made["metadata"]["license"]) == ("toan", [{"id": "cc-by-sa-4.0"}])
    assert owner.post("/records?collection=none", json=TITLED).status_code == 422
    assert owner.post("/records?colection=toan", json=TITLED).status_code == 400
    assert everybody["manager next door"].post("/records?collection=toan", json=TITLED).status_code == 403
    assert [found["slug"] for found in owner.get("/collections?organization=xa").json] == ["toan"]
    assert owner.get("/collections?organization=none").status_code == 404


def test_problems_speak_the_reader_s_language(visitor: Api) -> None:
    told = {
        language: visitor.get("/records/2222222x", headers={"Accept-Language": language}).json["detail"]
        for language in ("vi", "en", "en-GB,en;q=0.9,vi;q=0.5", "fr")
    }
    assert told["en"] == told["en-GB,en;q=0.9,vi;q=0.5"] != told["vi"] == told["fr"]
    prefixed = visitor.client.get("/en/api/v1/records/2222222x").json
    assert prefixed["detail"] == told["en"]
    assert {"type", "title", "status", "detail", "instance", "code", "request_id"} <= prefixed.keys()


def test_methods_and_addresses_that_do_not_exist_say_so_in_json(visitor: Api) -> None:
    assert visitor.send("PUT", "/records/x").status_code == 405
    for path in ("/nothing", "/records", "/vocabularies/none", "/jobs/x", "/records/x/y"):
        answer = visitor.get(path)
        assert answer.status_code in {404, 405}
        assert answer.mimetype == "application/problem+json"
