"""The people of a running site: the first admin, those whom the admin lets in, and how they sign in."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.running import Site

PASSWORD = "con suối sau nhà sàn"


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/account/sign-in")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("sign-in"))


def become_admin(page: Page, site: Site) -> None:
    page.goto(site.setup_link())
    page.locator("input[name=name]").fill("Chị Hoa")
    page.locator("input[type=email]").fill("hoa@example.vn")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page).not_to_have_url(re.compile("first-admin"))
    assert not (site.data / "first-admin").exists()


def let_in(page: Page, site: Site, browser_: Browser, name: str, email: str, role: str) -> None:
    """The admin makes an account and hands over the link; its owner chooses a password with it."""
    page.goto(f"{site.address}/admin/")
    form = page.locator("form:has(#person-email)")
    page.locator("details:has(#person-email) summary").click()
    form.locator("#person-name").fill(name)
    form.locator("#person-email").fill(email)
    form.locator("#person-role").select_option(role)
    form.get_by_role("button").click()
    link = page.locator("#link").inner_text()
    other = browser_.new_context().new_page()
    other.goto(link)
    for field in other.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    other.locator("main form button").click()
    other.context.close()
