"""A reading is steered from the desk of its record, and a page that is being read says so, all without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from repo_app.models import File, Page
from tests.documents import prose, text_pdf
from tests.house import House
from tests.reliability.processes import until
from tests.services.test_ranges import BOOK, working
from tests.slow_child import begun, slowed
from tests.web.browser import Browser, words

FILES = "/deposit/{}/files/bai.pdf/"


def begun_book(house: House, log: Path) -> str:
    """A record in the middle of its reading, which goes on no further by itself."""
    slow = slowed(house, 0.05, log)
    record = slow.deposit(BOOK)
    with working(slow, 1):
        until(lambda: len(begun(log)) >= 3, 20)
    return record


def test_reading_is_stopped_and_gone_on_with_by_buttons(house: House, depositor: Browser, tmp_path: Path) -> None:
    record = begun_book(house, tmp_path / "log")
    address, here = f"/deposit/{record}", FILES.format(record)
    assert "Dừng đọc" in words(depositor.text(address))
    assert depositor.post(f"{here}stop").headers["Location"] == address
    page = words(depositor.text(address))
    for told in ("Đã dừng đọc sau", "/14 trang", "Bấm “Đọc tiếp”", "Đọc tiếp"):
        assert told in page
    assert depositor.post(f"{here}stop").status_code == 409
    assert depositor.post(f"{here}retry").status_code == 303
    slowed(house, 0, tmp_path / "log").work()
    assert "Đã đọc xong" in words(depositor.text(address))
    assert "Reading was stopped" not in words(depositor.text(f"/en{address}"))


def test_a_file_is_read_again_in_languages_that_are_ticked(house: House, depositor: Browser) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    house.work()
    page = depositor.text(f"/deposit/{record}")
    assert "Tiếng Việt" in page
    assert "Tiếng Anh" in page
    assert 'value="vie"' not in page, "a model's name is shown"
    answer = depositor.post(f"{FILES.format(record)}read", languages=["vi", "en"], force_ocr="1")
    assert answer.status_code == 303
    with house.library.db.reading() as session:
        file = session.scalars(select(File).where(File.languages.is_not(None))).one()
        assert (file.languages, file.force_ocr, file.state) == ("vi+en", True, "waiting")
    assert depositor.post(f"{FILES.format(record)}read", languages=["klingon"]).status_code == 422
    house.work()


def test_reading_from_images_is_offered_where_pages_have_some(house: House, depositor: Browser) -> None:
    text, book = house.deposit("Nội quy thư viện xã.".encode(), "noi-quy.txt"), house.deposit(text_pdf([prose(1)]))
    house.work()
    for record, offered in ((text, False), (book, True)):
        page = depositor.text(f"/deposit/{record}")
        assert "Đọc lại" in page
        assert ('name="force_ocr"' in page) is offered


@pytest.mark.parametrize("verb", ["stop", "retry", "read"])
def test_others_steer_nothing(
    house: House, depositor: Browser, stranger: Browser, visitor: Browser, published: str, verb: str
) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    assert stranger.post(f"{FILES.format(record)}{verb}").status_code == 404
    assert visitor.post(f"{FILES.format(record)}{verb}").status_code in {303, 404}
    public = f"/deposit/{published}/files/Chuyện làng.pdf/{verb}"
    assert stranger.post(public).status_code == 403
    assert depositor.post(public).status_code in {403, 409}


def test_notices_of_many_pages_are_one_line(house: House, depositor: Browser) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 13)]))
    house.work()
    told = [{"code": "page.text_repaired", "params": {"encoding": "TCVN3", "percent": 40.0}}]
    with house.library.db.writing() as session:
        last = session.scalars(select(File).order_by(File.id.desc())).first()
        assert last is not None
        rows = update(Page).where(Page.file_id == last.id)
        session.execute(rows.where(Page.number.in_([2, 5, 6, 7])).values(notices=told))
        session.execute(
            rows.where(Page.number == 9).values(notices=[{"code": "page.letters_mended", "params": {"words": 3}}])
        )
    page = words(depositor.text(f"/deposit/{record}"))
    assert "4 trang (2, 5–7):" in page  # noqa: RUF001
    assert page.count("TCVN3") == 1
    assert "1 trang (9):" in page


def test_a_page_that_is_being_read_says_so_and_asks_again_without_script(
    house: House, depositor: Browser, tmp_path: Path
) -> None:
    record = begun_book(house, tmp_path / "log")
    text = depositor.text(f"/records/{record}/text?page=12")
    assert "Đang đọc trang này" in words(text)
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in text
    state = f"/records/{record}/pages/12/state"
    assert depositor.get(state).json == {"read": False, "coming": True}
    assert "Đang đọc chữ của trang này" in words(depositor.text(f"/records/{record}/read?page=12"))
    slowed(house, 0, tmp_path / "log").work()
    assert depositor.get(state).json == {"read": True, "coming": False}
    assert "trang12" in words(depositor.text(f"/records/{record}/text?page=12"))


def test_whether_a_page_was_read_is_told_to_those_who_may_see_it(
    house: House, visitor: Browser, stranger: Browser, published: str
) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    house.work()
    for other in (visitor, stranger):
        assert other.get(f"/records/{record}/pages/1/state").status_code == 404
    assert visitor.get(f"/records/{published}/pages/1/state").json == {"read": True, "coming": False}
    assert visitor.get(f"/records/{published}/pages/99/state").status_code == 404
