"""The description of the API is true: of its routes, and of what they answer."""

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from repo_app.cli.house import make_worker
from repo_app.services import places
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from repo_app.web.api.openapi import OPERATIONS, document
from tests.api.conftest import COMPLETE, Api


def test_it_is_valid_openapi(visitor: Api) -> None:
    served = visitor.get("/openapi.json")
    assert served.json == document()
    validate(served.json)


def test_it_names_every_route_and_no_other(visitor: Api) -> None:
    app = visitor.client.application
    assert isinstance(app, Flask)
    routes = {
        (method.lower(), rule.rule.removeprefix("/api/v1").replace("<int:", "<").replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(operation.method, operation.path) for operation in OPERATIONS} == routes


def agrees(answer: TestResponse, method: str, path: str) -> bool:
    """Whether the answer's status is described for that operation and its body fits the schema given there."""
    described = document()
    responses = described["paths"][path][method]["responses"]  # type: ignore[index]
    content = responses[str(answer.status_code)].get("content", {})
    if not content:
        return answer.data == b""
    schema = {**content[answer.mimetype]["schema"], "components": described["components"]}
    Draft202012Validator(schema).validate(answer.json)
    return True


@pytest.mark.ocr
def test_real_answers_fit_their_schemas(
    library: Library, owner: Api, reviewer: Api, visitor: Api, picture: bytes
) -> None:
    places.create_collection(library, SYSTEM, "toan", "Toán", "xa")
    record = owner.new({**COMPLETE, "creator": [{"value": "Lan", "role": "author"}]})
    path, item = f"/records/{record}", "/records/{record_id}"
    uploaded = owner.upload(record, picture, "a.png")
    make_worker(library, 1).drain()
    checks = [
        (uploaded, "post", f"{item}/files"),
        (owner.get(path), "get", item),
        (owner.get(f"{path}/files"), "get", f"{item}/files"),
        (owner.get(f"{path}/history"), "get", f"{item}/history"),
        (owner.get(f"{path}/suggestions"), "get", f"{item}/suggestions"),
        (owner.get(f"/jobs/{uploaded.json['job']}"), "get", "/jobs/{job_id}"),
        (owner.send("PATCH", path, json={}), "patch", item),
        (owner.send("PATCH", path, json={}, headers={"If-Match": '"9"'}), "patch", item),
        (owner.post("/records", json={"x": []}), "post", "/records"),
        (visitor.post("/records", json={}), "post", "/records"),
        (owner.post(f"{path}/submit"), "post", f"{item}/submit"),
        (owner.post(f"{path}/publish"), "post", f"{item}/publish"),
        (reviewer.post(f"{path}/publish"), "post", f"{item}/publish"),
        (owner.send("DELETE", path), "delete", item),
        (visitor.get("/organizations"), "get", "/organizations"),
        (visitor.get("/collections"), "get", "/collections"),
        (visitor.get("/vocabularies/licenses"), "get", "/vocabularies/{name}"),
        (visitor.get("/vocabularies/none"), "get", "/vocabularies/{name}"),
        (visitor.get("/schema"), "get", "/schema"),
        (owner.get(f"{path}/relations"), "get", f"{item}/relations"),
        (owner.get(f"{path}/compare?from=1&to=1"), "get", f"{item}/compare"),
        (owner.post(f"{path}/editions"), "post", f"{item}/editions"),
        (owner.post(f"{path}/restore", json={"number": 1}), "post", f"{item}/restore"),
        (reviewer.post(f"{path}/embargo", json={"until": "9999-12-31"}), "post", f"{item}/embargo"),
        (reviewer.get(path), "get", item),
        (reviewer.post(f"{path}/embargo", json={"until": None}), "post", f"{item}/embargo"),
        (reviewer.post(f"{path}/decline"), "post", f"{item}/decline"),
    ]
    make_worker(library, 1).drain()
    checks.append((visitor.get("/search?q=phan so"), "get", "/search"))
    assert all(agrees(*check) for check in checks)
    assert visitor.get("/search?q=phan so").json["total"] == 1
