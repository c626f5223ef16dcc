"""What the platform needs of the machine: the time, and chance nobody can foresee."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Give the present moment, aware, in UTC."""
        ...


class Chance(Protocol):
    def digits(self, count: int, /) -> str:
        """Give decimal digits, each drawn evenly."""
        ...

    def octets(self, count: int, /) -> bytes: ...
