"""Every route for every kind of person, in every state of a record: one table."""

import pytest

from repo_app.services import records
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from tests.api.conftest import COMPLETE, Api

EVERYONE = ("visitor", "owner", "other depositor", "reviewer", "manager", "manager next door", "admin")
# For each person in the order of EVERYONE, the status of the answer; the record is the owner's, of organization xa.
TABLE = {
    "draft": {
        "GET ": (404, 200, 404, 200, 200, 404, 200),
        "GET /files": (404, 200, 404, 200, 200, 404, 200),
        "GET /suggestions": (404, 200, 404, 200, 200, 404, 200),
        "GET /history": (404, 200, 404, 200, 200, 404, 200),
        "PATCH ": (404, 200, 404, 200, 200, 404, 200),
        "POST /files": (404, 201, 404, 201, 201, 404, 201),
        "POST /submit": (404, 200, 404, 200, 200, 404, 200),
        "POST /publish": (404, 403, 404, 200, 200, 404, 200),
        "POST /return": (404, 403, 404, 409, 409, 404, 409),
        "POST /withdraw": (404, 403, 404, 409, 409, 404, 409),
        "DELETE ": (404, 204, 404, 204, 204, 404, 204),
    },
    "submitted": {
        "GET ": (404, 200, 404, 200, 200, 404, 200),
        "PATCH ": (404, 200, 404, 200, 200, 404, 200),
        "POST /files": (404, 403, 404, 201, 201, 404, 201),
        "POST /submit": (404, 409, 404, 409, 409, 404, 409),
        "POST /publish": (404, 403, 404, 200, 200, 404, 200),
        "POST /return": (404, 403, 404, 200, 200, 404, 200),
        "DELETE ": (404, 409, 404, 409, 409, 404, 409),
    },
    "published": {
        "GET ": (200, 200, 200, 200, 200, 200, 200),
        "GET /files": (200, 200, 200, 200, 200, 200, 200),
        "GET /suggestions": (401, 200, 403, 200, 200, 403, 200),
        "GET /history": (401, 200, 403, 200, 200, 403, 200),
        "PATCH ": (401, 200, 403, 200, 200, 403, 200),
        "POST /files": (401, 403, 403, 201, 201, 403, 201),
        "POST /publish": (401, 403, 403, 409, 409, 403, 409),
        "POST /return": (401, 403, 403, 409, 409, 403, 409),
        "POST /withdraw": (401, 403, 403, 200, 200, 403, 200),
        "DELETE ": (401, 409, 409, 409, 409, 409, 409),
    },
    "withdrawn": {
        "GET ": (410, 200, 410, 200, 200, 410, 200),
        "GET /files": (410, 200, 410, 200, 200, 410, 200),
        "POST /publish": (401, 403, 403, 409, 409, 403, 409),
        "POST /return": (401, 403, 403, 200, 200, 403, 200),
        "DELETE ": (401, 409, 409, 409, 409, 409, 409),
    },
}
CASES = [(state, route) for state, routes in TABLE.items() for route in routes]


def bring(library: Library, record: str, state: str) -> None:
    """Move a draft to that state."""
    if state == "submitted":
        records.submit(library, SYSTEM, record)
    if state in {"published", "withdrawn"}:
        records.publish(library, SYSTEM, record)
    if state == "withdrawn":
        records.withdraw(library, SYSTEM, record, "Có lỗi in")


def call(api: Api, route: str, record: str, picture: bytes) -> int:
    method, _, rest = route.partition(" ")
    if method == "PATCH":
        change = {"description": [{"value": "Khác"}]}
        return api.send(method, f"/records/{record}", json=change, headers={"If-Match": "*"}).status_code
    if route == "POST /files":
        return api.upload(record, picture, "anh.png").status_code
    return api.send(method, f"/records/{record}{rest}").status_code


@pytest.mark.parametrize(("state", "route"), CASES)
def test_every_route_answers_each_person_as_the_table_says(
    library: Library, everybody: dict[str, Api], picture: bytes, state: str, route: str
) -> None:
    answered = []
    for who in EVERYONE:
        record = everybody["owner"].new(COMPLETE)
        bring(library, record, state)
        answered.append(call(everybody[who], route, record, picture))
    assert dict(zip(EVERYONE, answered, strict=True)) == dict(zip(EVERYONE, TABLE[state][route], strict=True))


def test_only_people_with_an_account_begin_records(everybody: dict[str, Api]) -> None:
    answered = {who: api.post("/records", json=COMPLETE).status_code for who, api in everybody.items()}
    assert answered == {who: 401 if who == "visitor" else 201 for who in everybody}


def test_jobs_are_seen_by_those_who_may_work_on_the_file(everybody: dict[str, Api], picture: bytes) -> None:
    record = everybody["owner"].new()
    job = everybody["owner"].upload(record, picture, "a.png").json["job"]
    seen = {who: api.get(f"/jobs/{job}").status_code for who, api in everybody.items()}
    allowed = {"owner", "reviewer", "manager", "admin"}
    assert seen == {who: 200 if who in allowed else 404 for who in everybody}
    assert everybody["admin"].get("/jobs/999999").status_code == 404


def test_a_duplicate_is_told_to_those_who_may_see_the_other_record(everybody: dict[str, Api], picture: bytes) -> None:
    first = everybody["owner"].new()
    everybody["owner"].upload(first, picture, "a.png")
    mine = everybody["other depositor"].upload(everybody["other depositor"].new(), picture, "b.png")
    assert "duplicate_of" not in mine.json
    staff = everybody["reviewer"].upload(everybody["reviewer"].new(), picture, "c.png")
    assert staff.json["duplicate_of"] == first


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic Z3VpOnBhc3M=", "x", "Bearer " + "x" * 5000])
def test_what_is_no_token_is_refused_even_where_nobody_needs_one(visitor: Api, header: str) -> None:
    answer = visitor.get("/organizations", headers={"Authorization": header})
    assert answer.status_code in {200, 401}
    guarded = visitor.post("/records", json=COMPLETE, headers={"Authorization": header})
    assert guarded.status_code == 401
    assert guarded.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_web_session_opens_nothing_here(library: Library, visitor: Api) -> None:
    from repo_app.services import accounts
    from tests.services.people_house import enter, member

    member(library, "lan@xa.vn", "admin")
    token = enter(library, "lan@xa.vn")
    with visitor.client.session_transaction() as session:
        session["_user_id"] = token
    assert accounts.person_of_session(library, token).known
    assert visitor.post("/records", json=COMPLETE).status_code == 401
    assert visitor.post("/records", json=COMPLETE, headers={"Authorization": f"Bearer {token}"}).status_code == 401
