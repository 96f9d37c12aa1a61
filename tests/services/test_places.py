"""Organizations and collections."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from repo_app.models import Record
from repo_app.services import accounts, places, records
from repo_app.services.library import Library
from repo_app.values import SYSTEM, VISITOR
from tests.services.people_house import newcomer, open_house


def stamp(library: Library, record: str) -> str:
    with library.db.reading() as session:
        return session.scalars(select(Record.stamp).where(Record.public_id == record)).one()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_house(tmp_path) as house:
        yield house


def test_places_stand_in_the_order_of_the_vietnamese_alphabet(library: Library) -> None:
    for slug, name in (("d", "Đài Phát thanh"), ("a", "Ăn Thịnh"), ("b", "Dương Xá"), ("c", "An Khê")):
        places.create_organization(library, SYSTEM, slug, name, parent="huyen")
        places.create_collection(library, SYSTEM, f"kho-{slug}", name, "xa", "cc-by-4.0")
    found = places.organizations(library)
    assert [view.slug for view in found] == ["c", "a", "b", "d", "huyen", "xa"]
    assert places.organization(library, "a").parent == "huyen"
    assert places.organization(library, "xa").parent is None
    kept = places.collections(library, "xa")
    assert [view.slug for view in kept] == ["kho-c", "kho-a", "kho-b", "kho-d"]
    assert kept == places.collections(library)
    assert places.collections(library, "huyen") == ()
    view = places.collection(library, "kho-a")
    assert (view.organization, view.organization_name, view.license) == ("xa", "Thư viện xã", "cc-by-4.0")
    assert {place.records for place in found} == {0}


@pytest.mark.parametrize("slug", ["", "-a", "a-", "a--b", "Thư", "a b", "a/b", "..", "A", "x" * 81, "a\n"])
def test_a_slug_is_what_fits_an_address(library: Library, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        places.create_organization(library, SYSTEM, slug, "Tên")
    assert refused.value.faults[0].field == "slug"
    with pytest.raises(Invalid):
        places.create_collection(library, SYSTEM, slug, "Tên", "xa")


def test_a_slug_is_given_once(library: Library) -> None:
    places.create_collection(library, SYSTEM, "toan", "Toán", "xa")
    for again in (
        lambda: places.create_organization(library, SYSTEM, "xa", "Khác"),
        lambda: places.create_collection(library, SYSTEM, "toan", "Khác", "huyen"),
    ):
        with pytest.raises(Conflict) as taken:
            again()
        assert taken.value.code in {"organization.exists", "collection.exists"}


def test_what_is_not_there_is_said_by_name(library: Library) -> None:
    for missing in (
        lambda: places.organization(library, "none"),
        lambda: places.collection(library, "none"),
        lambda: places.collections(library, "none"),
        lambda: places.create_organization(library, SYSTEM, "new", "Mới", parent="none"),
        lambda: places.create_collection(library, SYSTEM, "new", "Mới", "none"),
    ):
        with pytest.raises(NotFound) as unknown:
            missing()
        assert unknown.value.params == {"slug": "none"}
    with pytest.raises(Invalid):
        places.create_collection(library, SYSTEM, "new", "Mới", "xa", "cc-by-9.0")
    with pytest.raises(Invalid):
        places.create_collection(library, SYSTEM, "new", "  ", "xa")


@pytest.mark.parametrize("role", ["manager", "reviewer", "depositor"])
def test_only_admins_make_places(library: Library, role: str) -> None:
    person = newcomer(library, "ai@xa.vn", role)
    for asker, refusal in ((person, Forbidden), (VISITOR, NotSignedIn)):
        with pytest.raises(refusal):
            places.create_organization(library, asker, "moi", "Mới")
        with pytest.raises(refusal):
            places.create_collection(library, asker, "moi", "Mới", "xa")
    assert {view.slug for view in places.organizations(library)} == {"xa", "huyen"}


def parents(library: Library) -> dict[str, str | None]:
    return {view.slug: view.parent for view in places.organizations(library)}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def family(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """Three places below each other, ``huyen`` above ``xa`` above ``thon``, and ``khac`` beside them."""
    url = request.getfixturevalue("postgres_database") if request.param == "postgresql" else None
    with open_house(tmp_path, url) as house:
        places.create_organization(house, SYSTEM, "thon", "Thư viện thôn", "xa")
        places.create_organization(house, SYSTEM, "khac", "Nơi khác")
        places.move_organization(house, SYSTEM, "xa", "huyen")
        yield house


def test_a_place_moves_below_another_and_out_again_but_never_below_itself(family: Library) -> None:
    assert parents(family) == {"huyen": None, "xa": "huyen", "thon": "xa", "khac": None}
    for below in ("xa", "thon"):
        with pytest.raises(Conflict) as refused:
            places.move_organization(family, SYSTEM, "xa", below)
        assert refused.value.code == "organization.below_itself"
    assert places.move_organization(family, SYSTEM, "thon", "khac").parent == "khac"
    assert places.move_organization(family, SYSTEM, "xa", None).parent is None
    assert parents(family) == {"huyen": None, "xa": None, "thon": "khac", "khac": None}
    for slug, below in (("none", "xa"), ("xa", "none")):
        with pytest.raises(NotFound):
            places.move_organization(family, SYSTEM, slug, below)
    with pytest.raises(Forbidden):
        places.move_organization(family, newcomer(family, "m@xa.vn", "manager"), "xa", "huyen")


def test_merging_brings_everything_along_and_keeps_the_old_address(family: Library) -> None:
    lan = newcomer(family, "lan@xa.vn", "depositor")
    places.create_collection(family, SYSTEM, "toan", "Toán", "xa")
    made = records.create(family, lan, {"title": [{"value": "Bài"}], "license": [{"id": "cc0-1.0"}]}, collection="toan")
    records.publish(family, SYSTEM, made.id)
    with family.db.writing() as session:
        session.execute(update(Record).values(index_due=False))
    before = stamp(family, made.id)
    places.merge_organization(family, SYSTEM, "xa", "khac")
    assert parents(family) == {"huyen": None, "thon": "khac", "khac": None}
    assert places.merged_into(family, "xa") == "khac"
    assert places.merged_into(family, "khac") is None
    assert places.merged_into(family, "none") is None
    assert places.collection(family, "toan").organization == "khac"
    assert [view.organization for view in accounts.listing(family, SYSTEM)] == ["khac"]
    assert records.view(family, SYSTEM, made.id).organization == "khac"
    assert places.organization(family, "khac").records == 1
    assert stamp(family, made.id) != before
    with family.db.reading() as session:
        assert session.scalars(select(Record.index_due)).all() == [True]
    with pytest.raises(NotFound):
        places.organization(family, "xa")
    with pytest.raises(Conflict):
        places.create_organization(family, SYSTEM, "xa", "Xã khác")
    for again in (("xa", "khac"), ("khac", "xa")):
        with pytest.raises(NotFound):
            places.merge_organization(family, SYSTEM, *again)


def test_whoever_was_merged_before_follows_to_the_end(family: Library) -> None:
    places.merge_organization(family, SYSTEM, "khac", "thon")
    places.merge_organization(family, SYSTEM, "thon", "huyen")
    assert (places.merged_into(family, "khac"), places.merged_into(family, "thon")) == ("huyen", "huyen")
    assert parents(family) == {"huyen": None, "xa": "huyen"}


def test_a_place_may_be_merged_into_one_far_below_it(family: Library) -> None:
    places.merge_organization(family, SYSTEM, "huyen", "thon")
    assert parents(family) == {"thon": None, "xa": "thon", "khac": None}
    with pytest.raises(Conflict) as refused:
        places.merge_organization(family, SYSTEM, "xa", "xa")
    assert refused.value.code == "organization.into_itself"
    for asker, refusal in ((newcomer(family, "m@xa.vn", "manager"), Forbidden), (VISITOR, NotSignedIn)):
        with pytest.raises(refusal):
            places.merge_organization(family, asker, "xa", "thon")


def test_the_first_place_of_a_newcomer_is_never_one_that_was_merged(family: Library) -> None:
    places.merge_organization(family, SYSTEM, "xa", "khac")
    first = places.ensure_first_organization(family).slug
    assert first != "xa"
    made = records.create(family, SYSTEM, {"title": [{"value": "Bài"}]})
    assert made.organization == first


def test_the_first_organization_is_made_once(library: Library) -> None:
    before = places.organizations(library)
    assert places.ensure_first_organization(library).slug == "xa"
    assert places.organizations(library) == before
