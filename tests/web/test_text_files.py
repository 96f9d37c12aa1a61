"""Files whose pages are words alone, on the site: read as text, never shown inline, without broken pictures."""

from __future__ import annotations

import pytest

from tests.house import House, title
from tests.web.browser import Browser

pytestmark = pytest.mark.usefixtures("remembered")

PAGES = ("Nội quy thư viện xã.", "<script>alert('chào')</script> Giữ sách sạch sẽ.")


@pytest.fixture(scope="module")
def rules(house: House) -> str:
    return house.published("\f".join(PAGES).encode(), "nội quy.txt", title=title("Nội quy đọc sách"))


def test_the_reader_opens_as_text_and_says_why(visitor: Browser, rules: str) -> None:
    answer = visitor.get(f"/records/{rules}/read?page=2&q=sach")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/records/{rules}/text?page=2&q=sach")
    page = visitor.text(answer.headers["Location"])
    assert "chỉ có chữ, không có hình trang" in page
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert "Xem trang" not in page


def test_there_is_no_picture_of_it_and_none_is_promised(visitor: Browser, rules: str) -> None:
    for address in (f"/records/{rules}/pages/1.webp", f"/records/{rules}/thumbnail"):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert "Trang này chỉ có chữ" in answer.text
    for page in (f"/records/{rules}", "/search?q=noi+quy+doc+sach"):
        assert f"/records/{rules}/thumbnail" not in visitor.text(page)
    assert f"/records/{rules}/text?page=1" in visitor.text(f"/records/{rules}")


def test_it_leaves_as_an_attachment_of_its_one_type(visitor: Browser, rules: str) -> None:
    answer = visitor.get(f"/records/{rules}/files/n%E1%BB%99i%20quy.txt")
    assert answer.headers["Content-Type"].partition(";")[0] == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_kinds_of_files_have_names(visitor: Browser, rules: str) -> None:
    page = visitor.text("/search?format=text")
    assert f"/records/{rules}" in page
    assert "Văn bản thuần" in page
    assert "Plain text" in visitor.text("/en/search?format=text")


def test_the_door_names_what_it_takes(depositor: Browser) -> None:
    page = depositor.text("/deposit")
    assert "EPUB" in page
    assert ".docx" in page


def test_each_page_is_marked_with_the_language_of_its_words(house: House, visitor: Browser) -> None:
    """So that a reader of screens speaks each as it should: a book for a village has pages of several."""
    pages = (
        "Người Gia Rai kể chuyện ngày xưa cho con cháu nghe bên bếp lửa của nhà rông.",
        "The old people tell the children what it was like in the village when they were young.",
        "Ƀing gơmơi hrăm bơhiăn djop hrơi pơ sang hră, nai pơtô brơi ƀing čơđai hră boh hră thâo čih hră.",
    )
    named = [{"id": code} for code in ("vi", "en", "jra")]
    book = house.published("\f".join(pages).encode(), "sách.txt", title=title("Chuyện bên bếp lửa"), language=named)
    for number, code in enumerate(("vi", "en", "jra"), start=1):
        assert f'<article class="words" lang="{code}">' in visitor.text(f"/records/{book}/text?page={number}")
