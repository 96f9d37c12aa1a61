"""What the search box is offered: JSON, quickly gone from caches, nothing that is not public, never an error."""

from __future__ import annotations

import pytest

from repo_app.services import records
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser

pytestmark = pytest.mark.usefixtures("remembered")


@pytest.fixture(scope="module")
def offered(house: House) -> str:
    """A published record that suggestions know."""
    return house.published(
        text_pdf([prose(30)]), "men.pdf", title=title("Nấu rượu ghè Xơ Đăng"), creator=[{"value": "Y Hnhót"}],
    )  # fmt: skip


def lines(browser: Browser, text: str, prefix: str = "") -> list[dict[str, str]]:
    answer = browser.client.get(f"{prefix}/search/suggest", query_string={"q": text})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found: list[dict[str, str]] = answer.get_json()
    return found


def test_a_title_leads_to_its_record_in_the_language_of_the_page(visitor: Browser, offered: str) -> None:
    assert {"text": "Nấu rượu ghè Xơ Đăng", "url": f"/records/{offered}", "kind": "title"} in lines(visitor, "ruou gh")
    assert {"text": "Nấu rượu ghè Xơ Đăng", "url": f"/en/records/{offered}", "kind": "title"} in lines(
        visitor, "nấu r", "/en"
    )


def test_a_name_leads_to_a_search_for_it(visitor: Browser, offered: str) -> None:
    found = next(one for one in lines(visitor, "hnhot") if one["kind"] == "name")
    assert found["text"] == "Y Hnhót"
    assert offered in visitor.text(found["url"])


def test_an_answer_is_small_private_and_needs_no_cookie(visitor: Browser, offered: str) -> None:
    answer = visitor.get("/search/suggest?q=nau")
    assert answer.headers["Cache-Control"] == "private, max-age=30"
    assert "Set-Cookie" not in answer.headers
    assert len(answer.data) < 2048


@pytest.mark.parametrize(
    "text", ["", "n", " ", "%", "'", '"', "\\", "_", "x" * 5000, "🙂🙂", "\u0301\u0301", "-a", "a:b"]
)
def test_nothing_that_is_typed_is_an_error(visitor: Browser, text: str) -> None:
    lines(visitor, text)


def test_a_withdrawn_title_is_gone_before_any_job_ran(visitor: Browser, house: House) -> None:
    record = house.published(text_pdf([prose(31)]), "x.pdf", title=title("Quặngbí bạc"), creator=[{"value": "Ôngbí"}])
    assert lines(visitor, "quangbi")
    assert lines(visitor, "ongbi")
    records.withdraw(house.library, house.reviewer, record, "thử")
    assert lines(visitor, "quangbi") == lines(visitor, "ongbi") == []
    house.work()
    assert lines(visitor, "quangbi") == lines(visitor, "ongbi") == []


def test_the_record_page_shows_similar_records_that_are_public(visitor: Browser, house: House) -> None:
    shared = {"subject": [{"value": "Nghề đan gùi"}], "creator": [{"value": "A Biu Gùi"}]}
    first, second, third = (
        house.published(text_pdf([prose(40 + at)]), f"gui{at}.pdf", title=title(f"Đan gùi tre nứa tập {at}"), **shared)
        for at in range(3)
    )
    assert f"/records/{second}" in visitor.text(f"/records/{first}")
    assert "Similar materials" in visitor.text(f"/en/records/{first}")
    records.withdraw(house.library, house.reviewer, second, "thử")
    page = visitor.text(f"/records/{first}")
    assert f"/records/{second}" not in page
    assert f"/records/{third}" in page
