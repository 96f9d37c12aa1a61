"""The form that describes a record, in a real browser: by keyboard alone, kept by itself, rows that come and go."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from repo_app.services import accounts, records
from repo_app.services.authorities import agents
from repo_app.values import SYSTEM
from repo_app.values.authorities import AgentText
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import PASSWORD
from tests.web.chromium import no_barrier, opened, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("remembered")]

TEACHER = "co.sen@example.vn"  # of these tests alone
LIBRARIAN = "anh.tam@example.vn"
MOST_KEYS = 120  # of Tab until something is reached; more would be a trap


@pytest.fixture(scope="module")
def base(house: House) -> Iterator[str]:
    for email, role in ((TEACHER, "depositor"), (LIBRARIAN, "reviewer")):
        accounts.create(house.library, SYSTEM, email=email, name=email, role=role, password=PASSWORD, organization="xa")
    with served(house.library.settings) as address:
        yield address


@pytest.fixture
def teacher(chromium: Chromium, base: str) -> Iterator[Page]:
    page = opened(chromium, 1280, "light").new_page()
    sign_in(page, base, TEACHER)
    yield page
    page.context.close()


@pytest.fixture
def librarian(chromium: Chromium, base: str) -> Iterator[Page]:
    page = opened(chromium, 1280, "light").new_page()
    sign_in(page, base, LIBRARIAN)
    yield page
    page.context.close()


@pytest.fixture
def begun(house: House, base: str) -> str:
    """A draft of the house whose file has been read."""
    record = house.deposit(text_pdf([prose(21)], heading="ĐAN GÙI", author="Y Moan"), "đan gùi.pdf")
    house.work()
    return record


def reach(page: Page, selector: str) -> None:
    """Press Tab until what ``selector`` names has the focus."""
    for _ in range(MOST_KEYS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_deposit_review_and_publication_by_keyboard(house: House, teacher: Page, librarian: Page, base: str) -> None:
    data = text_pdf([prose(40)], heading="NUÔI GÀ THẢ VƯỜN", author="Y Moan")
    teacher.set_input_files("#file", {"name": "gà.pdf", "mimeType": "application/pdf", "buffer": data})
    reach(teacher, "main form .button")
    teacher.keyboard.press("Enter")
    teacher.wait_for_url(re.compile(r"/deposit/[0-9a-z]{8}$"))
    record = teacher.url.rpartition("/")[2]
    house.work()
    teacher.goto(teacher.url)
    reach(teacher, "#title")
    teacher.keyboard.press("Control+a")
    teacher.keyboard.type("Nuôi gà thả vườn")
    reach(teacher, "#creator")
    teacher.keyboard.type("Nguyễn Thị Sen")
    reach(teacher, "[name='creator.role']")
    teacher.keyboard.type("t")  # as lists are chosen from: by the first letter
    reach(teacher, "[name=more][value=creator]")
    teacher.keyboard.press("Enter")
    teacher.keyboard.type("Y Moan")
    reach(teacher, "#license")
    teacher.keyboard.type("CC BY-SA")
    reach(teacher, "#group-teaching > summary")
    teacher.keyboard.press("Enter")
    reach(teacher, "#subject-field details:has([value=nong-lam-nghiep]) > summary")
    teacher.keyboard.press("Enter")
    reach(teacher, "input[type=checkbox][value=nong-lam-nghiep]")
    teacher.keyboard.press("Space")
    teacher.keyboard.press("Control+Enter")
    expect(teacher.get_by_text("Đã gửi duyệt")).to_be_visible()
    held = records.view(house.library, house.reviewer, record)
    assert held.state == "submitted"
    assert held.metadata.as_json()["creator"] == [{"value": "Nguyễn Thị Sen", "role": "author"}, {"value": "Y Moan"}]
    assert (held.metadata.first("subject"), held.license) == ("nong-lam-nghiep", "cc-by-sa-4.0")

    began = time.monotonic()
    librarian.goto(f"{base}/review")
    reach(librarian, f".card__title a[href='/deposit/{record}']")
    librarian.keyboard.press("Enter")
    librarian.wait_for_url(f"**/deposit/{record}")
    reach(librarian, "#title-checked")
    librarian.keyboard.press("Space")
    librarian.keyboard.press("Control+Enter")
    expect(librarian.get_by_text("Đã công bố.")).to_be_visible()
    assert time.monotonic() - began < 30
    assert records.view(house.library, house.reviewer, record).state == "published"


def test_what_is_typed_is_kept_within_five_seconds(house: House, librarian: Page, base: str, begun: str) -> None:
    librarian.goto(f"{base}/deposit/{begun}")
    librarian.fill("#description", "Cách đan gùi của người Xơ Đăng.")
    expect(librarian.locator("#saving")).to_contain_text("Đã lưu lúc", timeout=5000)
    librarian.locator("#group-publication > summary").click()
    librarian.fill("#issued", "tháng năm")
    librarian.fill("#title", "Đan gùi")
    expect(librarian.locator("#saving.is-bad")).not_to_be_empty(timeout=5000)
    held = records.view(house.library, house.reviewer, begun).metadata
    assert held.first("title") == "Đan gùi", "what is right is kept beside what is not"
    assert (held.first("description"), held.get("issued")) == ("Cách đan gùi của người Xơ Đăng.", ())
    librarian.fill("#issued", "2019-05")
    expect(librarian.locator("#saving")).to_contain_text("Đã lưu lúc", timeout=5000)
    kept = [one for one in records.history(house.library, house.reviewer, begun) if one.verb == "autosave"]
    assert len(kept) == 1, "one entry for a sitting"
    based_on = librarian.locator("input[name=revision]").evaluate_all("all => all.map(one => one.value)")
    assert set(based_on) == {str(kept[0].revision)}, "no button acts on what it was"
    librarian.keyboard.press("Control+s")
    expect(librarian.get_by_text("Đã lưu.")).to_be_visible()
    assert librarian.input_value("#issued") == "2019-05"


def test_saving_while_the_script_saves_is_no_conflict(house: House, librarian: Page, base: str, begun: str) -> None:
    librarian.goto(f"{base}/deposit/{begun}")
    slow: list[str] = []

    def late(route: object) -> None:
        slow.append("asked")
        librarian.wait_for_timeout(300)
        route.continue_()  # type: ignore[attr-defined]

    librarian.route("**/autosave", late)
    librarian.fill("#title", "Gùi")
    expect(librarian.locator("#describing")).to_have_attribute("data-changed", "", timeout=5000)
    librarian.keyboard.press("Control+s")
    expect(librarian.get_by_text("Đã lưu.")).to_be_visible()
    assert slow
    assert records.view(house.library, house.reviewer, begun).title == "Gùi"


def test_what_somebody_else_changed_meanwhile_is_told_and_both_are_there(
    house: House, librarian: Page, base: str, begun: str
) -> None:
    librarian.goto(f"{base}/deposit/{begun}")
    house.described(begun, title=title("Của chị Hoà"))
    librarian.fill("#title", "Của anh Tâm")
    expect(librarian.locator("#saving.is-bad")).not_to_be_empty(timeout=6000)
    assert records.view(house.library, house.reviewer, begun).title == "Của chị Hoà"
    librarian.on("dialog", lambda dialog: dialog.accept())
    librarian.keyboard.press("Control+s")
    expect(librarian.get_by_text("Của chị Hoà").first).to_be_visible()
    expect(librarian.get_by_text("Của anh Tâm").first).to_be_visible()


def test_leaving_with_something_not_kept_asks_first(house: House, librarian: Page, base: str) -> None:
    record = house.published(text_pdf([prose(22)]), "đã in.pdf", title=title("Đã in"))
    librarian.goto(f"{base}/deposit/{record}")
    librarian.locator("#title").press_sequentially(" lại")
    asked: list[str] = []
    librarian.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    librarian.evaluate("location.assign('/about')")
    librarian.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert records.view(house.library, house.reviewer, record).title == "Đã in", "a public record changes by hand only"


def test_what_is_being_kept_is_not_taken_away_by_the_end_of_a_reading(house: House, librarian: Page, base: str) -> None:
    record = house.deposit(text_pdf([prose(23)]), "đang đọc.pdf")
    librarian.goto(f"{base}/deposit/{record}")
    librarian.route("**/autosave", lambda _: None)  # a line so weak that no answer comes
    librarian.fill("#description", "Đã gõ, chưa lưu")
    expect(librarian.locator("#describing")).to_have_attribute("data-keeping", "yes", timeout=5000)
    house.work()
    expect(librarian.locator("#reading-said")).to_be_visible(timeout=8000)
    assert librarian.input_value("#description") == "Đã gõ, chưa lưu"


def test_rows_come_and_go(librarian: Page, base: str, begun: str) -> None:
    librarian.goto(f"{base}/deposit/{begun}")
    for name in ("Một", "Hai", "Ba"):
        librarian.locator("[data-lines=creator] [name=creator]").last.fill(name)
        librarian.locator("[name=more][value=creator]").click()
    librarian.locator("[data-lines=creator] .line__away").nth(1).click()
    names = librarian.locator("[data-lines=creator] [name=creator]")
    assert [box.input_value() for box in names.all()] == ["Một", "Ba", ""]
    assert [box.get_attribute("aria-label") for box in names.all()][1:] == ["Tác giả 2", "Tác giả 3"]
    librarian.locator("[data-lines=creator] .line__away").first.click()
    assert librarian.evaluate("document.activeElement.value") == "Ba"
    assert librarian.locator("#creator").input_value() == "Ba"
    no_barrier(librarian, "")


def test_a_fault_is_told_on_top_and_leads_to_its_field(librarian: Page, base: str, begun: str) -> None:
    page = librarian.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = page.new_page()
    sign_in(plain, base, LIBRARIAN)
    plain.goto(f"{base}/deposit/{begun}")
    plain.locator("#group-publication > summary").click()
    plain.fill("#issued", "ngày xưa")
    plain.get_by_role("button", name="Lưu", exact=True).last.click()
    assert plain.evaluate("document.activeElement.id") == "problem"
    plain.locator("#problem a[href='#issued']").click()
    assert plain.evaluate("document.activeElement.id") == "issued"
    described = plain.locator("#issued").get_attribute("aria-describedby") or ""
    assert "issued-fault" in described
    assert plain.locator("#issued").get_attribute("aria-invalid") == "true"
    page.close()


def test_a_name_of_the_list_is_chosen_by_keyboard(house: House, librarian: Page, base: str, begun: str) -> None:
    agent = agents.create(
        house.library,
        house.reviewer,
        AgentText("Nguyễn Thị Hoà", variants=("Hoà Nguyễn",), dates="1961-"),
    )
    librarian.goto(f"{base}/deposit/{begun}")
    librarian.locator("#creator").press_sequentially("nguyen th")
    expect(librarian.locator("li[role=option]:visible").first).to_contain_text("Nguyễn Thị Hoà")
    no_barrier(librarian, "")
    librarian.keyboard.press("ArrowDown")
    librarian.keyboard.press("Enter")
    assert librarian.input_value("#creator") == "Nguyễn Thị Hoà"
    assert re.search(r"/deposit/", librarian.url), "Enter in the list sends no form"
    librarian.locator("[name=more][value=creator]").click()
    librarian.keyboard.type("Nguyễn Thị")
    expect(librarian.locator("li[role=option]:visible").first).to_be_visible()
    librarian.keyboard.press("Escape")
    librarian.keyboard.press("Control+s")
    expect(librarian.get_by_text("Đã lưu.")).to_be_visible()
    held = records.view(house.library, house.reviewer, begun).metadata.as_json()["creator"]
    assert held == [{"id": agent.id}, {"value": "Nguyễn Thị"}]
    librarian.locator("#creator").fill("Nguyễn Thị Hoa")
    librarian.keyboard.press("Control+s")
    expect(librarian.get_by_text("Đã lưu.")).to_be_visible()
    held = records.view(house.library, house.reviewer, begun).metadata.as_json()["creator"]
    assert held == [{"value": "Nguyễn Thị Hoa"}, {"value": "Nguyễn Thị"}]


def test_the_page_of_a_suggestion_is_shown_with_its_words_marked(
    house: House, librarian: Page, base: str, begun: str
) -> None:
    house.described(begun, title=title("Tên khác hẳn"))
    librarian.goto(f"{base}/deposit/{begun}")
    reach(librarian, "#title-field + .offers .offer")
    mark = librarian.locator("#proof rect").first.bounding_box()
    sheet = librarian.locator("#proof img").bounding_box()
    assert mark
    assert sheet
    assert mark["width"] > 20, "the words that the title was read from"
    assert sheet["y"] <= mark["y"] <= sheet["y"] + sheet["height"] / 2
    assert "/pages/1.webp" in (librarian.locator("#proof img").get_attribute("src") or "")
    librarian.keyboard.press("Enter")
    assert librarian.input_value("#title").casefold() == "đan gùi"
    assert librarian.evaluate("document.activeElement.id") == "title"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_that_opens_holds_a_barrier(
    chromium: Chromium, house: House, base: str, begun: str, width: int, scheme: str
) -> None:
    house.described(
        begun,
        creator=[{"value": "Y Bé", "role": "author"}, {"value": "Nguyễn Thị Hoà"}],
        identifier=[{"value": "978-604-0-39205-3", "scheme": "isbn"}],
        isPartOf=[{"value": "Tủ sách khuyến nông", "volume": "2"}],
        spatial=[{"id": "quang-ngai"}],
        rights=[{"value": "Hình 3 của báo", "scope": "third-party"}],
    )
    page = opened(chromium, width, scheme).new_page()
    sign_in(page, base, LIBRARIAN)
    page.goto(f"{base}/deposit/{begun}")
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    no_barrier(page, "")
    page.context.close()


def test_few_fields_are_seen_at_first(librarian: Page, base: str, begun: str) -> None:
    librarian.goto(f"{base}/deposit/{begun}")
    fields = librarian.locator("#describing :is(input, select, textarea)")
    visible = "all => all.filter((one) => one.checkVisibility() && one.type !== 'hidden').map((one) => one.name)"
    seen = fields.evaluate_all(visible)
    assert len(seen) <= 7, seen
    librarian.evaluate("document.querySelector('[name=educationLevel][value=lower-secondary]').click()")
    expect(librarian.locator("details[data-graded]").last.locator("[value=tieng-viet]")).to_have_count(1)
