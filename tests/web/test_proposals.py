"""Changes that wait: proposed, corrected, declined, and never published unseen."""

from __future__ import annotations

import re
from html import unescape

import pytest

from repo_app.services import records
from tests.house import LICENSE, House, title
from tests.web import forms
from tests.web.browser import Browser, hidden, words
from tests.web.test_deposit import pdf, save

pytestmark = pytest.mark.usefixtures("remembered")


def test_a_change_of_a_published_record_waits_for_review(
    house: House, depositor: Browser, reviewer: Browser, visitor: Browser
) -> None:
    record = house.published(pdf(36), "x.pdf", title=title("Trước"))
    assert save(depositor, record, title="Sau").status_code == 303
    assert "Trước" in visitor.text(f"/records/{record}")
    page = reviewer.text(f"/deposit/{record}")
    assert 'value="Sau"' in page
    answer = reviewer.post(f"/deposit/{record}", revision=hidden(page, "revision"), title="Sau", action="publish")
    assert answer.status_code == 303
    assert "Sau" in visitor.text(f"/records/{record}")


def test_what_a_reviewer_corrects_in_a_change_stands_over_it(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    record = house.published(pdf(37), "y.pdf", title=title("Cũ"))
    save(depositor, record, title="Mới có lổi", description="Thêm mô tả")
    page = reviewer.text(f"/deposit/{record}")
    assert 'value="save">' not in page
    sent = forms.fields(page)
    assert sent["title"] == "Mới có lổi"
    sent["title"] = "Mới không lỗi"
    sent["action"] = "publish"
    assert reviewer.client.post(f"/deposit/{record}", data=sent).status_code == 303
    view = records.view(house.library, house.reviewer, record)
    assert (view.title, view.metadata.first("description"), view.pending) == ("Mới không lỗi", "Thêm mô tả", None)


def test_whoever_has_published_one_record_is_led_to_the_next_that_waits(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    made = [records.create(house.library, house.depositor, {"title": title(f"Chờ {n}"), **LICENSE}) for n in (1, 2)]
    for one in made:
        records.submit(house.library, house.depositor, one.id)
    here = f"/deposit/{made[0].id}"
    assert 'id="next-waiting"' not in reviewer.text(here), "this one waits itself"
    page = reviewer.text(here)
    assert reviewer.post(here, revision=hidden(page, "revision"), action="publish").status_code == 303
    led = re.search(r'id="next-waiting"><a href="/deposit/(\w+)">', reviewer.text(here))
    assert led
    assert records.view(house.library, house.reviewer, led[1]).state in {"submitted", "published"}
    assert led[1] != made[0].id
    assert 'id="next-waiting"' not in depositor.text(here)


def test_who_accepts_chooses_between_a_proposal_and_what_is_public_since(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    record = proposed(house, "hai bên.pdf", description=title("Của cô Lan"), creator=[{"value": "Lan"}])
    seen = records.view(house.library, house.reviewer, record)
    records.edit(house.library, house.reviewer, record, {"description": title("Của chị Hoà")}, seen.revision)
    page = reviewer.text(f"/deposit/{record}")
    assert "có người khác đã sửa sau đó" in words(page)
    sent = forms.fields(page)
    for change in ({}, {"title": "Sửa thêm"}):
        answer = reviewer.client.post(f"/deposit/{record}", data={**sent.to_dict(), **change, "action": "publish"})
        assert answer.status_code == 409
        assert "Của cô Lan" in words(answer.text)
        assert "Của chị Hoà" in words(answer.text)
    chosen = forms.checked(answer.text)
    (kept,) = re.findall(r'name="whole.description" value="([^"]*Hoà[^"]*)"', answer.text)
    chosen["whole.description"], chosen["action"] = unescape(kept), "publish"
    assert 'name="action" value="publish"' in answer.text
    assert reviewer.client.post(f"/deposit/{record}", data=chosen).status_code == 303
    view = records.view(house.library, house.reviewer, record)
    told = [view.metadata.first(key) for key in ("title", "description", "creator")]
    assert (told, view.pending) == (["Sửa thêm", "Của chị Hoà", "Lan"], None)


def test_what_else_was_proposed_since_is_told_before_a_choice_is_accepted(house: House, reviewer: Browser) -> None:
    record = proposed(house, "thêm sau.pdf", title=title("Đề nghị một"))
    sent = forms.fields(reviewer.text(f"/deposit/{record}"))
    seen = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, {"description": title("Thêm sau")}, seen.revision)
    sent["title"], sent["action"] = "Của chị Hoà", "publish"
    answer = reviewer.client.post(f"/deposit/{record}", data=sent)
    assert answer.status_code == 409
    assert "Thêm sau" in words(answer.text.partition('id="compared"')[2])
    chosen = forms.checked(answer.text)
    chosen["action"] = "publish"
    assert reviewer.client.post(f"/deposit/{record}", data=chosen).status_code == 303
    view = records.view(house.library, house.reviewer, record)
    assert (view.title, view.metadata.first("description"), view.pending) == ("Của chị Hoà", "Thêm sau", None)


def test_what_cannot_be_published_so_is_not_kept_either(house: House, reviewer: Browser) -> None:
    record = records.create(house.library, house.reviewer, {"title": title("Như cũ"), **LICENSE}).id
    sent = forms.fields(reviewer.text(f"/deposit/{record}"))
    sent["title"], sent["license"], sent["action"] = "Đã đổi", "in-copyright", "publish"
    sent.setlist("accessRights", ["open-access"])
    answer = reviewer.client.post(f"/deposit/{record}", data=sent)
    assert answer.status_code == 422
    assert 'value="Đã đổi"' in answer.text
    view = records.view(house.library, house.reviewer, record)
    assert (view.title, view.license, view.state) == ("Như cũ", "cc-by-4.0", "draft")


def test_enter_in_a_line_publishes_nothing(house: House, reviewer: Browser) -> None:
    """A form is sent by its first button; where that one is disabled, Enter sends nothing."""
    for waits in (True, False):
        record = house.published(pdf(39 + waits), f"chờ-{waits}.pdf", title=title("Đang công bố"))
        if waits:
            seen = records.view(house.library, house.depositor, record)
            records.edit(house.library, house.depositor, record, {"title": title("Đề nghị")}, seen.revision)
        page = reviewer.text(f"/deposit/{record}")
        form = page[page.index('id="describing"') :]
        first = form[form.index("<button") :].partition(">")[0]
        assert 'value="save"' in first
        assert ("disabled" in first) is waits


def test_a_title_found_meanwhile_is_not_undone(house: House, depositor: Browser) -> None:
    """Somebody opens the form, reading finds the title, and then they save what they wrote about something else."""
    record = house.deposit(pdf(38, heading="NUÔI ONG LẤY MẬT"), "IMG 0001.pdf")
    page = depositor.text(f"/deposit/{record}")
    house.work()
    sent = forms.fields(page)
    sent["description"] = "Đủ ba trang"
    assert depositor.client.post(f"/deposit/{record}", data=sent).status_code == 303
    view = records.view(house.library, house.depositor, record)
    assert view.title.casefold() == "nuôi ong lấy mật"
    assert view.metadata.first("description") == "Đủ ba trang"
    assert view.unreviewed_title


def proposed(house: House, name: str, **changes: object) -> str:
    record = house.published(pdf(80 + len(name)), name, title=title("Đã công bố"))
    seen = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, changes, seen.revision)
    return record


def test_a_proposed_change_is_declined_with_a_word(
    house: House, depositor: Browser, reviewer: Browser, visitor: Browser
) -> None:
    record = proposed(house, "đề nghị.pdf", title=title("Tên khác hẳn"))
    page = reviewer.text(f"/deposit/{record}")
    assert "Từ chối đề nghị sửa" in words(page)
    assert 'value="decline"' in page
    assert 'value="decline"' not in depositor.text(f"/deposit/{record}")
    assert depositor.post(f"/deposit/{record}/move", action="decline").status_code == 403
    answer = reviewer.post(f"/deposit/{record}/move", action="decline", reason="Tên in trên bìa là tên cũ")
    assert answer.status_code == 303
    assert "Đã từ chối" in words(reviewer.text(f"/deposit/{record}"))
    seen = words(depositor.text(f"/deposit/{record}"))
    assert "Tên in trên bìa là tên cũ" in seen
    assert "Tên khác hẳn" not in seen
    assert "Tên in trên bìa" not in words(visitor.text(f"/records/{record}"))
    assert reviewer.post(f"/deposit/{record}/move", action="decline").status_code == 409


def test_nothing_is_published_that_changed_since_it_was_looked_at(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    record = house.deposit(pdf(90), "xem.pdf")
    house.work()
    house.described(record, title=title("Đã xem"))
    page = reviewer.text(f"/deposit/{record}")
    house.described(record, title=title("Chưa ai xem"))
    answer = reviewer.post(f"/deposit/{record}", revision=hidden(page, "revision"), action="publish")
    assert answer.status_code == 409
    assert records.view(house.library, house.reviewer, record).state == "draft"


def test_the_word_that_a_title_was_compared_outlasts_what_somebody_else_changed(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    for typed in ({}, {"creator": "Chị Hoà"}):
        record = house.deposit(pdf(91 + len(typed)), "chua ai xem.pdf")
        sent = forms.fields(reviewer.text(f"/deposit/{record}"))
        sent["license"] = "cc-by-4.0"
        assert reviewer.client.post(f"/deposit/{record}", data=sent).status_code == 303
        sent = forms.fields(reviewer.text(f"/deposit/{record}"))
        seen = records.view(house.library, house.depositor, record)
        patch = {"description": title("Cô Lan viết")}
        records.edit(house.library, house.depositor, record, patch, seen.revision)
        told = {**sent.to_dict(), **typed, "title_checked": seen.title, "action": "publish"}
        answer = reviewer.client.post(f"/deposit/{record}", data=told)
        assert answer.status_code == 409
        again = forms.checked(answer.text)
        again["action"] = hidden(answer.text, "action") if not typed else "save"
        assert reviewer.client.post(f"/deposit/{record}", data=again).status_code == 303
        view = records.view(house.library, house.reviewer, record)
        assert (view.state, view.unreviewed_title) == ("draft" if typed else "published", False)
        assert view.metadata.first("description") == "Cô Lan viết"


def test_the_word_that_a_title_was_compared_is_about_the_one_that_is_public(
    house: House, depositor: Browser, reviewer: Browser
) -> None:
    record = house.deposit(pdf(93), "chua ai xem.pdf")
    seen = records.view(house.library, house.reviewer, record)
    records.edit(house.library, house.reviewer, record, LICENSE, seen.revision)
    live = records.publish(house.library, house.reviewer, record)
    assert 'name="title_checked"' in reviewer.text(f"/deposit/{record}")
    asked = records.edit(house.library, house.depositor, record, {"description": title("Thêm")}, live.revision)
    accepted = {"revision": str(asked.revision), "action": "publish", "title_checked": live.title}
    assert reviewer.post(f"/deposit/{record}", **accepted).status_code == 303
    view = records.view(house.library, house.reviewer, record)
    assert (view.metadata.first("description"), view.unreviewed_title) == ("Thêm", False)
