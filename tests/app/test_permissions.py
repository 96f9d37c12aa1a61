"""The table of permissions, as a table: five people and a visitor against every state of a record."""

from __future__ import annotations

from datetime import date

import pytest

from repo_app.errors import Forbidden, NotFound, NotSignedIn
from repo_app.permissions import (
    ORGANIZATION_RULES,
    RECORD_RULES,
    FileRef,
    OrganizationRef,
    RecordRef,
    can,
    may,
    require,
    why_closed,
)
from repo_app.values import SYSTEM, VISITOR, Person

HOME, AWAY, OWNER = 1, 2, 7
PEOPLE = {
    "visitor": VISITOR,
    "owner": Person(account=OWNER, role="depositor", organization=HOME),
    "other": Person(account=8, role="depositor", organization=HOME),
    "reviewer": Person(account=9, role="reviewer", organization=HOME),
    "away": Person(account=10, role="manager", organization=AWAY),
    "admin": Person(account=11, role="admin", organization=AWAY),
}
STAFF = {"reviewer", "admin"}
# verb -> state -> who may; a state that is not named: nobody
EXPECTED: dict[str, dict[str, set[str]]] = {
    "see": {
        "draft": {"owner", *STAFF},
        "submitted": {"owner", *STAFF},
        "published": set(PEOPLE),
        "withdrawn": set(PEOPLE),
    },
    "work-on": {state: {"owner", *STAFF} for state in ("draft", "submitted", "published", "withdrawn")},
    "edit": {
        "draft": {"owner", *STAFF},
        "submitted": {"owner", *STAFF},
        "published": STAFF,
        "withdrawn": STAFF,
    },
    "propose": {
        "draft": {"owner", *STAFF},
        "submitted": {"owner", *STAFF},
        "published": {"owner", *STAFF},
        "withdrawn": STAFF,
    },
    "upload": {"draft": {"owner", *STAFF}, "submitted": STAFF, "published": STAFF},
    "read": {
        "draft": {"owner", *STAFF},
        "submitted": {"owner", *STAFF},
        "published": set(PEOPLE),
        "withdrawn": {"owner", *STAFF},
    },
    "submit": {"draft": {"owner", *STAFF}},
    "publish": dict.fromkeys(("draft", "submitted", "published"), STAFF),
    "return": dict.fromkeys(("submitted", "withdrawn"), STAFF),
    "withdraw": {"published": STAFF},
    "delete": {"draft": {"owner", *STAFF}},
}
EXPECTED["embargo"] = {**EXPECTED["edit"], "submitted": STAFF}


def record(state: str, license_id: str | None = "cc-by-4.0") -> RecordRef:
    return RecordRef(state, HOME, OWNER, license_id)


def test_the_table_names_every_verb() -> None:
    assert set(EXPECTED) == set(RECORD_RULES)


@pytest.mark.parametrize("verb", EXPECTED)
@pytest.mark.parametrize("state", ["draft", "submitted", "published", "withdrawn"])
def test_who_may_do_what_to_a_record(verb: str, state: str) -> None:
    allowed = {name for name, person in PEOPLE.items() if can(person, verb, record(state))}
    assert allowed == EXPECTED[verb].get(state, set())


@pytest.mark.parametrize("license_id", ["in-copyright", "unknown", None, "no-such-license"])
def test_what_is_not_open_is_read_by_its_people_only(license_id: str | None) -> None:
    readers = {name for name, person in PEOPLE.items() if can(person, "read", record("published", license_id))}
    assert readers == {"owner", *STAFF}


def test_what_is_under_embargo_is_read_by_its_people_only_and_seen_by_all() -> None:
    held = RecordRef("published", HOME, OWNER, "cc-by-4.0", embargo=date(2031, 1, 31))
    assert {name for name, person in PEOPLE.items() if can(person, "read", held)} == {"owner", *STAFF}
    assert {name for name, person in PEOPLE.items() if can(person, "see", held)} == set(PEOPLE)
    told = why_closed(FileRef(held, "cc0-1.0"))
    assert told is not None
    assert (told.code, told.params) == ("record.closed_embargo", {"until": date(2031, 1, 31)})


