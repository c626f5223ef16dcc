"""Moments at which a process can die: named at the seams, counted, and fatal by plan or by chance.

No product code knows of them: they stand in proxies around the ports, in the file that commits, and in the line.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from typing import Any, TypeVar, cast

from sqlite_utils import Database

from pos_app.faults import StoreFault
from pos_app.sqlite import Migration, SqliteFile
from pos_app.verifier.store.sqlite import SqliteStore
from pos_app.verifier.store.sqlite_writer import SqliteWriter
from pos_app.wallet.ledger import Ledger, LedgerWork

_Port = TypeVar("_Port")

RECOVERY = "recovery"
_STEPS = ("asked", "written, not committed", "committed")
_ENDS_OF_A_MESSAGE = ("to be sent", "answered")
_BOOK_STEPS = ("use_token", "post", "add_bill", "keep_trade")


class Victim(StrEnum):
    """Who dies: the till and the one that it is talking to are two programs, and may run as one."""

    TILL = "till"
    PLATFORM = "platform"
    BOTH = "both"


class Crash(BaseException):
    """A process is gone with all it had in memory; nobody may catch this but what starts it again."""

    def __init__(self, victim: Victim, moment: str) -> None:
        super().__init__(f"{victim} dies: {moment}")
        self.victim = victim


def _named(operations: Iterable[str], steps: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{operation}: {step}" for operation in operations for step in steps)


POINTS: tuple[str, ...] = (
    *_named(("freeze", "record", "drop", "count_try", "begin_cancel", "printed"), _STEPS),
    *_named(("begin_charge", "end_charges"), _STEPS[1:]),
    *_named(("decode", "sign in", "identify", "quote", "settle", "ask", "reverse", "cancel"), _ENDS_OF_A_MESSAGE),
    *_named(("charge", "query", "revoke"), _ENDS_OF_A_MESSAGE),
    *_named(("print",), _ENDS_OF_A_MESSAGE),
    *(f"platform settle: {step} written" for step in _BOOK_STEPS),
    *_named((f"platform {word}" for word in ("decode", "sign in", "settle", "reverse", "cancel")), _STEPS[1:]),
    *_named((f"wallet {word}" for word in ("charge", "revoke")), _STEPS[1:]),
    *_named((f"{RECOVERY} {word}" for word in ("query", "revoke")), _ENDS_OF_A_MESSAGE),
    *_named((f"{RECOVERY} end_charges",), _STEPS[1:]),
    *_named((f"{RECOVERY} {word}" for word in ("drop", "count_try", "printed")), _STEPS),
    *_named((f"{RECOVERY} {word}" for word in ("reverse", "cancel", "print")), _ENDS_OF_A_MESSAGE),
    *_named((f"refund {word}" for word in ("begin", "finish", "printed")), _STEPS[1:]),
    *_named((f"refund {word}" for word in ("cancel", "refund", "print_slip")), _ENDS_OF_A_MESSAGE),
    *_named(("wallet refund",), _STEPS[1:]),
    *_named((f"{RECOVERY} finish",), _STEPS[1:]),
    *_named((f"{RECOVERY} refund", f"{RECOVERY} print_slip"), _ENDS_OF_A_MESSAGE),
    *_named((f"shift {word}" for word in ("open", "move", "close")), _STEPS[1:]),
    *_named((f"shift {word}" for word in ("sign in", "sign out", "print_report")), _ENDS_OF_A_MESSAGE),
    *_named((f"bill {word}" for word in ("park", "resume")), _STEPS[1:]),
    *_named(("resolve",), _STEPS),
    *_named((f"reconcile {word}" for word in ("3201",)), _ENDS_OF_A_MESSAGE),
    *_named(("backup",), ("copied", "examined", "made")),
)
"""The moments that every campaign must make fatal; what else is passed may be fatal by chance."""

_BEFORE: dict[str, str] = {
    f"{RECOVERY} cancel": "cancel: to be sent",
    f"{RECOVERY} print": "record: committed",
    f"{RECOVERY} query": "charge: answered",
    f"{RECOVERY} revoke": "charge: answered",
    f"{RECOVERY} end_charges": "charge: answered",
    f"{RECOVERY} finish": "refund begin: committed",
    f"{RECOVERY} refund": "refund begin: committed",
    f"{RECOVERY} print_slip": "refund finish: committed",
    "resolve": "settle: answered",
    f"{RECOVERY}": "settle: answered",
}
"""What has to be interrupted first, so that recovery comes to a moment of its own."""


class Moments:
    """Knows at which moments to die: each that is armed once, and any other by a small chance."""

    def __init__(self, chance: Random, *, rate: float = 0.0, disk_rate: float = 0.0) -> None:
        self._chance = chance
        self._rate = rate
        self._disk_rate = disk_rate
        self._armed: list[deque[str]] = []
        self.fatal: Counter[str] = Counter()
        self.disk_faults = 0
        self.subject = ""
        self.stage = ""
        self.is_asleep = True

    @contextmanager
    def about(self, subject: str) -> Iterator[None]:
        """Name what is being done within."""
        before, self.subject = self.subject, subject
        try:
            yield
        finally:
            self.subject = before

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        before, self.stage = self.stage, stage
        try:
            yield
        finally:
            self.stage = before

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Let nothing die within: somebody only looks."""
        before, self.is_asleep = self.is_asleep, True
        try:
            yield
        finally:
            self.is_asleep = before

    def arm(self, point: str) -> None:
        """Make a moment fatal once, and before it the one that leads to it; what happens can lend a hand."""
        cause = next((before for stage, before in _BEFORE.items() if point.startswith(stage)), None)
        self._armed.append(deque((cause, point) if cause else (point,)))

    def wait_for(self, word: str = "") -> bool:
        """Say whether a moment of the plan is still to come, or one of what a word names."""
        return any(word in chain[0] for chain in self._armed)

    def wants(self, word: str) -> bool:
        """Say whether a moment of the plan begins with a word, or what leads to it does."""
        return any(point.startswith(word) for chain in self._armed for point in chain)

    def passes(self, step: str, *, victims: Sequence[Victim] = (Victim.TILL, Victim.BOTH)) -> None:
        """Come to a step of what is being done; it may be the last."""
        if self.is_asleep:
            return
        name = " ".join(part for part in (self.stage, f"{self.subject}: {step}") if part)
        if not self._is_armed(name) and self._chance.random() >= self._rate:
            return
        self.fatal[name] += 1
        raise Crash(self._chance.choice(victims), name)

    def _is_armed(self, name: str) -> bool:
        for chain in self._armed:
            if chain[0] == name:
                chain.popleft()
                self._armed = [chain for chain in self._armed if chain]
                return True
        return False

    def writes(self) -> None:
        """Come to a commit; the disk may be full."""
        if not self.is_asleep and self._chance.random() < self._disk_rate:
            self.disk_faults += 1
            raise StoreFault("the disk is full")


