"""The page of a record, and what each kind of person sees of it in each state."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest

from repo_app.services import records
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")


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
    silent = reviewer.post(f"/deposit/{record}/move", action="withdraw", reason=" ")
    assert (silent.status_code, "vì sao gỡ" in silent.text) == (422, True)
    answer = reviewer.post(f"/deposit/{record}/move", action="withdraw", reason="Có bản mới hơn")
    assert answer.status_code == 303
    gone = visitor.get(f"/records/{record}")
    assert gone.status_code == 410
    assert "Bản cũ" in gone.text
    assert "Có bản mới hơn" in gone.text
    assert visitor.get(f"/records/{record}/files/cu.pdf").status_code == 410
    assert reviewer.get(f"/records/{record}").status_code == 410
    records.return_(house.library, house.reviewer, record)
    assert visitor.get(f"/records/{record}").status_code == 410, "also while it is described anew"
    assert "cu.pdf" in reviewer.get(f"/records/{record}").text


def test_only_those_who_may_are_offered_to_edit(
    visitor: Browser, stranger: Browser, depositor: Browser, reviewer: Browser, published: str
) -> None:
    edit = f'href="/deposit/{published}"'
    assert edit not in visitor.text(f"/records/{published}")
    assert edit not in stranger.text(f"/records/{published}")
    assert edit in depositor.text(f"/records/{published}")
    assert edit in reviewer.text(f"/records/{published}")


DESCRIBED = {
    "title": [{"value": "Ghép <cà phê>", "lang": "vi"}, {"value": "Grafting coffee", "lang": "en"}],
    "alternative": [{"value": "Sổ tay nhà vườn"}],
    "creator": [{"value": "Y Bé", "role": "author"}, {"value": "Nguyễn Thị Hoà", "role": "illustrator"}],
    "contributor": [{"value": "Trần Văn Bình", "role": "translator"}],
    "subject": [{"id": "cong-nghe"}, {"value": "cà phê & chè"}],
    "educationLevel": [{"id": "grade-9"}, {"id": "lower-secondary"}],
    "learningResourceType": [{"id": "leaflet"}],
    "tableOfContents": [{"value": "1. Chọn gốc\n2. Ghép"}],
    "issued": [{"value": "2019-05-04"}],
    "publisher": [{"value": "Trạm Khuyến nông"}],
    "isPartOf": [{"value": "Tủ sách khuyến nông", "volume": "2"}],
}


def test_the_page_leads_to_what_shares_its_names_grades_and_subjects(house: House, visitor: Browser) -> None:
    record = house.published(text_pdf([prose(9)]), "ghép.pdf", **DESCRIBED)
    page = visitor.text(f"/records/{record}")
    shown = words(page)
    for text in ("Ghép <cà phê>", "Sổ tay nhà vườn", "Trần Văn Bình (dịch)", "Lớp 9", "04/05/2019", "1. Chọn gốc"):
        assert text in shown, text
    addresses = {unescape(found) for found in re.findall(r'href="(/search\?[^"]+)"', page)}
    for name, value in {
        "subject": "cong-nghe",
        "grade": "grade-9",
        "level": "lower-secondary",
        "type": "leaflet",
    }.items():
        assert f"/search?{name}={value}" in addresses
    subject = next(one for one in addresses if one.startswith("/search?subject=c%C3%A0"))
    author = next(one for one in addresses if one.startswith("/search?creator=Y"))
    for address in (subject, author, "/search?grade=grade-9"):
        assert f"/records/{record}" in visitor.text(address), address
    assert "Grafting coffee" in page.partition("<table")[2]
    assert 'lang="en">Grafting coffee' in page


def test_a_work_is_cited_by_who_made_it(house: House, visitor: Browser) -> None:
    record = house.published(text_pdf([prose(10)]), "dẫn.pdf", **DESCRIBED)
    cited = words(visitor.text(f"/records/{record}").partition('class="citation">')[2].partition("</p>")[0])
    assert cited.startswith("Y Bé (2019). Ghép <cà phê>. Tủ sách khuyến nông, tập 2. Trạm Khuyến nông. http")
    assert cited.endswith(f"/records/{record}")
    assert ", vol. 2." in words(visitor.text(f"/en/records/{record}"))
    plain = house.published(text_pdf([prose(11)]), "trần.pdf", title=title("Chỉ có tên"))
    assert "Chỉ có tên. http" in words(visitor.text(f"/records/{plain}"))
