"""The first admin: one link, once, while there is none."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_app.errors import Invalid, NotFound, NotSignedIn
from repo_app.services import accounts
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from tests.services.people_house import PASSWORD, enter, member, open_house


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_house(tmp_path) as house:
        yield house


def token_of(link: str | None) -> str:
    assert link is not None
    address, _, token = link.partition("?token=")
    assert address == "http://127.0.0.1:8080/account/first-admin"
    return token


def test_the_link_stays_the_same_is_kept_privately_and_works_once(library: Library, tmp_path: Path) -> None:
    link = accounts.setup_link(library)
    token = token_of(link)
    kept = tmp_path / "first-admin"
    assert kept.read_text() == f"{link}\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert accounts.setup_link(library) == link
    with pytest.raises(Invalid):
        accounts.become_first_admin(library, token, email="a@xa.vn", name="A", password="short")
    accounts.become_first_admin(library, token, email="a@xa.vn", name="Chị Hoa", password=PASSWORD)
    assert not kept.exists()
    assert accounts.person_of_session(library, enter(library, "a@xa.vn")).role == "admin"
    assert accounts.setup_link(library) is None
    with pytest.raises(NotFound):
        accounts.become_first_admin(library, token, email="b@xa.vn", name="B", password=PASSWORD)


def test_a_wrong_token_makes_nobody(library: Library) -> None:
    token = token_of(accounts.setup_link(library))
    for wrong in ("", token[:-1], token + "x", "x" * 43):
        with pytest.raises(NotFound):
            accounts.become_first_admin(library, wrong, email="a@xa.vn", name="A", password=PASSWORD)
    assert accounts.listing(library, SYSTEM) == ()


def test_an_admin_made_on_the_command_line_ends_the_link(library: Library, tmp_path: Path) -> None:
    token = token_of(accounts.setup_link(library))
    accounts.create(library, SYSTEM, email="a@xa.vn", name="A", role="admin")
    assert not (tmp_path / "first-admin").exists()
    with pytest.raises(NotFound, match=r"account\.has_admin"):
        accounts.check_setup_link(library, token)
    with pytest.raises(NotFound):
        accounts.become_first_admin(library, token, email="b@xa.vn", name="B", password=PASSWORD)
    assert accounts.setup_link(library) is None
    assert not (tmp_path / "first-admin").exists()


def test_a_role_given_on_the_command_line_ends_the_link_too(library: Library, tmp_path: Path) -> None:
    member(library, "hoa@xa.vn")
    accounts.setup_link(library)
    accounts.set_role(library, SYSTEM, "hoa@xa.vn", "reviewer")
    assert (tmp_path / "first-admin").exists()
    accounts.set_role(library, SYSTEM, "hoa@xa.vn", "admin")
    assert not (tmp_path / "first-admin").exists()


def test_a_link_is_told_to_work_or_not_before_it_is_used(library: Library) -> None:
    token = token_of(accounts.setup_link(library))
    accounts.check_setup_link(library, token)
    for wrong in ("", token[:-1], "x" * 5000, "\ud800"):
        with pytest.raises(NotFound, match=r"account\.link_unknown"):
            accounts.check_setup_link(library, wrong)
    accounts.become_first_admin(library, token, email="a@xa.vn", name="A", password=PASSWORD)
    with pytest.raises(NotFound, match=r"account\.has_admin"):
        accounts.check_setup_link(library, token)


def test_a_lost_or_spoilt_file_means_another_link(library: Library, tmp_path: Path) -> None:
    first = token_of(accounts.setup_link(library))
    (tmp_path / "first-admin").write_bytes(b"\xff\xfe nonsense")
    second = token_of(accounts.setup_link(library))
    assert second != first
    with pytest.raises(NotFound):
        accounts.become_first_admin(library, first, email="a@xa.vn", name="A", password=PASSWORD)


def test_whoever_holds_the_link_may_have_an_account_already(library: Library) -> None:
    member(library, "hoa@xa.vn")
    session, script = enter(library, "hoa@xa.vn"), accounts.create_token(library, SYSTEM, "hoa@xa.vn")
    token = token_of(accounts.setup_link(library))
    accounts.become_first_admin(library, token, email="Hoa@xa.vn", name="Hoa", password="dòng sông rất rộng")
    (view,) = accounts.listing(library, SYSTEM)
    assert (view.role, view.organization) == ("admin", "xa")
    assert not accounts.person_of_session(library, session).known
    with pytest.raises(NotSignedIn):
        accounts.person_of_token(library, script)


def test_of_two_at_once_one_gets_through(library: Library) -> None:
    token = token_of(accounts.setup_link(library))
    made: list[str] = []

    def claim(email: str) -> None:
        try:
            accounts.become_first_admin(library, token, email=email, name="A", password=PASSWORD)
            made.append(email)
        except NotFound:
            pass

    threads = [threading.Thread(target=claim, args=(f"{number}@xa.vn",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [view.email for view in accounts.listing(library, SYSTEM)] == made
    assert len(made) == 1
