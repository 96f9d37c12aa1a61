"""Every answer carries the headers that keep readers safe, errors and style sheets too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from repo_app.web import create_app
from repo_app.web.security import HEADERS
from tests.house import House, opened
from tests.web.browser import Browser

ADDRESSES = (
    "/", "/search", "/nothing", "/static/site.css", "/static/none.css", "/healthz", "/readyz", "/deposit",
    "/api/v1/none", "/records/none", "/search?page=x", "/en/about", "/account/sign-in",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(visitor: Browser, address: str) -> None:
    answer = visitor.get(address)
    for name, value in HEADERS:
        assert answer.headers.getlist(name) == [value]
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-Id"])


def test_no_page_allows_inline_script_or_style(visitor: Browser) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", ["/", "/patterns", "/account/sign-in"])
def test_pages_need_nothing_that_the_policy_forbids(visitor: Browser, address: str) -> None:
    page = visitor.text(address)
    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page)
    assert not re.search(
        r"""(?:href|src|srcset|action|content)=["']?https?://(?!creativecommons\.org/|127\.0\.0\.1)""", page
    )


def test_https_is_remembered_only_where_the_site_has_it(house: House, visitor: Browser, tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/").headers
    with opened(tmp_path / "var", BASE_URL="https://hoclieu.example.vn") as secure:
        answer = create_app(secure.library).test_client().get("/account/sign-in", base_url="https://hoclieu.example.vn")
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert "Secure" in answer.headers["Set-Cookie"]
        assert answer.headers["Set-Cookie"].startswith("__Host-")


def test_cookies_are_kept_from_scripts_and_other_sites(visitor: Browser) -> None:
    cookie = visitor.get("/account/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_visitor_who_only_reads_gets_no_cookie(visitor: Browser) -> None:
    for address in ("/", "/search", "/about"):
        assert "Set-Cookie" not in visitor.get(address).headers


@pytest.mark.parametrize("host", ["evil.example", "bad host", "a" * 300, ""])
def test_the_process_is_healthy_whatever_the_host_says(app: Flask, host: str) -> None:
    answer = app.test_client().get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_readiness_is_told_as_json(visitor: Browser) -> None:
    told = visitor.get("/readyz").get_json()
    assert told["ok"] is True
    assert {"database", "storage", "index", "worker", "disk"} <= told.keys()


def test_pages_of_somebody_signed_in_are_not_stored(visitor: Browser, depositor: Browser, published: str) -> None:
    assert depositor.get(f"/records/{published}").headers["Cache-Control"] == "no-store"
    assert visitor.get(f"/records/{published}").headers["Cache-Control"] == "private, no-cache"


def test_assets_are_kept_for_a_year_under_the_name_of_their_content(visitor: Browser) -> None:
    address = re.search(r"/static/site\.css\?v=\w+", visitor.text("/"))
    assert address
    answer = visitor.get(address[0])
    assert "immutable" in answer.headers["Cache-Control"]
    assert visitor.get("/static/site.css?v=other").headers["Cache-Control"] == "no-cache"
    assert visitor.get(address[0], If_None_Match=answer.headers["ETag"]).status_code == 304


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_pages_travel_compressed_and_images_as_they_are(visitor: Browser, published: str, coding: str) -> None:
    assert visitor.get("/", Accept_Encoding=coding).headers["Content-Encoding"] == coding
    image = visitor.get(f"/records/{published}/thumbnail", Accept_Encoding=coding)
    assert "Content-Encoding" not in image.headers
