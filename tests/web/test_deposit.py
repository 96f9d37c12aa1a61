"""From a file in somebody's hand to a published record, by plain forms."""

from __future__ import annotations

import io
import re
import tempfile

import pytest
from werkzeug.test import TestResponse

from repo_app.services import records
from tests.documents import prose, text_pdf
from tests.house import House
from tests.web.browser import Browser, hidden, words

pytestmark = pytest.mark.usefixtures("remembered")

PROBLEM = "text/html, application/problem+json"


def pdf(page: int = 0, **options: str) -> bytes:
    return text_pdf([prose(page)], **options)


def send(browser: Browser, data: bytes, name: str, address: str = "/deposit", **fields: object) -> TestResponse:
    return browser.post(address, file=(io.BytesIO(data), name), **fields)


def save(browser: Browser, record: str, **fields: object) -> TestResponse:
    page = browser.text(f"/deposit/{record}")
    return browser.post(f"/deposit/{record}", **{"revision": hidden(page, "revision"), **fields})


def test_the_whole_way_from_a_file_to_readers(
    house: House, depositor: Browser, reviewer: Browser, visitor: Browser
) -> None:
    answer = send(depositor, pdf(20, heading="Nấu mật ong"), "mật ong.pdf")
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert re.fullmatch(r"/deposit/[0-9a-z]+", address)
    record = address.rpartition("/")[2]
    house.work()
    done = save(depositor, record, title="Nấu mật ong rừng", creator="A Lực\nY Nhung", license="cc-by-sa-4.0",
                description="Gồm hai trang.", language="sed", action="submit")  # fmt: skip
    assert done.status_code == 303
    assert "Đã gửi duyệt" in words(depositor.text(address))
    assert f"/deposit/{record}" in reviewer.text("/review")
    assert save(reviewer, record, action="publish").status_code == 303
    house.work()
    page = visitor.text(f"/records/{record}")
    for shown in ("Nấu mật ong rừng", "A Lực , Y Nhung", "CC BY-SA 4.0", "Gồm hai trang.", "Tiếng Xơ Đăng"):
        assert shown in words(page)
    assert record in visitor.text("/search?q=nau+mat+ong+rung")


def test_several_files_make_one_record_each(depositor: Browser) -> None:
    data = {"csrf_token": depositor.token(), "file": [(io.BytesIO(pdf(n)), f"loạt {n}.pdf") for n in (30, 31)]}
    answer = depositor.client.post("/deposit", data=data)
    assert answer.headers["Location"] == "/account/records"
    page = depositor.text("/account/records")
    assert "loạt 30" in page
    assert "loạt 31" in page


def send_many(browser: Browser, address: str, *files: tuple[bytes, str]) -> TestResponse:
    data = {"csrf_token": browser.token(), "file": [(io.BytesIO(data), name) for data, name in files]}
    return browser.client.post(address, data=data)


def test_of_several_files_each_is_told_whether_it_was_kept(depositor: Browser) -> None:
    answer = send_many(
        depositor, "/deposit", (pdf(71), "một.pdf"), (b"chi la chu", "hai.dat"), (pdf(72), "ba.pdf"), (b"", "bốn.pdf")
    )
    assert answer.status_code == 200
    page = words(answer.text)
    kept = dict(re.findall(r'href="(/deposit/[0-9a-z]+)">([^<]+)</a>', answer.text))
    assert sorted(kept.values()) == ["ba.pdf", "một.pdf"]
    for address, name in kept.items():
        assert name.removesuffix(".pdf") in depositor.text(address)
    assert re.search(r"hai\.dat Kho không nhận loại tệp này", page), "and why"
    assert re.search(r"bốn\.pdf Tệp này rỗng", page)
    assert "Không có gì bị thay đổi" not in page


def test_when_none_of_several_files_is_kept_it_is_no_success(depositor: Browser) -> None:
    answer = send_many(depositor, "/deposit", (b"chi la chu", "một.dat"), (b"", "hai.pdf"))
    assert answer.status_code == 415
    assert {"một.dat", "hai.pdf"} <= set(words(answer.text).split())


def test_a_record_that_takes_several_files_tells_of_each(
    house: House, depositor: Browser, stranger: Browser, draft: str
) -> None:
    answer = send_many(depositor, f"/deposit/{draft}/files", (pdf(73), "thêm.pdf"), (b"chi la chu", "không.dat"))
    assert answer.status_code == 200
    assert f'href="/deposit/{draft}">thêm.pdf' in answer.text
    assert "không.dat" in words(answer.text)
    names = [file.name for file in records.view(house.library, house.depositor, draft).files]
    assert names == ["nháp.pdf", "thêm.pdf"]
    assert send_many(stranger, f"/deposit/{draft}/files", (pdf(74), "a.pdf"), (pdf(75), "b.pdf")).status_code == 404
    assert send_many(depositor, "/deposit/2222222x/files", (pdf(74), "a.pdf"), (b"", "b.pdf")).status_code == 404


