"""Vocabularies and names through the pages: who may, what a librarian does, what readers see, what leaks to nobody."""

from __future__ import annotations

import pytest

from repo_app.services import records
from tests.house import House, title
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")

LISTS = ("/admin/vocabularies/", "/admin/vocabularies/topics", "/admin/vocabularies/topics/suc-khoe", "/admin/names")


def published(house: House, name: str, **metadata: object) -> str:
    record = records.create(house.library, house.depositor, {"title": title(name)})
    house.described(record.id, **metadata)
    records.publish(house.library, house.reviewer, record.id)
    house.work()
    return record.id


@pytest.mark.parametrize("path", LISTS)
def test_only_staff_keep_terms_and_names(visitor: Browser, depositor: Browser, reviewer: Browser, path: str) -> None:
    assert visitor.get(path).status_code == 303
    assert depositor.get(path).status_code == 403
    assert reviewer.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/admin/vocabularies/colours", "/admin/vocabularies/topics/khong", "/admin/names/x"])
def test_what_is_not_there_is_not_found(admin: Browser, path: str) -> None:
    assert admin.get(path).status_code == 404
    assert admin.post(path, vi="Đỏ", name="Đỏ").status_code == 404


def test_a_librarian_adds_a_term_names_it_merges_it_and_takes_that_back(house: House, reviewer: Browser) -> None:
    made = reviewer.post("/admin/vocabularies/topics", vi="Nấu rượu cần", en="", alternatives="Rượu ghè\r\n\r\n")
    assert made.status_code == 303
    address = "/admin/vocabularies/topics/local-nau-ruou-can"
    assert made.headers["Location"].endswith(address)
    published(house, "Ghè rượu", subject=[{"value": "rượu ghè"}])
    assert "Nấu rượu cần" in words(reviewer.text("/search?subject=ruou+ghe"))
    assert "Ghè rượu" in words(reviewer.text("/browse/subject")) or "Nấu rượu cần" in words(
        reviewer.text("/browse/subject")
    )
    taken = reviewer.post("/admin/vocabularies/topics", vi="Rượu Ghè")
    assert taken.status_code == 409
    assert "“Rượu Ghè” đã là một tên của thuật ngữ “Nấu rượu cần”." in words(taken.text)
    assert (
        reviewer.post(address, vi="Nấu rượu cần", alternatives="Rượu ghè\nRượu cần", reason="hay nói").status_code
        == 303
    )
    assert reviewer.post(f"{address}/merge", into="Lễ hội", reason="trùng").status_code == 303
    page = words(reviewer.text(address))
    assert "đã được gộp" in page
    assert "trùng" in page
    house.work()
    assert "Ghè rượu" in words(reviewer.text("/search?subject=le-hoi-phong-tuc"))
    assert reviewer.post(f"{address}/separate").status_code == 303
    house.work()
    assert "Ghè rượu" not in words(reviewer.text("/search?subject=le-hoi-phong-tuc"))
    fixed = reviewer.post("/admin/vocabularies/grades", vi="Lớp 13")
    assert fixed.status_code == 409


