"""Narrowing results on the page: chips, ranges of years, addresses that keep what was chosen; and browsing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from repo_app.services import records
from repo_app.services.finding import FACETS
from repo_app.web import create_app
from tests.house import House, opened, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("narrow") / "var") as house:
        for number in range(1, 26):
            grade = 1 + number % 12
            made = records.create(house.library, house.depositor, {"title": title(f"Bài số {number}")})
            house.described(
                made.id, subject=[{"value": "Vật lý" if number % 2 else "Rừng & <nước>"}],
                educationLevel=[{"id": f"grade-{grade}"}], issued=[{"value": str(1999 + number)}],
            )  # fmt: skip
            records.publish(house.library, house.reviewer, made.id)
        house.work()
        yield house


@pytest.fixture
def reader(shelf: House) -> Browser:
    return Browser(create_app(shelf.library))


def links(page: str) -> dict[str, str]:
    """Addresses of links by their words."""
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(words(text).split()): html.unescape(address) for address, text in found}


def total(page: str) -> str:
    return words(re.search(r'<h2 id="found">(.*?)</h2>', page, re.DOTALL)[1]).strip()  # type: ignore[index]


def test_what_is_chosen_stands_above_the_results_and_can_be_taken_back(reader: Browser) -> None:
    page = reader.text("/search?q=bài&subject=Vật+lý&grade=6..7&sort=title")
    assert total(page).startswith("2 ")
    taken = {text: address for text, address in links(page).items() if "Bỏ bộ lọc này" in text}
    assert set(taken) == {f"{name} Bỏ bộ lọc này" for name in ("Chủ đề: Vật lí", "Lớp: Lớp 6", "Lớp: Lớp 7")}
    without = reader.text(taken["Chủ đề: Vật lí Bỏ bộ lọc này"])
    assert total(without).startswith("4 ")
    assert 'name="sort" value="title"' in without
    assert taken["Chủ đề: Vật lí Bỏ bộ lọc này"] == "/search?q=b%C3%A0i&grade=grade-6&grade=grade-7&sort=title"
    assert links(page)["Bỏ mọi bộ lọc"] == "/search?q=b%C3%A0i&sort=title"


def test_a_name_in_an_address_is_the_chosen_value_of_the_list(reader: Browser) -> None:
    page = reader.text("/search?subject=V%E1%BA%ADt%20l%C3%BD")
    assert re.search(r'href="/search" class="is-chosen"', page)
    assert 'value="vat-li"' in page


def test_years_are_chosen_by_two_fields(reader: Browser) -> None:
    page = reader.text("/search?year_from=2010&year_to=2012&q=bài")
    assert total(page).startswith("3 ")
    assert 'name="year_from" value="2010"' in page
    assert 'name="year_to" value="2012"' in page
    assert "Năm: 2010\u20132012 Bỏ bộ lọc này" in links(page)
    assert total(reader.text("/search?year_from=2020")).startswith("5 ")
    assert total(reader.text("/search?year_to=2001")).startswith("2 ")
    assert total(reader.text("/search?year=2010..2012")).startswith("3 ")
    nothing = reader.text("/search?q=xyzzy&year_from=2010")
    assert 'name="year_from" value="2010"' in nothing, "a range that nothing fits can be changed"
    assert "results--alone" not in nothing
    assert "results--alone" in reader.text("/search?q=xyzzy")
    odd = reader.text("/search?year_from=abc")
    assert total(odd).startswith("0 ")
    assert "Không có giá trị" in words(odd)


def test_a_filter_within_the_question_is_shown_and_explained(reader: Browser) -> None:
    page = reader.text("/search?q=lop:6+-mon:vat-li")
    assert "Chủ đề: không phải Vật lí" in " ".join(words(page).split())
    assert "Bỏ bộ lọc này" not in page
    odd = reader.text("/search?q=mon:khoa")
    assert "nhiều giá trị bắt đầu bằng “khoa”" in words(odd)
    assert "begin with “khoa”" in words(reader.text("/en/search?q=mon:khoa"))
    unknown = words(reader.text("/search?q=zzz:abc"))
    assert "%(" not in unknown


def test_steps_through_the_pages_keep_order_and_filters(reader: Browser) -> None:
    page = reader.text("/search?sort=year&year=2000..2023")
    following = re.search(r'rel="next" href="([^"]*)"', page)
    assert following
    second = html.unescape(following[1])
    assert second == "/search?year=2000..2023&sort=year&page=2"
    assert "Bài số 1<" in reader.text(second)
    assert "Về trang đầu" in words(reader.text("/search?sort=year&page=50"))


def test_values_are_never_markup(reader: Browser) -> None:
    for address in ("/search", "/browse/subject", "/search?subject=%3Cb%3E"):
        page = reader.text(address)
        assert "<nước>" not in page
        assert "<b>" not in page
    address = re.search(r'href="(/search\?subject=R[^"]*)"', reader.text("/browse/subject"))
    assert address
    assert total(reader.text(html.unescape(address[1]))).startswith("12 ")


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_facet_has_its_page(reader: Browser, facet: str, prefix: str) -> None:
    page = reader.text(f"{prefix}/browse/{facet}")
    assert f'href="{prefix}/browse/{facet}" aria-current="page"' in page
    for address in re.findall(rf'href="({prefix}/search\?{facet}=[^"]*)"', page):
        assert not total(reader.text(html.unescape(address))).startswith("0 ")
    assert reader.get(f"{prefix}/browse/colour").status_code == 404


def test_long_lists_have_letters_and_home_leads_to_them(reader: Browser) -> None:
    assert 'href="/browse/subject"' in reader.text("/")
    years = re.findall(r'href="/search\?year=(\d+)"', reader.text("/browse/year"))
    assert years == [str(year) for year in range(2024, 1999, -1)]
    grades = re.findall(r'href="/search\?grade=grade-(\d+)"', reader.text("/browse/grade"))
    assert grades == [str(number) for number in range(1, 13)]
