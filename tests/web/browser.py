"""A visitor's browser without JavaScript: keeps cookies, and sends the token of the page a form stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "một con đường dài"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM_PAGE = "/account/sign-in"


@dataclass
class Browser:
    """One person's browser; ``account_page`` is where it finds a form to take the token from."""

    app: Flask
    account_page: str = FORM_PAGE

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def head(self, address: str) -> TestResponse:
        return self.client.head(address)

    def text(self, address: str) -> str:
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def post(self, address: str, *, token: bool = True, accept: str = "text/html", **fields: object) -> TestResponse:
        data = {**({"csrf_token": self.token()} if token else {}), **fields}
        return self.client.post(address, data=data, headers={"Accept": accept})

    def token(self) -> str:
        found = TOKEN.search(self.client.get(self.account_page).text)
        assert found, "no form on the page"
        return found[1]

    def sign_in(self, email: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        answer = self.post("/account/sign-in", email=email, password=password, **fields)
        if answer.status_code == 303:
            self.account_page = "/account/"
        return answer


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def words(page: str) -> str:
    """A page's text without its tags, blanks joined."""
    body = re.sub(r"<(script|style|svg|select)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
