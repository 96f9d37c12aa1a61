"""When waiting makes no sense: all that is left failed, may pass, and is not tried soon."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from repo_app.db import now
from repo_app.models import Job
from repo_app.services.waiting import LONG, files_put_off, kinds_put_off
from tests.documents import prose, text_pdf
from tests.house import House


def change(house: House, which: int, **values: object) -> None:
    with house.library.db.writing() as session:
        job = session.scalars(select(Job.id).where(Job.kind == "plan").order_by(Job.id)).all()[which]
        session.execute(update(Job).where(Job.id == job).values(**values))


@pytest.mark.parametrize(
    ("failures", "seconds", "expected"), [(6, 300, True), (3, 20, False), (0, 300, False), (6, -1, False)]
)
def test_only_what_failed_and_is_not_tried_soon(house: House, failures: int, seconds: int, expected: bool) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    change(house, 0, failures=failures, run_after=now() + timedelta(seconds=seconds))
    assert files_put_off(house.library, [record]) is expected
    assert kinds_put_off(house.library, ["plan"]) is expected
    assert not kinds_put_off(house.library, ["index"])
    assert not files_put_off(house.library, [])


def test_while_anything_goes_on_it_is_worth_waiting(house: House) -> None:
    records = [house.deposit(text_pdf([prose(n)])) for n in (1, 2)]
    far = now() + 2 * LONG
    change(house, 0, failures=6, run_after=far)
    assert not files_put_off(house.library, records)
    assert files_put_off(house.library, records[:1])
    change(house, 1, state="running", failures=6, run_after=far, lease_until=far)
    assert not files_put_off(house.library, records)
    change(house, 1, state="waiting", lease_until=None)
    assert files_put_off(house.library, records)


def test_what_has_been_read_is_not_waited_for(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    house.work()
    assert not files_put_off(house.library, [record])
