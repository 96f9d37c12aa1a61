"""People on the larger database: the same rules, held by the same statements."""

import threading
from pathlib import Path

import pytest

from repo_app.errors import Conflict, NotFound, NotSignedIn, TooManyRequests
from repo_app.services import accounts, throttling
from repo_app.values import SYSTEM
from tests.services.people_house import PASSWORD, age, enter, member, open_house


def test_people_come_in_are_braked_and_shut_out_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    with open_house(tmp_path, postgres_database) as library:
        member(library, "lan@xa.vn", "admin")
        with pytest.raises(Conflict):
            accounts.create(library, SYSTEM, email="LAN@xa.vn", name="Lan", role="depositor")
        with pytest.raises(Conflict):
            accounts.disable(library, SYSTEM, "lan@xa.vn")
        link = accounts.reset_link(library, SYSTEM, "lan@xa.vn").partition("=")[2]
        accounts.reset_password(library, link, "dòng sông rất rộng")
        with pytest.raises(NotFound):
            accounts.reset_password(library, link, PASSWORD)
        token = enter(library, "lan@xa.vn", "dòng sông rất rộng")
        assert accounts.person_of_session(library, token).role == "admin"
        with pytest.raises(NotSignedIn):
            enter(library, "lan@xa.vn")


def test_many_at_once_get_no_more_tries_than_one_after_another(tmp_path: Path, postgres_database: str) -> None:
    with open_house(tmp_path, postgres_database) as library:
        brake = throttling.account_brake("lan@xa.vn")
        counted: list[bool] = []

        def guess() -> None:
            for _ in range(4):
                try:
                    with library.db.writing() as session:
                        throttling.count(session, brake)
                    counted.append(True)
                except TooManyRequests:
                    counted.append(False)

        threads = [threading.Thread(target=guess) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (counted.count(True), counted.count(False)) == (throttling.ACCOUNT_LIMIT, 32 - throttling.ACCOUNT_LIMIT)
        age(library, throttling.WINDOW)
        with library.db.writing() as session:
            throttling.count(session, brake)


def test_the_first_admin_is_one_of_many_who_hold_the_link(tmp_path: Path, postgres_database: str) -> None:
    with open_house(tmp_path, postgres_database) as library:
        token = (accounts.setup_link(library) or "").partition("=")[2]
        made: list[str] = []

        def claim(email: str) -> None:
            try:
                accounts.become_first_admin(library, token, email=email, name="A", password=PASSWORD)
                made.append(email)
            except NotFound:
                pass

        threads = [threading.Thread(target=claim, args=(f"{number}@xa.vn",)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [view.email for view in accounts.listing(library, SYSTEM)] == made
        assert len(made) == 1
