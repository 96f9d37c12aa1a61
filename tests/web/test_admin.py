"""Looking after people and places."""

from __future__ import annotations

import re

from flask import Flask

from tests.house import House
from tests.web.browser import PASSWORD, Browser, hidden, words
from tests.web.conftest import give_password


def test_only_staff_come_in(visitor: Browser, depositor: Browser, reviewer: Browser, admin: Browser) -> None:
    assert visitor.get("/admin/").status_code == 303
    assert depositor.get("/admin/").status_code == 403
    assert reviewer.get("/admin/").status_code == 403
    assert admin.get("/admin/").status_code == 200
    assert depositor.get("/review").status_code == 403
    assert 'href="/admin/"' not in depositor.text("/account/")


def test_somebody_is_let_in_with_a_link(app: Flask, admin: Browser) -> None:
    page = admin.post("/admin/people", name="Thầy Sơn", email="son@example.vn", role="reviewer", organization="xa")
    assert page.status_code == 200
    link = re.search(r"/account/reset\?token=[\w-]+", page.text)
    assert link
    assert page.headers["Cache-Control"] == "no-store"
    assert link[0] not in admin.text("/admin/")
    newcomer = Browser(app)
    fields = {"token": hidden(newcomer.text(link[0]), "token"), "password": PASSWORD, "csrf_token": newcomer.token()}
    assert newcomer.client.post("/account/reset", data=fields).status_code == 303
    assert newcomer.sign_in("son@example.vn").status_code == 303
    assert newcomer.get("/review").status_code == 200
    assert admin.post("/admin/people/role", email="son@example.vn", role="depositor").status_code == 303
    assert newcomer.get("/review").status_code == 403
    assert admin.post("/admin/people/disable", email="son@example.vn").status_code == 303
    assert newcomer.get("/account/").status_code == 303


def test_faults_are_told_beside_what_was_typed(admin: Browser) -> None:
    taken = admin.post("/admin/people", name="Ai", email="co.lan@example.vn", role="depositor")
    assert taken.status_code == 409
    assert "Đã có tài khoản" in words(taken.text)
    bad = admin.post("/admin/people", name="Ai", email="khong phai thu", role="depositor")
    assert bad.status_code == 422
    assert 'value="khong phai thu"' in bad.text


def test_a_link_for_a_forgotten_password(admin: Browser) -> None:
    page = admin.post("/admin/people/reset", email="anh.nam@example.vn")
    assert re.search(r"/account/reset\?token=[\w-]+", page.text)


def test_places_are_created_once(admin: Browser, visitor: Browser) -> None:
    fields = {"slug": "truong-hoc", "name": "Trường tiểu học", "parent": "xa"}
    assert admin.post("/admin/organizations", **fields).status_code == 303
    assert admin.post("/admin/organizations", **fields).status_code == 409
    assert admin.post("/admin/organizations", slug="Chữ Hoa", name="x").status_code == 422
    assert "Trường tiểu học" in visitor.text("/organizations/truong-hoc")
    fields = {"slug": "truyen", "name": "Truyện kể", "organization": "truong-hoc", "license": "cc-by-4.0"}
    assert admin.post("/admin/collections", **fields).status_code == 303
    assert "Truyện kể" in visitor.text("/organizations/truong-hoc")


def test_others_change_nothing(depositor: Browser, reviewer: Browser, house: House) -> None:
    for browser in (depositor, reviewer):
        for address in ("people", "people/role", "people/reset", "people/disable", "organizations", "collections"):
            fields = {"email": "co.lan@example.vn", "name": "x", "role": "admin", "slug": "x", "organization": "xa"}
            assert browser.post(f"/admin/{address}", **fields).status_code == 403, address


