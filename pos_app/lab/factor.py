"""What every physical factor is: a value that makes one picture into another, at its place in the world's order."""

from enum import IntEnum
from typing import Protocol

from numpy.random import Generator

from pos_app.lab.picture import Picture


class Stage(IntEnum):
    """Where between the code and the file a factor acts; what comes later sees what came before."""

    SURFACE = 1
    BENDING = 2
    TILTING = 3
    TURNING = 4
    DISTANCE = 5
    LIGHT = 6
    LENS = 7
    EXPOSURE = 8
    SENSOR = 9
    FRAME = 10
    FILE = 11


class Factor(Protocol):
    """A frozen value; what it leaves open it draws from the chance that it is handed, so a seed repeats it."""

    @property
    def stage(self) -> Stage: ...

    def spoil(self, picture: Picture, chance: Generator, /) -> Picture: ...
