"""Dates, figures, sizes and durations as people here write them."""

from __future__ import annotations

import datetime as time
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from babel.numbers import format_decimal

from repo_app.messages.catalogs import gettext, mark, ngettext
from repo_app.values.days import INDOCHINA, day_of

UNITS = ("B", "KB", "MB", "GB", "TB")
MINUTE = 60
HOUR = 60 * MINUTE
NOW = mark("less than a minute")
THE_DECADE = mark("the %(year)ss")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_DECADE = re.compile(r"(\d{3})X")


@lru_cache(maxsize=4096)
def number(value: float, locale: str) -> str:
    """A figure with the separators of ``locale``: 1.234,5 in Vietnamese."""
    return format_decimal(value, locale=locale)


def percent(value: float, locale: str) -> str:
    """A share from 0 to 1 in whole percent."""
    return f"{number(round(value * 100), locale)}%"


def size(octets: int, locale: str) -> str:
    """A number of bytes in the largest unit that fits, counted in 1024s: 1,2 MB."""
    amount, unit = float(octets), UNITS[0]
    for unit in UNITS:
        if amount < 1024 or unit == UNITS[-1]:
            break
        amount /= 1024
    pattern = "#,##0.#" if amount < 10 and unit != UNITS[0] else "#,##0"
    return f"{format_decimal(amount, format=pattern, locale=locale)} {unit}"


def spans(numbers: Sequence[int], most: int = 8) -> str:
    """Whole numbers in rising order, runs of them as one: "3, 7–12"; what is more than ``most`` runs is left out."""
    runs: list[tuple[int, int]] = []
    for number_ in numbers:
        if runs and number_ == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number_)
        else:
            runs.append((number_, number_))
    told = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:most]]  # noqa: RUF001
    return ", ".join([*told, "…"] if len(runs) > most else told)


def date(value: datetime | time.date) -> str:
    """The day, of a moment the one in Viet Nam: dd/mm/yyyy in both languages."""
    day = day_of(value) if isinstance(value, datetime) else value
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def written(text: str, locale: str) -> str:
    """A date of EDTF as people write it: 04/05/2019, 05/2019, the 1980s; any other as it is."""
    if "/" in text:
        return " – ".join(written(end, locale) if end not in {"", ".."} else "…" for end in text.split("/"))  # noqa: RUF001
    if found := _DAY.fullmatch(text):
        return "/".join(part for part in reversed(found.groups()) if part)
    if found := _DECADE.fullmatch(text):
        return gettext(THE_DECADE, locale) % {"year": f"{found[1]}0"}
    return text


def moment(value: datetime) -> str:
    """The day and minute in Viet Nam."""
    return value.astimezone(INDOCHINA).strftime("%d/%m/%Y %H:%M")


def duration(seconds: int, locale: str) -> str:
    """A length of time in the largest whole unit, rounded up."""
    if seconds < MINUTE:
        return gettext(NOW, locale)
    if seconds < HOUR:
        count = -(-seconds // MINUTE)
        text = ngettext("%(count)s minute", "%(count)s minutes", count, locale)
    else:
        count = -(-seconds // HOUR)
        text = ngettext("%(count)s hour", "%(count)s hours", count, locale)
    return text % {"count": number(count, locale)}
