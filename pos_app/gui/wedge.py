"""Tells a keyboard-wedge scanner from a person by the rhythm of the keys alone; knows no Qt."""

from dataclasses import dataclass
from typing import TypeAlias

GAP_LIMIT_MS = 50  # a scanner sends a key within 10 ms, a person needs more than 30; slow scanners reach 50
SHORTEST = 6  # characters; no code of the counter is shorter
LONGEST = 512
ENDS = "\r\n\t"


@dataclass(frozen=True, slots=True)
class Held:
    """Keys kept back because they may be a scan; `last_ms` is when the last of them came."""

    text: str = ""
    last_ms: int = 0


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
class Scanned:
    """The held keys and this one were a scanner's; they are given to nobody else."""

    text: str


Verdict: TypeAlias = Hold | Restart | Pass | Scanned


def hear(held: Held, character: str, at_ms: int) -> tuple[Held, Verdict]:
    """Take one key, `character` empty for one that types nothing; give what is held now and what to do."""
    is_quick = bool(held.text) and 0 <= at_ms - held.last_ms <= GAP_LIMIT_MS
    if character and character in ENDS:
        if is_quick and len(held.text) >= SHORTEST:
            return Held(), Scanned(held.text)
        return Held(), Pass()
    if not _is_of_a_code(character) or len(held.text) >= LONGEST:
        return Held(), Pass()
    if held.text and not is_quick:
        return Held(character, at_ms), Restart()
    return Held(held.text + character, at_ms), Hold()


def _is_of_a_code(character: str) -> bool:
    return len(character) == 1 and character.isascii() and (character.isalnum() or character in ":-./_")
