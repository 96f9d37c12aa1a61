"""What drafts take from their files without a person: a title, and what the rule of their collection lets in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_app.errors import Invalid, NotFound, Problem
from repo_app.services import collections, deposit, places, records, suggested
from repo_app.services.authorities import terms
from repo_app.services.authorities.terms import TermText
from repo_app.values import SYSTEM, RecordView
from tests.house import House, opened
from tests.title_pages import draw, works

pytestmark = pytest.mark.usefixtures("remembered")

WORK = next(work for work in works() if work.name == "so-tay")
SLUG = "so-tay"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("taking") / "var") as made:
        places.create_collection(made.library, SYSTEM, SLUG, "Sổ tay", "xa")
        yield made


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(WORK, tmp_path_factory.mktemp("works") / "so-tay.pdf")


def sent(house: House, book: Path, collection: str | None) -> str:
    with book.open("rb") as stream:
        return deposit.deposit(house.library, house.depositor, stream, "so-tay.pdf", collection=collection).record


def seen(house: House, record: str) -> RecordView:
    return records.view(house.library, house.depositor, record)


def test_without_a_rule_a_draft_takes_its_title_only(house: House, book: Path) -> None:
    collections.accept_from(house.library, SYSTEM, SLUG, None)
    for collection in (SLUG, None):
        record = sent(house, book, collection)
        house.work()
        view = seen(house, record)
        assert [key for key, _ in view.metadata.items] == ["title"]
        assert view.unreviewed_title


def test_by_a_rule_it_takes_what_is_sure_and_never_a_licence(house: House, book: Path) -> None:
    collections.accept_from(house.library, SYSTEM, SLUG, 0.85)
    record = sent(house, book, SLUG)
    house.work()
    view = seen(house, record)
    people = view.metadata.get("creator")
    assert [(one.value, one.role) for one in people] == [
        ("Trần Thị Mỹ Hạnh", "compiler"),
        ("Quách Đình Lộc", "compiler"),
    ]
    assert [one.value for one in view.metadata.get("issued")] == ["2017"]
    assert [one.id for one in view.metadata.get("language")] == ["vi"]
    assert view.metadata.get("alternative") == ()  # suggested with 0.7
    assert view.metadata.get("license") == ()
    assert view.unreviewed_title
    assert view.state == "draft"
    verbs = [entry.verb for entry in records.history(house.library, house.depositor, record)]
    assert verbs == ["create", "title", "accept"]


def test_it_leaves_alone_what_somebody_described(house: House, book: Path) -> None:
    collections.accept_from(house.library, SYSTEM, SLUG, 0.85)
    record = sent(house, book, SLUG)
    patch = {"description": [{"value": "Sổ tay của trạm y tế xã nhà."}]}
    records.edit(house.library, house.depositor, record, patch, seen(house, record).revision)
    house.work()
    assert sorted(key for key, _ in seen(house, record).metadata.items) == ["description", "title"]


def test_terms_of_the_librarys_own_are_proposed_by_their_names(house: House) -> None:
    text = TermText("Nghề đan gùi", "Basket weaving", ("Gùi Gia Rai",))
    made = terms.add(house.library, house.admin, "topics", text)
    names = suggested.names_of(house.library)
    assert names.id_of("topics", "nghe dan gui") == made.id
    assert names.id_of("topics", "Gùi Gia Rai") == made.id
    assert suggested.known_names().id_of("topics", "Gùi Gia Rai") is None


def test_it_leaves_alone_what_somebody_is_typing(house: House, book: Path) -> None:
    collections.accept_from(house.library, SYSTEM, SLUG, 0.85)
    typed, restored = sent(house, book, SLUG), sent(house, book, SLUG)
    patch = {"description": [{"value": "Đang viết dở"}]}
    records.autosave(house.library, house.depositor, typed, patch, seen(house, typed).revision)
    before = records.edit(house.library, SYSTEM, restored, patch, seen(house, restored).revision)
    records.restore(house.library, house.depositor, restored, 1, before.revision)
    house.work()
    assert sorted(key for key, _ in seen(house, typed).metadata.items) == ["description", "title"]
    assert [key for key, _ in seen(house, restored).metadata.items] == ["title"]


@pytest.mark.parametrize("share", [0.0, 0.49, 1.01, -1.0, float("nan"), float("inf")])
def test_a_rule_is_a_confidence(house: House, share: float) -> None:
    with pytest.raises(Invalid) as refused:
        collections.accept_from(house.library, SYSTEM, SLUG, share)
    assert refused.value.code == "collection.bad_share"


def test_only_those_who_manage_the_place_set_it(house: House) -> None:
    for person in (house.depositor, house.reviewer, house.manager_elsewhere):
        with pytest.raises(Problem):
            collections.accept_from(house.library, person, SLUG, 0.9)
    with pytest.raises(NotFound):
        collections.accept_from(house.library, house.admin, "khong-co", 0.9)
    assert collections.accept_from(house.library, house.admin, SLUG, 0.9) == "Sổ tay"
