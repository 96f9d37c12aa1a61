"""Three photos of one leaflet: one record, one file of three pages, read and found by a word of the last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.documents import photo, prose
from tests.journeys.people import become_admin
from tests.journeys.running import Site, browser, running_site
from tests.journeys.test_whole_way import PHONE, READING_MS, go

LATE = "Đàn voi già lội qua bến nước lúc trăng lên."


def send(page: Page, site: Site, photos: list[Path]) -> str:
    page.goto(f"{site.address}/deposit")
    page.locator("input[type=file]").set_input_files(photos)
    expect(page.get_by_label("Ghép các ảnh thành một tài liệu")).to_be_checked()
    assert page.locator(".order li span").all_inner_texts() == ["IMG_2.jpg", "IMG_3.jpg", "IMG_10.jpg"]
    expect(page.locator(".order canvas:not([height='1'])")).to_have_count(len(photos))  # each is shown once it is drawn
    page.get_by_label(re.compile("^Xuống sau: IMG_2")).click()
    page.get_by_label(re.compile("^Lên trước: IMG_2")).click()
    page.locator("form.upload button").last.click()
    page.wait_for_url(re.compile(r"/deposit/[0-9a-z]{8}$"), timeout=30_000)
    return page.url.rsplit("/", 1)[1]


@pytest.mark.ocr
@pytest.mark.browser
@pytest.mark.slow
def test_three_photos_are_one_document_that_is_found(tmp_path: Path) -> None:
    photos = []
    for number, text in ((10, LATE), (2, prose(1, 2)), (3, prose(2, 2))):
        photos.append(tmp_path / f"IMG_{number}.jpg")
        photos[-1].write_bytes(photo(text))
    with running_site(tmp_path) as site, browser() as chromium:
        teacher = chromium.new_context(viewport=PHONE, locale="vi-VN").new_page()  # type: ignore[arg-type]
        become_admin(teacher, site)
        record = send(teacher, site, photos)
        expect(teacher.get_by_text("Đã đọc xong")).to_be_visible(timeout=READING_MS)
        go(teacher, f"{site.address}/deposit/{record}")
        assert teacher.locator(".files--work .file").count() == 1
        expect(teacher.get_by_text("3 trang")).to_be_visible()
        teacher.locator("#title").fill("Tờ gấp về con voi")
        teacher.locator("#license").select_option("cc-by-4.0")
        teacher.get_by_role("button", name="Công bố").click()
        expect(teacher.get_by_text("đã công bố").first).to_be_visible()
        for _ in range(20):
            teacher.goto(f"{site.address}/search?q=dan+voi+gia+loi")
            if teacher.locator(f"a[href*='{record}']").count():
                break
            teacher.wait_for_timeout(500)
        teacher.locator(f"a[href*='/records/{record}/read']").first.click()
        assert "page=3" in teacher.url