def test_a_name_is_made_found_merged_and_shown_with_its_works(
    house: House, reviewer: Browser, visitor: Browser
) -> None:
    fields = {"kind": "person", "variants": "Nguyên Ngọc\r\nNguyễn Trung Thành", "dates": "1932–", "wikidata": "Q1"}
    made = reviewer.post("/admin/names", name="Nguyễn Văn Báu", **fields)
    assert made.status_code == 303
    agent = made.headers["Location"].rpartition("/")[2]
    assert visitor.get(f"/agents/{agent}").status_code == 404
    text = published(house, "Rừng xà nu", creator=[{"value": "Nguyễn Trung Thành"}])
    published(house, "Đất nước đứng lên", creator=[{"id": agent}])
    page = visitor.text(f"/agents/{agent}")
    assert "Nguyên Ngọc" in words(page)
    assert words(page).index("Đất nước đứng lên") < words(page).index("Rừng xà nu")
    assert "Chưa ai kiểm tra" in words(page)
    assert f"/agents/{agent}" in visitor.text("/browse/creator")
    assert reviewer.post(f"/admin/names/{agent}/link", record=text, reason="bút danh").status_code == 303
    house.work()
    assert "Chưa ai kiểm tra" not in words(visitor.text(f"/agents/{agent}"))
    assert f'href="/agents/{agent}"' in visitor.text(f"/records/{text}")
    body = reviewer.post("/admin/names", name="Nhà in Rừng", kind="organization").headers["Location"].rpartition("/")[2]
    printed = published(house, "Lá", publisher=[{"id": body}], rightsHolder=[{"value": "Nhà in Suối"}])
    assert f'href="/agents/{body}"' in visitor.text(f"/records/{printed}")
    assert "Lá" in words(visitor.text(f"/agents/{body}"))
    assert 'href="/search?agent=Nh%C3%A0+in+Su%E1%BB%91i"' in visitor.text(f"/records/{printed}")
    assert "Tên: Nhà in Suối" in words(visitor.text("/search?agent=Nh%C3%A0+in+Su%E1%BB%91i"))
    assert "Nhà in" not in visitor.text("/browse/creator")
    answer = reviewer.post("/admin/names", name="Nguyên Ngọc (nhà văn)", kind="person")
    assert answer.status_code == 303, words(answer.text)
    other = answer.headers["Location"].rpartition("/")[2]
    assert reviewer.post(f"/admin/names/{agent}/merge", into=other, reason="tên hay dùng").status_code == 303
    moved = visitor.get(f"/agents/{agent}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/agents/{other}")
    fields |= {"variants": "Nguyên Ngọc\nNguyễn Trung Thành\nBáu"}
    assert reviewer.post(f"/admin/names/{agent}", name="Nguyễn Văn Báu", **fields).status_code == 303
    assert "Báu" in words(reviewer.text(f"/admin/names/{agent}"))
    assert reviewer.post(f"/admin/names/{agent}/separate").status_code == 303
    split = reviewer.post(f"/admin/names/{agent}/split", name="Nguyễn Trung Thành", note="nhà báo", record=text)
    assert split.status_code == 303
    again = reviewer.post("/admin/names", name="Nguyễn Trung Thành", note="nhà báo")
    assert again.status_code == 409
    assert "không có gì để phân biệt" in words(again.text)


def test_names_are_offered_to_people_with_an_account(house: House, reviewer: Browser, visitor: Browser) -> None:
    made = reviewer.post("/admin/names", name="Siu Black", kind="person", note="ca sĩ")
    agent = made.headers["Location"].rpartition("/")[2]
    told = reviewer.get("/deposit/names?q=siu bl").json
    assert told == [{"text": "Siu Black", "id": agent, "beside": "ca sĩ"}]
    assert visitor.get("/deposit/names?q=siu").status_code == 303


def test_more_works_with_a_name_than_its_page_shows_are_a_search_away(
    house: House, reviewer: Browser, visitor: Browser
) -> None:
    made = reviewer.post("/admin/names", name="Nhà in Sông Ba", kind="organization").headers["Location"]
    agent = made.rpartition("/")[2]
    for number in range(21):
        begun = records.create(house.library, house.depositor, {"title": title(f"Lịch {number}")})
        house.described(begun.id, publisher=[{"value": "NHÀ IN SÔNG BA"}])
        records.publish(house.library, house.reviewer, begun.id)
    published(house, "Lịch chung", publisher=[{"id": agent}])
    page = visitor.text(f"/agents/{agent}")
    assert "Xem cả 21 tác phẩm mang tên này" in words(page)
    address = page.partition('href="/search?agent=')[2].partition('"')[0].replace("&amp;", "&")
    assert "21 tài liệu" in words(visitor.text(f"/search?agent={address}"))


def test_very_many_names_are_shown_letter_by_letter(house: House, visitor: Browser) -> None:
    names = [{"value": f"Nguyễn Văn {letter}{number}"} for letter in "ABĐ" for number in range(140)]
    published(house, "Kỉ yếu một", creator=names[:200])
    published(house, "Kỉ yếu hai", creator=names[200:400])
    published(house, "Kỉ yếu ba", creator=names[400:])
    page = visitor.text("/browse/creator?letter=đ")
    assert "Nguyễn Văn Đ7" in page
    assert "Nguyễn Văn B7" not in page
    assert 'href="/browse/creator?letter=B"' in page


def test_a_place_that_is_no_more_says_what_it_is_part_of(house: House, visitor: Browser) -> None:
    record = published(house, "Nhà rông Kon Klor", spatial=[{"id": "kon-tum"}])
    assert "Kon Tum (nay thuộc Quảng Ngãi)" in words(visitor.text(f"/records/{record}"))
    assert "chỉ có đến năm 2025; nay thuộc Quảng Ngãi" in words(visitor.text("/search?q=Kon+Tum"))


