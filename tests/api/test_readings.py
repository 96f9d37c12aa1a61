"""Readings are stopped, gone on with and asked for again through the API, by those who may change the record."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from PIL import Image

from repo_app.cli.house import make_worker
from repo_app.services.library import Library
from tests.api.conftest import Api
from tests.api.test_openapi import agrees

ITEM = "/records/{record_id}/files/{name}"


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PNG")
    return out.getvalue()


def test_stopping_going_on_and_reading_again(library: Library, everybody: Mapping[str, Api]) -> None:
    owner = everybody["owner"]
    record = owner.new()
    assert owner.upload(record, blank(), "a.png").status_code == 201
    path = f"/records/{record}/files/a.png"
    stopped = owner.post(f"{path}/stop")
    assert agrees(stopped, "post", f"{ITEM}/stop")
    assert (stopped.json["state"], "trước khi" in stopped.json["message"]) == ("failed", True)
    again = owner.post(f"{path}/stop")
    assert (again.status_code, again.json["code"]) == (409, "file.not_being_read")
    going = owner.post(f"{path}/retry")
    assert agrees(going, "post", f"{ITEM}/retry")
    assert going.json["state"] == "waiting"
    make_worker(library, 1).drain()
    anew = owner.post(f"{path}/read", json={"languages": ["vi"], "force_ocr": True})
    assert agrees(anew, "post", f"{ITEM}/read")
    assert anew.json["state"] == "waiting"
    assert owner.post(f"{path}/read").status_code == 200
    kept = owner.post(f"{path}/stop").json
    assert (kept["state"], kept["progress"]) == ("ready", {"done": 1, "total": 1})
    assert "trước khi" in kept["message"], "that a reading was stopped is told though its pages are all there"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"languages": "vi"}, "problem.not_a_list"),
        ({"languages": [1]}, "problem.not_a_list"),
        ({"languages": ["vie"]}, "reading.unknown_language"),
        ({"force_ocr": 1}, "problem.not_a_switch"),
        ({"tongue": "vi"}, "problem.unknown_field"),
        (["vi"], "problem.not_an_object"),
    ],
)
def test_what_is_no_wish_is_refused(everybody: Mapping[str, Api], body: object, code: str) -> None:
    owner = everybody["owner"]
    record = owner.new()
    owner.upload(record, blank(), "a.png")
    answer = owner.post(f"/records/{record}/files/a.png/read", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_that_a_file_has_no_images_to_read_is_told(everybody: Mapping[str, Api]) -> None:
    owner = everybody["owner"]
    record = owner.new()
    owner.upload(record, "Nội quy".encode(), "a.txt")
    answer = owner.post(f"/records/{record}/files/a.txt/read", json={"force_ocr": True})
    assert (answer.status_code, answer.json["code"]) == (422, "reading.no_images")
    assert owner.post(f"/records/{record}/files/a.txt/read").status_code == 200


@pytest.mark.parametrize("verb", ["stop", "retry", "read"])
def test_who_may_not_change_the_record_steers_nothing(everybody: Mapping[str, Api], verb: str) -> None:
    owner = everybody["owner"]
    record = owner.new()
    owner.upload(record, blank(), "a.png")
    path = f"/records/{record}/files/a.png/{verb}"
    for who, status in (("visitor", 404), ("other depositor", 404), ("manager next door", 404)):
        assert everybody[who].post(path).status_code == status, who
    assert owner.post(f"/records/{record}/files/b.png/{verb}").status_code == 404
