"""Characters that no database keeps are refused at the edge, and what only a database notices is no fault of ours."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.db import Database
from repo_app.errors import BadRequest
from repo_app.migrations import upgrade
from repo_app.models import Job, Organization
from repo_app.services import accounts
from repo_app.values import SYSTEM
from tests.documents import prose, text_pdf
from tests.house import House, opened
from tests.web.browser import Browser

ADDRESSES = (
    "/records/%00", "/records/{id}/files/%00", "/records/{id}/read?file=%00", "/records/{id}/pages/%00.webp",
    "/organizations/%00", "/collections/a%00b", "/search?q=%00", "/search?%00=1", "/search?subject=%00", "/nothing%00",
    "/en/records/%00", "/static/%00", "/account/reset?token=%00",
    "/api/v1/records/%00", "/api/v1/collections?organization=%00", "/api/v1/search?q=%00", "/api/v1/vocabularies/%00",
)  # fmt: skip
NUMBERS = ("99999999999999999999999", "3000000000", "2147483648", "9" * 5000)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_nul_is_refused_with_words(
    visitor: Browser, published: str, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="hoclieu.web"):
        answer = visitor.get(address.replace("{id}", published))
    assert answer.status_code in {400, 404}
    assert "problem" in answer.text
    assert caplog.records == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_no_row_has_is_not_found(house: House, visitor: Browser, published: str, number: str) -> None:
    assert visitor.get(f"/records/{published}/pages/{number}.webp").status_code == 404
    token = accounts.create_token(house.library, SYSTEM, "co.lan@example.vn")
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        assert visitor.client.get(f"/api/v1/jobs/{number}", headers=headers).status_code == 404


@pytest.mark.parametrize("field", ["title", "description", "reason", "x\0y"])
def test_a_form_with_nul_is_refused_and_changes_nothing(depositor: Browser, draft: str, field: str) -> None:
    before = depositor.text(f"/deposit/{draft}")
    assert depositor.post(f"/deposit/{draft}", revision="1", **{field: "a\0b"}).status_code == 400
    assert depositor.post(f"/deposit/{draft}/move", action="withdraw", reason="a\0b").status_code == 400
    assert words_of(depositor.text(f"/deposit/{draft}")) == words_of(before)


def words_of(page: str) -> str:
    return page.partition("<h2 id=")[2].partition("csrf_token")[0]


def test_who_signs_in_with_nul_is_refused(visitor: Browser) -> None:
    assert visitor.post("/account/sign-in", email="a\0@xa.vn", password="x").status_code == 400
    assert visitor.post("/account/sign-in", email="a@xa.vn", password="x\0").status_code == 400


def test_a_file_name_with_nul_is_refused(depositor: Browser) -> None:
    body = (
        f'--X\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{depositor.token()}\r\n'
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%00b.pdf\r\n\r\n"
    ).encode()
    data = body + text_pdf([prose(1)]) + b"\r\n--X--\r\n"
    answer = depositor.client.post("/deposit", data=data, content_type="multipart/form-data; boundary=X")
    assert answer.status_code == 400


@pytest.mark.parametrize("revision", ["9" * 5000, "99999999999999999999", "-1", "x", "%C2%B2", "²"])
def test_a_version_that_cannot_be_is_asked_for_anew(depositor: Browser, draft: str, revision: str) -> None:
    answer = depositor.post(f"/deposit/{draft}", revision=revision, description="Khác")
    assert answer.status_code == 428


def test_a_reason_with_nul_is_refused_by_the_api(house: House, draft: str, visitor: Browser) -> None:
    token = accounts.create_token(house.library, SYSTEM, "co.lan@example.vn")
    answer = visitor.client.post(
        f"/api/v1/records/{draft}/submit", json={"reason": "a\0b"}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 400


@pytest.mark.services
def test_what_only_the_larger_database_refuses_is_a_bad_request(tmp_path: Path, postgres_database: str) -> None:
    database = Database(postgres_database)
    try:
        upgrade(database)
        with pytest.raises(BadRequest), database.reading() as session:
            session.scalar(select(Organization).where(Organization.slug == "a\0b"))
        with pytest.raises(BadRequest), database.reading() as session:
            session.get(Job, 3_000_000_000)
        with database.reading() as session:
            assert session.get(Job, 3) is None
    finally:
        database.close()


@pytest.mark.services
def test_the_larger_database_never_hears_of_it(tmp_path: Path, postgres_database: str) -> None:
    from repo_app.web import create_app

    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:
        client = create_app(house.library).test_client()
        for address in ADDRESSES:
            assert client.get(address.replace("{id}", "2222222x")).status_code in {400, 404}, address
        for number in NUMBERS:
            assert client.get(f"/api/v1/jobs/{number}").status_code == 404
        record = house.deposit(text_pdf([prose(1)]))
        assert client.get(f"/api/v1/records/{record}").status_code == 404
