"""Every page has a twin in the other language, and a way between the two that keeps the place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repo_app.web import create_app
from tests.house import opened
from tests.web.browser import Browser, words

PAGES = ("/", "/search?q=ph%C3%A2n+s%E1%BB%91&page=1", "/about", "/account/sign-in", "/organizations/xa", "/nothing")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_language_and_names_its_twin(visitor: Browser, address: str) -> None:
    here, there = visitor.get(address).text, visitor.get("/en" + address).text
    assert '<html lang="vi">' in here
    assert '<html lang="en">' in there
    wanted = ("/en" + address).replace("&", "&amp;")
    assert f'href="{wanted}" hreflang="en"' in here
    assert f'href="{address.replace("&", "&amp;")}" hreflang="vi"' in there
    assert here.count('rel="alternate"') == 2


def test_links_keep_the_language(visitor: Browser, published: str) -> None:
    for page in ("/en/", f"/en/records/{published}", "/en/search"):
        links = re.findall(r'href="(/[^"]*)"', visitor.get(page).text)
        leaving = [link for link in links if not link.startswith(("/en", "/static"))]
        assert all(
            'hreflang="vi"' in line
            for line in re.findall(r"<a[^>]*>", visitor.get(page).text)
            if any(f'href="{link}"' in line for link in leaving)
        )


def test_signing_in_and_redirects_keep_the_language(visitor: Browser) -> None:
    assert visitor.get("/en/deposit").headers["Location"] == "/en/account/sign-in?next=/en/deposit"


def test_the_home_page_needs_no_slash_after_its_language(visitor: Browser) -> None:
    assert visitor.get("/en").status_code == 200


def test_the_default_language_may_be_english(tmp_path: Path) -> None:
    with opened(tmp_path / "var", DEFAULT_LOCALE="en") as house:
        client = create_app(house.library).test_client()
        assert '<html lang="en">' in client.get("/").text
        vietnamese = client.get("/vi/about").text
        assert '<html lang="vi">' in vietnamese
        assert 'href="/about" hreflang="en"' in vietnamese


def test_the_switch_on_a_form_that_failed_leads_to_a_page_that_opens(depositor: Browser) -> None:
    page = depositor.post("/account/password", old="x", password="y").text
    switch = re.search(r'href="([^"]+)" hreflang="en" lang="en"', page)
    assert switch
    assert depositor.get(switch[1]).status_code == 200


BOTH = {"English", "Tiếng Việt", "PDF", "Hoclieu", "CC BY", "CC BY-SA", "CC BY-NC", "CC BY-ND", "CC0", "CC BY 4.0"}


@pytest.mark.parametrize("address", ["/", "/search", "/nothing", "/about", "/account/sign-in", "/account/reset"])
def test_no_sentence_is_bare_for_visitors(visitor: Browser, published: str, address: str) -> None:
    check_twins(visitor, address)


@pytest.mark.parametrize(
    "address", ["/deposit", "/deposit/{draft}", "/account/records", "/account/", "/records/{draft}"]
)
def test_no_sentence_is_bare_for_depositors(depositor: Browser, draft: str, address: str) -> None:
    check_twins(depositor, address.format(draft=draft))


@pytest.mark.parametrize("address", ["/review", "/admin/", "/deposit/{draft}"])
def test_no_sentence_is_bare_for_staff(admin: Browser, draft: str, address: str) -> None:
    check_twins(admin, address.format(draft=draft))


def check_twins(browser: Browser, address: str) -> None:
    """A text of four and more plain words that is the same in both languages was not translated."""
    here, there = _texts(browser.get(address).text), _texts(browser.get("/en" + address).text)
    same = {text for text in here & there if re.search(r"[a-z]{3,}", text) and text not in BOTH}
    named = re.compile(r"Photos 20\d\d-\d\d-\d\d")  # a title that a depositor's document was given
    bare = {text for text in same if text.isascii() and len(text.split()) > 1 and "@" not in text}
    bare = {text for text in bare if not named.match(text)}
    assert bare == set()


def _texts(page: str) -> set[str]:
    body = re.sub(r"<(script|style|svg|code)\b.*?</\1>", "", page, flags=re.S)
    shown = re.split(r"<[^>]+>", body)
    named = re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]+)"', body)
    return {" ".join(text.split()) for text in [*shown, *named] if text.strip()}


def test_numbers_and_dates_are_written_as_here(visitor: Browser, published: str) -> None:
    assert re.search(r"\d\d/\d\d/20\d\d", words(visitor.text(f"/records/{published}")))
