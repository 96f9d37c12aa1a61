"""The form that describes a record, by plain sending: rows, faults, suggestions, and nothing changed by halves."""

from __future__ import annotations

import re

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from repo_app.services import records
from repo_app.values.schema import KEYS
from repo_app.vocabularies import BUILT_IN
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web import forms
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")


def sent(browser: Browser, record: str) -> MultiDict[str, str]:
    return forms.fields(browser.text(f"/deposit/{record}"))


def post(browser: Browser, record: str, data: MultiDict[str, str], button: str, value: str) -> TestResponse:
    """Send the form with a button pressed."""
    return browser.client.post(f"/deposit/{record}", data=MultiDict([*data.items(multi=True), (button, value)]))


def described(house: House, record: str) -> dict[str, list[dict[str, str]]]:
    return records.view(house.library, house.reviewer, record).metadata.as_json()


def test_subjects_of_the_ticked_grades_stand_first_and_all_others_stay_within_reach(
    house: House, depositor: Browser
) -> None:
    grades = [{"id": "grade-9"}, {"value": "lớp học xoá mù chữ"}]
    told = {"subject": [{"id": "tieng-viet"}], "educationLevel": grades}
    made = records.create(house.library, house.depositor, {"title": title("Môn theo lớp"), **told})

    def lists(page: str) -> list[tuple[str, list[str]]]:
        found = re.findall(r"<details[^>]* data-graded([^>]*)>(.*?)</details>", page, re.S)
        return [(said.strip(), re.findall(r'name="subject" value="([^"]+)"', held)) for said, held in found]

    (first, fitting), (second, others) = lists(depositor.text(f"/deposit/{made.id}"))
    taught = {one.id for one in BUILT_IN.vocabulary("subjects").terms.values() if "grade-9" in str(one.links)}
    assert set(fitting) == taught
    assert "tieng-viet" in others, "taught in primary school"
    assert (first, second) == ("open", "open"), "one is chosen among the others"
    data = sent(depositor, made.id)
    assert data.getlist("subject") == ["", "tieng-viet"]
    data.setlist("educationLevel", ["", "grade-1"])
    brought_back = post(depositor, made.id, data, "more", "title").text
    assert ["tieng-viet" in held for _, held in lists(brought_back)] == [True, False], "without a script too"
    data.setlist("educationLevel", ["", "primary"])
    (_, fitting), (_, others) = lists(post(depositor, made.id, data, "more", "title").text)
    assert {"tieng-viet", "khoa-hoc"} <= set(fitting), "taught in some grade of the level"
    assert {"vat-li", "giao-duc-cong-dan"} <= set(others)
    data.setlist("educationLevel", ["", "higher"])
    assert len(lists(post(depositor, made.id, data, "more", "title").text)[0][1]) == len([*fitting, *others]), (
        "the programme of schools says nothing of it"
    )
    data.setlist("educationLevel", [""])
    (_, every), (hidden, none) = lists(post(depositor, made.id, data, "more", "title").text)
    assert (sorted(every), hidden, none) == (sorted([*fitting, *others]), "hidden", [])


def test_every_key_has_a_field_with_a_label_help_and_an_example(depositor: Browser, draft: str) -> None:
    for prefix in ("", "/en"):
        page = depositor.text(f"{prefix}/deposit/{draft}")
        for key in KEYS:
            assert re.search(rf'<(input|select|textarea|legend)[^>]* id="{key}"', page), key
            help_text = re.search(rf'id="{key}-hint">(.*?)</p>', page, re.S)
            assert help_text, key
            said, _, example = help_text[1].partition('class="field__example"')
            assert len(words(said)) > 10, key
            assert re.search(r'<span lang="vi">[^<]+</span>', example), key
            questions = f'href="{prefix}/licenses/choose?record={draft}"'
            assert (questions in help_text[1]) == (key == "license"), key


def test_a_row_is_asked_for_and_taken_away_without_script(house: House, depositor: Browser, draft: str) -> None:
    before = described(house, draft)
    data = sent(depositor, draft)
    data["creator"] = "Y Bé"
    data["creator.role"] = "author"
    data["description"] = "Đã gõ"
    more = post(depositor, draft, data, "more", "creator")
    assert more.status_code == 200
    again = forms.fields(more.text)
    assert again.getlist("creator") == ["Y Bé", ""]
    assert again.getlist("creator.role") == ["author", ""]
    assert again["description"] == "Đã gõ"
    assert described(house, draft) == before, "asking for a row changes nothing"
    again.setlist("creator", ["Y Bé", "Y Nhung"])
    less = post(depositor, draft, again, "less", "creator.1")
    left = forms.fields(less.text)
    assert left.getlist("creator") == ["Y Nhung"]
    assert depositor.client.post(f"/deposit/{draft}", data=left).status_code == 303
    assert described(house, draft)["creator"] == [{"value": "Y Nhung"}]
    assert described(house, draft)["description"] == [{"value": "Đã gõ"}]


def test_a_row_of_ones_own_beside_terms_opens_where_it_is_asked_for(depositor: Browser, draft: str) -> None:
    data = sent(depositor, draft)
    answer = post(depositor, draft, data, "more", "subject.text")
    assert re.search(r'<details class="group" id="group-teaching" open>', answer.text)
    assert forms.fields(answer.text).getlist("subject.text") == [""]


