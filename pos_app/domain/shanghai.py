"""The counter's time: stored in UTC, shown and cut into days in Asia/Shanghai (no summer time since 1991)."""

from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = timedelta(days=1)


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def business_day(moment: datetime) -> date:
    return local(moment).date()


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """Give the moment that is no longer of the day; the last day of all, which means "for ever", has none after it."""
    return begin_of(day) + _DAY if day < date.max else datetime.combine(day, time.max, SHANGHAI)


def stamp(moment: datetime) -> str:
    """Write a moment as yyyyMMddHHmmss, as the numbers of a sale have it; strftime takes longer."""
    return local(moment).isoformat(" ", "seconds")[:19].replace("-", "").replace(":", "").replace(" ", "")
