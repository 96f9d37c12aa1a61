"""The page of a record, and what each kind of person sees of it in each state."""

from __future__ import annotations

import io

import pytest

from repo_app.services import records
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, words


def test_a_published_record_is_described_by_dublin_core(visitor: Browser, published: str) -> None:
    page = visitor.text(f"/records/{published}")
    for label in ("Nhan đề", "Giấy phép"):
        assert label in words(page)
    assert 'rel="license"' in page
    assert "CC BY 4.0" in page
    assert f"/records/{published}/files/" in page
    assert f"/records/{published}</code>" in page


def test_drafts_do_not_exist_for_others(
    house: House, visitor: Browser, stranger: Browser, depositor: Browser, reviewer: Browser
) -> None:
    draft = house.deposit(text_pdf([prose(1)]), "nháp.pdf")
    house.work()
    name = "nh%C3%A1p.pdf"
    addresses = (
        f"/records/{draft}", f"/records/{draft}/read?page=1", f"/records/{draft}/text?page=1",
        f"/records/{draft}/pages/1.webp", f"/records/{draft}/thumbnail", f"/records/{draft}/files/{name}",
    )  # fmt: skip
    for address in addresses:
        assert visitor.get(address).status_code == 404, address
        assert stranger.get(address).status_code == 404, address
        assert depositor.get(address).status_code == 200, address
        assert reviewer.get(address).status_code == 200, address
    for address in (f"/deposit/{draft}", f"/deposit/{draft}/progress"):
        assert visitor.get(address).status_code == 303
        assert stranger.get(address).status_code == 404
        assert reviewer.get(address).status_code == 200


@pytest.mark.parametrize("action", ["delete", "move", "files", "files/x.pdf/remove", "files/x.pdf/retry", ""])
def test_strangers_change_nothing(house: House, visitor: Browser, stranger: Browser, draft: str, action: str) -> None:
    address = f"/deposit/{draft}/{action}".rstrip("/")
    fields = {"action": "withdraw", "title": "của tôi", "revision": "1"}
    assert stranger.post(address, file=(io.BytesIO(b"%PDF-"), "a.pdf"), **fields).status_code == 404
    assert visitor.post(address, file=(io.BytesIO(b"%PDF-"), "a.pdf"), **fields).status_code == 303
    assert records.view(house.library, house.depositor, draft).title == "nháp"


def test_a_closed_work_shows_its_description_only(visitor: Browser, closed: str) -> None:
    page = visitor.text(f"/records/{closed}")
    assert "Sách kín" in page
    assert "kin.pdf" in page
    assert "/files/kin.pdf" not in page
    for address in ("read?page=1", "text?page=1", "pages/1.webp", "thumbnail", "files/kin.pdf"):
        answer = visitor.get(f"/records/{closed}/{address}")
        assert answer.status_code == 403, address
        assert "giấy phép" in words(answer.text).lower()
    assert f"/records/{closed}/thumbnail" not in visitor.text("/search?q=sach+kin")


def test_a_withdrawn_record_leaves_a_tombstone(house: House, visitor: Browser, reviewer: Browser) -> None:
    record = house.published(text_pdf([prose(8)]), "cu.pdf", title=title("Bản cũ"))
    answer = reviewer.post(f"/deposit/{record}/move", action="withdraw", reason="Có bản mới hơn")
    assert answer.status_code == 303
    gone = visitor.get(f"/records/{record}")
    assert gone.status_code == 410
    assert "Bản cũ" in gone.text
    assert "Có bản mới hơn" in gone.text
    assert visitor.get(f"/records/{record}/files/cu.pdf").status_code == 410
    assert reviewer.get(f"/records/{record}").status_code == 410
    assert "cu.pdf" in reviewer.get(f"/records/{record}").text


def test_only_those_who_may_are_offered_to_edit(
    visitor: Browser, stranger: Browser, depositor: Browser, reviewer: Browser, published: str
) -> None:
    edit = f'href="/deposit/{published}"'
    assert edit not in visitor.text(f"/records/{published}")
    assert edit not in stranger.text(f"/records/{published}")
    assert edit in depositor.text(f"/records/{published}")
    assert edit in reviewer.text(f"/records/{published}")
