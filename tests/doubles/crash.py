"""A power cut inside the process, at any call of a port, before it took effect or just after."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

_Port = TypeVar("_Port")


class CrashNow(BaseException):
    """The process is gone; nobody may catch this but the test that restarts the till."""


class Fuse:
    """Counts the moments at which a process can die and burns through at the one that was asked for."""

    def __init__(self) -> None:
        self._left: int | None = None

    def burn_after(self, moments: int) -> None:
        self._left = moments

    def heal(self) -> None:
        self._left = None

    def tick(self) -> None:
        if self._left is None:
            return
        if self._left == 0:
            self._left = None
            raise CrashNow
        self._left -= 1


def fused(port: _Port, fuse: Fuse) -> _Port:
    """Give the same port with a moment to die before and after each of its calls."""
    return cast("_Port", _Fused(port, fuse))


class _Fused:
    def __init__(self, port: object, fuse: Fuse) -> None:
        self._port = port
        self._fuse = fuse

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._port, name)

        def dangerous(*args: object, **kwargs: object) -> object:
            self._fuse.tick()
            answer = call(*args, **kwargs)
            self._fuse.tick()
            return answer

        return dangerous
