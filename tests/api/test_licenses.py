"""Licenses by the API: read out of a text, of single files, in the line of credit, and in remixes."""

from __future__ import annotations

import hashlib

import pytest

from tests.api.conftest import COMPLETE, Api

INC = {**COMPLETE, "license": [{"id": "in-copyright"}]}


def test_a_text_is_read_or_refused_with_a_reason(visitor: Api) -> None:
    read = visitor.get("/licenses/read", query_string={"text": "Ghi công - Chia sẻ tương tự 3.0 Việt Nam"})
    assert (read.status_code, read.json["id"]) == (200, "cc-by-sa-3.0-vn")
    assert read.json["requires"] == ["Attribution", "Notice", "ShareAlike"]
    refused = visitor.get("/licenses/read", query_string={"text": "CC BY"})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "text"


def test_a_remix_names_every_license_and_why(visitor: Api, owner: Api, reviewer: Api) -> None:
    record = owner.new({**COMPLETE, "license": [{"id": "cc-by-nc-4.0"}]})
    assert visitor.get("/licenses/remix", query_string={"source": record}).status_code == 422  # a draft is nobody's
    reviewer.post(f"/records/{record}/publish", json={})
    answer = visitor.get("/licenses/remix", query_string={"source": [record, "CC BY 4.0"]}).json
    assert answer["sources"] == ["cc-by-nc-4.0", "cc-by-4.0"]
    assert answer["best"] == "cc-by-nc-4.0"
    assert set(answer["allowed"]) == {"cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0"}
    assert all(one["reasons"] for one in answer["licenses"])
    assert answer["collection"]["allowed"] is True


def test_a_remix_of_a_record_asks_each_of_its_files(visitor: Api, owner: Api, reviewer: Api, picture: bytes) -> None:
    record = owner.new()
    owner.upload(record, picture, "a.png")
    owner.send("PATCH", f"/records/{record}/files/a.png", json={"license": "cc-by-nc-nd-4.0"})
    reviewer.post(f"/records/{record}/publish", json={})
    only = visitor.get("/licenses/remix", query_string={"source": record}).json
    assert (only["sources"], only["best"]) == (["cc-by-nc-nd-4.0"], None)
    credit = visitor.get(f"/records/{record}").json["attribution"]["vi"]["text"]
    assert "Riêng “a.png”: CC BY-NC-ND 4.0" in credit
    mixed = owner.new()
    owner.upload(mixed, picture, "a.png")
    owner.upload(mixed, picture, "b.png")
    owner.send("PATCH", f"/records/{mixed}/files/b.png", json={"license": "cc-by-nc-4.0"})
    reviewer.post(f"/records/{mixed}/publish", json={})
    both = visitor.get("/licenses/remix", query_string={"source": mixed}).json
    assert (both["sources"], both["best"]) == (["cc-by-4.0", "cc-by-nc-4.0"], "cc-by-nc-4.0")


@pytest.mark.parametrize("given", [[], [""], ["CC BY 9.0"], ["cc-by-4.0"] * 1 + ["x"], [f"s{n}" for n in range(21)]])
def test_a_remix_of_nothing_or_of_what_nobody_knows_is_refused(visitor: Api, given: list[str]) -> None:
    refused = visitor.get("/licenses/remix", query_string={"source": given})
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json["errors"]} == {"source"}


def test_a_record_brings_its_line_of_credit(owner: Api) -> None:
    record = owner.new()
    held = owner.get(f"/records/{record}").json
    assert held["url"] in held["attribution"]["vi"]["text"]
    assert 'rel="license"' in held["attribution"]["en"]["html"]


def test_a_file_has_a_license_of_its_own_and_a_note(owner: Api, visitor: Api, reviewer: Api, picture: bytes) -> None:
    record = owner.new()
    owner.upload(record, picture, "a.png")
    owner.upload(record, picture, "b.png")
    path = f"/records/{record}/files/a.png"
    changed = owner.send("PATCH", path, json={"license": "in-copyright", "third_party": "Ảnh: báo Kon Tum"})
    assert (changed.status_code, changed.json["license"]) == (200, "in-copyright")
    assert owner.send("PATCH", f"/records/{record}/files/A.PNG", json={}).json["third_party"] == "Ảnh: báo Kon Tum"
    reviewer.post(f"/records/{record}/publish", json={})
    listed = {file["name"]: file for file in visitor.get(f"/records/{record}/files").json}
    assert listed["a.png"]["license"] == "in-copyright"
    assert listed["b.png"]["license"] is None
    site = visitor.client
    assert site.get(f"/records/{record}/files/a.png").status_code == 403
    assert site.get(f"/records/{record}/files/b.png").status_code == 200
    assert owner.send("PATCH", path, json={"license": None}).status_code == 403  # it is public now
    assert reviewer.send("PATCH", path, json={"license": None}).json["license"] is None
    assert site.get(f"/records/{record}/files/a.png").status_code == 200
    verbs = [entry["verb"] for entry in reviewer.get(f"/records/{record}/history").json]
    assert verbs.count("terms") == 2


