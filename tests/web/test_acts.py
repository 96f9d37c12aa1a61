"""Embargo, history, earlier versions and new editions in the browser, for each kind of person."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from repo_app.db import now
from repo_app.messages import formats
from repo_app.services import deposit, records
from repo_app.services.file_terms import set_terms
from repo_app.values.days import day_of
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title
from tests.web.browser import Browser, hidden, words

pytestmark = pytest.mark.usefixtures("remembered")

SOON = day_of(now()) + timedelta(days=3)  # to come also for a run over midnight in Viet Nam


def live(house: House, name: str, **metadata: object) -> str:
    made = records.create(house.library, house.depositor, {"title": title(name), **LICENSE, **metadata})
    return records.publish(house.library, house.reviewer, made.id).id


@pytest.mark.parametrize("typed", [SOON.isoformat(), formats.date(SOON)], ids=["by a calendar", "by hand"])
def test_an_embargo_is_set_told_to_readers_and_ended(
    house: House, reviewer: Browser, visitor: Browser, typed: str
) -> None:
    record = house.published(text_pdf([prose(3)]), "đề thi.pdf", title=title("Đề thi"))
    page = reviewer.text(f"/deposit/{record}")
    fields = {"revision": hidden(page, "revision"), "until": typed, "reason": "đang thi", "action": "embargo"}
    assert reviewer.post(f"/deposit/{record}/embargo", **fields).status_code == 303
    seen = visitor.text(f"/records/{record}")
    assert f"sẽ mở từ ngày {formats.date(SOON)}" in words(seen)
    assert "/files/" not in seen
    for address in ("read?page=1", "text?page=1", "pages/1.webp", "thumbnail", "files/đề thi.pdf"):
        answer = visitor.get(f"/records/{record}/{address}")
        assert answer.status_code == 403, address
        assert formats.date(SOON) in answer.text, address
    again = hidden(reviewer.text(f"/deposit/{record}"), "revision")
    assert reviewer.post(f"/deposit/{record}/embargo", revision=again, action="open").status_code == 303
    assert visitor.get(f"/records/{record}/files/đề thi.pdf").status_code == 200


ACTS = {  # what is sent to which address, what the answer repeats of it, and what came of it once it is sent again
    "embargo": ("embargo", {"until": SOON.isoformat(), "reason": "thi", "action": "embargo"}, "Đặt ngày mở"),
    "open": ("embargo", {"action": "open"}, "Mở ngay"),
    "withdraw": ("move", {"action": "withdraw", "reason": "in sai"}, "Gỡ tài liệu này"),
    "restore": ("restore", {"number": "1", "reason": "bìa cũ đúng"}, "Lấy lại bản 1"),
    "publish": ("", {"action": "publish"}, "Chấp nhận đề nghị sửa"),
    "decline": ("move", {"action": "decline", "reason": "chưa rõ"}, "Từ chối đề nghị sửa"),
    "terms": ("files/a.txt/terms", {"file_license": "in-copyright", "third_party": "Ảnh: báo"}, "Lưu"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_what_somebody_else_changed_shows_both_versions_and_may_be_done_again(
    house: House, reviewer: Browser, act: str
) -> None:
    where, fields, button = ACTS[act]
    record = live(house, "Tên lúc mở trang")
    deposit.add_file(house.library, house.reviewer, record, io.BytesIO("Một bài.".encode()), "a.txt")
    seen = records.view(house.library, house.reviewer, record)
    if act in {"publish", "decline"}:
        patch = {"description": title("Đề nghị")}
        seen = records.edit(house.library, house.depositor, record, patch, seen.revision)
    house.described(record, title=title("Tên người kia sửa"))

    address = f"/deposit/{record}/{where}".rstrip("/")
    answer = reviewer.post(address, revision=str(seen.revision), **fields)
    assert answer.status_code == 409
    assert re.search(r"<del>\s*<span[^>]*>Tên lúc mở trang", answer.text)
    assert re.search(r"<ins>\s*<span[^>]*>Tên người kia sửa", answer.text)
    assert f"Vẫn làm: {button}" in words(answer.text)
    sent = {name: hidden(answer.text, name) for name in (*fields, "revision")}
    assert {**sent, "revision": ""} == {**fields, "revision": ""}
    assert records.history(house.library, house.reviewer, record)[-1].verb == "edit", "nothing was done"
    assert reviewer.post(address, **sent).status_code == 303
    assert records.view(house.library, house.reviewer, record).title == (
        "Tên lúc mở trang" if act == "restore" else "Tên người kia sửa"
    )


def test_a_draft_that_somebody_wrote_in_meanwhile_is_not_deleted(house: House, depositor: Browser) -> None:
    made = records.create(house.library, house.depositor, {"title": title("Nháp")})
    records.autosave(house.library, house.depositor, made.id, {"title": title("Nháp viết thêm")}, made.revision)
    stale = depositor.post(f"/deposit/{made.id}/delete", revision=str(made.revision))
    assert (stale.status_code, "Nháp viết thêm" in stale.text) == (409, True)
    revision = hidden(stale.text, "revision")
    assert depositor.post(f"/deposit/{made.id}/delete", revision=revision).status_code == 303


@pytest.mark.parametrize("typed", ["", "mai", "31/02/2027", "2027-02", "2020-01-01", "0000-01-01", "01/01/0000"])
def test_a_day_that_is_none_or_past_is_refused(house: House, reviewer: Browser, typed: str) -> None:
    record = live(house, "Không phải ngày")
    assert reviewer.post(f"/deposit/{record}/embargo", until=typed, action="embargo").status_code == 422


def test_the_history_compares_versions_and_takes_one_up_again(house: House, depositor: Browser) -> None:
    made = records.create(house.library, house.depositor, {"title": title("Cây lúa"), **LICENSE})
    changed = records.edit(house.library, house.depositor, made.id, {"title": title("Cây ngô")}, made.revision, "nhầm")
    page = depositor.text(f"/deposit/{made.id}/history?from=1&to=2")
    assert "<del>" in page
    assert "<ins>" in page
    assert "nhầm" in words(page)
    fields = {"revision": hidden(page, "revision"), "number": "1", "reason": "lấy lại"}
    assert depositor.post(f"/deposit/{made.id}/restore", **fields).status_code == 303
    after = records.view(house.library, house.depositor, made.id)
    assert (after.title, after.revision) == ("Cây lúa", changed.revision + 1)
    assert depositor.post(f"/deposit/{made.id}/restore", **fields).status_code == 409
    assert depositor.post(f"/deposit/{made.id}/restore", **{**fields, "number": "99"}).status_code == 404
    assert depositor.get(f"/deposit/{made.id}/history?from=1&to=99").status_code == 404


def test_who_wants_an_old_title_back_opens_no_file_by_it(house: House, reviewer: Browser, visitor: Browser) -> None:
    record = house.published(text_pdf([prose(5)]), "ảnh chụp.pdf", title=title("Tên cũ"))
    house.described(record, title=title("Tên sai"))
    set_terms(house.library, house.reviewer, record, "ảnh chụp.pdf", "in-copyright", None)
    entries = records.history(house.library, house.reviewer, record)
    old = next(entry.number for entry in reversed(entries) if entry.metadata.first("title") == "Tên cũ")
    for ticked, status in (({}, 403), ({"open_files": "1"}, 200)):
        page = reviewer.text(f"/deposit/{record}/history?from={old}&to={len(entries)}")
        (tick,) = re.findall(r'<input[^>]*name="open_files"[^>]*>[^<]*<span>[^<]*', page)
        assert "checked" not in tick
        assert "ảnh chụp.pdf" in tick
        fields = {"revision": hidden(page, "revision"), "number": str(old), **ticked}
        assert reviewer.post(f"/deposit/{record}/restore", **fields).status_code == 303
        assert records.view(house.library, house.reviewer, record).title == "Tên cũ"
        assert visitor.get(f"/records/{record}/files/ảnh chụp.pdf").status_code == status
    assert 'name="open_files"' not in reviewer.text(f"/deposit/{record}/history?from={old}&to={len(entries)}")


def test_the_form_of_what_is_published_asks_why_and_the_history_tells_it(house: House, reviewer: Browser) -> None:
    record = live(house, "Có lí do")
    page = reviewer.text(f"/deposit/{record}")
    fields = {"revision": hidden(page, "revision"), "title": "Có lí do khác", "reason": "theo trang tên sách"}
    assert reviewer.post(f"/deposit/{record}", **fields, action="save").status_code == 303
    last = records.history(house.library, house.reviewer, record)[-1]
    assert (last.verb, last.reason, last.metadata.first("title")) == ("edit", "theo trang tên sách", "Có lí do khác")
    assert "theo trang tên sách" in words(reviewer.text(f"/deposit/{record}/history"))


@pytest.mark.parametrize("act", ["embargo", "restore"])
def test_strangers_do_none_of_it(house: House, visitor: Browser, stranger: Browser, act: str) -> None:
    record = live(house, "Của người khác")
    fields = {"until": SOON.isoformat(), "action": "embargo", "number": "1", "revision": "2"}
    assert visitor.post(f"/deposit/{record}/{act}", **fields).status_code == 303
    assert stranger.post(f"/deposit/{record}/{act}", **fields).status_code == 403
    assert visitor.get(f"/deposit/{record}/history").status_code == 303
    assert stranger.get(f"/deposit/{record}/history").status_code == 403
    assert visitor.get(f"/records/{record}").status_code == 200


def test_a_new_edition_begins_from_the_page_of_a_record(house: House, depositor: Browser, visitor: Browser) -> None:
    record = live(house, "Toán 6")
    assert "Bắt đầu lần xuất bản mới" in depositor.text(f"/records/{record}")
    assert "Bắt đầu lần xuất bản mới" not in visitor.text(f"/records/{record}")
    answer = depositor.post(f"/deposit/{record}/edition")
    new = answer.headers["Location"].rsplit("/", 1)[1]
    assert "mới hơn" not in words(visitor.text(f"/records/{record}"))
    records.publish(house.library, house.reviewer, new)
    assert "Có bản xuất bản mới hơn" in words(visitor.text(f"/records/{record}"))
    assert f"/records/{new}" in visitor.text(f"/records/{record}")
    assert "Có bản xuất bản mới hơn" not in words(visitor.text(f"/records/{new}"))


def test_lists_tell_of_embargoes_and_newer_editions(house: House, visitor: Browser) -> None:
    old = live(house, "Xuồng ba lá")
    records.publish(house.library, house.reviewer, records.new_edition(house.library, house.reviewer, old).id)
    records.set_embargo(house.library, house.reviewer, old, SOON)
    house.work()
    found = words(visitor.text("/search?q=xuong+ba+la"))
    assert found.count("có bản mới hơn") == 1
    assert found.count(f"mở từ ngày {formats.date(SOON)}") == 1


@pytest.mark.parametrize(("issued", "told"), [("2019-05?", "2019-05"), ("198X", "1980"), ("2015/2019", "2015")])
def test_programs_are_told_a_date_that_they_can_read(house: House, visitor: Browser, issued: str, told: str) -> None:
    record = live(house, "Có ngày", issued=[{"value": issued}])
    assert f'"datePublished": "{told}"' in visitor.text(f"/records/{record}")


def test_all_that_a_waiting_change_would_change_stands_above_its_form(house: House, reviewer: Browser) -> None:
    record = live(house, "Tên cũ")
    for change in ({"title": title("Tên đề nghị")}, {"license": [{"id": "cc-by-nd-4.0"}]}):
        seen = records.view(house.library, house.depositor, record)
        records.edit(house.library, house.depositor, record, change, seen.revision)
    records.set_embargo(house.library, house.reviewer, record, SOON)
    table = reviewer.text(f"/deposit/{record}").partition('id="proposed"')[2].partition("</table>")[0]
    assert re.search(r"<del>\s*<span[^>]*>Tên cũ", table)
    assert re.search(r"<ins>\s*<span[^>]*>Tên đề nghị", table)
    assert "CC BY-ND" in words(table)
    assert table.count("<tr>") == 3, "the head and two fields"
    for newest, fields in ((5, 1), (4, 2)):
        page = reviewer.text(f"/deposit/{record}/history?to={newest}")
        assert page.partition('class="compared"')[2].count('<th scope="row">') == fields, (
            "against what was public before"
        )


def test_volumes_and_relations_stand_on_both_pages(house: House, visitor: Browser) -> None:
    whole = live(house, "Bộ sách")
    part = live(house, "Quyển đầu", isPartOf=[{"value": f"/records/{whole}", "volume": "1"}])
    other = live(house, "Phỏng theo", source=[{"value": part}])
    assert f'href="/records/{part}"' in visitor.text(f"/records/{whole}")
    page = words(visitor.text(f"/records/{part}"))
    assert "Thuộc Bộ sách : tập 1" in page.replace("Bộ sách:", "Bộ sách :")
    assert "Là nguồn của: Phỏng theo" in page
    assert "Quyển đầu. Bộ sách, tập 1." in page
    assert "Dựa trên: Quyển đầu" in words(visitor.text(f"/records/{other}"))
    records.withdraw(house.library, house.reviewer, part, "in sai")
    assert "đã gỡ" in words(visitor.text(f"/records/{other}"))
    tombstone = visitor.get(f"/records/{part}")
    assert tombstone.status_code == 410
    assert "in sai" in tombstone.text
    assert "Quyển đầu" in tombstone.text
