"""What is done to whole records through the API: schema, embargo, versions, editions, and conflicts of two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from repo_app.db import now
from repo_app.messages import formats
from repo_app.models import Record
from repo_app.services.library import Library
from repo_app.values.days import day_of
from repo_app.values.schema import KEYS
from tests.api.conftest import COMPLETE, Api

SOON = day_of(now()) + timedelta(days=3)  # to come also for a run over midnight in Viet Nam
VI = {"Accept-Language": "vi"}


def live(owner: Api, reviewer: Api, **metadata: object) -> str:
    record = owner.new({**COMPLETE, **metadata})
    assert reviewer.post(f"/records/{record}/publish").status_code == 200
    return record


def patch(person: Api, record: str, changes: object, **more: object) -> TestResponse:
    tag = person.get(f"/records/{record}").headers["ETag"]
    return person.send("PATCH", f"/records/{record}", json=changes, headers={"If-Match": tag}, **more)


def test_the_schema_is_served_as_data(visitor: Api) -> None:
    keys = {key["key"]: key for key in visitor.get("/schema").json["keys"]}
    assert tuple(keys) == KEYS
    assert keys["title"]["label"] == {"vi": "Nhan đề", "en": "Title"}
    assert keys["issued"]["kind"] == "date"
    assert keys["identifier"]["qualifiers"]["scheme"] == ["isbn", "issn", "doi", "ark", "number"]
    assert keys["subject"]["vocabularies"] == ["subjects", "topics", "ethnic-groups"]
    assert {name for name, key in keys.items() if key["lines"]} == {"description", "tableOfContents", "rights"}
    for key in keys.values():
        assert all(key["label"].values()), key
        assert all(key["help"].values()), key
        assert key["label"]["vi"] != key["label"]["en"], key


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        ({"colour": [{"value": "xanh"}]}, "colour"),
        ({"issued": [{"value": "20/05/2019"}]}, "issued"),
        ({"created": [{"value": "2019-02-30"}]}, "created"),
        ({"identifier": [{"value": "978-604-0-00123-0", "scheme": "isbn"}]}, "identifier"),
        ({"identifier": [{"value": "1234-5678", "scheme": "issn"}]}, "identifier"),
        ({"subject": [{"id": "cc-by-4.0"}]}, "subject"),
        ({"license": [{"id": "toan"}]}, "license"),
        ({"title": [{"value": "Toán", "lang": "tiếng Việt"}]}, "title"),
        ({"issued": [{"value": "2019", "lang": "tiếng Việt"}]}, "issued"),
        ({"identifier": [{"value": "x", "role": "author"}]}, "identifier"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused_and_the_field_named(
    owner: Api, metadata: dict[str, object], field: str
) -> None:
    for answer in (owner.post("/records", json=metadata), patch(owner, owner.new(), metadata)):
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]


def test_an_embargo_through_the_api(owner: Api, reviewer: Api, visitor: Api) -> None:
    record = live(owner, reviewer)
    before = visitor.get(f"/records/{record}")
    assert before.json["embargo"] is None
    answer = reviewer.post(f"/records/{record}/embargo", json={"until": SOON.isoformat(), "reason": "đang thi"})
    assert answer.json["embargo"] == {"until": SOON.isoformat()}
    seen = visitor.get(f"/records/{record}")
    assert seen.json["embargo"] == {"until": SOON.isoformat()}
    assert seen.headers["ETag"] != before.headers["ETag"]
    closed = visitor.get(f"/records/{record}/search?q=toan", headers=VI)
    assert closed.status_code == 403
    assert formats.date(SOON) in closed.json["detail"]
    last = reviewer.get(f"/records/{record}/history").json[-1]
    assert (last["verb"], last["reason"], last["embargo"]) == ("embargo", "đang thi", {"until": SOON.isoformat()})
    assert reviewer.post(f"/records/{record}/embargo", json={"until": None}).json["embargo"] is None
    for person, status in ((visitor, 401), (owner, 403)):
        assert person.post(f"/records/{record}/embargo", json={"until": SOON.isoformat()}).status_code == status


def test_what_is_published_under_an_embargo_is_closed_from_the_first(owner: Api, reviewer: Api, visitor: Api) -> None:
    record = owner.new()
    for wrong in ("2020-01-01", "mai", None):
        answer = reviewer.post(f"/records/{record}/publish", json={"embargo": {"until": wrong}})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"] == "embargo"
    assert reviewer.post(f"/records/{record}/publish", json={"embargo": "2099-01-01"}).status_code == 422
    assert visitor.get(f"/records/{record}").status_code == 404
    made = reviewer.post(f"/records/{record}/publish", json={"embargo": {"until": SOON.isoformat()}})
    assert (made.json["state"], made.json["embargo"]) == ("published", {"until": SOON.isoformat()})
    assert visitor.get(f"/records/{record}/search?q=toan").status_code == 403
    last = reviewer.get(f"/records/{record}/history").json[-1]
    assert (last["verb"], last["embargo"]) == ("publish", {"until": SOON.isoformat()})


@pytest.mark.parametrize(
    "until", ["", "hôm qua", "2020-01-01", "2027-02-30", "31/01/2027", 5, ["2027-01-31"], "0000-01-01"]
)
def test_what_is_no_day_to_come_is_refused(owner: Api, until: object) -> None:
    record = owner.new()
    answer = owner.post(f"/records/{record}/embargo", json={"until": until})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] in {"until", "embargo"}
    assert owner.post(f"/records/{record}/embargo", json={"reason": "x"}).status_code == 422
    assert owner.post(f"/records/{record}/embargo", json={"until": None, "x": 1}).status_code == 422


def test_versions_are_compared_and_taken_up_again(owner: Api) -> None:
    record = owner.new()
    assert patch(owner, record, {"title": [{"value": "Khác"}]}, query_string={"reason": "theo bìa"}).status_code == 200
    told = owner.get(f"/records/{record}/history").json
    assert [(entry["number"], entry["reason"]) for entry in told] == [(1, None), (2, "theo bìa")]
    found = owner.get(f"/records/{record}/compare?from=1&to=2").json
    assert found["changes"] == [{"field": "title", "before": COMPLETE["title"], "after": [{"value": "Khác"}]}]
    assert (found["from"]["number"], found["to"]["number"]) == (1, 2)
    assert owner.get(f"/records/{record}/compare?from=1&to=3").status_code == 404
    assert owner.get(f"/records/{record}/compare?from=1&to=x").status_code == 400
    assert owner.post(f"/records/{record}/restore", json={"number": 1}).status_code == 428
    tag = owner.get(f"/records/{record}").headers["ETag"]
    wrong = ({"number": "1"}, {"number": True}, {"number": 1, "x": 1}, {"number": 1, "open_files": "yes"})
    for body in ({}, *wrong):
        answer = owner.post(f"/records/{record}/restore", json=body, headers={"If-Match": tag})
        assert answer.status_code == 422
    after = owner.post(f"/records/{record}/restore", json={"number": 1, "reason": "lỡ"}, headers={"If-Match": tag})
    assert after.json["metadata"]["title"] == COMPLETE["title"]
    last = owner.get(f"/records/{record}/history").json[-1]
    assert (last["verb"], last["restored"], last["reason"]) == ("restore", 1, "lỡ")


def test_everything_that_changes_a_record_honours_what_its_asker_has_seen(owner: Api, reviewer: Api) -> None:
    record = live(owner, reviewer)
    seen = {"If-Match": reviewer.get(f"/records/{record}").headers["ETag"]}
    assert patch(reviewer, record, {"description": [{"value": "Mới"}]}).status_code == 200
    yours = {"title": [{"value": "Của tôi"}]}
    conflict = reviewer.send("PATCH", f"/records/{record}", json=yours, headers=seen)
    assert conflict.status_code == 412
    assert conflict.json["current"]["description"] == [{"value": "Mới"}]
    assert conflict.json["yours"]["title"] == [{"value": "Của tôi"}]
    for verb, body in (
        ("withdraw", {"reason": "x"}),
        ("embargo", {"until": SOON.isoformat()}),
        ("restore", {"number": 1}),
    ):
        answer = reviewer.post(f"/records/{record}/{verb}", json=body, headers=seen)
        assert answer.status_code == 412, verb
        assert answer.json["current"]["description"] == [{"value": "Mới"}]
    assert reviewer.send("POST", f"/records/{record}/editions", headers=seen).status_code == 412
    fresh = {"If-Match": reviewer.get(f"/records/{record}").headers["ETag"]}
    assert reviewer.send("POST", f"/records/{record}/editions", headers=fresh).status_code == 201
    assert reviewer.post(f"/records/{record}/withdraw", json={"reason": "x"}, headers=fresh).status_code == 200


def test_a_draft_is_deleted_as_its_owner_has_seen_it(owner: Api) -> None:
    record = owner.new(COMPLETE)
    seen = {"If-Match": owner.get(f"/records/{record}").headers["ETag"]}
    assert patch(owner, record, {"description": [{"value": "Mới"}]}).status_code == 200
    assert owner.send("DELETE", f"/records/{record}", headers=seen).status_code == 412
    fresh = {"If-Match": owner.get(f"/records/{record}").headers["ETag"]}
    assert owner.send("DELETE", f"/records/{record}", headers=fresh).status_code == 204


def test_a_depositors_change_of_what_is_published_waits_and_may_be_declined(
    owner: Api, reviewer: Api, visitor: Api
) -> None:
    record = live(owner, reviewer)
    assert patch(owner, record, {"title": [{"value": "Đề nghị"}]}).json["pending"]["title"] == [{"value": "Đề nghị"}]
    assert visitor.get(f"/records/{record}").json["metadata"]["title"] == COMPLETE["title"]
    assert owner.post(f"/records/{record}/decline").status_code == 403
    assert reviewer.post(f"/records/{record}/decline", json={"reason": "chưa đúng"}).status_code == 200
    assert "pending" not in owner.get(f"/records/{record}").json
    assert reviewer.post(f"/records/{record}/decline").status_code == 409
    assert patch(owner, record, {"title": [{"value": "Lần hai"}]}).status_code == 200
    assert reviewer.post(f"/records/{record}/publish").json["metadata"]["title"] == [{"value": "Lần hai"}]
    assert patch(reviewer, record, {"title": [{"value": "Ngay"}]}).json["metadata"]["title"] == [{"value": "Ngay"}]
    assert visitor.get(f"/records/{record}").json["metadata"]["title"] == [{"value": "Ngay"}]


def test_who_accepts_what_clashes_says_what_stays(owner: Api, reviewer: Api) -> None:
    record = live(owner, reviewer)
    lan, hoa = [{"value": "Lan"}], [{"value": "Hoà"}]
    patch(owner, record, {"description": lan, "alternative": lan})
    patch(reviewer, record, {"description": hoa})
    tag = {"If-Match": reviewer.get(f"/records/{record}").headers["ETag"]}
    answer = reviewer.post(f"/records/{record}/publish", headers=tag)
    assert (answer.status_code, answer.json["code"]) == (412, "problem.proposal_conflict")
    assert (answer.json["current"]["description"], answer.json["yours"]["description"]) == (hoa, lan)
    chosen = {"metadata": {"description": hoa}}
    assert reviewer.post(f"/records/{record}/publish", json=chosen).status_code == 428
    assert reviewer.post(f"/records/{record}/publish", json={"metadata": 3}, headers=tag).status_code == 422
    after = reviewer.post(f"/records/{record}/publish", json=chosen, headers=tag).json
    assert (after["metadata"]["description"], after["metadata"]["alternative"]) == (hoa, lan)
    assert "pending" not in after


def test_relations_and_editions_through_the_api(owner: Api, reviewer: Api, visitor: Api) -> None:
    whole = live(owner, reviewer)
    part = live(owner, reviewer, isPartOf=[{"value": f"/records/{whole}", "volume": "tập hai"}])
    found = visitor.get(f"/records/{whole}/relations").json
    assert [(one["record"]["id"], one["volume"]) for one in found["volumes"]] == [(part, "tập hai")]
    assert visitor.get(f"/records/{part}/relations").json["sets"][0]["whole"]["id"] == whole
    made = owner.post(f"/records/{whole}/editions")
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/api/v1/records/{made.json['id']}")
    assert visitor.get(f"/records/{whole}/relations").json["versions"] == []
    reviewer.post(f"/records/{made.json['id']}/publish")
    versions = visitor.get(f"/records/{whole}/relations").json["versions"]
    assert [(one["record"]["id"], one["this"], one["newest"]) for one in versions] == [
        (whole, True, False),
        (made.json["id"], False, True),
    ]
    assert visitor.post(f"/records/{whole}/editions").status_code == 401
    answer = patch(reviewer, whole, {"relation": [{"value": whole}]})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "relation"


def test_a_tombstone_says_what_may_still_be_said(owner: Api, reviewer: Api, visitor: Api) -> None:
    record = live(owner, reviewer)
    reviewer.post(f"/records/{record}/withdraw", json={"reason": "tác giả yêu cầu"})
    answer = visitor.get(f"/records/{record}", headers=VI)
    assert answer.status_code == 410
    assert answer.json["title"] == "Gone"
    assert answer.json["record"] == {
        "title": COMPLETE["title"][0]["value"],
        "reason": "tác giả yêu cầu",
        "since": day_of(now()).isoformat(),
    }
    assert visitor.get(f"/records/{record}/relations").status_code == 410
    assert reviewer.post(f"/records/{record}/return").status_code == 200
    assert patch(owner, record, {"title": [{"value": "Chưa công bố"}]}).status_code == 200
    again = visitor.get(f"/records/{record}", headers=VI)
    assert (again.status_code, again.json["record"]) == (410, answer.json["record"])


def test_what_reading_describes_makes_a_cached_answer_stale(library: Library, owner: Api) -> None:
    record = owner.new({})

    def read(**described: object) -> None:
        with library.db.writing() as session:
            row = session.scalars(select(Record).where(Record.public_id == record)).one()
            row.record_metadata, row.unreviewed_title = described, True

    read(title=[{"value": "Trang bìa"}])
    seen = owner.get(f"/records/{record}").headers["ETag"]
    assert owner.get(f"/records/{record}", headers={"If-None-Match": seen}).status_code == 304
    read(title=[{"value": "Trang bìa"}], issued=[{"value": "2017"}])
    assert owner.get(f"/records/{record}", headers={"If-None-Match": seen}).status_code == 200


def test_publishing_needs_exactly_a_title_and_a_license_also_one_that_a_program_read(
    library: Library, owner: Api, reviewer: Api
) -> None:
    def read_by_a_program() -> str:
        record = owner.new()
        with library.db.writing() as session:
            session.scalars(select(Record).where(Record.public_id == record)).one().unreviewed_title = True
        return record

    def unreviewed(record: str) -> bool:
        with library.db.reading() as session:
            return session.scalars(select(Record).where(Record.public_id == record)).one().unreviewed_title

    for body in ({}, {"json": {}}, {"json": {"reason": "đủ"}}):
        record = read_by_a_program()
        answer = reviewer.post(f"/records/{record}/publish", **body)
        assert (answer.status_code, answer.json["state"], unreviewed(record)) == (200, "published", True)
    record = read_by_a_program()
    tag = reviewer.get(f"/records/{record}").headers["ETag"]
    looked_at = {"metadata": {"title": COMPLETE["title"]}}
    answer = reviewer.post(f"/records/{record}/publish", json=looked_at, headers={"If-Match": tag})
    assert (answer.status_code, answer.json["state"], unreviewed(record)) == (200, "published", False)


def test_the_access_rights_of_an_embargo_without_a_day_are_told_by_their_field(owner: Api, reviewer: Api) -> None:
    record = owner.new({**COMPLETE, "accessRights": [{"id": "embargoed-access"}]})
    refused = reviewer.post(f"/records/{record}/publish", headers=VI)
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, ["accessRights"])
    body = {"embargo": {"until": SOON.isoformat()}}
    assert reviewer.post(f"/records/{record}/publish", json=body).json["state"] == "published"
