"""The search box in a real browser: typed, chosen by keyboard, silent while an input method composes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.chromium import served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("remembered")]

LOOKS = ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))


@pytest.fixture(scope="module")
def record(house: House) -> str:
    return house.published(text_pdf([prose(50)]), "khung.pdf", title=title("Dệt thổ cẩm trên khung cửi"))


@pytest.fixture(scope="module")
def base(house: House, record: str) -> Iterator[str]:
    with served(house.library.settings) as address:
        yield address


@pytest.fixture
def page(chromium: Chromium, base: str) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 360, "height": 740})
    opened.goto(f"{base}/")
    yield opened
    opened.close()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_open_list_has_no_barrier_and_fits(chromium: Chromium, base: str, width: int, scheme: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base}/")
    page.locator("#q").press_sequentially("tho c")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("option").first.bounding_box()["height"] >= 44  # type: ignore[index]
    page.close()


def test_arrows_choose_escape_closes_and_enter_follows(page: Page, base: str, record: str) -> None:
    box = page.get_by_role("combobox")
    box.press_sequentially("dệt th")
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(first).to_be_hidden()
    expect(box).to_have_value("dệt th")
    box.press_sequentially("ổ")
    expect(first).to_be_visible()
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url(f"{base}/records/{record}")


def test_without_a_choice_enter_searches_for_what_was_typed(page: Page, base: str) -> None:
    box = page.get_by_role("combobox")
    box.press_sequentially("tho cam")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    page.wait_for_url(f"{base}/search?q=tho+cam")


def test_nothing_is_asked_while_an_input_method_composes(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/suggest" in request.url else None)
    page.evaluate("""() => {
      const box = document.querySelector("#q");
      box.focus();
      box.dispatchEvent(new CompositionEvent("compositionstart"));
      box.value = "thoor";
      box.dispatchEvent(new InputEvent("input", { isComposing: true }));
    }""")
    page.wait_for_timeout(600)
    assert asked == []
    page.evaluate("""() => {
      const box = document.querySelector("#q");
      box.value = "thổ";
      box.dispatchEvent(new CompositionEvent("compositionend"));
    }""")
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1