def test_the_history_says_what_the_rights_of_a_file_were(owner: Api, picture: bytes) -> None:
    record = owner.new()
    owner.upload(record, picture, "a.png")
    path = f"/records/{record}/files/a.png"
    owner.send("PATCH", path, json={"license": "cc-by-nc-4.0", "third_party": "Ảnh: báo Kon Tum"})
    owner.send("PATCH", path, json={"license": "in-copyright"})
    none, sha256 = {"license": None, "third_party": None}, hashlib.sha256(picture).hexdigest()
    first = {"license": "cc-by-nc-4.0", "third_party": "Ảnh: báo Kon Tum"}
    told = [entry["file"] for entry in owner.get(f"/records/{record}/history").json]
    last = {**first, "license": "in-copyright"}
    assert told[1:] == [
        {"name": "a.png", "sha256": sha256, "before": none, "after": first},
        {"name": "a.png", "sha256": sha256, "before": first, "after": last},
    ]
    for numbers, before, after in (("from=1&to=3", none, last), ("from=3&to=2", last, first)):
        files = owner.get(f"/records/{record}/compare?{numbers}").json["files"]
        assert files == [{"name": "a.png", "sha256": sha256, "before": before, "after": after}]


def test_rights_of_a_file_are_changed_on_the_condition_that_its_record_is_as_it_was(owner: Api, picture: bytes) -> None:
    record = owner.new()
    owner.upload(record, picture, "a.png")
    path, seen = f"/records/{record}/files/a.png", {"If-Match": owner.get(f"/records/{record}").headers["ETag"]}
    assert owner.send("PATCH", path, json={"license": "in-copyright"}, headers=seen).status_code == 200
    late = owner.send("PATCH", path, json={"license": None}, headers=seen)
    assert late.status_code == 412
    assert owner.get(f"/records/{record}/files").json[0]["license"] == "in-copyright"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"license": "cc-by-9.0"}, "license"),
        ({"license": 4}, "license"),
        ({"third_party": "x" * 2001}, "third_party"),
        ({"open": True}, "open"),
    ],
)
def test_terms_that_cannot_be_are_refused_by_name(owner: Api, picture: bytes, body: object, field: str) -> None:
    record = owner.new()
    owner.upload(record, picture, "a.png")
    refused = owner.send("PATCH", f"/records/{record}/files/a.png", json=body)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)
    assert owner.send("PATCH", f"/records/{record}/files/b.png", json={}).status_code == 404


def test_open_access_to_a_work_in_copyright_needs_a_word_of_who_allowed_it(
    owner: Api, reviewer: Api, visitor: Api, picture: bytes
) -> None:
    access = {"accessRights": [{"id": "open-access"}]}
    refusal = {"value": "Giữ toàn quyền, cấm sao chép"}
    record = owner.new(
        {**INC, **access, "rights": [{"value": "Ảnh bìa: báo Kon Tum", "scope": "third-party"}, refusal]}
    )
    owner.upload(record, picture, "a.png")
    refused = reviewer.post(f"/records/{record}/publish", json={})
    assert [error["field"] for error in refused.json["errors"]] == ["rights"]
    etag = reviewer.get(f"/records/{record}").headers["ETag"]
    patch = {"rights": [{"value": "Nhà xuất bản cho phép, thư ngày 3/5/2026"}]}
    assert reviewer.send("PATCH", f"/records/{record}", json=patch, headers={"If-Match": etag}).status_code == 200
    assert reviewer.post(f"/records/{record}/publish", json={}).status_code == 200
    assert visitor.client.get(f"/records/{record}/files/a.png").status_code == 200
    assert visitor.get(f"/records/{record}").json["metadata"]["license"] == [{"id": "in-copyright"}]


@pytest.mark.parametrize(
    "said",
    [
        {"id": "restricted-access"},
        {"id": "metadata-only-access"},
        {"value": "Truy cập hạn chế"},
        {"value": "restricted access", "lang": "en"},
        {"value": "Chỉ đọc tại phòng đọc"},
        {"value": "not open access"},
    ],
)
def test_narrower_access_closes_whatever_the_license(
    owner: Api, reviewer: Api, visitor: Api, picture: bytes, said: dict[str, str]
) -> None:
    record = owner.new({**COMPLETE, "accessRights": [said]})
    owner.upload(record, picture, "a.png")
    assert reviewer.post(f"/records/{record}/publish", json={}).status_code == 200
    refused = visitor.client.get(f"/records/{record}/files/a.png")
    assert refused.status_code == 403
    assert reviewer.get(f"/records/{record}").status_code == 200


def test_open_access_in_words_is_open_access(owner: Api, reviewer: Api, visitor: Api, picture: bytes) -> None:
    record = owner.new({**COMPLETE, "accessRights": [{"value": "Truy cập mở", "lang": "vi"}]})
    owner.upload(record, picture, "a.png")
    assert reviewer.post(f"/records/{record}/publish", json={}).status_code == 200
    assert visitor.client.get(f"/records/{record}/files/a.png").status_code == 200
    closed = owner.new({**INC, "accessRights": [{"value": "Open access"}]})
    refused = reviewer.post(f"/records/{closed}/publish", json={})
    assert [error["field"] for error in refused.json["errors"]] == ["rights"]
