from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_app.errors import Invalid, NotFound, Problem, StorageFull, TooManyRequests, Unavailable
from repo_app.jobs import Priority, backoff, worth_retrying
from repo_app.jobs.rules import LONGEST_WAIT

chances = st.floats(min_value=0, max_value=1, exclude_max=True)


def test_backoff_doubles_from_two_seconds() -> None:
    assert [backoff(n).total_seconds() for n in range(5)] == [0, 2, 4, 8, 16]


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(min_value=1, max_value=10**9), chances)
def test_backoff_is_never_nothing_and_never_over_ten_minutes(failures: int, chance: float) -> None:
    assert timedelta(seconds=1) < backoff(failures, chance) <= LONGEST_WAIT == timedelta(minutes=10)


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(min_value=0, max_value=60), chances)
def test_one_more_failure_never_waits_less(failures: int, chance: float) -> None:
    assert backoff(failures, chance) <= backoff(failures + 1, chance)


def test_chance_spreads_what_failed_together() -> None:
    assert backoff(4, 0.0) < backoff(4, 0.5) < backoff(4, 0.99)


@pytest.mark.parametrize("problem", [Unavailable(), TooManyRequests(5), StorageFull()])
def test_what_passes_by_itself_is_tried_again(problem: Problem) -> None:
    assert worth_retrying(problem)


@pytest.mark.parametrize("problem", [Problem("file.damaged"), Invalid(code="x"), NotFound()])
def test_what_stays_wrong_is_not(problem: Problem) -> None:
    assert not worth_retrying(problem)


def test_a_waiting_reader_goes_before_an_upload_before_a_bulk_import() -> None:
    assert sorted(Priority, reverse=True) == [
        Priority.LAST,
        Priority.BULK,
        Priority.NORMAL,
        Priority.FRESH,
        Priority.AHEAD,
        Priority.READER,
    ]
