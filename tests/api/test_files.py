"""Uploading through the API."""

import hashlib
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from repo_app.services.library import Library
from repo_app.web.api.files import file_name
from tests.api.conftest import Api


def test_a_form_and_a_raw_body_bring_the_same_file(owner: Api, picture: bytes) -> None:
    record = owner.new()
    by_form = owner.post(f"/records/{record}/files", data={"file": (BytesIO(picture), "Ảnh lớp 4.png")})
    raw = owner.upload(record, picture, "Ảnh lớp 4.png")
    assert (by_form.status_code, raw.status_code) == (201, 201)
    assert by_form.json == {
        "name": "Ảnh lớp 4.png",
        "size": len(picture),
        "sha256": hashlib.sha256(picture).hexdigest(),
        "media_type": "image/png",
        "state": "waiting",
        "progress": {"done": 0, "total": None},
        "message": None,
        "job": by_form.json["job"],
        "license": None,
        "third_party": None,
    }
    assert raw.json["name"] == "Ảnh lớp 4-2.png"
    listed = owner.get(f"/records/{record}/files").json
    assert [held["name"] for held in listed] == ["Ảnh lớp 4.png", "Ảnh lớp 4-2.png"]
    assert {owner.get(f"/jobs/{held['job']}").json["state"] for held in listed} == {"waiting"}


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="a.pdf"', "a.pdf"),
        ("inline; filename=a.pdf", "a.pdf"),
        ("attachment; filename*=UTF-8''b%C3%A0i%20h%E1%BB%8Dc.pdf", "bài học.pdf"),
        ("attachment; filename*=utf-8''b%C3%A0i.pdf; filename=\"bai.pdf\"", "bài.pdf"),
        ("attachment; filename=\"bai.pdf\"; filename*=UTF-8''b%C3%A0i.pdf", "bài.pdf"),
        ('attachment; filename="bài.pdf"'.encode().decode("latin-1"), "bài.pdf"),
        ('attachment; filename="caf\xe9.pdf"', "café.pdf"),
        ("attachment", None),
        ("", None),
        ('attachment; filename=""', None),
    ],
)
def test_the_name_is_read_as_rfc_6266_says(disposition: str, name: str | None) -> None:
    assert (file_name(disposition) or None) == name


def test_what_is_no_upload_is_refused_and_leaves_nothing(owner: Api, picture: bytes) -> None:
    record = owner.new()
    path = f"/records/{record}/files"
    two = {"file": [(BytesIO(picture), "a.png"), (BytesIO(picture), "b.png")]}
    refused = [
        (400, owner.post(path, data=picture)),
        (400, owner.post(path, data={"image": (BytesIO(picture), "a.png")})),
        (400, owner.post(path, data={"file": (BytesIO(picture), "a.png"), "title": "x"})),
        (400, owner.post(path, data=two)),
        (400, owner.post(path, data={"file": "no file"}, content_type="multipart/form-data")),
        (422, owner.upload(record, b"", "a.png")),
        (415, owner.upload(record, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png")),
        (415, owner.upload(record, b"just words", "a.pdf")),
    ]
    assert [answer.status_code for _, answer in refused] == [status for status, _ in refused]
    assert all(answer.json["detail"] for _, answer in refused)
    assert owner.get(path).json == []


def test_a_large_file_is_never_held_in_memory(owner: Api, picture: bytes, tmp_path: Path) -> None:
    record = owner.new()
    size = 60 * 1024 * 1024
    large = tmp_path / "large"
    with large.open("wb") as out:
        out.write(picture)
        out.truncate(size)
    headers = {"Content-Disposition": 'attachment; filename="lon.png"'}
    with large.open("rb") as stream:
        tracemalloc.start()
        answer = owner.post(f"/records/{record}/files", input_stream=stream, content_length=size, headers=headers)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert answer.status_code == 201, answer.text
    assert answer.json["size"] == size
    assert peak < 20 * 1024 * 1024


@pytest.fixture
def small(library: Library, everybody: dict[str, Api]) -> Api:
    object.__setattr__(library.settings, "max_file_mb", 1)  # the service's own limit, below what the site reads
    return everybody["owner"]


def test_more_than_the_limit_is_413(small: Api, picture: bytes) -> None:
    record = small.new()
    assert small.upload(record, picture + b"\x00" * 1024 * 1024, "a.png").status_code == 413
    assert small.get(f"/records/{record}/files").json == []
