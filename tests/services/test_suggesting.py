"""Suggestions, spelling and similar items over a real library: what is offered, and that nothing leaks into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repo_app.errors import NotFound
from repo_app.services import records
from repo_app.services.finding import SearchRequest, search
from repo_app.services.similar import similar
from repo_app.services.spelling import Collected, did_you_mean
from repo_app.services.suggesting import suggest
from repo_app.values import VISITOR
from search import Query
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title

pytestmark = pytest.mark.usefixtures("remembered")

CLOSED = [{"id": "in-copyright"}]
SECRET = "zưngzẩng"  # a word that no other record has
TEXT = f"{prose(1)} {SECRET} quặng, {SECRET} quặng. {prose(2)}"


def offered(house: House, text: str) -> list[str]:
    return [one.text for one in suggest(house.library, text, "vi")]


def meant(house: House, text: str, total: int = 9) -> str | None:
    return did_you_mean(house.library, Query(text), total)


def two(house: House) -> tuple[str, str]:
    """Two records with one text, so that its phrases are popular."""
    first = house.published(text_pdf([TEXT]), "a.pdf", title=title("Sổ một"))
    return first, house.published(text_pdf([TEXT]), "b.pdf", title=title("Sổ hai"))


def named(house: House, *names: str) -> None:
    """Public records of these titles, without files."""
    for name in names:
        made = records.create(house.library, house.depositor, {**LICENSE, "title": title(name)})
        records.publish(house.library, house.reviewer, made.id)
    house.work()


def tells(house: House) -> bool:
    """Whether suggestions or spelling know of the secret word in any way."""
    fixed = (
        meant(house, "zungzang"),
        meant(house, "zung zang quang"),
        meant(house, "zuwngzaarng"),
        meant(house, "zungzag", 0),
    )
    return bool(offered(house, "zungz")) or any(fixed)


def test_popular_phrases_titles_names_and_subjects_are_offered_once(house: House) -> None:
    two(house)
    house.published(
        text_pdf([prose(3)]), "c.pdf", title=title("Hoà bình ở làng"), subject=[{"value": "Hòa giải"}],
        creator=[{"value": "Hoàng Thị Sen"}],
    )  # fmt: skip
    found = suggest(house.library, "hoa", "vi")
    assert {one.kind for one in found} == {"title", "name", "subject"}
    assert offered(house, "zung") == [f"{SECRET} quặng"]
    assert offered(house, "hòa b") == offered(house, "hoà b") == offered(house, "HOA B") == ["Hoà bình ở làng"]
    assert "Hoà bình ở làng" in offered(house, "làn")
    assert offered(house, "sen") == ["Hoàng Thị Sen"]


def test_typed_accents_come_first(house: House) -> None:
    named(house, "Bán hàng", "Bàn ghế", "Bản làng", "Bạn bè")
    assert offered(house, "bản")[0] == "Bản làng"
    assert offered(house, "bạn")[0] == "Bạn bè"
    assert {"Bán hàng", "Bàn ghế", "Bản làng", "Bạn bè"} <= set(offered(house, "ban"))


def test_one_title_of_several_records_leads_to_a_search(house: House) -> None:
    named(house, "Giáo án", "Giáo án")
    (found,) = suggest(house.library, "giao an", "vi")
    assert (found.record, found.query) == (None, 'title:"Giáo án"')


REGULATION = (
    "Thông tư ban hành Quy chế tổ chức và hoạt động của thư viện xã, phường, thị trấn và thư viện cộng đồng "
    "ở vùng đồng bào dân tộc thiểu số và miền núi"
)
TITLES = (
    REGULATION,
    f"{REGULATION} nghiêngngả" * 3,
    "Truyện “Kiều” và «Chinh phụ ngâm»",
    'Ai "ai" (ai) OR -ai',
    "x" * 250,
)


@pytest.mark.parametrize("name", TITLES)
def test_every_offered_title_finds_its_records(house: House, name: str) -> None:
    named(house, name, name)
    found = suggest(house.library, name[:20], "vi")
    assert bool(found) == (len(name.split()) > 1)
    for one in found:
        assert search(house.library, VISITOR, SearchRequest(one.query), "vi").total == 2


def test_accents_keys_and_letters_are_put_right_from_what_records_say(house: House) -> None:
    two(house)
    assert meant(house, f"{SECRET} quang") == f"{SECRET} quặng"
    assert meant(house, "zungzang quang") == f"{SECRET} quặng"
    assert meant(house, "quawngj") in {"quặng", None}
    assert meant(house, f"{SECRET} quặng") is None
    assert meant(house, "zungzang quang", 0) is None  # nothing is found with accents that is not found without


def test_subjects_are_offered_in_the_readers_language(house: House) -> None:
    house.published(text_pdf([prose(3)]), "c.pdf", title=title("Bài một"), subject=[{"id": "toan"}])
    (found,) = suggest(house.library, "toá", "vi")
    assert (found.kind, found.subject) == ("subject", "toan")
    assert suggest(house.library, "math", "en")[0].subject == "toan"


def _draft(house: House) -> None:
    record = house.deposit(text_pdf([TEXT]), "x.pdf")
    house.work()
    house.described(record, title=title(SECRET))


def _withdrawn_unseen(house: House) -> None:
    for record in two(house):
        records.withdraw(house.library, house.reviewer, record, "thử")


def _withdrawn(house: House) -> None:
    _withdrawn_unseen(house)
    house.work()


def _closed(house: House) -> None:
    for at in range(2):
        house.published(text_pdf([TEXT]), f"{at}.pdf", title=title(f"Kín {at}"), license=CLOSED)


def _closed_later_unseen(house: House) -> None:
    for record in two(house):
        house.described(record, license=CLOSED)


def _closed_later(house: House) -> None:
    _closed_later_unseen(house)
    house.work()


@pytest.mark.parametrize("way", [_draft, _withdrawn_unseen, _withdrawn, _closed, _closed_later_unseen, _closed_later])
def test_nothing_that_is_not_public_is_told_of(house: House, way: Callable[[House], None]) -> None:
    way(house)
    assert not tells(house)


def test_what_is_public_would_be_told_of(house: House) -> None:
    two(house)
    assert tells(house)


def test_what_a_withdrawn_record_uses_is_taken_off_at_once(house: House) -> None:
    records.withdraw(house.library, house.reviewer, two(house)[0], "thử")

    def told() -> list[object]:
        with house.library.db.reading() as session:
            collected = Collected(session)
            return [collected.words(["zungzang", "quang"]), collected.rows(["zungzang quang"])]

    before = told()
    house.work()
    assert before == told() != [{}, {}]


def test_similar_records_share_seldom_things_and_are_public(house: House) -> None:
    first, second = two(house)
    house.published(text_pdf([prose(9)]), "c.pdf", title=title("Việc khác"))
    assert [card.id for card in similar(house.library, VISITOR, first)] == [second]
    records.withdraw(house.library, house.reviewer, second, "thử")
    assert similar(house.library, VISITOR, first) == ()
    with pytest.raises(NotFound):
        similar(house.library, VISITOR, house.deposit(text_pdf([prose(1)]), "nháp.pdf"))


def test_of_more_records_than_are_looked_at_the_newest_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = two(house)
    newest = house.published(text_pdf([TEXT]), "c.pdf", title=title("Sổ ba"))
    monkeypatch.setattr("repo_app.services.similar.FOLLOWED", 1)
    monkeypatch.setattr("repo_app.services.similar.LEAST", 0.0)
    assert [card.id for card in similar(house.library, VISITOR, first)] == [newest]


def test_a_text_that_was_closed_makes_nothing_similar(house: House) -> None:
    first, second = two(house)
    house.described(second, license=CLOSED)
    assert similar(house.library, VISITOR, first) == similar(house.library, VISITOR, second) == ()
    house.work()
    assert similar(house.library, VISITOR, first) == similar(house.library, VISITOR, second) == ()
