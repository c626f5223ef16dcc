"""The counter's time: stored in UTC, shown and cut into days in Asia/Shanghai (no summer time since 1991)."""

from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def business_day(moment: datetime) -> date:
    return local(moment).date()


def stamp(moment: datetime) -> str:
    """Write a moment as yyyyMMddHHmmss, as the numbers of a sale have it; strftime takes longer."""
    return local(moment).isoformat(" ", "seconds")[:19].replace("-", "").replace(":", "").replace(" ", "")