def test_all_faults_are_told_at_once_and_nothing_is_kept_by_halves(house: House, reviewer: Browser, draft: str) -> None:
    before = records.view(house.library, house.reviewer, draft)
    data = sent(reviewer, draft)
    data["title"] = ""
    data["issued"] = "ngày xưa"
    data["identifier"] = "978-604-0-39205-4"
    data["identifier.scheme"] = "isbn"
    data["description"] = "Đúng thì vẫn chưa lưu"
    answer = post(reviewer, draft, data, "action", "publish")
    assert answer.status_code == 422
    for key in ("title", "issued", "identifier", "license"):
        assert f'href="#{key}"' in answer.text, key
        assert f'id="{key}-fault"' in answer.text, key
    assert 'id="group-publication" open' in answer.text
    assert records.view(house.library, house.reviewer, draft) == before
    again = forms.fields(answer.text)
    assert again["issued"] == "ngày xưa"
    assert again["description"] == "Đúng thì vẫn chưa lưu"


def test_what_was_missing_is_filled_in_and_goes_through(house: House, reviewer: Browser, draft: str) -> None:
    data = sent(reviewer, draft)
    data["description"] = "Còn thiếu giấy phép"
    answer = post(reviewer, draft, data, "action", "publish")
    assert answer.status_code == 422
    again = forms.fields(answer.text)
    again["license"] = "cc-by-4.0"
    again["title_checked"] = again["title"]
    done = post(reviewer, draft, again, "action", "publish")
    assert done.status_code == 303
    assert records.view(house.library, house.reviewer, draft).state == "published"
    assert described(house, draft)["description"] == [{"value": "Còn thiếu giấy phép"}]


def test_a_wrong_correction_does_not_accept_a_change(house: House, reviewer: Browser) -> None:
    record = house.published(text_pdf([prose(23)]), "chờ.pdf", title=title("Trước"))
    seen = records.view(house.library, house.depositor, record)
    records.edit(house.library, house.depositor, record, {"title": title("Sau")}, seen.revision)
    data = sent(reviewer, record)
    data["issued"] = "ngày xưa"
    answer = post(reviewer, record, data, "action", "publish")
    assert answer.status_code == 422
    view = records.view(house.library, house.reviewer, record)
    assert view.title == "Trước"
    assert view.pending is not None


def test_a_form_that_comes_back_with_a_fault_hides_no_change_of_others(
    house: House, depositor: Browser, draft: str
) -> None:
    data = sent(depositor, draft)
    house.described(draft, title=title("Của thư viện"))
    data["title"] = "Của cô Lan"
    data["issued"] = "ngày xưa"
    answer = depositor.client.post(f"/deposit/{draft}", data=data)
    assert answer.status_code == 422
    again = forms.fields(answer.text)
    again["issued"] = "2019"
    again["reason"] = "theo trang tên"
    late = depositor.client.post(f"/deposit/{draft}", data=again)
    assert late.status_code == 409
    assert "Của thư viện" in late.text
    assert "Của cô Lan" in late.text
    assert 'name="reason" value="theo trang tên"' in late.text
    chosen = forms.checked(late.text)
    assert depositor.client.post(f"/deposit/{draft}", data=chosen).status_code == 303
    assert described(house, draft)["title"] == [{"value": "Của cô Lan"}]
    assert described(house, draft)["issued"] == [{"value": "2019"}]


def test_suggestions_bring_their_parts_with_them_without_script(house: House, depositor: Browser) -> None:
    record = house.deposit(text_pdf([prose(24)], title="Cách đan gùi", author="Nguyễn Văn An"), "b.pdf")
    house.work()
    offers = records.suggestions(house.library, house.depositor, record)
    author = next(one for one in offers if one.field == "creator")
    answer = post(depositor, record, sent(depositor, record), "use.creator", author.value)
    assert answer.status_code == 200
    assert "creator" not in described(house, record), "a pressed suggestion fills the form and keeps nothing"
    assert depositor.client.post(f"/deposit/{record}", data=forms.fields(answer.text)).status_code == 303
    wanted = {"value": author.value, **({"role": author.role} if author.role else {})}
    held = {key: text for key, text in described(house, record)["creator"][0].items() if key != "lang"}
    assert held == wanted


def test_names_are_offered_to_those_who_describe_only(visitor: Browser, depositor: Browser) -> None:
    assert visitor.get("/deposit/names?q=nguyen").status_code == 303
    answer = depositor.get("/deposit/names?q=nguyen")
    assert answer.status_code == 200
    assert all(set(one) == {"text", "id", "beside"} for one in answer.get_json())


def test_autosave_needs_the_token_and_the_right(
    house: House, depositor: Browser, stranger: Browser, draft: str
) -> None:
    data = sent(depositor, draft)
    data["description"] = "Tự lưu"
    assert stranger.post(f"/deposit/{draft}/autosave", description="của tôi").status_code == 404
    bare = {key: value for key, value in data.items() if key != "csrf_token"}
    assert depositor.client.post(f"/deposit/{draft}/autosave", data=bare).status_code == 400
    answer = depositor.client.post(f"/deposit/{draft}/autosave", data=data)
    told = answer.get_json()
    assert told["faults"] == {}
    assert set(told["was"]) == {"description"}
    assert described(house, draft)["description"] == [{"value": "Tự lưu"}]
    assert records.view(house.library, house.depositor, draft).revision == told["revision"]
