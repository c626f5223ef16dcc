"""How bad a run is: rates drawn once a seed, in the ranges of TigerBeetle's simulator (VOPR)."""

from dataclasses import dataclass
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances of what can happen to a message, to a commit, and to a process."""

    lost_before: float  # the request never arrives
    lost_after: float  # it has happened, and the reply is lost
    replayed: float
    delayed: float
    garbled: float
    clogged: float  # a few messages in a row are late
    parted: float  # many messages in a row are lost
    disk_full: float
    crash: float  # at any one moment


def draw_weather(chance: Random) -> Weather:
    """Draw the rates of a seed; losses before and after share VOPR's 30 %."""
    loss = chance.uniform(0, 0.30)
    before = chance.random()
    return Weather(
        lost_before=loss * before,
        lost_after=loss * (1 - before),
        replayed=chance.uniform(0, 0.50),
        delayed=chance.uniform(0, 0.10),
        garbled=chance.uniform(0, 0.05),
        clogged=chance.uniform(0, 0.02),
        parted=chance.uniform(0, 0.03),
        disk_full=chance.choice((0.0, chance.uniform(0, 0.01))),
        crash=chance.choice((0.0, chance.uniform(0, 0.005))),
    )


CALM = Weather(0, 0, 0, 0, 0, 0, 0, 0, 0)
