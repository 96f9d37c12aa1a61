"""A library, its application, and one client for each kind of person."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from repo_app.services import accounts
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from repo_app.web import create_app
from tests.services.people_house import newcomer, open_house

ROOT = "/api/v1"
PEOPLE = {
    "owner": ("gui@xa.vn", "depositor", "xa"),
    "other depositor": ("khac@xa.vn", "depositor", "xa"),
    "reviewer": ("duyet@xa.vn", "reviewer", "xa"),
    "manager": ("phu.trach@xa.vn", "manager", "xa"),
    "manager next door": ("phu.trach@huyen.vn", "manager", "huyen"),
    "admin": ("quan.tri@huyen.vn", "admin", "huyen"),
}
TITLED = {"title": [{"value": "Phép cộng phân số", "lang": "vi"}]}
COMPLETE = {**TITLED, "license": [{"id": "cc-by-4.0"}]}


class Api:
    """The API as one person uses it; paths are below ``/api/v1``."""

    def __init__(self, client: FlaskClient, token: str | None = None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: object) -> TestResponse:
        return self.client.open(ROOT + path, method=method, headers={**self.headers, **(headers or {})}, **more)

    def get(self, path: str, **more: object) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, **more: object) -> TestResponse:
        return self.send("POST", path, **more)

    def new(self, metadata: object = COMPLETE) -> str:
        made = self.post("/records", json=metadata)
        assert made.status_code == 201, made.text
        return str(made.json["id"])

    def upload(self, record: str, data: bytes, name: str) -> TestResponse:
        disposition = f'attachment; filename="{name}"'.encode().decode("latin-1")
        return self.post(f"/records/{record}/files", data=data, headers={"Content-Disposition": disposition})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_house(tmp_path) as house:
        yield house


@pytest.fixture
def everybody(library: Library) -> dict[str, Api]:
    app = create_app(library)
    found = {"visitor": Api(app.test_client())}
    for who, (email, role, place) in PEOPLE.items():
        newcomer(library, email, role, place)
        found[who] = Api(app.test_client(), accounts.create_token(library, SYSTEM, email))
    return found


@pytest.fixture
def owner(everybody: dict[str, Api]) -> Api:
    return everybody["owner"]


@pytest.fixture
def reviewer(everybody: dict[str, Api]) -> Api:
    return everybody["reviewer"]


@pytest.fixture
def visitor(everybody: dict[str, Api]) -> Api:
    return everybody["visitor"]


@pytest.fixture(scope="session")
def picture() -> bytes:
    out = BytesIO()
    Image.new("L", (60, 40), 200).save(out, "PNG")
    return out.getvalue()
