"""The machine's clock and source of chance; everything else is handed these two as ports."""

import secrets  # noqa: TID251  the one place
import time
from datetime import UTC, datetime


class SystemClock:
    """Wall time in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the one place


class SystemPatience:
    """Waits on the machine's clock."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock = clock

    def wait_until(self, moment: datetime) -> None:
        time.sleep(max(0.0, (moment - self._clock.now()).total_seconds()))


def elapsed_s() -> float:
    """Give seconds since some moment in the past: for how long something took, never for when it was."""
    return time.perf_counter()


def busy_s() -> float:
    """Give the seconds of CPU that this process has used."""
    return time.process_time()


class SystemChance:
    """Unpredictable values from the operating system."""

    def digits(self, count: int) -> str:
        """Return `count` decimal digits, each drawn evenly from a cryptographic source."""
        return f"{secrets.randbelow(10**count):0{count}d}" if count else ""

    def octets(self, count: int) -> bytes:
        return secrets.token_bytes(count)
