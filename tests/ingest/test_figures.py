"""Which numbers of a drawing stand for which of its document."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.office import figures
from ingest.readers.office.figures import Value, readings, take_shown

NUMBERS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**9), st.integers(1, 8))
ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])


def left_over(said: Sequence[str], drawn: Sequence[str]) -> tuple[list[str], list[str]]:
    """What of both is paired with nothing."""
    missing, left = Counter(said) - Counter(drawn), Counter(drawn) - Counter(said)
    take_shown(missing, left)
    assert all(count >= 0 for count in (missing + left).values())
    return sorted((+missing).elements()), sorted((+left).elements())


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("9.96", "10.0"),
        ("9.96", "10"),
        ("9,96", "10,0"),
        ("0.5", "1"),
        ("0.5", "0"),
        ("1.2346", "1.235"),
        ("1,234.56", "1234.6"),
        ("1,234.5", "1.234,5"),
        ("1.234,56", "1,234.6"),
        ("1,234,567", "1.234.567"),
        ("1234", "1.234"),
        ("12.50", "12.5"),
        ("12.05.2021", "12,05,2021"),
        ("7.0489480043", "7.04894800425868"),
    ],
)
def test_one_number_in_two_forms(said: str, drawn: str) -> None:
    assert left_over([said], [drawn]) == ([], [])


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("12.5", "12.9"),
        ("12,5", "12,9"),
        ("3.10", "3.9"),
        ("3.9", "3.10"),
        ("12.5", "12.54"),
        ("12", "12.3"),
        ("9.44", "10"),
        ("9.94", "10.0"),
        ("1,234", "1"),
        ("1,234", "1,235"),
        ("12.05.2021", "12"),
        ("1" * 50 + ".5", "1" * 50),
        ("7.0489480043", "7.04894800525868"),
    ],
)
def test_two_numbers(said: str, drawn: str) -> None:
    assert left_over([said], [drawn])[0] == [said]


@given(st.lists(NUMBERS), st.integers(0, 7), ROUNDINGS)
def test_a_column_that_is_too_narrow_lacks_nothing(column: list[Decimal], places: int, rounding: str) -> None:
    shown = [number.quantize(Decimal(1).scaleb(-places), rounding) if places < -number.as_tuple().exponent else number
             for number in column]  # fmt: skip
    assert left_over([f"{number:f}" for number in column], [f"{number:f}" for number in shown]) == ([], [])


@given(NUMBERS, st.integers(1, 9), st.integers(0, 9))
def test_each_drawn_number_stands_for_one(number: Decimal, said: int, drawn: int) -> None:
    shown = f"{number.quantize(Decimal(1), ROUND_HALF_UP):f}"
    missing, left = left_over([f"{number:f}"] * said, [shown] * drawn)
    assert (len(missing), len(left)) == (max(0, said - drawn), max(0, drawn - said))


@given(NUMBERS, NUMBERS)
def test_what_is_not_its_rounding_is_another_number(said: Decimal, drawn: Decimal) -> None:
    more, fewer = -said.as_tuple().exponent, -drawn.as_tuple().exponent
    same = said == drawn or (more > fewer and abs(said - drawn) * 2 <= Decimal(1).scaleb(-fewer))
    assert (left_over([f"{said:f}"], [f"{drawn:f}"])[0] == []) == same


@given(st.integers(1_000, 10**12), st.integers(0, 99))
def test_both_ways_to_mark_a_number_are_known(whole: int, part: int) -> None:
    english = f"{whole:,}.{part:02d}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert readings(english)[0] == readings(vietnamese)[0] == Value(whole * 100 + part, 2)
    assert left_over([english], [vietnamese]) == ([], [])


@pytest.mark.parametrize("places", [0, 1, 3])
def test_twice_the_numbers_are_twice_the_work(places: int) -> None:
    """Thousands of numbers with one whole part, of which every second is drawn as something else."""

    def work(count: int) -> int:
        said = [f"7.{at:05d}1" for at in range(count)]
        drawn = [f"{float(number):.{places}f}" if at % 2 else f"8.{at:05d}1" for at, number in enumerate(said)]
        return _lines_run(said, drawn)

    assert work(800) < 2.5 * work(400)


def _lines_run(said: Sequence[str], drawn: Sequence[str]) -> int:
    """How many lines of the module are run to pair these numbers up."""
    run = 0

    def seen(frame: FrameType, event: str, _: object) -> object:
        nonlocal run
        if frame.f_code.co_filename != figures.__file__:
            return None
        run += event == "line"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)  # type: ignore[arg-type]
    try:
        left_over(said, drawn)
    finally:
        sys.settrace(before)
    return run
