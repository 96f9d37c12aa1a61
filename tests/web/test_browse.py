"""Home, search, libraries and collections, as a visitor finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from repo_app.services import places
from repo_app.values import SYSTEM
from repo_app.web import create_app
from search import open_index
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")


def test_the_home_page_shows_what_is_new(visitor: Browser, published: str, draft: str) -> None:
    page = visitor.text("/")
    assert f'href="/records/{published}"' in page
    assert draft not in page
    assert 'role="search"' in page


def test_an_empty_library_says_what_to_do_next(tmp_path: Path) -> None:
    with opened(tmp_path / "var") as house:
        browser = Browser(create_app(house.library))
        assert "Chưa có tài liệu nào" in words(browser.text("/"))
        assert 'href="/deposit"' in browser.text("/")


def test_the_address_of_a_merged_library_leads_on_for_good(tmp_path: Path) -> None:
    with opened(tmp_path / "var") as house:
        record = house.published(text_pdf([prose(2)]), title=title("Bài"))
        browser = Browser(create_app(house.library))
        assert f"/records/{record}" in browser.text("/organizations/xa")
        places.merge_organization(house.library, SYSTEM, "xa", "huyen")
        for prefix in ("", "/en"):
            answer = browser.get(f"{prefix}/organizations/xa", Host="evil.example")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"{prefix}/organizations/huyen")
        assert f"/records/{record}" in browser.text("/organizations/huyen")
        assert "/organizations/xa" not in browser.text("/")
        house.work()
        assert f"/records/{record}" in browser.text("/search?organization=huyen")
        assert record not in browser.text("/search?organization=xa")
        assert browser.get("/organizations/none").status_code == 404


def test_a_phrase_of_a_late_page_opens_that_page(visitor: Browser, published: str) -> None:
    page = visitor.text("/search?q=con+trau+vang+qua+suoi")
    assert "<mark>" in page
    hit = re.search(rf'href="(/records/{published}/read\?page=3[^"]*)"', page)
    assert hit
    address = hit[1].replace("&amp;", "&")
    assert "q=" in address
    shown = visitor.text(address)
    assert 'class="marks"' in shown
    assert "trang 3/3" in words(shown)


def test_words_of_people_are_never_markup(house: House, visitor: Browser) -> None:
    bad = '<script>alert(1)</script> & "dấu"'
    house.published(text_pdf([f"{prose(3)} <b>đậm</b>"]), "x.pdf", title=title(bad), description=title(bad))
    for address in ("/", "/search?q=alert", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        page = visitor.text(address)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_search_without_words_lists_everything(house: House, visitor: Browser, draft: str) -> None:
    latest = house.published(text_pdf([prose(3)]), "mới.pdf", title=title("Bài mới nhất"))
    page = visitor.text("/search?sort=new")
    assert latest in page
    assert draft not in page


def test_nothing_found_names_the_next_step(visitor: Browser, published: str) -> None:
    page = visitor.text("/search?q=zzzkhongcogi")
    assert "Không tìm thấy gì" in words(page)
    assert 'href="/search"' in page
    filtered = visitor.text("/search?q=zzzkhongcogi&license=cc0-1.0")
    assert 'href="/search?q=zzzkhongcogi"' in filtered


def test_filters_are_links_that_can_be_taken_back(visitor: Browser, published: str) -> None:
    page = visitor.text("/search?q=trau")
    link = re.search(r'href="([^"]*license=cc-by-4\.0[^"]*)"', page)
    assert link
    chosen = visitor.text(link[1].replace("&amp;", "&"))
    assert 'class="is-chosen"' in chosen
    assert published in chosen
    assert 'href="/search?q=trau"' in chosen
    assert published not in visitor.text("/search?q=trau&license=cc0-1.0")


def test_strange_questions_are_answered_with_words(visitor: Browser) -> None:
    for query in ("page=0", "page=x", "sort=odd", "q=" + "a" * 300, "page=99999999999999"):
        answer = visitor.get(f"/search?{query}")
        assert answer.status_code == 400, query
        assert "<h1>" in answer.text


def test_a_page_past_the_end_leads_back(visitor: Browser, published: str) -> None:
    page = visitor.text("/search?page=99")
    assert "Về trang đầu" in words(page)


def test_places_show_their_records(visitor: Browser, published: str) -> None:
    assert published in visitor.text("/organizations/xa")
    assert "Bài giảng" in visitor.text("/organizations/xa")
    assert "Nothing has been" in visitor.text("/en/collections/bai-giang")
    assert visitor.get("/organizations/khong-co").status_code == 404
    assert visitor.get("/collections/khong-co").status_code == 404


def test_search_goes_on_without_its_index(house: House, published: str) -> None:
    lost = open_index(f"whoosh://{house.library.settings.data_dir}/nowhere")
    page = create_app(replace(house.library, index=lost)).test_client().get("/search?q=chuyen+lang").text
    assert published in page
    assert "đang được sửa" in words(page)


def test_crawlers_are_told_where_not_to_go(visitor: Browser) -> None:
    rules = visitor.text("/robots.txt")
    assert "Disallow: /account/" in rules
    assert "Disallow: /en/search" in rules
    assert "Disallow: /records\n" not in rules
    assert "Allow: /search/help" in rules
    assert "Disallow: /records/*/search" in rules
