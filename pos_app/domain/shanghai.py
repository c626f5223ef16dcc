"""The counter's time: stored in UTC, shown and cut into days in Asia/Shanghai (no summer time since 1991)."""

from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def business_day(moment: datetime) -> date:
    return local(moment).date()
