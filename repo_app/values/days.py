"""Days as the country counts them: Viet Nam keeps one time all year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

INDOCHINA = timezone(timedelta(hours=7))


def day_of(at: datetime) -> date:
    """The day in Viet Nam at this moment."""
    return at.astimezone(INDOCHINA).date()


def begin_of(day: date) -> datetime:
    """The moment at which that day begins in Viet Nam, in UTC."""
    return datetime.combine(day, time(), INDOCHINA).astimezone(UTC)
