"""One house for all tests of the site, with somebody of each kind signed in; records are made by each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from repo_app.services import accounts, places
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from repo_app.web import create_app
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.web.browser import PASSWORD, Browser
from tests.web.chromium import launched

PHRASE = "con trâu vàng qua suối"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("site") / "var", MAX_FILE_MB="1") as made:
        places.create_collection(made.library, SYSTEM, "bai-giang", "Bài giảng", "xa")
        yield made


@pytest.fixture(scope="session")
def app(house: House) -> Flask:
    return create_app(house.library, patterns_page=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)


def give_password(library: Library, email: str) -> None:
    """Let somebody of the house sign in with :data:`PASSWORD`."""
    link = accounts.reset_link(library, SYSTEM, email)
    accounts.reset_password(library, link.partition("token=")[2], PASSWORD)


def _signed_in(app: Flask, house: House, email: str) -> Browser:
    give_password(house.library, email)
    browser = Browser(app)
    assert browser.sign_in(email).status_code == 303
    return browser


@pytest.fixture(scope="session")
def depositor(app: Flask, house: House) -> Browser:
    return _signed_in(app, house, "co.lan@example.vn")


@pytest.fixture(scope="session")
def stranger(app: Flask, house: House) -> Browser:
    return _signed_in(app, house, "thay.binh@example.vn")


@pytest.fixture(scope="session")
def reviewer(app: Flask, house: House) -> Browser:
    return _signed_in(app, house, "chi.hoa@example.vn")


@pytest.fixture(scope="session")
def admin(app: Flask, house: House) -> Browser:
    return _signed_in(app, house, "quan.tri@example.vn")


@pytest.fixture(scope="session")
def published(house: House) -> str:
    """A record of three pages; the phrase stands on the third."""
    pages = [prose(0), prose(4), f"{prose(2, 3)} {PHRASE}. {prose(7, 3)}"]
    return house.published(text_pdf(pages, heading="Chuyện làng"), "Chuyện làng.pdf", title=title("Chuyện làng"))


@pytest.fixture(scope="session")
def closed(house: House) -> str:
    """A published record that may not be shown."""
    data = text_pdf([prose(6)])
    return house.published(data, "kin.pdf", title=title("Sách kín"), license=[{"id": "in-copyright"}])


@pytest.fixture
def draft(house: House) -> str:
    """A fresh draft of the depositor, its file not read yet."""
    return house.deposit(text_pdf([prose(1)]), "nháp.pdf")