def test_the_state_of_the_house_is_told_in_words(admin: Browser) -> None:
    page = words(admin.text("/admin/"))
    assert "HOCLIEU_BASE_URL" in page
    for part in ("Cơ sở dữ liệu", "Kho tệp", "Chỉ mục tìm kiếm", "Chỗ trống trên ổ đĩa"):
        assert part in page
    assert "free_bytes" not in page
    assert re.search(r"Còn trống: [\d.,]+ [KMGT]B", page)


def test_a_manager_sees_the_people_of_the_own_organization(app: Flask, house: House) -> None:
    give_password(house.library, house.manager_elsewhere.email)
    manager = Browser(app)
    assert manager.sign_in(house.manager_elsewhere.email).status_code == 303
    page = words(manager.text("/admin/"))
    assert house.manager_elsewhere.email in page
    assert house.depositor.email not in page
    assert "Tình trạng hệ thống" not in page
    for role, status in (("admin", 403), ("reviewer", 200)):
        fields = {"name": "Ai đó", "email": f"{role}@huyen.vn", "role": role, "organization": "huyen"}
        assert manager.post("/admin/people", **fields).status_code == status
    assert manager.post("/admin/people/disable", email=house.depositor.email).status_code in {403, 404}


def test_a_collection_is_looked_after_by_admins_and_by_the_managers_of_its_place(
    app: Flask, house: House, admin: Browser, depositor: Browser, reviewer: Browser
) -> None:
    fields = {"slug": "luan-van", "name": "Luận văn", "organization": "huyen", "license": "cc-by-4.0"}
    assert admin.post("/admin/collections", **fields).status_code == 303
    give_password(house.library, house.manager_elsewhere.email)
    manager = Browser(app)
    assert manager.sign_in(house.manager_elsewhere.email).status_code == 303
    assert 'href="/admin/collections/luan-van"' in manager.text("/admin/")
    assert 'href="/admin/collections/bai-giang"' not in manager.text("/admin/")
    page = manager.text("/admin/collections/luan-van")
    assert '<option value="" selected>' not in page.partition('name="license"')[2].partition("</select>")[0]
    assert "selected" not in page.partition('name="share"')[2].partition("</select>")[0], "off at first"
    described = {"name": "Luận văn, luận án", "license": "cc-by-4.0", "was": hidden(page, "was")}
    for person in (depositor, reviewer):
        assert person.get("/admin/collections/luan-van").status_code == 403
        assert person.post("/admin/collections/luan-van", share="0.9", **described).status_code == 403
    assert manager.post("/admin/collections/bai-giang", share="0.9", **described).status_code == 403
    assert manager.post("/admin/collections/luan-van", share="0.9", **described).status_code == 303
    assert '<option value="0.9" selected>' in manager.text("/admin/collections/luan-van")
    assert "Luận văn, luận án" in manager.text("/collections/luan-van")


def test_two_people_who_look_after_a_collection_overwrite_nothing(admin: Browser) -> None:
    address = "/admin/collections/tap-san"
    assert admin.post("/admin/collections", slug="tap-san", name="Tập san", organization="xa").status_code == 303
    seen = hidden(admin.text(address), "was")
    assert admin.post(address, name="Tập san", share="0.95", was=seen).status_code == 303
    late = admin.post(address, name="Tập san xã", share="", was=seen)
    assert late.status_code == 409
    assert 'value="Tập san xã"' in late.text
    assert "Đang lưu: Tập san · Không chọn · Từ 95% trở lên" in words(late.text)
    unseen = admin.post(address, name="Tập san xã", share="")
    assert unseen.status_code == 409, "who saw nothing changes nothing"
    bad = admin.post(address, name="Tập san", share="0.2", was=hidden(late.text, "was"))
    assert (bad.status_code, "0,5" in bad.text or "0.5" in bad.text) == (422, True)
    assert admin.post(address, name="Tập san xã", share="", was=hidden(late.text, "was")).status_code == 303
    assert "selected" not in admin.text(address).partition('name="share"')[2].partition("</select>")[0]
    assert admin.get("/admin/collections/khong-co").status_code == 404
