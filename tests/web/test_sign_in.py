"""Signing in and out, sessions, passwords, one-time links."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from repo_app.migrations import upgrade
from repo_app.services import accounts
from repo_app.settings import load
from repo_app.values import SYSTEM
from repo_app.web import create_app
from repo_app.wiring import build_library
from tests.house import House
from tests.web.browser import PASSWORD, Browser, hidden, words

NEW = "hai con đường dài"


@pytest.fixture
def somebody(house: House, request: pytest.FixtureRequest) -> str:
    """The e-mail of an account that only this test knows."""
    email = re.sub(r"\W", ".", request.node.name)[:60].strip(".") + "@example.vn"
    accounts.create(house.library, SYSTEM, email=email, name="Ai đó", role="depositor", password=PASSWORD)
    return email


def test_a_stranger_is_sent_to_sign_in_and_back(visitor: Browser) -> None:
    for address in ("/deposit", "/review", "/account/", "/admin/", "/account/records"):
        answer = visitor.get(address)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/account/sign-in?next={address}"


def test_signing_in_leads_where_one_wanted_to_go(app: Flask, somebody: str) -> None:
    browser = Browser(app)
    page = browser.text("/account/sign-in?next=/account/records?page=2")
    answer = browser.sign_in(somebody, next=hidden(page, "next"))
    assert answer.headers["Location"] == "/account/records?page=2"
    assert browser.get("/account/records").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "evil.example",
     "/\t/evil.example", "http:///evil", "/%0d%0aSet-Cookie:x=1\r\nX: y"],
)  # fmt: skip
def test_nobody_is_led_off_the_site(app: Flask, somebody: str, address: str) -> None:
    answer = Browser(app).sign_in(somebody, next=address)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/deposit"


def test_a_wrong_password_says_so_and_keeps_the_email(visitor: Browser, somebody: str) -> None:
    answer = visitor.sign_in(somebody, "không phải mật khẩu")
    assert answer.status_code == 401
    assert somebody in answer.text
    assert "không khớp" in words(answer.text)
    assert "không phải mật khẩu" not in answer.text


def test_an_unknown_account_answers_the_same(visitor: Browser, somebody: str) -> None:
    known, unknown = (visitor.sign_in(who, "sai mật khẩu rồi") for who in (somebody, "khong.co@example.vn"))
    assert known.status_code == unknown.status_code
    assert words(known.text) == words(unknown.text)


def test_too_many_tries_are_told_to_wait(visitor: Browser, somebody: str) -> None:
    answers = (visitor.sign_in(somebody, "sai mật khẩu rồi") for _ in range(21))
    held = next(answer for answer in answers if answer.status_code != 401)
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0
    assert "phút" in words(held.text) or "giờ" in words(held.text)


def test_the_session_is_a_new_one_at_each_sign_in(app: Flask, somebody: str) -> None:
    browser = Browser(app)
    before = browser.get("/account/sign-in").headers["Set-Cookie"]
    after = browser.sign_in(somebody).headers["Set-Cookie"]
    assert before.split(";")[0] != after.split(";")[0]
    old = app.test_client()
    old.set_cookie("hoclieu", before.split(";")[0].partition("=")[2])
    assert old.get("/account/").status_code == 303


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: Flask, somebody: str) -> None:
    browser = Browser(app)
    cookie = browser.sign_in(somebody).headers["Set-Cookie"].split(";")[0].partition("=")[2]
    assert browser.post("/account/sign-out").status_code == 303
    copied = app.test_client()
    copied.set_cookie("hoclieu", cookie)
    assert copied.get("/account/").status_code == 303


def test_another_session_can_be_ended(app: Flask, somebody: str, stranger: Browser) -> None:
    here, there = Browser(app), Browser(app)
    here.sign_in(somebody)
    there.sign_in(somebody)
    number = re.findall(r"/account/sessions/(\d+)/end", here.text("/account/"))
    assert len(number) == 1
    assert stranger.post(f"/account/sessions/{number[0]}/end").status_code == 404
    assert here.post(f"/account/sessions/{number[0]}/end").status_code == 303
    assert there.get("/account/").status_code == 303
    assert here.get("/account/").status_code == 200


def test_a_password_is_changed_with_the_old_one(app: Flask, somebody: str) -> None:
    browser, elsewhere = Browser(app), Browser(app)
    browser.sign_in(somebody)
    elsewhere.sign_in(somebody)
    assert browser.post("/account/password", old="sai", password=NEW).status_code in {401, 403, 422}
    short = browser.post("/account/password", old=PASSWORD, password="ngắn")
    assert short.status_code == 422
    assert "10 ký tự" in words(short.text)
    assert browser.post("/account/password", old=PASSWORD, password=NEW).status_code == 303
    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 303
    assert Browser(app).sign_in(somebody, NEW).status_code == 303


def test_a_forgotten_password_is_explained(visitor: Browser) -> None:
    assert "/account/reset" in visitor.text("/account/sign-in")
    assert "cán bộ thư viện" in words(visitor.text("/account/reset"))


def test_a_link_chooses_a_password_once(app: Flask, house: House, somebody: str) -> None:
    address = accounts.reset_link(house.library, SYSTEM, somebody).removeprefix(house.library.settings.base_url)
    browser = Browser(app)
    page = browser.text(address)
    token = hidden(page, "token")
    assert browser.post("/account/reset", token_="", token_field="").status_code == 404
    assert (
        browser.client.post(
            "/account/reset", data={"csrf_token": browser.token(), "token": token, "password": "ngắn"}
        ).status_code
        == 422
    )
    assert (
        browser.client.post(
            "/account/reset", data={"csrf_token": browser.token(), "token": token, "password": NEW}
        ).status_code
        == 303
    )
    assert browser.get(address).status_code == 404
    assert Browser(app).sign_in(somebody, NEW).status_code == 303


def test_the_first_admin_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    library = build_library(load({"HOCLIEU_DATA_DIR": str(folder)}, folder=folder))
    upgrade(library.db)
    link = accounts.setup_link(library)
    assert link
    browser = Browser(create_app(library))
    page = browser.text(link.removeprefix(library.settings.base_url))
    fields = {"token": hidden(page, "token"), "name": "Chị Mai", "email": "mai@example.vn", "password": PASSWORD}

    def send(**changed: str) -> int:
        data = {**fields, **changed, "csrf_token": browser.token()}
        return browser.client.post("/account/first-admin", data=data).status_code

    assert send(email="không phải thư") == 422
    assert send(token="x" * 43) == 404
    assert browser.get(f"/account/first-admin?token={'x' * 43}").status_code == 404
    assert browser.get("/account/first-admin").status_code == 404
    assert send() == 303
    browser.account_page = "/account/"
    assert "Chị Mai" in browser.text("/admin/")
    assert send() == 404
    late = browser.get(f"/account/first-admin?token={fields['token']}")
    assert late.status_code == 404
    assert "đã có quản trị viên" in words(late.text)
    library.db.close()


def test_the_network_of_a_session_is_what_the_site_saw_itself(app: Flask, somebody: str) -> None:
    browser = Browser(app)
    data = {"csrf_token": browser.token(), "email": somebody, "password": PASSWORD}
    answer = browser.client.post("/account/sign-in", data=data, headers={"X-Forwarded-For": "198.51.100.7"})
    assert answer.status_code == 303
    assert "198.51.100" not in browser.text("/account/")
    assert "127.0.0" in browser.text("/account/")


def test_behind_a_trusted_proxy_it_is_what_the_proxy_saw(house: House, somebody: str) -> None:
    library = replace(house.library, settings=replace(house.library.settings, trusted_proxies=1))
    browser = Browser(create_app(library))
    data = {"csrf_token": browser.token(), "email": somebody, "password": PASSWORD}
    told = {"X-Forwarded-For": "192.0.2.1, 198.51.100.7"}
    assert browser.client.post("/account/sign-in", data=data, headers=told).status_code == 303
    page = browser.text("/account/")
    assert "198.51.100.0/24" in page
    assert "192.0.2" not in page
