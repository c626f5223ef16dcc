"""The one seam between the till and a platform: text out, text back."""

from collections.abc import Callable
from typing import Protocol


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
    """A platform in this very process, reached in the same messages as a distant one."""

    def __init__(self, *, call: Callable[[str], str], decode: Callable[[str], str]) -> None:
        self.call = call
        self.decode = decode
