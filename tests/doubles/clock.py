"""A clock that stands until it is told to go on."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 21, 4, 0, 0, tzinfo=UTC)  # twelve o'clock in Chengdu


class FixedClock:
    """`services.ports.Clock` without the machine's time."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, *, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def wait_until(self, moment: datetime) -> None:
        """Be `services.ports.Patience`, too: who waits sees the time pass at once."""
        self.moment = max(self.moment, moment)
