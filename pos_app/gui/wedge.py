"""Tells a keyboard-wedge scanner from a person by the rhythm of the keys alone; knows no Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from pos_app.gui.wedge_text import ENDS, may_be_in_code, meant, repaired

GAP_LIMIT_MS = 50  # a scanner sends a key within 10 ms, a person needs more than 30; slow scanners reach 50
STUMBLE_LIMIT_MS = 300  # a wireless scanner may pause in the middle of a code
SHORTEST = 6  # characters; no code of the counter is shorter
LONGEST = 512

_MACHINE_GAP_MS = 20  # on average; nobody types so fast for so long
_BURST_GAP_MS = 5  # a radio link delivers several keys at once, and then none for a while
_BURST_KEYS = 3
_MARGIN_MS = 10  # for the timer, which is not as exact as the times of the keys


@dataclass(frozen=True, slots=True)
class Held:
    """Keys kept back because they may be a scan, first and last with their times.

    `is_after_scan` while nothing is held and a second end (LF after CR) may still follow a scan.
    """

    text: str = ""
    first_ms: int = 0
    last_ms: int = 0
    is_after_scan: bool = False
    at_once: int = 0
    """How many of the keys came together with the one before."""

    @property
    def is_of_a_machine(self) -> bool:
        """Whether so much came so fast that no person was at work; then a pause is the scanner's."""
        keys = len(self.text)
        is_steady = keys >= SHORTEST and self.last_ms - self.first_ms <= _MACHINE_GAP_MS * (keys - 1)
        return is_steady or (keys >= _BURST_KEYS and 2 * self.at_once >= keys - 1)

    def with_key(self, sign: str, at_ms: int) -> "Held":
        is_at_once = at_ms - self.last_ms <= _BURST_GAP_MS
        return replace(self, text=self.text + sign, last_ms=at_ms, at_once=self.at_once + is_at_once)

    @property
    def patience_ms(self) -> int:
        """How long to wait for the next key before the silence means something."""
        waits_on = self.is_of_a_machine and self.text[-1] not in ENDS
        return (STUMBLE_LIMIT_MS if waits_on else GAP_LIMIT_MS) + _MARGIN_MS


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep this key back too."""


@dataclass(frozen=True, slots=True)
class Restart:
    """What was held was typed by a person: give it out. This key may begin a scan and is held."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What was held was typed by a person: give it out, then this key."""


@dataclass(frozen=True, slots=True)
class Swallow:
    """This key is the second end of a scan that was taken already: nobody gets it."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The held keys and this one were a scanner's; they are given to nobody else."""

    text: str


Verdict: TypeAlias = Hold | Restart | Pass | Swallow | Scanned
IsCode: TypeAlias = Callable[[str], bool]


def hear(held: Held, character: str, at_ms: int, is_code: IsCode) -> tuple[Held, Verdict]:
    """Take one key, `character` empty for one that types nothing; give what is held now and what to do.

    An end after something that is no code may stand in the middle of one, so it is held until the rest comes or
    silence falls.
    """
    sign = repaired(character)
    gap_ms = at_ms - held.last_ms
    if sign and sign in ENDS:
        return _hear_end(held, sign, at_ms, is_code)
    if not held.text:
        return _begin(sign, at_ms)
    if not may_be_in_code(sign) or len(held.text) >= LONGEST:
        return Held(), Pass()
    if not 0 <= gap_ms <= held.patience_ms - _MARGIN_MS:
        return _begin(sign, at_ms, restarts=True)
    return held.with_key(sign, at_ms), Hold()


def touch(held: Held, at_ms: int) -> Held:
    """Note a key that is part of the next character, as the digits are that are typed while Alt is down."""
    is_quick = held.text and 0 <= at_ms - held.last_ms <= held.patience_ms - _MARGIN_MS
    return replace(held, last_ms=at_ms) if is_quick else held


def fall_silent(held: Held, is_code: IsCode) -> Verdict:
    """Say what is held when no key came for `held.patience_ms`: a scan without an end, or one that no code came of."""
    text = meant(held.text, is_code)
    has_end = any(sign in ENDS for sign in held.text)
    is_scan = has_end or (held.is_of_a_machine and is_code(text))
    return Scanned(text) if is_scan and len(text) >= SHORTEST else Pass()


def _hear_end(held: Held, sign: str, at_ms: int, is_code: IsCode) -> tuple[Held, Verdict]:
    gap_ms = at_ms - held.last_ms
    if not held.text:
        is_second = held.is_after_scan and 0 <= gap_ms <= GAP_LIMIT_MS
        return (Held(last_ms=at_ms, is_after_scan=True), Swallow()) if is_second else (Held(), Pass())
    text = meant(held.text, is_code)
    if not 0 <= gap_ms <= held.patience_ms - _MARGIN_MS or len(text) < SHORTEST:
        return Held(), Pass()
    if is_code(text):
        return Held(last_ms=at_ms, is_after_scan=True), Scanned(text)
    return held.with_key(sign, at_ms), Hold()


def _begin(sign: str, at_ms: int, *, restarts: bool = False) -> tuple[Held, Verdict]:
    if not may_be_in_code(sign):
        return Held(), Pass()
    return Held(sign, at_ms, at_ms), Restart() if restarts else Hold()
