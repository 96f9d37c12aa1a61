"""Organizations and collections."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from repo_app.services import places
from repo_app.services.library import Library
from repo_app.values import SYSTEM, VISITOR
from tests.services.people_house import newcomer, open_house


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


def test_the_first_organization_is_made_once(library: Library) -> None:
    before = places.organizations(library)
    assert places.ensure_first_organization(library).slug == "xa"
    assert places.organizations(library) == before
