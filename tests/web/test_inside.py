"""Searching inside one book: the box, the list, the way from page to page, and who may ask."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from repo_app.services import deposit, records
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.ingest.sheets import Put, sheets
from tests.web.browser import Browser, words

pytestmark = pytest.mark.usefixtures("remembered")

LONG = 26


@pytest.fixture(scope="module")
def book(house: House) -> str:
    """Twenty-six pages; every fifth speaks of a loom, the last of hostile markup."""
    loom = "Khung cửi dệt thổ cẩm."
    pages = [f"{prose(n, 4)} {loom if n % 5 == 0 else ''} Nghề dệt. {prose(n + 40, 3)}" for n in range(1, LONG)]
    pages.append("Nghề dệt. Khung cửi <script>alert(1)</script> đảo ngược")
    return house.published(text_pdf(pages, heading="Nghề dệt"), "Nghề dệt.pdf", title=title("Nghề dệt"))


def listed(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li><a href="/records/\w+/read\?page=(\d+)', page)]


def test_every_page_that_answers_is_listed_in_order_with_its_words_marked(visitor: Browser, book: str) -> None:
    page = visitor.text(f"/records/{book}/search?q=khung+cui")
    assert listed(page) == [5, 10, 15, 20, 25, 26]
    assert page.count("<mark>") == 6
    assert "6 trang có “khung cui”" in words(page)
    assert "<script>alert" not in page


def test_the_best_page_comes_first_where_that_is_asked_for(visitor: Browser, book: str) -> None:
    assert listed(visitor.text(f"/records/{book}/search?q=khung+cui+dao+nguoc&sort=relevance"))[0] == 26


def test_a_word_of_every_page_is_paged(visitor: Browser, book: str) -> None:
    first, second = (visitor.text(f"/records/{book}/search?q=nghe+det&page={n}") for n in (1, 2))
    assert 'rel="next"' in first
    assert listed(first) == list(range(1, 21))
    assert listed(second) == list(range(21, LONG + 1))
    assert "Về trang đầu" in words(visitor.text(f"/records/{book}/search?q=nghe+det&page=9"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Hãy gõ một hay vài từ"),
        ("zzzz", "Không trang nào của sách này"),
        ("lop:9", "không có từ nào để tìm"),
        ("thổ cẩm đảo ngược", "Không trang nào có đủ"),
    ],
)
def test_what_cannot_be_found_says_what_to_try(visitor: Browser, book: str, query: str, said: str) -> None:
    assert said in words(visitor.text(f"/records/{book}/search?q={query}"))


def test_the_english_twin_is_there(visitor: Browser, book: str) -> None:
    assert "6 pages with “khung cui”" in words(visitor.text(f"/en/records/{book}/search?q=khung+cui"))


@pytest.mark.parametrize("ends", ["sort=magic", "page=0", "page=x", "q=" + "a" * 300])
def test_what_cannot_be_asked_is_refused(visitor: Browser, book: str, ends: str) -> None:
    assert visitor.get(f"/records/{book}/search?{ends}").status_code == 400
    assert visitor.get(f"/api/v1/records/{book}/search?{ends}").status_code == 400


def test_from_a_page_that_answers_one_comes_to_the_next_and_back(visitor: Browser, book: str) -> None:
    for mode in ("read", "text"):
        page = visitor.text(f"/records/{book}/{mode}?page=12&q=tho+cam")
        around = re.findall(rf'<a class="button[^"]*" href="/records/\w+/{mode}\?[^"]*page=(\d+)[^"]*#mark"', page)
        assert around == ["10", "15"]
        assert f"/records/{book}/search?q=tho+cam" in page
    assert "#mark" not in visitor.text(f"/records/{book}/read?page=12")


def test_the_first_mark_can_be_jumped_to(visitor: Browser, book: str) -> None:
    for mode in ("read", "text"):
        page = visitor.text(f"/records/{book}/{mode}?page=10&q=tho+cam")
        assert page.count('id="mark"') == 1
        assert 'href="#mark"' in page
        assert 'id="mark"' not in visitor.text(f"/records/{book}/{mode}?page=11&q=tho+cam")


def test_the_box_stands_in_the_reader_and_on_the_record(visitor: Browser, book: str, closed: str) -> None:
    for address in (f"/records/{book}", f"/records/{book}/read?page=1", f"/records/{book}/text?page=1"):
        assert f'action="/records/{book}/search"' in visitor.text(address)
    assert '/search"' not in visitor.text(f"/records/{closed}").partition("<main")[2]


def test_who_may_not_read_may_not_ask(
    house: House, visitor: Browser, stranger: Browser, depositor: Browser, closed: str
) -> None:
    draft = house.deposit(text_pdf([prose(1) + " bí mật"]), "riêng.pdf")
    house.work()
    for path in ("", "/api/v1"):
        assert visitor.get(f"{path}/records/{draft}/search?q=bi+mat").status_code == 404
        assert visitor.get(f"{path}/records/{closed}/search?q=a").status_code == 403
    assert stranger.get(f"/records/{draft}/search?q=bi+mat").status_code == 404
    assert listed(depositor.text(f"/records/{draft}/search?q=bi+mat")) == [1]


def test_a_withdrawn_book_is_gone(house: House, visitor: Browser) -> None:
    record = house.published(text_pdf([prose(3)]), "cũ.pdf", title=title("Sách cũ"))
    records.withdraw(house.library, house.reviewer, record)
    for path in ("", "/api/v1"):
        assert visitor.get(f"{path}/records/{record}/search?q=a").status_code == 410


def test_programs_get_the_same_pages(visitor: Browser, book: str) -> None:
    answer = visitor.get(f"/api/v1/records/{book}/search?q=khung+cui&size=2&page=2").get_json()
    assert (answer["total"], answer["page"], answer["size"], answer["partial"]) == (6, 2, 2, False)
    assert [hit["number"] for hit in answer["hits"]] == [15, 20]
    hit = answer["hits"][0]
    assert set(hit) == {"file", "number", "label", "snippet", "url"}
    assert "Khung cửi dệt" in hit["snippet"]
    assert visitor.get(hit["url"].partition("8080")[2]).status_code == 200
    assert visitor.get(f"/api/v1/records/{book}/search?colour=red").status_code == 400


def test_of_several_files_one_can_be_chosen(house: House, visitor: Browser, depositor: Browser) -> None:
    draft = house.deposit(text_pdf([prose(1) + " đàn đá"]), "một.pdf")
    house.work()
    deposit.add_file(house.library, house.depositor, draft, io.BytesIO(text_pdf([prose(2), "Tiếng đàn đá"])), "hai.pdf")
    house.work()
    both = depositor.text(f"/records/{draft}/search?q=dan+da")
    assert (listed(both), "<select" in both) == ([1, 2], True)
    assert listed(depositor.text(f"/records/{draft}/search?q=dan+da&file=hai.pdf")) == [2]
    assert depositor.get(f"/records/{draft}/search?q=dan&file=ba.pdf").status_code == 404


def test_a_field_of_the_question_marks_nothing_and_a_row_marks_itself(
    house: House, visitor: Browser, tmp_path: Path
) -> None:
    lines = ["toán học và đời sống", "đời sống của toán vui", "học toán"]
    page = [Put(60, 90 + 40 * at, line) for at, line in enumerate(lines)]
    record = house.published(sheets(tmp_path / "a.pdf", [page]).read_bytes(), "a.pdf", title=title("Đời sống"))
    counts = {"title:đời lop:9 toán": 3, '"toán học"': 2, '"học toán"': 2, "toán -zzz": 3, "học OR đời": 4}
    for query, count in counts.items():
        asked = {"page": 1, "q": query}
        for mode, mark in (("read", "<rect"), ("text", "<mark")):
            shown = visitor.client.get(f"/records/{record}/{mode}", query_string=asked).text
            assert shown.count(mark) == count, (query, mode)
