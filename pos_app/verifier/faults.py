"""Faults by name at named points: armed beforehand, struck when a request comes by, reproducible by their seed."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.wire.messages import Infno

_LOG = logging.getLogger(__name__)
_CHANCES = 2**32

DECODE = "ec.query"  # what stands for `infno` where the decode call is meant


class FaultPoint(StrEnum):
    """Where a fault strikes, in the order in which a request meets them."""

    CONNECTION_RESET = "connection_reset"  # the request is lost: nothing happens and nothing is answered
    REVERSAL_LOST = "reversal_lost"  # the same, but of reversals only
    TOKEN_EXPIRED = "token_expired_between_quote_and_settle"
    REFUSAL = "refusal"  # a business refusal, by its code
    BEFORE_COMMIT = "before_commit"  # all is undone and nothing is answered
    AFTER_COMMIT_BEFORE_REPLY = "after_commit_before_reply"  # it has happened and nothing is answered
    REPLY_DELAYED = "reply_delayed"
    REPLY_DOUBLED = "reply_doubled"  # the answer stands in the reply twice
    REPLY_GARBLED = "reply_garbled"


USUAL_DELAY_MS = 3_000  # of a reply that is to be late, where nobody says how late

_ONLY_OF: Mapping[FaultPoint, Infno] = {
    FaultPoint.REVERSAL_LOST: Infno.REVERSE,
    FaultPoint.TOKEN_EXPIRED: Infno.SETTLE,
}


class PlatformDied(Exception):
    """The platform stopped in the middle of a trade: raised inside its transaction, so that nothing of it is kept."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a request is about, as far as a fault can be aimed at it; `person` is a psn_no, where one is named."""

    infno: str
    msgid: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One armed fault: an empty aim fits everything, `times` None never wears off."""

    name: str
    point: FaultPoint
    infno: str = ""
    msgid: str = ""
    person: str = ""
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    code: RefusalCode | None = None
    delay_ms: int = 0

    def __post_init__(self) -> None:
        if (self.code is None) == (self.point is FaultPoint.REFUSAL):
            raise ValueError('a refusal needs a code, as in {"code": "person_blacklisted"}, and nothing else has one')
        if not 0 < self.probability <= 1:
            raise ValueError("a probability is above 0 and at most 1")
        if self.delay_ms < 0 or (self.times is not None and self.times < 1):
            raise ValueError("times and delay_ms are not below nothing, and times is at least 1")

    def fits(self, occasion: Occasion) -> bool:
        aims = ((self.infno, occasion.infno), (self.msgid, occasion.msgid), (self.person, occasion.person))
        return _ONLY_OF.get(self.point, occasion.infno) == occasion.infno and all(
            not aim or aim == met for aim, met in aims
        )


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A rule and what has become of it: how often it was met and how often it struck."""

    rule: FaultRule
    met: int = 0
    struck: int = 0

    @property
    def left(self) -> int | None:
        return None if self.rule.times is None else self.rule.times - self.struck

    @property
    def is_worn_off(self) -> bool:
        return self.left == 0


class FaultBoard:
    """The faults that are armed, by name; what has worn off stays listed until it is cleared."""

    def __init__(self) -> None:
        self._armed: dict[str, ArmedFault] = {}
        self._points: frozenset[FaultPoint] = frozenset()  # most requests pass points where nothing is armed
        self._lock = Lock()
        self._watched: ContextVar[list[str] | None] = ContextVar("struck", default=None)

    @contextmanager
    def watched(self) -> Iterator[list[str]]:
        """Collect the names of what strikes meanwhile, in this thread."""
        struck: list[str] = []
        token = self._watched.set(struck)
        try:
            yield struck
        finally:
            self._watched.reset(token)

    def arm(self, rule: FaultRule) -> ArmedFault:
        """Arm a fault; the one of the same name before it is gone."""
        armed = ArmedFault(rule)
        with self._lock:
            self._armed[rule.name] = armed
            self._mark_points()
        _LOG.info("fault %s is armed at %s", rule.name, rule.point)
        return armed

    def disarm(self, name: str) -> bool:
        with self._lock:
            was_armed = self._armed.pop(name, None) is not None
            self._mark_points()
        return was_armed

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()
            self._mark_points()

    def armed(self) -> tuple[ArmedFault, ...]:
        return tuple(self._armed.values())

    def strike(self, point: FaultPoint, occasion: Occasion) -> FaultRule | None:
        """Take the first armed fault of a point that fits; None where nothing goes wrong."""
        if point not in self._points:
            return None
        with self._lock:
            for name, armed in self._armed.items():
                rule = armed.rule
                if rule.point is not point or armed.is_worn_off or not rule.fits(occasion):
                    continue
                is_struck = _draw(rule, armed.met) < rule.probability
                self._armed[name] = replace(armed, met=armed.met + 1, struck=armed.struck + is_struck)
                if is_struck:
                    _LOG.info("fault %s strikes at %s: %s %s", name, point, occasion.infno, occasion.msgid)
                    watched = self._watched.get()
                    if watched is not None:
                        watched.append(name)
                    return rule
        return None

    def refusal(self, occasion: Occasion) -> Refusal | None:
        """Refuse what would otherwise be tried, if so armed."""
        if self.strike(FaultPoint.TOKEN_EXPIRED, occasion):
            return Refusal(RefusalCode.TOKEN_EXPIRED)
        rule = self.strike(FaultPoint.REFUSAL, occasion)
        return Refusal(rule.code) if rule and rule.code else None

    def before_commit(self, occasion: Occasion) -> None:
        """Die before the trade's commit, if so armed."""
        rule = self.strike(FaultPoint.BEFORE_COMMIT, occasion)
        if rule:
            raise PlatformDied(rule.name)

    def _mark_points(self) -> None:
        self._points = frozenset(armed.rule.point for armed in self._armed.values())


def fault_of_person(person_id: str, psn_no: str, point: FaultPoint) -> FaultRule:
    """Make the fault of a persona: it strikes each of their settlements."""
    return FaultRule(f"persona {person_id}", point, infno=Infno.SETTLE, person=psn_no, times=None)


def _draw(rule: FaultRule, turn: int) -> float:
    """Draw the lot of one turn: the same seed gives the same lots in the same order."""
    digest = hashlib.sha256(f"{rule.seed} {turn}".encode()).digest()
    return int.from_bytes(digest[:4]) / _CHANCES
