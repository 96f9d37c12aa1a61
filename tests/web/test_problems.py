"""Every problem has words, a number, and tells nothing of the inside."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from flask import Flask

from repo_app.db import Database
from repo_app.errors import EditConflict, Fault, Invalid, NotSignedIn, Problem, TooManyRequests, Unavailable
from repo_app.values import Metadata, Value
from repo_app.values.metadata import from_mapping
from repo_app.web import create_app
from repo_app.web.problems import is_local
from tests.house import House
from tests.web.browser import Browser, words

SECRET = "SELECT password FROM /srv/secret"
VERSION = from_mapping({"title": (Value(value="Một"),)})
RAISED: dict[str, Exception] = {
    "bug": RuntimeError(SECRET),
    "plain": Problem(),
    "busy": TooManyRequests(90),
    "away": Unavailable("storage.away"),
    "bad": Invalid(
        Fault("title", "metadata.empty_value", {"key": "title"}), Fault("license", "record.needs_license", {})
    ),
    "twice": EditConflict(VERSION, Metadata(), 7),
    "who": NotSignedIn(),
}


@pytest.fixture(scope="module")
def troubled(house: House) -> Flask:
    """The site with addresses that raise on purpose."""
    app = create_app(house.library)

    def trouble(name: str) -> str:
        raise RAISED[name]

    app.add_url_rule("/trouble/<name>", "trouble", trouble)
    app.add_url_rule("/api/v1/trouble/<name>", "api_trouble", trouble)
    return app


@pytest.mark.parametrize(("name", "status"), [("bug", 500), ("plain", 500), ("busy", 429), ("away", 503), ("bad", 422)])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_says_what_is_the_matter_and_what_to_do(troubled: Flask, name: str, status: int, prefix: str) -> None:
    answer = troubled.test_client().get(f"{prefix}/trouble/{name}")
    assert answer.status_code == status
    assert answer.headers["X-Request-Id"] in answer.text
    assert "<h1>" in answer.text
    assert len(words(answer.text)) > 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/trouble/bug", "/api/v1/trouble/bug"])
def test_an_unknown_error_is_logged_once_and_told_to_nobody(
    troubled: Flask, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.ERROR, logger="hoclieu.web"):
        answer = troubled.test_client().get(address)
    assert answer.status_code == 500
    for inside in (SECRET, "Traceback", "RuntimeError", "repo_app", ".py"):
        assert inside not in answer.text
    assert len(caplog.records) == 1
    assert answer.headers["X-Request-Id"] in caplog.records[0].getMessage()


def test_the_api_tells_by_rfc_9457(troubled: Flask) -> None:
    answer = troubled.test_client().get("/api/v1/trouble/bad", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.get_json()
    assert {"type", "title", "status", "detail", "instance", "code", "request_id"} <= told.keys()
    assert told["status"] == 422
    assert told["request_id"] == answer.headers["X-Request-Id"]
    assert told["errors"] == [
        {"field": "title", "detail": "Title: a value is empty."},
        {"field": "license", "detail": "A license is still missing."},
    ]


def test_the_api_speaks_the_language_that_is_asked_for(troubled: Flask) -> None:
    client = troubled.test_client()
    told = client.get("/api/v1/trouble/away", headers={"Accept-Language": "vi,en;q=0.5"}).get_json()
    assert told["detail"] == "Kho tệp đang không trả lời."
    assert client.get("/en/api/v1/trouble/away").get_json()["detail"] == "The file storage does not answer now."


def test_what_depends_on_the_language_asked_for_says_so_to_caches(troubled: Flask) -> None:
    client = troubled.test_client()
    assert "Accept-Language" in client.get("/api/v1/trouble/away").headers["Vary"]
    assert "Accept-Language" not in client.get("/trouble/away").headers.get("Vary", "")


@pytest.mark.parametrize(
    "number",
    ["000000000001" + "9" * 5000, "12345678901", "9" * 5000, "-1", "0", "1.0", "%D9%A1"],
)
def test_a_number_that_is_none_is_a_bad_request(visitor: Browser, number: str) -> None:
    assert visitor.get(f"/search?page={number}").status_code == 400


def test_a_number_with_noughts_before_it_is_that_number(visitor: Browser) -> None:
    assert visitor.get("/search?page=0000000001").status_code == 200


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "2147483648", "0"])
def test_a_session_number_of_any_length_is_at_most_unknown(stranger: Browser, number: str) -> None:
    assert stranger.post(f"/account/sessions/{number}/end").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/account",
        "/admin",
        "/en/account",
        "/account?a=1",
        "/account/records/",
        "/search/",
        "//evil.example/account",
        "/account//records",
    ],
)
def test_the_host_that_was_asked_for_leads_nobody_away(visitor: Browser, address: str) -> None:
    answer = visitor.get(address, Host="evil.example")
    assert "evil.example" not in answer.headers.get("Location", "")
    assert answer.status_code in {200, 303, 404}


def test_a_conflict_carries_both_versions(troubled: Flask) -> None:
    told = troubled.test_client().get("/api/v1/trouble/twice").get_json()
    assert told["status"] == 412
    assert told["current"] == {"title": [{"value": "Một"}]}
    assert told["yours"] == {}


@pytest.mark.parametrize(("name", "seconds"), [("busy", "90"), ("away", "30")])
def test_whoever_must_wait_is_told_how_long(troubled: Flask, name: str, seconds: str) -> None:
    for prefix in ("", "/api/v1"):
        assert troubled.test_client().get(f"{prefix}/trouble/{name}").headers["Retry-After"] == seconds


def test_signing_in_is_a_page_for_people_and_a_401_for_programs(troubled: Flask) -> None:
    client = troubled.test_client()
    assert client.get("/trouble/who?a=1&b=2").headers["Location"] == "/account/sign-in?next=/trouble/who?a%3D1%26b%3D2"
    answer = client.get("/api/v1/trouble/who")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("address", "local"),
    [("/", True), ("/a?b=c#d", True), ("", False), (None, False), ("a", False), ("//x", False), ("/\\x", False),
     ("http://x", False), ("/a\nb", False), ("///x", False)],
)  # fmt: skip
def test_what_counts_as_an_address_of_this_site(address: str | None, local: bool) -> None:
    assert is_local(address) is local


def test_a_lost_page_offers_the_search(visitor: Browser) -> None:
    answer = visitor.get("/khong/co/trang/nay")
    assert answer.status_code == 404
    assert 'href="/search"' in answer.text


def test_the_site_tells_that_its_database_is_away(house: House) -> None:
    lost = replace(house.library, db=Database("sqlite:////nowhere/at/all.db"))
    answer = create_app(lost).test_client().get("/")
    assert answer.status_code == 503
    assert "Mục lục đang không trả lời" in words(answer.text)
