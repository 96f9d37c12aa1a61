"""What reading proposes, as the form offers it: its label, where it was read, the words marked on their page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from ingest.metadata.office import from_office
from repo_app.serializers import api
from repo_app.services import deposit, records
from repo_app.services.authorities import agents
from repo_app.values import SuggestionView
from repo_app.values.authorities import AgentText
from repo_app.web.marks import Mark, placed, places
from tests.documents import prose, text_pdf
from tests.house import House
from tests.title_pages import draw, works
from tests.web.browser import Browser, hidden

pytestmark = pytest.mark.usefixtures("remembered")

WORK = next(work for work in works() if work.name == "sgk-ngu-van-8")


@pytest.fixture(scope="module")
def book(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = draw(WORK, tmp_path_factory.mktemp("books") / "nv8.pdf")
    record = house.deposit(path.read_bytes(), "nv8.pdf")
    house.work()
    return record


def offers(page: str, key: str) -> list[str]:
    """The items of the list of offers for a field."""
    return [part for part in re.findall(r'<li class="offered">.*?</li>', page, re.S) if f'name="use.{key}"' in part]


def shown(offer: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", offer)).split())


def test_what_the_rule_of_a_collection_took_is_marked_until_somebody_changes_or_publishes_it(
    house: House, admin: Browser, reviewer: Browser, tmp_path: Path
) -> None:
    made = admin.post("/admin/collections", slug="tu-nhan", name="Tự nhận", organization="xa")
    assert made.status_code == 303
    settings = "/admin/collections/tu-nhan"
    assert admin.post(settings, name="Tự nhận", share="0.9", was=hidden(admin.text(settings), "was")).status_code == 303
    with draw(WORK, tmp_path / "nv8.pdf").open("rb") as stream:
        record = deposit.deposit(house.library, house.depositor, stream, "nv8.pdf", collection="tu-nhan").record
    house.work()

    def marked() -> set[str]:
        page = reviewer.text(f"/deposit/{record}")
        return set(re.findall(r'<p class="field__hint" id="(\w+)-hint">[^\n]*Máy tự nhận từ tệp', page))

    taken = {key for key, _ in records.view(house.library, house.depositor, record).metadata.items} - {"title"}
    assert {"creator", "publisher"} <= taken
    assert marked() == taken
    house.described(record, publisher=[{"value": "Nhà xuất bản khác"}])
    assert marked() == taken - {"publisher"}
    records.publish(house.library, house.reviewer, record)
    assert marked() == set()


def test_a_name_is_offered_with_its_role_and_the_words_it_was_read_from(depositor: Browser, book: str) -> None:
    first, *others = offers(depositor.text(f"/deposit/{book}"), "creator")
    assert shown(first).startswith("Trịnh Công Thành tổng chủ biên")
    assert len(others) == 4
    assert "trang 1: “" in shown(first)
    assert "data-role" in first


def test_a_name_that_is_linked_already_is_offered_no_more(house: House, depositor: Browser) -> None:
    record = house.deposit(text_pdf(["Tác giả: Y Điêng Khoa\n" + prose(5)], heading="SỬ THI", author="Y Điêng Khoa"))
    house.work()
    assert any("Y Điêng Khoa" in one for one in offers(depositor.text(f"/deposit/{record}"), "creator"))
    text = AgentText("Khoa, nghệ nhân", "person", variants=("Y Điêng Khoa",))
    agent = agents.create(house.library, house.reviewer, text)
    house.described(record, creator=[{"id": agent.id}])
    assert not any("Y Điêng Khoa" in one for one in offers(depositor.text(f"/deposit/{record}"), "creator"))
    house.described(record, creator=[{"id": agent.id, "printed": "Y Điêng Khoa"}])
    agents.change(house.library, house.reviewer, agent.id, AgentText("Khoa, nghệ nhân"))
    assert not any("Y Điêng Khoa" in one for one in offers(depositor.text(f"/deposit/{record}"), "creator"))


def test_a_term_is_offered_by_its_label_and_taken_by_its_id(house: House, depositor: Browser, book: str) -> None:
    (subject,) = [one for one in offers(depositor.text(f"/deposit/{book}"), "subject") if 'value="ngu-van"' in one]
    assert "Ngữ văn" in shown(subject)
    assert "ngu-van" not in shown(subject)


def test_its_link_leads_to_the_page_with_the_words_marked(depositor: Browser, book: str) -> None:
    (isbn,) = offers(depositor.text(f"/deposit/{book}"), "identifier")
    found = re.search(r'href="([^"]+)"', isbn)
    assert found is not None
    address = unescape(found[1])
    assert "page=4" in address
    assert address.endswith("#mark")
    page = depositor.text(address.partition("#")[0])
    rect = re.search(r'<rect id="mark" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page)
    view = re.search(r'class="marks" viewBox="0 0 (\d+) (\d+)"', page)
    assert rect is not None
    assert view is not None
    assert float(rect[2]) / int(view[2]) == pytest.approx(724 / 842, abs=0.02)  # where the line was drawn
    assert 0.2 < float(rect[3]) / int(view[1]) < 0.5


def test_the_api_tells_box_and_words(house: House, book: str) -> None:
    found = [api.suggestion(view) for view in records.suggestions(house.library, house.depositor, book)]
    (isbn,) = [one for one in found if one["field"] == "identifier"]
    words = isbn["words"]
    assert isinstance(words, list)
    assert " ".join(word["text"] for word in words) == "Mã số ISBN: 978-604-54-1211-4"
    assert isbn["box"] == [
        min(word["box"][0] for word in words),
        min(word["box"][1] for word in words),
        max(word["box"][2] for word in words),
        max(word["box"][3] for word in words),
    ]


def test_words_of_one_row_are_one_place() -> None:
    words = (("TOÁN", (10, 10, 50, 30)), ("LỚP", (60, 12, 90, 31)), ("BỐN", (12, 50, 48, 70)))
    view = SuggestionView("title", "Toán lớp bốn", 0.9, 1, "", "a.pdf", box=(10, 10, 90, 70), words=words)
    assert places(view) == ["10,10,90,31", "12,50,48,70"]
    assert places(SuggestionView("title", "x", 0.9, None, "", "a.pdf")) == []


def test_only_boxes_on_the_page_become_marks() -> None:
    assert placed(["10,20,30,40"], 100, 100) == (Mark(7.6, 17.6, 24.8, 24.8),)
    for told in ("", "10,20,30", "30,20,10,40", "10,20,30,400", "a,b,c,d", "1e3,2,3,4", "-1,2,3,4", "9999999,1,2,3"):
        assert placed([told], 100, 100) == ()
    assert len(placed(["1,1,5,5"] * 100, 100, 100)) == 12


def test_what_a_file_says_of_itself_is_told_in_the_language_of_the_reader(house: House, depositor: Browser) -> None:
    record = house.deposit(text_pdf(["Chương một\n" + prose(6)], author="Y Điêng"), "Vật lý 9.pdf")
    house.work()
    page = unescape(depositor.text(f"/deposit/{record}"))
    assert "trong chính tệp: “tên tệp: Vật lý 9.pdf”" in page
    assert "file name:" not in page


def test_what_documents_and_books_say_of_themselves_is_told_so_too(visitor: Browser) -> None:
    info = {"title": "Truyện đọc", "creator": "Nguyễn An", "subject": "Những câu chuyện ngắn cho học sinh.",
            "language": "vi", "created": "2021-05-04", "keywords": "thiếu nhi"}  # fmt: skip
    names = ("contributor", "publisher", "source", "relation", "coverage", "rights", "identifier", "creator", "subject")
    more = [("spatial" if name == "coverage" else name, "ISBN 9786041234567", "", f"dc:{name}") for name in names]
    with visitor.app.test_request_context("/"):
        whence = visitor.app.jinja_env.filters["whence"]
        told = [whence(one.evidence) for one in from_office(info, more, "a.epub", published=True)]
    assert len(told) > len(more)
    assert [one for one in told if " trong thuộc tính tệp: " not in one] == []
