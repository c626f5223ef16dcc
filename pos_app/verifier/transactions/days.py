"""Days of a query as moments: from their first to the first of the day after, in Chinese time."""

from datetime import date, datetime, time, timedelta

from pos_app.domain.shanghai import SHANGHAI

_DAY = timedelta(days=1)


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """Give the moment that is no longer of the day; the last day of all, which means "for ever", has none after it."""
    return begin_of(day) + _DAY if day < date.max else datetime.combine(day, time.max, SHANGHAI)
