"""Signing in: one answer for every wrong try, a brake that nothing gets around, sessions that can be seen and ended."""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.errors import NotFound, NotSignedIn, Problem, TooManyRequests
from repo_app.models import Throttle, WebSession
from repo_app.services import accounts, passwords, throttling
from repo_app.services.library import Library
from repo_app.values import SYSTEM, VISITOR
from tests.services.people_house import ADDRESS, PASSWORD, age, enter, member, open_house


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_house(tmp_path) as house:
        yield house


def tries_until_braked(library: Library, email: str, addresses: Iterator[str]) -> tuple[int, int]:
    """How many wrong passwords are answered before the brake holds, and for how many seconds it then does."""
    for tries in range(200):
        with pytest.raises(Problem) as refused:
            enter(library, email, "wrong password", next(addresses))
        if isinstance(refused.value, TooManyRequests):
            return tries, refused.value.retry_after
        assert refused.value.code == "account.wrong_password"
    raise AssertionError("200 wrong passwords and no brake")


def elsewhere() -> Iterator[str]:
    return (f"198.{number // 250}.{number % 250}.9" for number in range(10_000))


@pytest.mark.parametrize("email", ["a@xa.vn", "nobody@xa.vn"])
def test_the_brake_holds_for_known_and_unknown_alike_wherever_one_comes_from(library: Library, email: str) -> None:
    member(library, "a@xa.vn")
    tries, seconds = tries_until_braked(library, email, elsewhere())
    assert tries == throttling.ACCOUNT_LIMIT <= 20
    assert 0 < seconds <= 15 * 60


def test_the_brake_survives_a_restart_holds_the_right_password_too_and_lets_go(tmp_path: Path) -> None:
    with open_house(tmp_path) as library:
        member(library, "a@xa.vn")
        use_tries(library, "a@xa.vn", throttling.ACCOUNT_LIMIT)
    with open_house(tmp_path) as library:
        with pytest.raises(TooManyRequests):
            enter(library, "a@xa.vn")
        age(library, timedelta(minutes=14))
        with pytest.raises(TooManyRequests) as braked:
            enter(library, "a@xa.vn")
        assert braked.value.retry_after <= 61
        age(library, timedelta(minutes=15))
        assert enter(library, "a@xa.vn")


def use_tries(library: Library, email: str, tries: int) -> None:
    """Count wrong tries as sign-in does, without the work of looking at passwords."""
    with library.db.writing() as session:
        for _ in range(tries):
            throttling.count(session, throttling.account_brake(email), throttling.network_brake("198.51.100.1"))


def test_the_right_password_gives_all_tries_back(library: Library) -> None:
    member(library, "a@xa.vn")
    for _ in range(2):
        use_tries(library, "a@xa.vn", throttling.ACCOUNT_LIMIT - 1)
        enter(library, "a@xa.vn", PASSWORD, "198.51.100.1")
    with library.db.reading() as session:
        held = {row.key: row.count for row in session.scalars(select(Throttle))}
    assert held == {"network:198.51.100.0/24": 2 * (throttling.ACCOUNT_LIMIT - 1), "network:203.0.113.0/24": 0}


def test_one_network_cannot_try_everybody(library: Library) -> None:
    with library.db.writing() as session:
        for number in range(throttling.NETWORK_LIMIT):
            throttling.count(session, throttling.network_brake(f"198.51.100.{number}"))
    with pytest.raises(TooManyRequests):
        enter(library, "somebody@xa.vn", "wrong password", "::ffff:198.51.100.200")
    with pytest.raises(NotSignedIn):
        enter(library, "somebody@xa.vn", "wrong password", "198.51.101.1")


def test_refused_tries_do_not_draw_the_window_out_and_old_rows_go(library: Library) -> None:
    use_tries(library, "x@xa.vn", throttling.ACCOUNT_LIMIT)
    age(library, timedelta(minutes=10))
    for _ in range(5):
        with pytest.raises(TooManyRequests) as braked:
            enter(library, "x@xa.vn", "wrong password", "198.51.100.1")
        assert braked.value.retry_after <= 5 * 60 + 1
    age(library, timedelta(minutes=16))
    with pytest.raises(NotSignedIn):
        enter(library, "y@xa.vn", "wrong password")
    with library.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Throttle)) == 2


def test_wrong_changes_of_a_password_count_as_tries(library: Library) -> None:
    person = member(library, "a@xa.vn")
    use_tries(library, "a@xa.vn", throttling.ACCOUNT_LIMIT - 1)
    with pytest.raises(Problem) as wrong:
        accounts.change_password(library, person, "wrong password", "dòng sông rất rộng", keep="")
    assert wrong.value.code == "account.wrong_old_password"
    with pytest.raises(TooManyRequests):
        accounts.change_password(library, person, PASSWORD, "dòng sông rất rộng", keep="")


