"""Every page in a real browser: no barrier that axe knows, nothing wider than the screen, light on the line."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route

from repo_app.db import now
from repo_app.services import accounts, deposit, records
from repo_app.services.authorities import agents
from repo_app.values import SYSTEM
from repo_app.values.authorities import AgentText
from repo_app.values.days import day_of
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import PASSWORD
from tests.web.chromium import no_barrier, opened, served, sign_in
from tests.web.test_acts import ACTS, live

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("remembered")]

VISITOR = (
    "/", "/search?q=chuyen", "/search?q=zzzz", "/records/{published}", "/records/{closed}", "/records/{gone}",
    "/records/{published}/read?page=3&q=trau", "/records/{published}/text?page=3&q=trau",
    "/records/{published}/search?q=trau", "/records/{published}/search?q=zzzz", "/organizations/xa",
    "/collections/bai-giang", "/about", "/account/sign-in", "/account/reset", "/account/first-admin?token=x",
    "/nothing", "/patterns", "/en/", "/browse/subject", "/browse/organization",
    "/search?q=mon:khoa+-lop:9&license=cc-by-4.0&year_from=2000", "/records/{whole}", "/records/{volume}",
    "/browse/creator", "/agents/{agent}", "/licenses", "/licenses/choose", "/licenses/choose?who=other&known=old",
    "/licenses/choose?who=mine&changes=same&business=no", "/licenses/choose?who=other&known=license&said=x",
    "/licenses/remix?source=CC+BY-SA+4.0&source=/records/{published}", "/licenses/remix?source=CC+BY-ND+4.0",
)  # fmt: skip
STAFF = (
    "/deposit", "/deposit/{draft}", "/deposit/{waiting}", "/deposit/{failed}", "/deposit/{waiting}?follow=1",
    "/account/records", "/account/", "/review", "/admin/", "/deposit/{volume}", "/deposit/{volume}/history",
    "/admin/vocabularies/", "/admin/vocabularies/topics", "/admin/vocabularies/topics/suc-khoe", "/admin/names",
    "/admin/names/{agent}", "/admin/collections/bai-giang",
)  # fmt: skip
ADMIN = "chi.mai@example.vn"  # of these tests alone
SEND = """([address, fields]) => {
  const form = document.querySelector("form[method=post]").cloneNode(true);
  form.querySelectorAll("[name]:not([name=csrf_token])").forEach((one) => one.remove());
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(form);
  Object.assign(form, { action: address }).submit();
}"""  # what a page from before sends
LOOKS = ((360, "light"), (1280, "dark"))


@dataclass(frozen=True)
class Site:
    """The site in a process of its own, and the records to look at."""

    base: str
    ids: dict[str, str]

    def address(self, path: str) -> str:
        return self.base + path.format(**self.ids)


@pytest.fixture(scope="module")
def site(house: House, published: str, closed: str) -> Iterator[Site]:
    ids = {"published": published, "closed": closed, **_records(house)}
    with served(house.library.settings) as base:
        yield Site(base, ids)


def _records(house: House) -> dict[str, str]:
    accounts.create(house.library, SYSTEM, email=ADMIN, name="Chị Mai", role="admin", password=PASSWORD)
    gone = house.published(text_pdf([prose(60)]), "cũ.pdf", title=title("Bản cũ"))
    records.withdraw(house.library, house.reviewer, gone, "Có bản mới")
    draft = house.deposit(text_pdf([prose(61)], author="Nguyễn Văn An", heading="BÀI MỚI"), "mới.pdf")
    failed = house.deposit(b"%PDF-1.4 hong", "hỏng.pdf")
    sent = house.deposit(text_pdf([prose(62)]), "gửi.pdf")
    house.work()
    records.submit(house.library, house.depositor, sent)
    agent = agents.create(house.library, house.reviewer, AgentText("Nguyễn Văn An", note="Toán học")).id
    house.published(text_pdf([prose(66)]), "bài.pdf", title=title("Bài của An"), creator=[{"id": agent}])
    whole = house.published(text_pdf([prose(64)]), "bộ.pdf", title=title("Bộ sách"))
    in_whole = [{"value": whole, "volume": "tập một"}]
    volume = house.published(text_pdf([prose(65)]), "một.pdf", title=title("Tập một"), isPartOf=in_whole)
    records.publish(house.library, house.reviewer, records.new_edition(house.library, house.reviewer, volume).id)
    records.set_embargo(house.library, house.reviewer, volume, day_of(now()) + timedelta(days=9), "đang thi")
    for person in (house.depositor, house.reviewer):  # what one proposes the other changes
        seen = records.view(house.library, person, volume)
        records.edit(house.library, person, volume, {"description": title(f"{person.name}: {prose(3)}")}, seen.revision)
    waiting = house.deposit(text_pdf([prose(63)]), "chờ.pdf")
    return {
        "gone": gone, "draft": draft, "failed": failed, "waiting": waiting, "whole": whole, "volume": volume,
        "agent": agent,
    }  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_visitors_meet_no_barrier(chromium: Chromium, site: Site, width: int, scheme: str) -> None:
    page = opened(chromium, width, scheme).new_page()
    for path in VISITOR:
        no_barrier(page, site.address(path))
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_people_who_work_here_meet_no_barrier(chromium: Chromium, site: Site, width: int, scheme: str) -> None:
    page = opened(chromium, width, scheme).new_page()
    sign_in(page, site.base, ADMIN)
    for path in STAFF:
        no_barrier(page, site.address(path))
    page.context.close()


def test_who_presses_a_button_on_what_others_changed_meets_no_barrier(
    chromium: Chromium, site: Site, house: House
) -> None:
    record = live(house, "Tên lúc mở trang")
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO("Một bài.".encode()), "a.txt")
    revision = records.view(house.library, house.reviewer, record).revision
    records.edit(house.library, house.depositor, record, {"description": title("Đề nghị")}, revision)
    house.described(record, title=title("Tên người kia sửa"), source=[{"value": f"https://vi.example/{'dài' * 40}"}])
    page = opened(chromium, 360, "light").new_page()
    sign_in(page, site.base, ADMIN)
    sent = [
        (f"/deposit/{record}/{where}".rstrip("/"), fields, f"Vẫn làm: {name}") for where, fields, name in ACTS.values()
    ]
    sent.append(("/admin/collections/bai-giang", {"name": "Bài soạn", "was": "bản cũ"}, "Lưu"))
    for address, fields, button in sent:
        page.goto(f"{site.base}/deposit/{record}/history")
        with page.expect_navigation() as answered:
            page.evaluate(SEND, [address, {**fields, "revision": str(revision)}])
        assert answered.value.status == 409, address
        assert page.get_by_role("main").get_by_role("button", name=button).is_visible(), address
        no_barrier(page, "")
    page.context.close()


def test_a_student_reads_or_downloads_without_scrolling(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 360, "light", script=False).new_page()
    page.goto(site.address("/records/{published}"))
    for link in page.locator(".record__lead .actions a").all():
        box = link.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 740
    assert page.locator(".record__lead .actions a").count() >= 2
    page.context.close()


def test_pages_fit_the_narrowest_phone(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 320, "light", script=True).new_page()
    for path in VISITOR:
        page.goto(site.address(path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/search?q=chuyen", "/records/{published}"])
def test_pages_are_light_on_the_line(chromium: Chromium, site: Site, path: str) -> None:
    page = opened(chromium, 360, "light").new_page()
    weights: dict[str, int] = {}
    page.on("requestfinished", lambda one: weights.update({one.url: one.sizes()["responseBodySize"]}))
    page.goto(site.address(path), wait_until="networkidle")
    critical = sum(size for url, size in weights.items() if not re.search(r"thumbnail|\.webp", url))
    assert critical <= 100_000
    assert sum(size for url, size in weights.items() if ".js" in url) <= 35_000
    assert sum(weights.values()) <= 300_000
    assert len(weights) <= 15
    assert all(url.startswith(site.base) for url in weights)
    page.context.close()


def test_arrow_keys_turn_the_page(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 1280, "light").new_page()
    page.goto(site.address("/records/{published}/read?page=1"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**page=2**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**page=1**")
    page.focus("#jump-top")
    page.keyboard.press("ArrowRight")
    assert "page=1" in page.url
    page.context.close()


def test_an_image_that_could_not_be_made_yet_is_asked_for_again(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 360, "light").new_page()
    asked: list[str] = []

    def busy_at_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= 2:
            route.fulfill(status=503, headers={"Retry-After": "1"})
        else:
            route.continue_()

    page.route(re.compile(r"/pages/1\.webp"), busy_at_first)
    page.goto(site.address("/records/{published}/read?page=1"))
    until = time.monotonic() + 15
    while not page.evaluate("document.querySelector('#sheet img').naturalWidth") and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('#sheet img').naturalWidth") > 0
    assert len(asked) >= 3
    page.context.close()


def test_marks_lie_on_the_words(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 360, "light").new_page()
    page.goto(site.address("/records/{published}/read?page=3&q=trau+vang"))
    sheet = page.locator("#sheet img").bounding_box()
    mark = page.locator(".marks rect").first.bounding_box()
    assert sheet
    assert mark
    assert sheet["x"] <= mark["x"] <= sheet["x"] + sheet["width"]
    assert 4 <= mark["height"] <= 40
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_found_page_is_shown_where_its_first_mark_is(chromium: Chromium, site: Site, width: int) -> None:
    page = opened(chromium, width, "light", script=False).new_page()
    page.goto(site.address("/records/{published}/search?q=trau+vang"))
    page.locator(".inside__hits a").first.click()
    page.wait_for_url("**/read?*#mark")
    mark = page.locator("#mark").bounding_box()
    assert mark
    assert 0 <= mark["y"] <= 740
    page.context.close()


def test_a_suggestion_fills_its_field_and_a_refusal_is_told(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 1280, "light").new_page()
    sign_in(page, site.base, ADMIN)
    page.goto(site.address("/deposit/{draft}"))
    page.locator(".offer[data-into=creator]").first.click()
    assert page.input_value("#creator") == "Nguyễn Văn An"
    page.goto(site.address("/deposit"))
    page.set_input_files("#file", {"name": "lạ.xyz", "mimeType": "text/plain", "buffer": b"chi la chu"})
    page.get_by_role("main").get_by_role("button", name="Gửi").click()
    page.get_by_text("Kho không nhận loại tệp này").wait_for()
    page.set_input_files("#file", {"name": "bài.pdf", "mimeType": "application/pdf", "buffer": text_pdf([prose(64)])})
    page.get_by_role("main").get_by_role("button", name="Gửi").click()
    page.wait_for_url(re.compile(r"/deposit/[0-9a-z]{8}$"))
    page.context.close()


def test_what_has_the_focus_is_never_behind_the_buttons(chromium: Chromium, site: Site) -> None:
    page = opened(chromium, 360, "light").new_page()
    sign_in(page, site.base, ADMIN)
    page.goto(site.address("/deposit/{draft}"))
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const held = document.activeElement, bar = document.querySelector(".actions--stick");
              if (!held.closest("#describing") || bar.contains(held)) return "";
              const { top, bottom } = bar.getBoundingClientRect();
              const at = held.getBoundingClientRect().top;
              return at >= top - 4 && at < bottom ? held.outerHTML.slice(0, 120) : "";
            }"""
        )
        assert hidden == "", hidden
    page.context.close()
