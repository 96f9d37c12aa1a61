"""A record taken through its whole life: draft, submission, return, publication, revision, embargo, withdrawal, return.

Once in the browser and once by the API, on a running site with its worker; and two people who edit one record.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from repo_app.db import now
from repo_app.messages import formats
from repo_app.values.days import day_of
from tests.documents import prose, text_pdf
from tests.journeys.people import become_admin, let_in, sign_in
from tests.journeys.running import browser, running_site
from tests.journeys.stage import WORD, Stage, act, opened, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOON = day_of(now()) + timedelta(days=3)  # to come also for a run over midnight in Viet Nam
TITLE = "Cây lúa ở đồng bằng"
LICENSED = {"license": [{"id": "cc-by-4.0"}]}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("life")
    document = folder / "bai giang.pdf"
    document.write_bytes(text_pdf([f"{prose(1, 3)} {WORD} {prose(2, 2)}"], heading="BÀI GIẢNG VỀ CÂY LÚA"))
    with running_site(folder) as site, browser() as chromium:
        admin, lan, binh, visitor = (
            chromium.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}).new_page() for _ in range(4)
        )
        become_admin(admin, site)
        let_in(admin, site, chromium, "Cô Lan", "lan@example.vn", "depositor")
        let_in(admin, site, chromium, "Anh Bình", "binh@example.vn", "reviewer")
        sign_in(lan, site, "lan@example.vn")
        sign_in(binh, site, "binh@example.vn")
        yield Stage(site, chromium, lan, binh, visitor, document)


def test_in_the_browser(stage: Stage) -> None:
    lan, binh, visitor = stage.lan, stage.binh, stage.visitor
    stage.go(lan, "/deposit")
    lan.locator("input[type=file]").set_input_files(stage.document)
    lan.locator("form.upload button").last.click()
    lan.wait_for_url(re.compile(r"/deposit/[0-9a-z]{8}$"))
    record = lan.url.rsplit("/", 1)[1]
    assert stage.go(visitor, f"/records/{record}") == 404
    desk = f"/deposit/{record}"
    stage.until(lambda: lan.request.get(f"{stage.site.address}{desk}/progress").json()["left"] == 0)
    stage.go(lan, desk)
    lan.locator("#title").fill(TITLE)
    lan.locator("#license").select_option("cc-by-4.0")
    press(lan, "Gửi duyệt")
    stage.go(binh, desk)
    act(binh, "Trả lại", "Trả lại cho người gửi", "Thiếu tên tác giả")
    stage.go(lan, desk)
    expect(lan.get_by_text("Thiếu tên tác giả").first).to_be_visible()
    lan.locator("#creator").fill("Y Blưng")
    press(lan, "Gửi duyệt")
    stage.go(binh, desk)
    press(binh, "Công bố")
    assert stage.go(visitor, f"/records/{record}") == 200
    expect(visitor.locator("main")).to_contain_text("Y Blưng")
    stage.until(lambda: stage.found() == 1)
    _revised(stage, record)
    _closed_and_opened(stage, record)
    _withdrawn_and_back(stage, record)


def _revised(stage: Stage, record: str) -> None:
    """A depositor's change waits, a reviewer takes it; then an earlier version is compared and taken up again."""
    lan, binh, visitor, desk = stage.lan, stage.binh, stage.visitor, f"/deposit/{record}"
    stage.go(lan, desk)
    lan.locator("#title").fill("Cây lúa nương")
    press(lan, "Lưu")
    stage.go(visitor, f"/records/{record}")
    expect(visitor.locator("h1")).not_to_have_text("Cây lúa nương")
    stage.go(binh, desk)
    press(binh, "Chấp nhận đề nghị sửa")
    stage.go(visitor, f"/records/{record}")
    expect(visitor.locator("h1")).to_have_text("Cây lúa nương")
    stage.go(binh, f"{desk}/history")
    versions = binh.locator("input[name=from]").count()
    before = next(n for n in range(versions, 0, -1) if n < versions - 1)
    binh.locator(f"input[name=from][value='{before}']").check()
    press(binh, "So sánh")
    expect(binh.locator(".compared ins").first).to_have_text("Cây lúa nương")
    opened(binh, f"Lấy lại bản {before}")
    binh.locator("form[action$=restore] [name=reason]").fill("theo bìa sách")
    press(binh, f"Lấy lại bản {before}")
    stage.go(visitor, f"/records/{record}")
    expect(visitor.locator("h1")).to_have_text(TITLE)
    stage.go(lan, f"{desk}/history")
    expect(lan.locator(".versions")).to_contain_text("theo bìa sách")