@pytest.mark.parametrize("accept", ["text/html", PROBLEM])
def test_no_room_for_what_comes_in_is_told_as_such(
    depositor: Browser, accept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: io.BufferedRandom(io.FileIO("/dev/full", "r+")))
    large = pdf(76) + b"%" * 700_000
    answer = depositor.post("/deposit", accept=accept, file=(io.BytesIO(large), "lớn.pdf"))
    assert answer.status_code == 507
    assert "đã đầy" in (answer.get_json()["detail"] if answer.is_json else words(answer.text))
    monkeypatch.undo()
    assert send(depositor, large, "lớn.pdf").status_code == 303


def test_files_join_a_record_that_is_named(house: House, depositor: Browser, draft: str) -> None:
    assert send(depositor, pdf(32), "thêm.pdf", record=draft).headers["Location"] == f"/deposit/{draft}"
    assert send(depositor, pdf(33), "thêm nữa.pdf", f"/deposit/{draft}/files").status_code == 303
    names = [file.name for file in records.view(house.library, house.depositor, draft).files]
    assert names == ["nháp.pdf", "thêm.pdf", "thêm nữa.pdf"]


def test_a_collection_may_be_chosen_at_once(house: House, depositor: Browser) -> None:
    answer = send(depositor, pdf(34), "bài.pdf", collection="bai-giang")
    record = answer.headers["Location"].rpartition("/")[2]
    assert records.view(house.library, house.depositor, record).collection == "bai-giang"


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 422), (b"chi la chu", 415), (b"PK\x03\x04" + b"x" * 60, 415), (b"%PDF-" + b"0" * 2_500_000, 413)],
)
def test_what_cannot_be_taken_is_refused_with_words(depositor: Browser, data: bytes, status: int) -> None:
    before = depositor.text("/account/records")
    page = send(depositor, data, "tệp lạ.xyz")
    assert page.status_code == status
    assert "<h1>" in page.text
    told = send(depositor, data, "tệp lạ.xyz", accept=PROBLEM)
    assert told.status_code == status
    assert told.get_json()["detail"]
    assert _records(depositor.text("/account/records")) == _records(before)


def test_several_photos_may_together_be_more_than_one_file_may_be(depositor: Browser) -> None:
    whole = pdf(77)
    photos = [(io.BytesIO(whole + b"\n%" + b"x" * 700_000 + str(n).encode()), f"anh-{n}.pdf") for n in range(3)]
    answer = depositor.post("/deposit", file=photos)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/account/records")


def _records(page: str) -> set[str]:
    return set(re.findall(r'href="/deposit/([0-9a-z]{8})"', page))


def test_a_form_without_a_file_says_so(depositor: Browser) -> None:
    assert depositor.post("/deposit").status_code == 422


def test_what_the_form_does_not_show_is_kept(house: House, reviewer: Browser, draft: str) -> None:
    kept = {
        "title": [{"value": "Một", "lang": "vi"}, {"value": "One", "lang": "en"}],
        "creator": [{"value": "Ông Tư", "role": "compiler"}, {"value": "Bà Năm"}],
        "subject": [{"value": "dân ca"}],
    }
    house.described(draft, **kept)
    assert save(reviewer, draft, title="Một và hai", creator="Bà Năm\nÔng Tư\nCô Sáu").status_code == 303
    held = records.view(house.library, house.reviewer, draft).metadata.as_json()
    assert held["title"] == [{"value": "Một và hai", "lang": "vi"}, {"value": "One", "lang": "en"}]
    assert held["creator"] == [{"value": "Bà Năm"}, {"value": "Ông Tư", "role": "compiler"}, {"value": "Cô Sáu"}]
    assert held["subject"] == [{"value": "dân ca"}]
    assert held["license"] == [{"id": "cc-by-4.0"}]


def test_a_title_that_was_read_is_published_on_the_word_of_a_person(
    house: House, depositor: Browser, reviewer: Browser, draft: str
) -> None:
    house.work()
    assert "nhan đề chưa kiểm tra" in depositor.text(f"/deposit/{draft}")
    seen = records.view(house.library, house.depositor, draft).title
    assert save(depositor, draft, title=seen, description="Chưa so").status_code == 303
    assert "nhan đề chưa kiểm tra" in depositor.text(f"/deposit/{draft}")
    refused = save(reviewer, draft, title=seen, license="cc-by-4.0", action="publish")
    assert refused.status_code == 422
    assert "chưa ai so lại" in refused.text
    assert (
        save(reviewer, draft, title=seen, license="cc-by-4.0", title_checked="Cũ", action="publish").status_code == 422
    )
    done = save(reviewer, draft, title=seen, license="cc-by-4.0", title_checked=seen, action="publish")
    assert done.status_code == 303
    assert "nhan đề chưa kiểm tra" not in reviewer.text(f"/deposit/{draft}")


