"""Reading page by page, as images and as text."""

from __future__ import annotations

import io
import re
import threading
from datetime import timedelta
from urllib.parse import quote

import pytest
from PIL import Image

from repo_app.db import now
from repo_app.services import pictures, records
from repo_app.values.days import day_of
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, words
from tests.web.conftest import PHRASE

pytestmark = pytest.mark.usefixtures("remembered")


def test_the_reader_leads_through_the_pages(visitor: Browser, published: str) -> None:
    first, last = (visitor.text(f"/records/{published}/read?page={n}") for n in (1, 3))
    assert re.search(r'rel="next" href="/records/\w+/read\?[^"]*page=2', first)
    assert 'rel="prev"' not in first
    assert re.search(r'rel="prev" href="/records/\w+/read\?[^"]*page=2', last)
    assert 'rel="next"' not in last
    for width in (600, 800, 1080):
        assert f" {width}w" in first


def test_without_a_number_it_begins_at_the_first_page(visitor: Browser, published: str) -> None:
    assert "trang 1/3" in words(visitor.text(f"/records/{published}/read"))


@pytest.mark.parametrize("page", ["0", "x", "-1", "99"])
def test_pages_that_are_not_there_are_said_so(visitor: Browser, published: str, page: str) -> None:
    for mode in ("read", "text"):
        assert visitor.get(f"/records/{published}/{mode}?page={page}").status_code in {400, 404}


def test_text_mode_gives_the_words_and_marks_the_question(visitor: Browser, published: str) -> None:
    page = visitor.text(f"/records/{published}/text?page=3&q=trau+vang")
    assert PHRASE in words(page)
    assert '<mark id="mark">trâu</mark>' in page


@pytest.mark.parametrize("width", [200, 600, 800, 1080])
def test_images_come_in_four_widths_and_are_never_enlarged(visitor: Browser, published: str, width: int) -> None:
    answer = visitor.get(f"/records/{published}/pages/1.webp?w={width}")
    assert answer.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.data)).width <= width
    again = visitor.get(f"/records/{published}/pages/1.webp?w={width}", If_None_Match=answer.headers["ETag"])
    assert again.status_code == 304


def test_without_a_width_the_image_is_of_800_pixels(visitor: Browser, published: str) -> None:
    plain, asked = (visitor.get(f"/records/{published}/pages/1.webp{end}").data for end in ("", "?w=800"))
    assert plain == asked


@pytest.mark.parametrize("width", ["801", "0", "", "x", "800.0", "-200", "0800"])
def test_another_width_is_refused(visitor: Browser, published: str, width: str) -> None:
    assert visitor.get(f"/records/{published}/pages/1.webp?w={width}").status_code == 400


def test_a_page_not_read_yet_says_so(house: House, depositor: Browser) -> None:
    draft = house.deposit(text_pdf([prose(1)]), "chờ.pdf")
    answer = depositor.get(f"/records/{draft}/read?page=1")
    assert answer.status_code == 404
    assert "vài phút" in words(answer.text)


def test_a_named_file_is_read_and_an_unknown_one_is_not_found(visitor: Browser, published: str) -> None:
    assert visitor.get(f"/records/{published}/read?page=1&file=Chuy%E1%BB%87n%20l%C3%A0ng.pdf").status_code == 200
    assert visitor.get(f"/records/{published}/read?page=1&file=khac.pdf").status_code == 404


def test_what_a_cache_keeps_of_a_record_is_shown_only_as_long_as_the_record_is_open(
    house: House, visitor: Browser, depositor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = house.published(text_pdf([prose(1)]), "sách.pdf", title=title("Sách đang mở"))
    here, program = f"/records/{record}", f"/api/v1/records/{record}"
    images = (f"{here}/thumbnail", f"{here}/pages/1.webp?w=600")
    others = (here, f"{here}/read", f"{here}/text", f"{here}/files/sách.pdf", program, f"{program}/files")
    kept = {address: visitor.get(address) for address in images + others}
    for address, answer in kept.items():
        assert answer.status_code == 200, address
        assert {"no-cache", "no-store"} & set(answer.headers["Cache-Control"].split(", ")), address
    tags = {address: kept[address].headers["ETag"] for address in images}
    assert all(kept[address].headers["Cache-Control"] == "public, no-cache" for address in images)
    assert depositor.get(images[0]).headers["Cache-Control"] == "private, no-cache"

    def again() -> list[tuple[int, str]]:
        answers = [visitor.get(address, If_None_Match=tags[address]) for address in images]
        return [(answer.status_code, answer.headers["Cache-Control"]) for answer in answers]

    monkeypatch.setattr(pictures, "_kept", lambda *_: pytest.fail("a 304 needs no image"))
    assert again() == [(304, "public, no-cache")] * 2
    records.set_embargo(house.library, house.reviewer, record, day_of(now()) + timedelta(days=9))
    assert again() == [(403, "no-store")] * 2
    records.set_embargo(house.library, house.reviewer, record, None)
    assert again() == [(304, "public, no-cache")] * 2
    house.described(record, license=[{"id": "in-copyright"}])
    assert again() == [(403, "no-store")] * 2
    records.withdraw(house.library, house.reviewer, record, "trùng")
    assert again() == [(410, "no-store")] * 2


def test_too_many_images_at_once_are_told_when_to_come_again(
    visitor: Browser, published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = threading.BoundedSemaphore()
    full.acquire()
    monkeypatch.setattr(pictures._turns, "_places", full)
    answer = visitor.get(f"/records/{published}/pages/3.webp?w=1080")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    page = visitor.text(f"/records/{published}/read?page=3")
    image = re.search(r"<img [^>]*>", page[page.index("<figure") :], re.DOTALL)
    assert image
    assert "data-again" in image[0], "a script asks again"
    assert "Đọc dạng chữ" in image[0], "and without one its words are a link away"
    assert re.search(r'href="/records/\w+/text\?page=3', page)


def test_pages_and_programs_are_told_of_a_thumbnail_exactly_where_it_may_be_seen(
    visitor: Browser, published: str, closed: str
) -> None:
    asked = quote('title:"Chuyện làng" OR title:"Sách kín"')
    found = visitor.get(f"/api/v1/search?q={asked}").get_json()["results"]
    offered = {one["id"]: one["thumbnail"] for one in found if one["id"] in {published, closed}}
    assert offered[closed] is None
    assert visitor.get(f"/records/{closed}/thumbnail").status_code == 403
    assert visitor.get(offered[published].partition("8080")[2]).status_code == 200
    page = visitor.text(f"/search?q={asked}")
    assert f"/records/{published}/thumbnail" in page
    assert f"/records/{closed}/thumbnail" not in page


def test_a_page_of_text_costs_almost_nothing(visitor: Browser, published: str) -> None:
    answer = visitor.get(f"/records/{published}/text?page=2", Accept_Encoding="br")
    assert len(answer.data) <= 10_000