def watched(port: _Port, moments: Moments, *, steps: Sequence[str] = ("asked", ""), word: str = "") -> _Port:
    """Give the same port, whose calls are moments; a `word` goes before their names."""
    return cast("_Port", _Watched(port, moments, steps, word))


def named(port: _Port, moments: Moments, word: str = "") -> _Port:
    """Give the same port, whose commits are moments by the name of the call."""
    return watched(port, moments, steps=("", ""), word=word)


class _Watched:
    def __init__(self, port: object, moments: Moments, steps: Sequence[str], word: str) -> None:
        self._port = port
        self._moments = moments
        self._before, self._after = steps
        self._word = f"{word} " if word else ""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._port, name)

        def dangerous(*args: object, **kwargs: object) -> object:
            with self._moments.about(self._word + name):
                if self._before:
                    self._moments.passes(self._before)
                answer = call(*args, **kwargs)
                if self._after:
                    self._moments.passes(self._after)
                return answer

        return dangerous


def watched_printer(port: _Port, moments: Moments) -> _Port:
    return watched(port, moments, steps=_ENDS_OF_A_MESSAGE)


class WatchedFile(SqliteFile):
    """The till's file, whose commits are moments."""

    def __init__(self, path: Path, migrations: Sequence[Migration], moments: Moments) -> None:
        self._moments = moments
        with moments.about("open"):
            super().__init__(path, migrations)

    @contextmanager
    def write(self) -> Iterator[Database]:
        with super().write() as database:
            yield database
            self._moments.writes()
            self._moments.passes(_STEPS[1])
        self._moments.passes(_STEPS[2])


class WatchedStore(SqliteStore):
    """The platform's store, whose commits are moments, and some of what is written before them."""

    def __init__(self, path: Path, moments: Moments) -> None:
        self._moments = moments
        super().__init__(path)

    @contextmanager
    def write(self) -> Iterator[SqliteWriter]:
        subject = self._moments.subject
        with self._moments.during(""), self._moments.about(f"platform {subject}"):
            with super().write() as books:
                yield cast("SqliteWriter", _WatchedBooks(books, self._moments))
                self._moments.writes()
                self._moments.passes(_STEPS[1], victims=_OF_THE_PLATFORM)
            self._moments.passes(_STEPS[2], victims=_OF_THE_PLATFORM)


class WatchedLedger(Ledger):
    """The pay channel's ledger, whose commits are moments."""

    def __init__(self, path: Path, moments: Moments) -> None:
        self._moments = moments
        super().__init__(path)

    @contextmanager
    def work(self) -> Iterator[LedgerWork]:
        subject = self._moments.subject
        with self._moments.during(""), self._moments.about(f"wallet {subject}"):
            with super().work() as work:
                yield work
                self._moments.writes()
                self._moments.passes(_STEPS[1], victims=_OF_THE_PLATFORM)
            self._moments.passes(_STEPS[2], victims=_OF_THE_PLATFORM)


_OF_THE_PLATFORM = (Victim.PLATFORM, Victim.BOTH)


class _WatchedBooks:
    def __init__(self, books: SqliteWriter, moments: Moments) -> None:
        self._books = books
        self._moments = moments

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the books have
        call = getattr(self._books, name)
        if name not in _BOOK_STEPS:
            return call

        def dangerous(*args: object, **kwargs: object) -> object:
            answer = call(*args, **kwargs)
            self._moments.passes(f"{name} written", victims=_OF_THE_PLATFORM)
            return answer

        return dangerous
