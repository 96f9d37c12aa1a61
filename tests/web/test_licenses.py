"""Pages about licenses: meanings, the chooser, remixes; the marks of a license on a record's page."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from repo_app.services import file_terms, records
from repo_app.values import Value
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser, hidden, words

pytestmark = pytest.mark.usefixtures("remembered")

CC = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ["/licenses", "/licenses/choose", "/licenses/remix"])
def test_everybody_may_look_them_up(visitor: Browser, prefix: str, address: str) -> None:
    assert "<h1>" in visitor.text(prefix + address)


def test_the_chooser_leads_on_without_script(visitor: Browser) -> None:
    first = visitor.text("/licenses/choose?who=mine")
    assert 'name="changes"' in first
    assert '<input type="hidden" name="who" value="mine">' in first
    last = visitor.text("/en/licenses/choose?who=mine&changes=same&business=no")
    assert "Attribution-NonCommercial-ShareAlike 4.0 International" in last
    assert "cannot be taken back" in last
    again = visitor.text("/licenses/choose?who=other&known=license&said=CC+BY")
    assert 'value="CC BY"' in again
    assert "không nói phiên bản" in again


def test_what_was_chosen_goes_into_the_record(depositor: Browser, house: House) -> None:
    record = records.create(house.library, house.depositor, {"title": title("Chưa có giấy phép")}).id
    page = depositor.text(f"/licenses/choose?who=mine&changes=yes&business=yes&record={record}")
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert form["license"] == "cc-by-4.0"
    answer = depositor.post(f"/deposit/{record}", **{**form, "action": "save"})
    assert answer.status_code == 303
    assert records.view(house.library, house.depositor, record).license == "cc-by-4.0"


def test_what_is_free_here_only_says_so_in_the_record(depositor: Browser, house: House) -> None:
    record = records.create(
        house.library, house.depositor, {"title": title("Thơ cũ"), "rights": [{"value": "Bản quý"}]}
    ).id
    asked = f"/licenses/choose?who=other&known=old&age=author&year=1950&record={record}"
    for _ in range(2):  # asked again it says so once
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', depositor.text(asked)))
        form = {name: unescape(held) for name, held in form.items()}
        assert depositor.post(f"/deposit/{record}", **{**form, "action": "save"}).status_code == 303
    view = records.view(house.library, house.depositor, record)
    assert view.license == "pdm-1.0"
    kept, note = view.metadata.get("rights")
    assert kept.value == "Bản quý"
    assert note.value == "Hết thời hạn bảo hộ tại Việt Nam vì tác giả mất năm 1950; ở nước khác có thể còn được bảo hộ."


def test_every_rights_statement_is_within_reach(depositor: Browser, house: House) -> None:
    record = house.deposit(text_pdf([prose(31)]), "tuyên bố.pdf")
    page = depositor.text(f"/deposit/{record}")
    for name in ("license", "file_license"):
        offered = re.search(rf'<select[^>]* name="{name}".*?</select>', page, re.S)[0]
        assert "Các tuyên bố quyền khác" in offered
        assert offered.count('value="rs-') == 10
    answer = depositor.post(f"/deposit/{record}", revision=hidden(page, "revision"), license="rs-inc-ruu-1.0")
    assert answer.status_code == 303
    assert records.view(house.library, house.depositor, record).license == "rs-inc-ruu-1.0"
    assert "http://rightsstatements.org/vocab/InC-RUU/1.0/" in depositor.text("/licenses")


LEAVE = {
    "title": title("Mở nhờ cho phép"), "license": [{"id": "in-copyright"}],
    "accessRights": [{"id": "open-access"}, {"id": "open-access"}], "rights": [{"value": "Nhà xuất bản cho phép"}],
}  # fmt: skip


@pytest.mark.parametrize("answers", ["who=other&known=protected", "who=other&known=nothing", "who=nobody"])
def test_choosing_what_nobody_allows_ends_the_leave(reviewer: Browser, house: House, answers: str) -> None:
    record = records.create(house.library, house.depositor, LEAVE).id
    records.publish(house.library, house.reviewer, record)
    assert _chosen(reviewer, house, record, answers) == ()
    kept = house.described(record, accessRights=[{"id": "restricted-access"}]).metadata.get("accessRights")
    assert _chosen(reviewer, house, record, answers) == kept, "what is closed by itself stays closed"
    assert _chosen(reviewer, house, record, "who=mine&changes=anything") == kept
    allowed = _chosen(reviewer, house, record, "who=other&known=permission")
    assert [value.id for value in allowed] == ["open-access"]


def _chosen(reviewer: Browser, house: House, record: str, answers: str) -> tuple[Value, ...]:
    """Use what the answers lead to for the record; its access rights then."""
    page = reviewer.text(f"/licenses/choose?{answers}&record={record}")
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    form = {name: unescape(held) for name, held in form.items()}
    assert reviewer.post(f"/deposit/{record}", **{**form, "action": "save"}).status_code == 303
    view = records.view(house.library, house.reviewer, record)
    assert view.license == form["license"]
    return view.metadata.get("accessRights")


def test_the_form_says_on_which_word_open_access_opens(depositor: Browser, house: House) -> None:
    record = records.create(house.library, house.depositor, {**LEAVE, "title": title("Mở nhờ một lời")}).id
    page = depositor.text(f"/deposit/{record}")
    assert "Mục này mở vì có lời này: “Nhà xuất bản cho phép”" in page
    assert "có chữ như là không cho" not in page
    doubtful = {**LEAVE, "title": title("Lời ngờ"), "rights": [{"value": "Tác giả tặng, cấm in bán"}]}
    record = records.create(house.library, house.depositor, doubtful).id
    assert "có chữ như là không cho: “cấm”" in depositor.text(f"/deposit/{record}")
    refused = {**LEAVE, "title": title("Không lời nào"), "rights": [{"value": "Giữ toàn quyền, cấm sao chép"}]}
    record = records.create(house.library, house.depositor, refused).id
    page = depositor.text(f"/deposit/{record}")
    assert "không có lời nào nói ai đã cho phép" in page
    assert "Mục này mở vì" not in page


def test_a_remix_says_what_fits_and_why(visitor: Browser, published: str) -> None:
    page = visitor.text(f"/licenses/remix?source=CC+BY-SA+4.0&source=/records/{published}")
    assert "Được mang CC BY-SA 4.0" in page
    assert f"/records/{published}" in page
    none = visitor.text("/en/licenses/remix?source=CC+BY-SA+4.0&source=CC+BY-NC+4.0")
    assert "No license fits" in none
    gpl = visitor.text("/licenses/remix?source=GPL+3.0")
    assert "Được mang GPL 3.0." in gpl
    assert "gpl-3.0-or-later" not in gpl
    refused = visitor.get("/licenses/remix?source=CC+BY+7.0")
    assert refused.status_code == 422


def test_a_remix_of_what_was_withdrawn_tells_strangers_nothing_of_it(
    visitor: Browser, reviewer: Browser, house: House
) -> None:
    record = house.published(text_pdf([prose(3)]), "benh-an.pdf", title=title("Tên cũ"))
    file_terms.set_terms(house.library, house.reviewer, record, "benh-an.pdf", "cc-by-nd-4.0", None)
    records.withdraw(house.library, house.reviewer, record, "lộ thông tin riêng")
    for act in (lambda: None, lambda: records.return_(house.library, house.reviewer, record)):
        act()
        house.described(record, title=title("Tên trong nhà"))
        refused = visitor.get(f"/licenses/remix?source={record}")
        assert refused.status_code == 422
        assert "Tài liệu này đã được gỡ." in refused.text
        assert "benh-an" not in refused.text
        assert "Tên trong nhà" not in refused.text
        assert "benh-an.pdf" in reviewer.text(f"/licenses/remix?source={record}")


def test_a_record_marks_its_license_for_people_and_machines(visitor: Browser, published: str) -> None:
    page = visitor.text(f"/records/{published}")
    assert f'<link rel="license" href="{CC}">' in page
    assert re.search(rf'<a href="{CC}" rel="license" property="dcterms:license cc:license">', page)
    assert f'about="http://127.0.0.1:8080/records/{published}"' in page
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert told["license"] == CC
    assert told["name"] == "Chuyện làng"
    assert told["creditText"].startswith("“Chuyện làng”")
    assert "rel=&#34;license&#34;" in page


@pytest.mark.parametrize("license_id", ["in-copyright", "unknown", "rs-noc-nc-1.0"])
def test_a_rights_statement_is_not_marked_as_a_license(visitor: Browser, house: House, license_id: str) -> None:
    told = {"title": title("Không phải giấy phép"), "license": [{"id": license_id}]}
    record = records.create(house.library, house.depositor, told).id
    records.publish(house.library, house.reviewer, record)
    page = visitor.text(f"/records/{record}")
    assert 'property="dcterms:rights"' in page
    assert not re.search(r"rel=(\"|&#34;)license|cc:license", page)
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert "license" not in told
    assert told["usageInfo"].startswith("http://rightsstatements.org/vocab/")


def test_no_title_ends_the_script(visitor: Browser, house: House) -> None:
    record = records.create(
        house.library, house.depositor,
        {"title": title("</script><script>alert(1)</script><!--"), "license": [{"id": "cc-by-4.0"}]},
    ).id  # fmt: skip
    records.publish(house.library, house.reviewer, record)
    page = visitor.text(f"/records/{record}")
    assert "<script>alert" not in page
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert told["name"] == "</script><script>alert(1)</script><!--"


def test_a_file_of_its_own_license_is_closed_by_itself(house: House, visitor: Browser, reviewer: Browser) -> None:
    record = house.published(text_pdf([prose(3)]), "mo.pdf", title=title("Nửa mở"))
    answer = reviewer.post(
        f"/deposit/{record}/files/mo.pdf/terms", file_license="in-copyright", third_party="Hình: báo"
    )
    assert answer.status_code == 303
    form = reviewer.text(f"/deposit/{record}").split(f"/deposit/{record}/files/mo.pdf/terms")[1].split("</form>")[0]
    stale = int(re.search(r'name="revision" value="(\d+)"', form)[1]) - 1
    late = reviewer.post(f"/deposit/{record}/files/mo.pdf/terms", revision=str(stale), file_license="", third_party="")
    assert late.status_code == 409
    history = reviewer.text(f"/deposit/{record}/history")
    assert history.count("Hình: báo") == 2, "in the list, and in the comparison"
    page = visitor.text(f"/records/{record}")
    assert "Hình: báo" in page
    assert "không xem được ở đây" in page
    assert f"/records/{record}/files/mo.pdf" not in page
    for address in ("files/mo.pdf", "read?page=1", "text?page=1", "thumbnail", "search?q=em", "pages/1.webp"):
        assert visitor.get(f"/records/{record}/{address}").status_code == 403, address
    assert reviewer.get(f"/records/{record}/text?page=1").status_code == 200
    assert reviewer.post(f"/deposit/{record}/files/mo.pdf/remove").status_code == 303
    history = words(reviewer.text(f"/deposit/{record}/history"))
    assert "Bỏ tệp mo.pdf" in history
    assert "(không có)" in history
