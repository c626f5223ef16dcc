"""Days are cut at the counter's midnight."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.shanghai import business_day, local, stamp

MIDNIGHT = datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC)  # 00:00 on the 21st in Chengdu


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (MIDNIGHT, date(2026, 11, 21)),
        (MIDNIGHT - timedelta(microseconds=1), date(2026, 11, 20)),
        (MIDNIGHT + timedelta(hours=24) - timedelta(microseconds=1), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 16, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 7, 1, 15, 59, 59, tzinfo=UTC), date(2026, 7, 1)),  # no summer time
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(moment: datetime, day: date) -> None:
    assert business_day(moment) == day


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  hypothesis adds the zone
    st.integers(-14, 14),
)
def test_where_a_moment_was_noted_does_not_matter(moment: datetime, hours: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert local(elsewhere) == moment
    assert business_day(elsewhere) == business_day(moment) == (moment + timedelta(hours=8)).date()


@given(st.datetimes(datetime(1992, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis adds the zone
def test_a_stamp_is_the_moment_in_shanghai_without_marks(moment: datetime) -> None:
    assert stamp(moment) == f"{local(moment):%Y%m%d%H%M%S}"