def test_what_was_typed_into_one_form_of_a_name_stays_in_that_form(house: House, reviewer: Browser) -> None:
    address = reviewer.post("/admin/names", name="Lê Văn Sơn", kind="person", note="Toán học").headers["Location"]
    agent = address.rpartition("/")[2]
    published(house, "Rừng", creator=[{"id": agent}])
    refused = reviewer.post(f"/admin/names/{agent}/split", name="Sơn Thơ", kind="person", dates="1990–")
    assert refused.status_code == 422
    assert "Chưa chọn tài liệu nào." in words(refused.text)
    assert 'id="agent-name" name="name" type="text" value="Lê Văn Sơn"' in refused.text
    assert 'id="split-name" name="name" type="text" value="Sơn Thơ"' in refused.text
    nowhere = reviewer.post(f"/admin/names/{agent}/merge", into="agent-22222222")
    assert nowhere.status_code == 422
    assert "Không có tên nào mang mã số “agent-22222222”." in words(nowhere.text)
    assert 'name="into" value="agent-22222222"' in nowhere.text


def test_a_form_keeps_the_printed_form_of_a_linked_name(house: House, reviewer: Browser) -> None:
    address = reviewer.post("/admin/names", name="Phạm Minh Tài", kind="person").headers["Location"]
    agent = address.rpartition("/")[2]
    by = [{"id": agent, "role": "author", "printed": "Sơn Nam"}]
    record = published(house, "Hương rừng", creator=by)
    page = reviewer.text(f"/records/{record}")
    assert "Sơn Nam" in words(page)
    assert "Phạm Minh Tài" not in words(page)
    form = {"title": "Hương rừng Cà Mau", "creator": "Sơn Nam", "creator.id": agent, "creator.role": "editor"}
    form |= {"creator.lang": "", "creator.printed": "Sơn Nam", "license": "cc-by-4.0"}
    revision = str(records.view(house.library, house.reviewer, record).revision)
    assert reviewer.post(f"/deposit/{record}", revision=revision, **form).status_code == 303
    held = records.view(house.library, house.reviewer, record).metadata
    assert [one.as_json() for one in held.get("creator")] == [{**by[0], "role": "editor"}]


def test_a_name_taken_from_the_list_keeps_the_form_that_was_taken(house: House, reviewer: Browser) -> None:
    forms = {"kind": "person", "variants": "Hai Khẩn", "note": "nhà văn"}
    agent = reviewer.post("/admin/names", name="Phan Văn Khẩn", **forms).headers["Location"].rpartition("/")[2]
    offered = reviewer.get("/deposit/names?q=hai kh").json
    assert offered == [
        {"text": "Hai Khẩn", "id": agent, "beside": "Phan Văn Khẩn, nhà văn"},
        {"text": "Phan Văn Khẩn", "id": agent, "beside": "nhà văn"},
    ]
    record = published(house, "Bến Nghé")
    for text, kept in (("Hai Khẩn", {"printed": "Hai Khẩn"}), ("Phan Văn Khẩn", {})):
        view = records.view(house.library, house.reviewer, record)
        form = {"creator": text, "creator.id": agent, "creator.role": "", "creator.lang": "", "creator.printed": ""}
        sent = reviewer.post(f"/deposit/{record}", revision=str(view.revision), title="Bến Nghé", **form)
        assert sent.status_code == 303
        held = records.view(house.library, house.reviewer, record).metadata
        assert [one.as_json() for one in held.get("creator")] == [{"id": agent, **kept}]


def test_two_who_edit_one_page_lose_nothing_of_each_other(reviewer: Browser, admin: Browser) -> None:
    name = reviewer.post("/admin/names", name="Y Thi", kind="person").headers["Location"]
    term = reviewer.post("/admin/vocabularies/topics", vi="Đàn chiêng dây").headers["Location"]
    body, note = {"name": "Y Thi", "kind": "organization"}, {"vi": "Đàn chiêng dây"}
    forms = (
        (name, body, "variants", {"wikidata": "Q18"}, "Đơn vị: Y Thi · Tên thứ hai · Wikidata Q18"),
        (term, note, "alternatives", {"broader": "van-hoa-dan-toc"}, "Tên thứ hai (Thuộc: "),
    )
    for address, said, field, other, kept in forms:
        was = reviewer.text(address).partition('name="was" value="')[2].partition('"')[0]
        assert admin.post(address, was=was, **said, **other, **{field: "Tên thứ hai"}).status_code == 303
        refused = reviewer.post(address, was=was, **said, **{field: "Tên thứ ba"})
        assert refused.status_code == 409
        assert "Đang lưu: " in words(refused.text)
        assert kept in words(refused.text)
        assert "Tên thứ ba</textarea>" in refused.text
        now = refused.text.partition('name="was" value="')[2].partition('"')[0]
        assert reviewer.post(address, was=now, **said, **{field: "Tên thứ hai\nTên thứ ba"}).status_code == 303
