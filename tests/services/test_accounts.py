"""Who may let whom in, and how people come by passwords."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, Problem
from repo_app.models import Account, ApiToken, OneTimeToken, WebSession
from repo_app.services import accounts
from repo_app.services.library import Library
from repo_app.values import SYSTEM, VISITOR, Person
from tests.services.people_house import PASSWORD, age, enter, member, newcomer, open_house

ANOTHER = "dòng sông rất rộng"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_house(tmp_path) as house:
        yield house


@pytest.fixture
def people(library: Library) -> dict[str, Person]:
    return {
        "admin": newcomer(library, "quan.tri@xa.vn", "admin"),
        "manager": newcomer(library, "phu.trach@xa.vn", "manager"),
        "other manager": newcomer(library, "phu.trach@huyen.vn", "manager", "huyen"),
        "reviewer": newcomer(library, "duyet@xa.vn", "reviewer"),
        "depositor": newcomer(library, "gui@xa.vn"),
        "visitor": VISITOR,
        "system": SYSTEM,
    }


MAY_GIVE = {
    "system": {"admin", "manager", "reviewer", "depositor"},
    "admin": {"admin", "manager", "reviewer", "depositor"},
    "manager": {"reviewer", "depositor"},
    "other manager": set(),
    "reviewer": set(),
    "depositor": set(),
    "visitor": set(),
}


@pytest.mark.parametrize("who", MAY_GIVE)
def test_roles_are_given_from_above_and_in_one_s_own_house(
    library: Library, people: dict[str, Person], who: str
) -> None:
    given = set()
    for role in ("admin", "manager", "reviewer", "depositor"):
        try:
            accounts.create(library, people[who], email=f"{role}@moi.vn", name="Mới", role=role, organization="xa")
            given.add(role)
        except (Forbidden, NotSignedIn):
            pass
    assert given == MAY_GIVE[who]


Deed = Callable[[Library, Person, str], object]
DEEDS: dict[str, Deed] = {
    "disable": accounts.disable,
    "set_role": lambda library, person, email: accounts.set_role(library, person, email, "depositor"),
    "reset_link": accounts.reset_link,
    "create_token": accounts.create_token,
}
MAY_TOUCH = {
    "system": {"admin", "manager", "reviewer", "depositor"},
    "admin": {"admin", "manager", "reviewer", "depositor"},
    "manager": {"reviewer", "depositor"},
    "other manager": set(),
    "reviewer": set(),
    "depositor": set(),
    "visitor": set(),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", MAY_TOUCH)
def test_nobody_reaches_above_themselves_or_next_door(
    library: Library, people: dict[str, Person], who: str, deed: str
) -> None:
    touched = set()
    for role in ("admin", "manager", "reviewer", "depositor"):
        newcomer(library, f"{role}@dich.vn", role)
        try:
            DEEDS[deed](library, people[who], f"{role}@dich.vn")
            touched.add(role)
        except (Forbidden, NotSignedIn):
            pass
    assert touched == MAY_TOUCH[who]


def test_a_person_without_password_chooses_one_by_a_link_that_works_once(library: Library) -> None:
    link = accounts.create(library, SYSTEM, email="Cô.Lan@Xã.vn", name=" Cô  Lan ", role="depositor")
    assert link is not None
    address, _, token = link.partition("?token=")
    assert address == "http://127.0.0.1:8080/account/reset"
    with pytest.raises(Invalid) as refused:
        accounts.reset_password(library, token, "ngắn")
    assert refused.value.code == "account.password_too_short"
    assert accounts.reset_link_works(library, token)
    accounts.reset_password(library, token, PASSWORD)
    with pytest.raises(NotFound):
        accounts.reset_password(library, token, ANOTHER)
    person = accounts.person_of_session(library, enter(library, "cô.lan@xã.vn"))
    assert (person.name, person.email, person.role) == ("Cô Lan", "Cô.Lan@Xã.vn", "depositor")


def test_a_link_to_choose_a_password_dies_after_three_days_and_with_the_next_one(library: Library) -> None:
    first = accounts.create(library, SYSTEM, email="a@xa.vn", name="A", role="depositor") or ""
    second = accounts.reset_link(library, SYSTEM, "a@xa.vn")
    assert not accounts.reset_link_works(library, first.partition("=")[2])
    token = second.partition("=")[2]
    age(library, timedelta(days=2, hours=23))
    assert accounts.reset_link_works(library, token)
    age(library, timedelta(hours=2))
    with pytest.raises(NotFound) as gone:
        accounts.reset_password(library, token, PASSWORD)
    assert gone.value.code == "account.link_unknown"


def test_choosing_a_new_password_ends_every_session(library: Library) -> None:
    member(library, "a@xa.vn")
    held = enter(library, "a@xa.vn")
    accounts.reset_password(library, accounts.reset_link(library, SYSTEM, "a@xa.vn").partition("=")[2], ANOTHER)
    assert accounts.person_of_session(library, held) == VISITOR
    assert enter(library, "a@xa.vn", ANOTHER)


def test_changing_one_s_password_ends_the_other_sessions_only(library: Library) -> None:
    person = member(library, "a@xa.vn")
    other, own = enter(library, "a@xa.vn"), enter(library, "a@xa.vn")
    with pytest.raises(Invalid) as refused:
        accounts.change_password(library, person, ANOTHER, ANOTHER, keep=own)
    assert refused.value.code == "account.wrong_old_password"
    accounts.change_password(library, person, PASSWORD, ANOTHER, keep=own)
    assert accounts.person_of_session(library, own).known
    assert not accounts.person_of_session(library, other).known
    with pytest.raises(NotSignedIn):
        enter(library, "a@xa.vn", PASSWORD)


def test_disabling_shuts_every_door_at_once(library: Library) -> None:
    member(library, "a@xa.vn")
    held = enter(library, "a@xa.vn")
    token = accounts.create_token(library, SYSTEM, "a@xa.vn")
    link = accounts.reset_link(library, SYSTEM, "a@xa.vn").partition("=")[2]
    for _ in range(2):
        accounts.disable(library, SYSTEM, "A@XA.VN")
    assert not accounts.person_of_session(library, held).known
    with pytest.raises(NotSignedIn):
        accounts.person_of_token(library, token)
    for refused in (
        lambda: accounts.reset_password(library, link, ANOTHER),
        lambda: enter(library, "a@xa.vn"),
        lambda: accounts.reset_link(library, SYSTEM, "a@xa.vn"),
        lambda: accounts.create_token(library, SYSTEM, "a@xa.vn"),
    ):
        with pytest.raises((NotFound, NotSignedIn)):
            refused()
    for refused in (accounts.reset_link, accounts.create_token):
        with pytest.raises(NotFound, match=r"account\.disabled"):
            refused(library, SYSTEM, "a@xa.vn")
    assert [view.disabled for view in accounts.listing(library, SYSTEM)] == [True]


def test_a_role_holds_from_the_next_request(library: Library) -> None:
    token = accounts.create_token(library, member(library, "a@xa.vn"), "a@xa.vn", "máy quét")
    accounts.set_role(library, SYSTEM, "a@xa.vn", "reviewer")
    assert accounts.person_of_token(library, token).role == "reviewer"
    with pytest.raises(Invalid):
        accounts.set_role(library, SYSTEM, "a@xa.vn", "king")


def test_the_last_admin_stays(library: Library) -> None:
    accounts.create(library, SYSTEM, email="a@xa.vn", name="A", role="admin")
    for last in (
        lambda: accounts.disable(library, SYSTEM, "a@xa.vn"),
        lambda: accounts.set_role(library, SYSTEM, "a@xa.vn", "manager"),
    ):
        with pytest.raises(Conflict) as kept:
            last()
        assert kept.value.code == "account.last_admin"
    accounts.create(library, SYSTEM, email="b@xa.vn", name="B", role="admin")
    accounts.disable(library, SYSTEM, "a@xa.vn")
    with pytest.raises(Conflict):
        accounts.disable(library, SYSTEM, "b@xa.vn")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"email": "a@xa.vn"}, "account.exists"),
        ({"email": "A@XA.VN"}, "account.exists"),
        ({"email": "cô"}, "account.bad_email"),
        ({"email": "cô@"}, "account.bad_email"),
        ({"email": "a b@xa.vn"}, "account.bad_email"),
        ({"email": "a@xa..vn"}, "account.bad_email"),
        ({"email": "a@xa.vn\nBcc: b@xa.vn"}, "account.bad_email"),
        ({"email": "x" * 250 + "@xa.vn"}, "account.bad_email"),
        ({"name": " \t "}, "account.bad_name"),
        ({"name": "A\u202eB"}, "account.bad_name"),
        ({"name": "x" * 201}, "account.bad_name"),
        ({"role": "root"}, "account.bad_role"),
        ({"organization": "none"}, "organization.unknown"),
        ({"password": "matkhau123"}, "account.password_common"),
        ({"password": "MatKhau123"}, "account.password_common"),
        ({"password": "aaaaaaaaaaab"}, "account.password_common"),
        ({"password": "123456789"}, "account.password_too_short"),
        ({"password": "x1" * 501}, "account.password_too_long"),
        ({"password": "Lan.Nguyen@Xa.VN"}, "account.password_is_email"),
        ({"password": "LAN.NGUYEN"}, "account.password_is_email"),
        ({"password": "halves \ud800 of it"}, "account.password_bad_text"),
    ],
)
def test_what_cannot_be_an_account_is_refused_by_name(library: Library, changed: dict[str, str], code: str) -> None:
    accounts.create(library, SYSTEM, email="a@xa.vn", name="A", role="depositor")
    asked = {"email": "lan.nguyen@xa.vn", "name": "Lan", "role": "depositor", **changed}
    with pytest.raises(Problem) as refused:
        accounts.create(library, SYSTEM, **asked)
    assert refused.value.code == code
    assert len(accounts.listing(library, SYSTEM)) == 1


def test_lists_show_what_one_manages_by_given_name(library: Library, people: dict[str, Person]) -> None:
    for name in ("Nguyễn Văn Đức", "Trần Thị Ánh", "Lê Dung"):
        accounts.create(library, SYSTEM, email=f"{abs(hash(name))}@huyen.vn", name=name, role="depositor",
                        organization="huyen")  # fmt: skip
    seen = accounts.listing(library, people["other manager"])
    assert [view.name for view in seen] == ["Trần Thị Ánh", "Lê Dung", "Ai đó", "Nguyễn Văn Đức"]
    assert {view.organization for view in seen} == {"huyen"}
    assert len(accounts.listing(library, people["admin"])) == 8
    for who in ("reviewer", "depositor", "visitor"):
        with pytest.raises((Forbidden, NotSignedIn)):
            accounts.listing(library, people[who])


@pytest.mark.usefixtures("full_strength")
def test_no_secret_is_kept_as_it_is(library: Library, tmp_path: Path) -> None:
    member(library, "a@xa.vn")
    secrets = [
        PASSWORD,
        enter(library, "a@xa.vn"),
        accounts.create_token(library, SYSTEM, "a@xa.vn"),
        accounts.reset_link(library, SYSTEM, "a@xa.vn").partition("=")[2],
    ]
    with library.db.reading() as session:
        held = " ".join(
            str(value)
            for row in (Account.password_hash, WebSession.token_hash, ApiToken.token_hash, OneTimeToken.token_hash)
            for value in session.scalars(select(row))
        )
    assert not [secret for secret in secrets if secret in held]
    assert held.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in on_disk]