def test_two_people_edit_and_nothing_is_lost(house: House, depositor: Browser, reviewer: Browser, draft: str) -> None:
    page = depositor.text(f"/deposit/{draft}")
    assert save(reviewer, draft, title="Của thư viện").status_code == 303
    late = depositor.post(
        f"/deposit/{draft}", revision=hidden(page, "revision"), title="Của cô Lan", description="Của cô Lan viết"
    )
    assert late.status_code == 409
    for version in ("Của thư viện", "Của cô Lan", "Của cô Lan viết"):
        assert version in late.text
    chosen = depositor.post(
        f"/deposit/{draft}",
        revision=hidden(late.text, "revision"),
        title="Của thư viện",
        description="Của cô Lan viết",
        action="save",
    )
    assert chosen.status_code == 303
    view = records.view(house.library, house.depositor, draft)
    assert (view.title, view.metadata.first("description")) == ("Của thư viện", "Của cô Lan viết")


def test_publishing_names_what_is_missing_and_keeps_what_was_typed(reviewer: Browser, draft: str) -> None:
    answer = save(reviewer, draft, title="", description="Đã gõ", action="publish")
    assert answer.status_code == 422
    assert "Còn thiếu nhan đề" in words(answer.text)
    assert "Còn thiếu giấy phép" in words(answer.text)
    assert "Đã gõ" in answer.text


def test_a_depositor_does_not_publish(house: House, depositor: Browser, draft: str) -> None:
    house.described(draft)
    assert 'value="publish"' not in depositor.text(f"/deposit/{draft}")
    assert save(depositor, draft, action="publish").status_code == 403
    assert records.view(house.library, house.depositor, draft).state == "draft"


def test_sent_back_with_a_word(house: House, depositor: Browser, reviewer: Browser, draft: str) -> None:
    save(depositor, draft, title="Cần sửa", action="submit")
    assert reviewer.post(f"/deposit/{draft}/move", action="return", reason="Thiếu tác giả").status_code == 303
    page = depositor.text(f"/deposit/{draft}")
    assert "Thiếu tác giả" in page
    assert 'value="submit"' in page
    assert reviewer.post(f"/deposit/{draft}/move", action="explode").status_code == 400


def test_a_draft_is_deleted(house: House, depositor: Browser, draft: str) -> None:
    assert depositor.post(f"/deposit/{draft}/delete").headers["Location"] == "/account/records"
    assert depositor.get(f"/deposit/{draft}").status_code == 404


def test_a_published_record_is_not_deleted(depositor: Browser, reviewer: Browser, published: str) -> None:
    assert reviewer.post(f"/deposit/{published}/delete").status_code == 409


def test_a_failed_file_says_why_and_may_be_tried_again_or_removed(house: House, depositor: Browser) -> None:
    record = house.deposit(b"%PDF-1.7\nhong", "hỏng.pdf")
    house.work()
    page = depositor.text(f"/deposit/{record}")
    assert "Không đọc được" in words(page)
    assert "quét lại" in words(page)
    assert depositor.post(f"/deposit/{record}/files/hỏng.pdf/retry").status_code == 303
    assert "Đang chờ đọc" in words(depositor.text(f"/deposit/{record}"))
    assert depositor.post(f"/deposit/{record}/files/hỏng.pdf/retry").status_code == 409
    assert depositor.post(f"/deposit/{record}/files/hỏng.pdf/remove").status_code == 303
    assert "chưa có tệp" in words(depositor.text(f"/deposit/{record}"))


def test_progress_is_small_and_can_be_followed_without_script(house: House, depositor: Browser, draft: str) -> None:
    for n in range(4):
        send(depositor, pdf(40 + n), f"một tệp có tên khá dài để đo {n}.pdf", record=draft)
    told = depositor.get(f"/deposit/{draft}/progress")
    assert len(told.data) <= 300
    assert told.get_json()["left"] == 5
    assert f"/deposit/{draft}?follow=1" in depositor.text(f"/deposit/{draft}")
    follow = depositor.get(f"/deposit/{draft}?follow=1")
    assert int(follow.headers["Refresh"]) <= 3
    house.work()
    assert depositor.get(f"/deposit/{draft}/progress").get_json() == {"left": 0, "files": []}
    assert depositor.get(f"/deposit/{draft}?follow=1").headers["Location"] == f"/deposit/{draft}"


def test_a_duplicate_is_noticed_and_names_only_what_may_be_seen(
    house: House, depositor: Browser, stranger: Browser
) -> None:
    data = pdf(50, heading="CHỈ CÓ MỘT")
    first = house.deposit(data, "gốc.pdf")
    again = send(depositor, data, "bản sao.pdf").headers["Location"]
    assert f"/records/{first}" in depositor.text(again)
    other = send(stranger, data, "của người khác.pdf").headers["Location"]
    assert first not in stranger.text(other)