@pytest.mark.usefixtures("full_strength")
def test_wrong_unknown_disabled_and_passwordless_take_the_same_time(library: Library) -> None:
    member(library, "known@xa.vn")
    member(library, "gone@xa.vn")
    accounts.disable(library, SYSTEM, "gone@xa.vn")
    accounts.create(library, SYSTEM, email="new@xa.vn", name="N", role="depositor")
    kinds = ("known@xa.vn", "unknown@xa.vn", "gone@xa.vn", "new@xa.vn")
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(3):
        for kind in kinds:
            began = time.thread_time()
            with pytest.raises(NotSignedIn) as wrong:
                enter(library, kind, "wrong password")
            times[kind].append(time.thread_time() - began)
            assert (wrong.value.code, dict(wrong.value.params)) == ("account.wrong_password", {})
    middle = {kind: statistics.median(found) for kind, found in times.items()}
    assert max(middle.values()) < 1.5 * min(middle.values()), middle


@pytest.mark.usefixtures("full_strength")
def test_what_an_unknown_account_is_compared_with_costs_what_a_real_one_does() -> None:
    assert not passwords.is_outdated(passwords._NOBODYS)
    assert not passwords.matches(None, PASSWORD)


def test_the_same_keys_on_another_system_are_the_same_password(library: Library) -> None:
    accounts.create(library, SYSTEM, email="a@xa.vn", name="A", role="depositor", password="co\u0302 giáo làng ta")
    assert enter(library, "a@xa.vn", "c\u00f4 giáo làng ta")


def test_a_session_is_new_each_time_and_ends_when_asked(library: Library) -> None:
    first = member(library, "a@xa.vn")
    tokens = {enter(library, "a@xa.vn") for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) == 43 for token in tokens)
    token = tokens.pop()
    person = accounts.person_of_session(library, token)
    assert person.account == first.account
    listed = accounts.sessions(library, person, token)
    assert [view.current for view in listed].count(True) == 1
    assert {(view.network, view.user_agent) for view in listed} == {("203.0.113.0/24", "Trình duyệt 1.0")}
    accounts.sign_out(library, token)
    accounts.sign_out(library, "unknown")
    assert accounts.person_of_session(library, token) == VISITOR
    assert len(accounts.sessions(library, first)) == 3


def test_sessions_are_ended_by_their_owner_only(library: Library) -> None:
    lan, mai = member(library, "lan@xa.vn"), member(library, "mai@xa.vn")
    token = enter(library, "lan@xa.vn")
    number = accounts.person_of_session(library, token).session or 0
    for stranger, expected in ((mai, NotFound), (VISITOR, NotSignedIn)):
        with pytest.raises(expected):
            accounts.end_session(library, stranger, number)
    assert accounts.person_of_session(library, token).known
    accounts.end_session(library, lan, number)
    assert not accounts.person_of_session(library, token).known


def test_a_session_ends_when_left_alone_and_after_thirty_days(library: Library) -> None:
    member(library, "a@xa.vn")
    token = enter(library, "a@xa.vn")
    for _ in range(65):  # used every eleven hours
        age(library, timedelta(hours=11))
        assert accounts.person_of_session(library, token).known
    age(library, timedelta(hours=11))
    assert not accounts.person_of_session(library, token).known
    idle = enter(library, "a@xa.vn")
    age(library, timedelta(hours=12))
    assert not accounts.person_of_session(library, idle).known
    enter(library, "a@xa.vn")
    with library.db.reading() as session:  # the dead are swept out at the next sign-in
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1


def test_looking_at_pages_seldom_writes(library: Library) -> None:
    member(library, "a@xa.vn")
    token = enter(library, "a@xa.vn")

    def seen() -> object:
        with library.db.reading() as session:
            return session.scalar(select(WebSession.last_seen_at).order_by(WebSession.id.desc()).limit(1))

    before = seen()
    accounts.person_of_session(library, token)
    assert seen() == before
    age(library, timedelta(minutes=6))
    aged = seen()
    accounts.person_of_session(library, token)
    assert seen() != aged


@pytest.mark.parametrize("token", ["", None, "x", "x" * 10_000, "\ud800", "' OR 1=1 --"])
def test_no_other_token_opens_anything(library: Library, token: str | None) -> None:
    member(library, "a@xa.vn")
    assert accounts.person_of_session(library, token) == VISITOR
    with pytest.raises(NotSignedIn):
        accounts.person_of_token(library, token or "")


@pytest.mark.usefixtures("full_strength")
def test_a_hash_of_older_parameters_is_renewed_at_sign_in(library: Library) -> None:
    from argon2 import PasswordHasher

    from repo_app.models import Account

    member(library, "a@xa.vn")
    with library.db.writing() as session:
        session.query(Account).update({"password_hash": PasswordHasher(1, 8192, 1).hash(PASSWORD)})
    enter(library, "a@xa.vn", PASSWORD, ADDRESS)
    with library.db.reading() as session:
        assert not passwords.is_outdated(session.scalar(select(Account.password_hash)) or "")
    assert enter(library, "a@xa.vn")
