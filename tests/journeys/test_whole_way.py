"""The product in a page: set up, deposited, read, reviewed, published, found on the page, downloaded unchanged."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from tests.documents import prose, scan_pdf
from tests.journeys.people import become_admin, let_in, sign_in
from tests.journeys.running import Site, browser, running_site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
HEADING = "Chuyện kể bên bếp lửa"
LATE = "Đàn trâu lội qua bến đò lúc sương còn dày."
READING_MS = 180_000


def deposit(page: Page, site: Site, path: Path, *, script: bool) -> str:
    page.goto(f"{site.address}/deposit")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form.upload button").last.click()
    page.wait_for_url(re.compile(r"/deposit/[0-9a-z]{8}$"), timeout=30_000)
    if script:
        expect(page.get_by_text(re.compile(r"trang \d+/6")).first).to_be_visible(timeout=READING_MS)
    return page.url.rsplit("/", 1)[1]


def go(page: Page, address: str) -> None:
    """Opens an address from a page that may be reloading itself at that moment."""
    try:
        page.goto(address)
    except PlaywrightError as told:
        if "interrupted by another navigation" not in str(told):
            raise
        page.wait_for_load_state()


def wait_until_read(page: Page, site: Site, record: str) -> None:
    """The page reloads itself once all is read, perhaps while this asks for it: either way it must show the title."""
    for _ in range(90):
        go(page, f"{site.address}/deposit/{record}")
        if page.locator("#title").input_value() == HEADING:
            return
        page.wait_for_timeout(2000)
    raise AssertionError("the scan was not read, or its printed title not suggested")


def describe_and_submit(page: Page) -> None:
    page.locator("#license").select_option("cc-by-4.0")
    page.locator("#creator").fill("Y Blưng\nA Thút")
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("chờ duyệt").first).to_be_visible()


def publish(page: Page, site: Site, record: str) -> None:
    page.goto(f"{site.address}/review")
    page.locator(f"a[href*='{record}']").first.click()
    page.locator("#title-checked").check()
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("đã công bố").first).to_be_visible()


def find_and_read(page: Page, site: Site, record: str) -> None:
    """A visitor types a phrase of a late page without accents; the hit opens that page, its words marked."""
    for _ in range(20):
        page.goto(f"{site.address}/")
        page.locator("input[name=q]").first.fill("dan trau loi qua ben do")
        page.locator("input[name=q]").first.press("Enter")
        if page.locator(f"a[href*='{record}']").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("mark").first).to_be_visible()
    page.locator(f"a[href*='/records/{record}/read']").first.click()
    assert "page=6" in page.url
    image = page.locator("img[src*='/pages/6.webp']")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    page.goto(f"{site.address}/records/{record}/text?page=6")
    expect(page.locator("main")).to_contain_text("trâu")


@pytest.mark.ocr
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("script", "size"), [(True, PHONE), (False, DESK)], ids=["phone", "no-script"])
def test_from_the_set_up_link_to_a_page_that_a_stranger_reads(
    tmp_path: Path, script: bool, size: dict[str, int]
) -> None:
    scan = tmp_path / "quet 0001.pdf"
    scan.write_bytes(scan_pdf([prose(n, 6) for n in range(5)] + [f"{prose(5, 3)} {LATE}"], heading=HEADING))
    with running_site(tmp_path) as site, browser() as chromium:
        options = {"java_script_enabled": script, "viewport": size, "locale": "vi-VN"}
        admin, teacher, librarian, visitor = (chromium.new_context(**options).new_page() for _ in range(4))  # type: ignore[arg-type]
        become_admin(admin, site)
        let_in(admin, site, chromium, "Cô Lan", "lan@example.vn", "depositor")
        let_in(admin, site, chromium, "Anh Bình", "binh@example.vn", "reviewer")
        sign_in(teacher, site, "lan@example.vn")
        record = deposit(teacher, site, scan, script=script)
        assert visitor.goto(f"{site.address}/records/{record}").status == 404  # type: ignore[union-attr]
        wait_until_read(teacher, site, record)
        describe_and_submit(teacher)
        sign_in(librarian, site, "binh@example.vn")
        publish(librarian, site, record)
        find_and_read(visitor, site, record)
        got = visitor.request.get(f"{site.address}/records/{record}/files/quet%200001.pdf")
        assert hashlib.sha256(got.body()).digest() == hashlib.sha256(scan.read_bytes()).digest()
        part = visitor.request.get(
            f"{site.address}/records/{record}/files/quet%200001.pdf", headers={"Range": "bytes=100-199"}
        )
        assert (part.status, part.body()) == (206, scan.read_bytes()[100:200])