def _closed_and_opened(stage: Stage, record: str) -> None:
    binh, visitor, desk = stage.binh, stage.visitor, f"/deposit/{record}"
    stage.go(binh, desk)
    act(binh, "Chưa mở", "Đặt ngày mở", "đang kì thi", until=SOON.isoformat())
    stage.go(visitor, f"/records/{record}")
    expect(visitor.locator("main")).to_contain_text(formats.date(SOON))
    for path in ("read?page=1", "text?page=1", "pages/1.webp", "thumbnail", "files/bai%20giang.pdf"):
        assert visitor.request.get(f"{stage.site.address}/records/{record}/{path}").status == 403, path
    assert stage.found() == 0
    stage.the_day_comes(record)
    assert visitor.request.get(f"{stage.site.address}/records/{record}/files/bai%20giang.pdf").status == 200
    stage.until(lambda: stage.found() == 1)


def _withdrawn_and_back(stage: Stage, record: str) -> None:
    binh, visitor, desk = stage.binh, stage.visitor, f"/deposit/{record}"
    stage.go(binh, desk)
    act(binh, "Gỡ", "Gỡ tài liệu này", "Tác giả yêu cầu")
    assert stage.go(visitor, f"/records/{record}") == 410
    expect(visitor.locator("main")).to_contain_text("Tác giả yêu cầu")
    expect(visitor.locator("main")).to_contain_text(TITLE)
    assert visitor.request.get(f"{stage.site.address}/records/{record}/files/bai%20giang.pdf").status == 410
    assert stage.found() == 0
    stage.go(binh, desk)
    act(binh, "Trả lại", "Trả lại cho người gửi", "đã được đồng ý")
    press(binh, "Công bố")
    assert stage.go(visitor, f"/records/{record}") == 200
    stage.until(lambda: stage.found() == 1)
    stage.go(binh, desk)
    act(binh, "Gỡ", "Gỡ tài liệu này", "hết buổi tập")  # so that the next journey finds its own record only


