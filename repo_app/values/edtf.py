"""Dates of works: EDTF (ISO 8601-2:2019) of levels 0 and 1, and what they mean in years for lists and harvesters.

Level 0: ``2019``, ``2019-05``, ``2019-05-20``, ``2019-05-20T08:00:00Z``, ``2015/2019``. Level 1: ``2019?``
(uncertain), ``2019~`` (approximate), ``2019%`` (both), ``198X``, ``19XX``, ``2019-XX``, ``2019-05-XX``, seasons
``2019-21`` (spring) to ``2019-24`` (winter), years before the era and of more than four figures (``-0500``,
``Y-12000``), and intervals that are open (``1985/..``) or of which one end is unknown (``1985/``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Day = tuple[int, int, int]  # year, month, day; a year before the era is below 1

_DATE = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d\dXX|Y-?[1-9]\d{4,8})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[?~%])?"
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?")
_LOCAL = re.compile(r"(?:(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*)?(\d{4})")
_SEASONS = range(21, 25)
_YEARS = range(1, 10_000)  # what lists of years, and calendars of computers, can show
MOST_YEARS = 10  # a decade; in a list of years a century would stand a hundred times
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a date may mean: its ``first`` and ``last`` day, None where that end is open or unknown.

    ``w3cdtf`` is its beginning as precisely as it is known (``2019``, ``2019-05``, ``2019-05-20``): what ``dc:date``,
    feeds and calendars can hold; of an interval without a beginning its end.
    """

    first: Day | None
    last: Day | None
    w3cdtf: str

    @property
    def year(self) -> int | None:
        """The year under which lists show it: the first it may mean, so 1980 for ``198X``; None outside 1 to 9999."""
        known = self.first or self.last
        return known[0] if known is not None and known[0] in _YEARS else None


def read(text: str) -> Reading | None:
    """What ``text`` means; None where it is no EDTF date of level 0 or 1."""
    if text.count("/") == 1:
        return _interval(*text.split("/"))
    day, cut, time = text.partition("T")
    if cut and not (_TIME.fullmatch(time) and re.fullmatch(r"-?\d{4}-\d\d-\d\d", day)):
        return None
    return _date(day)


def year(text: str) -> int | None:
    """The year under which lists show this date; None for what is no date, or none of the years 1 to 9999."""
    found = read(text.strip())
    return found.year if found is not None else None


def years(text: str) -> range:
    """The years that this date may mean, for whoever looks for one of them: ten for ``198X``, five for ``2015/2019``.

    Of more than :data:`MOST_YEARS`, and of intervals with an open end, only :func:`year`.
    """
    found = read(text.strip())
    shown = found.year if found is not None else None
    if found is None or shown is None:
        return range(0)
    first, last = found.first or found.last, found.last or found.first
    if first is None or last is None or last[0] - first[0] >= MOST_YEARS:
        return range(shown, shown + 1)
    return range(shown, min(last[0], _YEARS[-1]) + 1)


def from_local(text: str) -> str | None:
    """The EDTF form of a date as the country writes it, ``20/05/2019`` or ``5/2019``; None for anything else."""
    found = _LOCAL.fullmatch(text.strip())
    if found is None:
        return None
    day, month, of = found.groups()
    made = "-".join([of, *(part.zfill(2) for part in (month, day) if part)])
    reading = read(made)
    return made if reading is not None and int(month or 1) in range(1, 13) else None


def _interval(begin: str, end: str) -> Reading | None:
    open_ends = {"", ".."}
    if begin in open_ends and end in open_ends:
        return None
    first = None if begin in open_ends else _date(begin)
    last = None if end in open_ends else _date(end)
    if (first is None and begin not in open_ends) or (last is None and end not in open_ends):
        return None
    begins, ends = first.first if first else None, last.last if last else None
    if begins is not None and ends is not None and begins > ends:
        return None
    known = first or last
    return Reading(begins, ends, known.w3cdtf if known else "")


def _date(text: str) -> Reading | None:
    found = _DATE.fullmatch(text) if text.isascii() else None
    if found is None or found["year"] == "-0000":
        return None
    first, last = _years(found["year"])
    month, day = found["month"], found["day"]
    if month is None:
        return _whole(first, last)
    if "X" in found["year"] and (month != "XX" or day not in {None, "XX"}):
        return None
    if month == "XX":
        return _whole(first, last) if day in {None, "XX"} else None
    if int(month) in _SEASONS:
        return _whole(first, last) if day is None else None
    return _in_month(first, int(month), day)


def _years(text: str) -> tuple[int, int]:
    plain = text.removeprefix("Y")
    ends = sorted((int(plain.replace("X", "0")), int(plain.replace("X", "9"))))
    return ends[0], ends[1]


def _whole(first: int, last: int) -> Reading:
    return Reading((first, 1, 1), (last, 12, 31), _shown(first))


def _in_month(of: int, month: int, day: str | None) -> Reading | None:
    if month not in range(1, 13):
        return None
    length = 28 if month == 2 and not _is_leap(of) else _LENGTHS[month - 1]
    shown = f"{_shown(of)}-{month:02d}"
    if day in {None, "XX"}:
        return Reading((of, month, 1), (of, month, length), shown)
    exact = int(day or 0)
    return Reading((of, month, exact), (of, month, exact), f"{shown}-{exact:02d}") if 1 <= exact <= length else None


def _is_leap(of: int) -> bool:
    return of % 4 == 0 and (of % 100 != 0 or of % 400 == 0)


def _shown(of: int) -> str:
    return f"{of:04d}" if of >= 0 else f"-{-of:04d}"