@pytest.mark.parametrize(
    ("license_id", "access", "own", "reason"),
    [
        ("cc-by-4.0", None, None, None),
        ("cc-by-4.0", None, "in-copyright", "file.closed_license"),
        ("cc-by-4.0", "open-access", "unknown", "file.closed_license"),
        ("cc-by-4.0", "restricted-access", None, "record.closed_access"),
        ("cc-by-4.0", "metadata-only-access", "cc0-1.0", "record.closed_access"),
        ("in-copyright", None, None, "record.closed_license"),
        ("in-copyright", None, "cc-by-sa-3.0-vn", None),
        ("in-copyright", "open-access", None, None),
        (None, "open-access", None, None),
        ("unknown", "some-term-of-tomorrow", "cc-by-4.0", "record.closed_access"),
    ],
)
def test_what_closes_a_file(license_id: str | None, access: str | None, own: str | None, reason: str | None) -> None:
    held = FileRef(RecordRef("published", HOME, OWNER, license_id, access=access), own)
    told = why_closed(held)
    assert (told.code if told else None) == reason
    readers = {name for name, person in PEOPLE.items() if can(person, "read", held)}
    assert readers == (set(PEOPLE) if reason is None else {"owner", *STAFF})


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_an_open_file_of_a_record_that_is_not_public_is_for_its_people(state: str) -> None:
    held = FileRef(record(state), "cc0-1.0")
    assert {name for name, person in PEOPLE.items() if can(person, "read", held)} == {"owner", *STAFF}


@pytest.mark.parametrize(
    ("who", "verb", "state", "problem"),
    [
        ("visitor", "edit", "draft", NotFound),
        ("other", "edit", "draft", NotFound),
        ("away", "publish", "submitted", NotFound),
        ("visitor", "edit", "published", NotSignedIn),
        ("other", "edit", "published", Forbidden),
        ("owner", "publish", "submitted", Forbidden),
    ],
)
def test_a_refusal_tells_no_more_than_its_asker_may_know(
    who: str, verb: str, state: str, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        require(PEOPLE[who], verb, record(state))


@pytest.mark.parametrize(
    ("role", "organization", "granted"),
    [
        ("admin", AWAY, {"admin", "manager", "reviewer", "depositor"}),
        ("manager", HOME, {"reviewer", "depositor"}),
        ("manager", AWAY, set()),
        ("reviewer", HOME, set()),
        ("depositor", HOME, set()),
    ],
)
def test_who_may_give_which_role(role: str, organization: int, granted: set[str]) -> None:
    person = Person(account=1, role=role, organization=organization)
    given = {
        r
        for r in ("admin", "manager", "reviewer", "depositor")
        if can(person, "manage-people", OrganizationRef(HOME, r))
    }
    assert given == granted


def test_only_admins_make_places_and_only_members_deposit() -> None:
    here = OrganizationRef(HOME)
    assert {name for name, person in PEOPLE.items() if can(person, "manage-places", here)} == {"admin"}
    for place, known in ((HOME, {"admin"}), (AWAY, {"admin", "away"})):
        found = {name for name, person in PEOPLE.items() if can(person, "manage-collections", OrganizationRef(place))}
        assert found == known
    assert {name for name, person in PEOPLE.items() if can(person, "deposit", here)} == set(PEOPLE) - {"visitor"}
    assert {name for name, person in PEOPLE.items() if can(person, "review", here)} == STAFF
    assert all(can(SYSTEM, verb, here) for verb in ORGANIZATION_RULES)


def test_a_published_record_offers_no_second_publishing() -> None:
    assert may(PEOPLE["reviewer"], record("submitted")).publish
    assert not may(PEOPLE["reviewer"], record("published")).publish
