"""A mailbox with one place: whoever reads gets the newest, and what was overwritten is counted."""

from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Hands values from one thread to another without ever queueing; closing it wakes whoever waits."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._value: T | None = None
        self._dropped = 0
        self._is_closed = False

    @property
    def dropped(self) -> int:
        """How many values were overwritten before anybody took them."""
        with self._changed:
            return self._dropped

    def put(self, value: T) -> None:
        with self._changed:
            if self._is_closed:
                return
            self._dropped += self._value is not None
            self._value = value
            self._changed.notify()

    def take(self) -> T | None:
        """Wait for a value and take it; None once the mailbox is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._value is not None or self._is_closed)
            value, self._value = self._value, None
            return value

    def close(self) -> None:
        """Take nothing more; what lies inside may still be taken."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
