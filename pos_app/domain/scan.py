"""What a reader found in a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """Pixels from the top left corner of the picture as it was read."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FoundCode:
    """One symbol: its bytes, its kind (`QRCode`, `EAN13` …), its four corners clockwise and the stage that read it."""

    payload: bytes
    symbology: str
    corners: tuple[Point, Point, Point, Point]
    stage: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All codes of one picture, each content once, and the time that reading took.

    `repeats` are further places where a content of `codes` stands too: one code for whoever asks which was shown, but
    each of them was located and read. `failed` names the steps that broke on this picture and were left out.
    """

    codes: tuple[FoundCode, ...]
    elapsed_ms: float
    width: int
    height: int
    repeats: tuple[FoundCode, ...] = ()
    failed: tuple[str, ...] = ()
