"""Where the lines of a picture of a day's hours lie: the same in the window, on paper and in a workbook."""

from collections.abc import Sequence

from pos_app.domain.money import ZERO, Money
from pos_app.services.day_report import HourSum

_TICKS_MOST = 5


def scale_of(hours: Sequence[HourSum]) -> tuple[int, int]:
    """Give a picture of the hours the distance of its lines and its top, both in fen."""
    step = tick_step(max((hour.total for hour in hours), default=ZERO))
    return step, max(step, -(-max((hour.total.fen for hour in hours), default=0) // step) * step)


def tick_step(largest: Money) -> int:
    """Give the distance of the lines in fen: 1, 2 or 5 times a power of ten yuan, so that there are few of them."""
    step, factors = 100, (2, 5, 10)
    while True:
        for factor in (1, *factors[:-1]):
            if largest.fen <= step * factor * _TICKS_MOST:
                return step * factor
        step *= 10
