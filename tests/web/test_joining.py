"""Several photos in one form, and photos that a record has, made into one document without any script."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from repo_app.services import records
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")


def picture(gray: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 85), gray).save(out, "JPEG")
    return out.getvalue()


def send(browser: Browser, address: str, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    data = {"csrf_token": browser.token(), "file": [(io.BytesIO(data), name) for data, name in files], **fields}
    return browser.client.post(address, data=data)


def names(house: House, record: str) -> list[str]:
    return [file.name for file in records.view(house.library, house.depositor, record).files]


def test_photos_sent_together_become_one_document(house: House, depositor: Browser) -> None:
    answer = send(depositor, "/deposit", (picture(1), "1.jpg"), (picture(2), "2.jpg"), join="1")
    assert re.fullmatch(r"/deposit/[0-9a-z]{8}", answer.headers["Location"])
    record = answer.headers["Location"].rpartition("/")[2]
    (name,) = names(house, record)
    assert re.fullmatch(r"Ảnh chụp 20\d\d-\d\d-\d\d\.pdf", name)
    page = words(depositor.text(f"/deposit/{record}"))
    assert "Các ảnh đã được ghép thành một tệp" in page
    assert "ghép từ 2 ảnh" in page
    english = send(depositor, "/en/deposit", (picture(3), "1.jpg"), (picture(4), "2.jpg"), join="1")
    assert names(house, english.headers["Location"].rpartition("/")[2])[0].startswith("Photos 20")


def test_without_the_tick_or_with_something_else_among_them_they_stay_apart(house: House, depositor: Browser) -> None:
    apart = send(depositor, "/deposit", (picture(5), "5.jpg"), (picture(6), "6.jpg"))
    assert apart.headers["Location"] == "/account/records"
    mixed = send(depositor, "/deposit", (picture(7), "7.jpg"), (text_pdf([prose(9)]), "8.jpg"), join="1")
    assert mixed.headers["Location"] == "/account/records"
    alone = send(depositor, "/deposit", (picture(8), "8.jpg"), join="1")
    assert names(house, alone.headers["Location"].rpartition("/")[2]) == ["8.jpg"]


def test_a_photo_that_cannot_be_read_is_told_by_its_name(depositor: Browser) -> None:
    sent = ((picture(9), "trang 1.jpg"), (b"\xff\xd8\xffhong", "trang 2.jpg"), (picture(10), "trang 3.jpg"))
    answer = send(depositor, "/deposit", *sent, join="1")
    page = words(depositor.text(answer.headers["Location"]))
    assert "ghép từ 2 ảnh" in page
    assert "không ghép vào: trang 2.jpg." in page
    refused = send(depositor, "/deposit", (b"\xff\xd8\xff1", "a.jpg"), (b"\xff\xd8\xff2", "b.jpg"), join="1")
    assert refused.status_code == 422
    assert "Không đọc được ảnh nào" in words(refused.text)


def test_photos_join_a_record_as_one_file(house: House, depositor: Browser, draft: str) -> None:
    answer = send(depositor, f"/deposit/{draft}/files", (picture(11), "b.jpg"), (picture(12), "a.jpg"), join="1")
    assert answer.headers["Location"] == f"/deposit/{draft}"
    assert len(names(house, draft)) == 2
    assert names(house, draft)[1].endswith(".pdf")


def test_photos_of_a_record_are_joined_by_their_numbers(
    house: House, depositor: Browser, stranger: Browser, draft: str
) -> None:
    assert "join-photos" not in depositor.text(f"/deposit/{draft}")
    send(depositor, f"/deposit/{draft}/files", *((picture(gray), f"IMG_{gray}.jpg") for gray in (10, 9, 8)))
    page = depositor.text(f"/deposit/{draft}")
    assert re.findall(r'name="photo" value="([^"]+)"', page) == ["IMG_8.jpg", "IMG_9.jpg", "IMG_10.jpg"]
    fields = {"photo": ["IMG_8.jpg", "IMG_9.jpg", "IMG_10.jpg"], "place": ["2", "", "1"]}
    assert stranger.post(f"/deposit/{draft}/join", **fields).status_code == 404
    assert depositor.post(f"/deposit/{draft}/join", photo=["IMG_8.jpg"], place=["1"]).status_code == 422
    assert depositor.post(f"/deposit/{draft}/join", photo=["IMG_8.jpg"], place=["x"]).status_code == 400
    assert depositor.post(f"/deposit/{draft}/join", token=False, **fields).status_code == 400
    assert depositor.post(f"/deposit/{draft}/join", **fields).headers["Location"] == f"/deposit/{draft}"
    left = names(house, draft)
    assert len(left) == 3
    assert "IMG_9.jpg" in left
    assert "IMG_8.jpg" not in left


def test_photos_that_were_taken_apart_are_numbered_as_their_pages_were(
    house: House, depositor: Browser, draft: str
) -> None:
    send(depositor, f"/deposit/{draft}/files", *((picture(20 + at), f"{at}.jpg") for at in (1, 2, 3)))
    fields = {"photo": ["1.jpg", "2.jpg", "3.jpg"], "place": ["2", "3", "1"]}
    depositor.post(f"/deposit/{draft}/join", **fields)
    (address,) = re.findall(r'action="(/deposit/[^"]+/apart)"', depositor.text(f"/deposit/{draft}"))
    depositor.post(address)
    page = depositor.text(f"/deposit/{draft}")
    assert re.findall(r'name="photo" value="([^"]+)"', page) == ["3.jpg", "1.jpg", "2.jpg"]


def test_a_joined_file_is_taken_apart_by_a_button(house: House, depositor: Browser, stranger: Browser) -> None:
    answer = send(depositor, "/deposit", (picture(13), "1.jpg"), (picture(14), "2.jpg"), join="1")
    record = answer.headers["Location"].rpartition("/")[2]
    page = depositor.text(f"/deposit/{record}")
    (address,) = re.findall(r'action="(/deposit/[^"]+/apart)"', page)
    assert stranger.post(address).status_code == 404
    assert depositor.post(address).headers["Location"] == f"/deposit/{record}"
    assert names(house, record) == ["1.jpg", "2.jpg"]
    assert "từng tệp riêng" in words(depositor.text(f"/deposit/{record}"))


def test_who_works_on_a_record_gets_the_photos_as_they_came(
    house: House, depositor: Browser, stranger: Browser, reviewer: Browser, visitor: Browser
) -> None:
    sent = (picture(15), "ảnh 1.jpg"), (picture(16), "2.jpg")
    record = send(depositor, "/deposit", *sent, join="1").headers["Location"].rpartition("/")[2]
    addresses = re.findall(r'href="(/deposit/[^"]+/photos/\d+)"', depositor.text(f"/deposit/{record}"))
    assert len(addresses) == 2
    for browser in (depositor, reviewer):
        answer = browser.get(addresses[1])
        assert answer.data == picture(15)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert stranger.get(addresses[1]).status_code == 404
    assert visitor.get(addresses[1]).status_code == 303
    assert depositor.get(addresses[1][:-1] + "3").status_code == 404
    assert depositor.get(f"/deposit/{record}/files/none.pdf/photos/1").status_code == 404


def test_a_long_name_breaks_at_its_joints_and_stays_text(depositor: Browser, draft: str) -> None:
    send(depositor, f"/deposit/{draft}/files", (picture(30), "a&b_2-'3'.jpg"))
    assert ">a&amp;b_<wbr>2-<wbr>&#39;3&#39;<wbr>.jpg</a>" in depositor.text(f"/deposit/{draft}")


def test_the_form_offers_it(depositor: Browser) -> None:
    page = depositor.text("/deposit")
    assert 'name="join" value="1" checked' in page
    assert "Ghép các ảnh thành một tài liệu" in words(page)
    assert "không cho biết ảnh chụp ở đâu" in words(page)


def test_what_cannot_be_undone_is_told_before_it_is_done(house: House, reviewer: Browser, depositor: Browser) -> None:
    sent = send(depositor, "/deposit", (picture(41), "1.jpg"), (picture(42), "2.jpg"), join="1")
    record = sent.headers["Location"].rpartition("/")[2]
    send(depositor, f"/deposit/{record}/files", (picture(43), "3.jpg"), (picture(44), "4.jpg"))
    draft = words(depositor.text(f"/deposit/{record}"))
    assert draft.count("Các ảnh gốc bên trong cũng bị xoá. Muốn giữ ảnh, hãy tách ra trước.") == 1
    assert "không tách lại được" not in draft
    house.work()
    house.described(record, title=title("Ảnh bản viết tay"))
    records.publish(house.library, house.reviewer, record)
    published = words(reviewer.text(f"/deposit/{record}"))
    assert published.count("Các ảnh gốc bên trong cũng bị xoá. Muốn giữ ảnh, hãy tải về trước.") == 1
    assert published.count("ghép rồi không tách lại được") == 1