@dataclass(frozen=True)
class Client:
    """The API as one person uses it."""

    address: str
    token: str | None

    def __call__(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, object], str]:
        """Status, decoded answer and ETag; bytes as a body are a file."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if isinstance(body, bytes):
            sent["Content-Disposition"] = 'attachment; filename="bai giang.pdf"'
        elif body is not None:
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        asked = urllib.request.Request(  # noqa: S310  our own server
            f"{self.address}/api/v1{path}", body, {**sent, **(headers or {})}, method=method
        )
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                return answer.status, json.load(answer), answer.headers.get("ETag", "")
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused), ""


def client(stage: Stage, email: str | None) -> Client:
    if email is None:
        return Client(stage.site.address, None)
    environ = {**os.environ, **stage.site.settings}
    command = [sys.executable, "-m", "repo_app", "token", "create", email]
    made = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return Client(stage.site.address, made.stdout.strip())


def test_by_the_api(stage: Stage) -> None:
    lan, binh, visitor = (client(stage, email) for email in ("lan@example.vn", "binh@example.vn", None))
    status, made, _ = lan("POST", "/records", {"title": [{"value": "Cây lúa"}], **LICENSED})
    assert status == 201
    record = f"/records/{made['id']}"
    assert lan("POST", f"{record}/files", stage.document.read_bytes())[0] == 201
    assert visitor("GET", record)[0] == 404
    assert lan("POST", f"{record}/submit")[1]["state"] == "submitted"
    assert binh("POST", f"{record}/return", {"reason": "thiếu tác giả"})[1]["state"] == "draft"
    tag = lan("GET", record)[2]
    patch = {"creator": [{"value": "Y Blưng", "role": "author"}]}
    assert lan("PATCH", record, patch, {"If-Match": tag})[0] == 200
    assert lan("PATCH", record, patch, {"If-Match": tag})[0] == 412
    assert lan("POST", f"{record}/submit")[0] == 200
    assert binh("POST", f"{record}/publish")[1]["state"] == "published"
    stage.until(lambda: stage.found() == 1)

    waiting = lan("PATCH", record, {"title": [{"value": "Cây lúa nương"}]}, {"If-Match": lan("GET", record)[2]})[1]
    assert waiting["metadata"]["title"] == [{"value": "Cây lúa"}]  # type: ignore[index]
    assert binh("POST", f"{record}/publish")[1]["metadata"]["title"] == [{"value": "Cây lúa nương"}]  # type: ignore[index]
    told = binh("GET", f"{record}/history")[1]
    last = len(told)
    changes = binh("GET", f"{record}/compare?from=1&to={last}")[1]["changes"]
    assert [change["field"] for change in changes] == ["title", "creator"]  # type: ignore[index, union-attr]
    tag = binh("GET", record)[2]
    back = binh("POST", f"{record}/restore", {"number": last - 2, "reason": "theo bìa"}, {"If-Match": tag})[1]
    assert back["metadata"]["title"] == [{"value": "Cây lúa"}]  # type: ignore[index]

    closed = binh("POST", f"{record}/embargo", {"until": SOON.isoformat()})[1]
    assert closed["embargo"] == {"until": SOON.isoformat()}
    assert visitor("GET", f"{record}/search?q=lua")[0] == 403
    assert stage.found() == 0
    stage.the_day_comes(str(made["id"]))
    assert visitor("GET", f"{record}/search?q=lua")[0] == 200
    stage.until(lambda: stage.found() == 1)
    assert visitor("GET", record)[1]["embargo"] is None

    assert binh("POST", f"{record}/withdraw", {"reason": "tác giả yêu cầu"})[1]["state"] == "withdrawn"
    status, gone, _ = visitor("GET", record)
    assert (status, gone["record"]["reason"]) == (410, "tác giả yêu cầu")  # type: ignore[index]
    assert binh("POST", f"{record}/return")[0] == 200
    assert binh("POST", f"{record}/publish")[1]["state"] == "published"
    assert visitor("GET", record)[0] == 200
    verbs = [entry["verb"] for entry in binh("GET", f"{record}/history")[1]]  # type: ignore[index]
    assert verbs == [
        "create", "submit", "return", "edit", "submit", "publish", "propose", "publish", "restore", "embargo", "lift",
        "withdraw", "return", "publish",
    ]  # fmt: skip


def test_two_people_edit_one_record_and_nothing_of_either_is_lost(stage: Stage) -> None:
    binh = client(stage, "binh@example.vn")
    made = binh("POST", "/records", {"title": [{"value": "Hai người"}], "creator": [{"value": "Lan"}], **LICENSED})[1]
    desk = f"/deposit/{made['id']}"
    pages = [stage.binh, stage.binh.context.new_page()]
    for page, name, description in zip(
        pages, ("Bình", "Hoa"), ("Của người thứ nhất", "Của người thứ hai"), strict=True
    ):
        stage.go(page, desk)
        page.locator("button[name=more][value=creator]").click()
        page.locator("[name=creator]").nth(1).fill(name)
        page.locator("#description").fill(description)
    first, second = pages
    press(first, "Lưu")
    with second.expect_response(lambda answer: answer.request.method == "POST") as told:
        press(second, "Lưu")
    assert told.value.status == 409
    main = second.locator("main")
    for text in ("Của người thứ nhất", "Của người thứ hai", "Bình", "Hoa"):
        expect(main).to_contain_text(text)
    names = second.locator("fieldset", has_text="Tác giả")
    names.get_by_label(re.compile("Cả hai")).check()
    press(second, "Lưu phần đã chọn")
    after = binh("GET", f"/records/{made['id']}")[1]["metadata"]
    assert [value["value"] for value in after["creator"]] == ["Lan", "Bình", "Hoa"]  # type: ignore[index]
    assert after["description"][0]["value"] == "Của người thứ hai"  # type: ignore[index]
    history = binh("GET", f"/records/{made['id']}/history")[1]
    assert any(entry["metadata"].get("description") == [{"value": "Của người thứ nhất"}] for entry in history)  # type: ignore[attr-defined]
    second.close()
