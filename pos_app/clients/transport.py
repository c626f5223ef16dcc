"""The one seam between the till and a platform: text out, text back."""

from collections.abc import Callable
from typing import Protocol

from pos_app.faults import StoreFault


class NoReply(Exception):
    """The request may have arrived or not; nothing usable came back."""


class Transport(Protocol):
    def call(self, request: str) -> str:
        """Send a national envelope, give the one that comes back; NoReply when none does."""
        ...

    def decode(self, request: str) -> str:
        """Send a decode call, give its answer; NoReply when none comes."""
        ...


class InProcess:
    """A platform in this very process, reached in the same messages as a distant one.

    A platform whose disk fails cannot say whether the trade happened: to the till that is silence.
    """

    def __init__(self, *, call: Callable[[str], str], decode: Callable[[str], str]) -> None:
        self._call = call
        self._decode = decode

    def call(self, request: str) -> str:
        return _answer_of(self._call, request)

    def decode(self, request: str) -> str:
        return _answer_of(self._decode, request)


def _answer_of(platform: Callable[[str], str], request: str) -> str:
    try:
        return platform(request)
    except StoreFault as fault:
        raise NoReply(str(fault)) from fault
