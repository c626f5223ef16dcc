"""What a piece of work takes on a new book and on one with a past."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from pos_app.host import busy_s, elapsed_s


@dataclass(slots=True)
class Watch:
    """How long one run took by the clock, and of the processor; nothing before its end."""

    ms: float = 0.0
    cpu_ms: float = 0.0


@contextmanager
def watched() -> Iterator[Watch]:
    watch, began, busy = Watch(), elapsed_s(), busy_s()
    yield watch
    watch.ms, watch.cpu_ms = (elapsed_s() - began) * 1000, (busy_s() - busy) * 1000


@dataclass(frozen=True, slots=True)
class Aging:
    """The same work on either book: medians, for a machine has other work."""

    measured: int
    empty_ms: float
    full_ms: float
    empty_cpu_ms: float
    full_cpu_ms: float
    file_bytes: int

    @property
    def ratio(self) -> float:
        return self.full_ms / self.empty_ms

    @property
    def cpu_ratio(self) -> float:
        return self.full_cpu_ms / self.empty_cpu_ms


def aging_of(empty: Sequence[Watch], full: Sequence[Watch], *, file_bytes: int) -> Aging:
    return Aging(
        measured=len(full),
        empty_ms=median(one.ms for one in empty),
        full_ms=median(one.ms for one in full),
        empty_cpu_ms=median(one.cpu_ms for one in empty),
        full_cpu_ms=median(one.cpu_ms for one in full),
        file_bytes=file_bytes,
    )
