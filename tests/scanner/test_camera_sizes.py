"""The sizes of a camera, as a driver tells them: each once, largest first, and never without an end."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pos_app.scanner.camera_sizes import (
    DISCRETE,
    ENUM_FORMATS,
    ENUM_SIZES,
    FORMAT,
    SIZE,
    Ask,
    camera_sizes,
    sizes_told_by,
)

MJPEG, YUYV = 0x47504A4D, 0x56595559
STEPWISE = 3


def driver(formats: Mapping[int, Sequence[tuple[int, ...]]]) -> Ask:
    """Answer as the kernel does: by index, and no when there is no more."""

    def ask(question: int, structure: bytes) -> bytes | None:
        if question == ENUM_FORMATS:
            index, kind, *_ = FORMAT.unpack(structure)
            known = list(formats)
            return FORMAT.pack(index, kind, 0, b"Motion-JPEG", known[index]) if index < len(known) else None
        assert question == ENUM_SIZES
        index, pixel_format, *_ = SIZE.unpack(structure)
        entries = formats[pixel_format]
        if index >= len(entries):
            return None
        numbers = entries[index]
        kind = DISCRETE if len(numbers) == 2 else STEPWISE
        return SIZE.pack(index, pixel_format, kind, *numbers, *[0] * (6 - len(numbers)))

    return ask


def test_structures_are_as_long_as_the_questions_say() -> None:
    assert (FORMAT.size, SIZE.size) == (ENUM_FORMATS >> 16 & 0x3FFF, ENUM_SIZES >> 16 & 0x3FFF)


def test_each_size_is_told_once_and_the_largest_first() -> None:
    ask = driver({YUYV: [(640, 480), (1280, 720)], MJPEG: [(640, 480), (1920, 1080), (480, 640)]})
    assert sizes_told_by(ask) == ((1920, 1080), (1280, 720), (640, 480), (480, 640))


def test_of_a_range_the_usual_sizes_are_told() -> None:
    assert sizes_told_by(driver({YUYV: [(32, 1280, 2, 32, 960, 2)]})) == (
        (1280, 960),
        (1280, 720),
        (1024, 768),
        (800, 600),
        (640, 480),
    )


@pytest.mark.parametrize("ask", [driver({}), driver({MJPEG: []})])
def test_a_driver_that_tells_nothing_offers_nothing(ask: Ask) -> None:
    assert sizes_told_by(ask) == ()


def test_a_driver_that_never_says_no_is_not_asked_for_ever() -> None:
    asked: list[int] = []

    def ask(question: int, structure: bytes) -> bytes:
        asked.append(question)
        return structure if question == ENUM_FORMATS else SIZE.pack(0, 0, DISCRETE, 640, 480, 0, 0, 0, 0)

    assert sizes_told_by(ask) == ((640, 480),)
    assert len(asked) < 10_000


def test_what_is_no_camera_offers_nothing(tmp_path: Path) -> None:
    (tmp_path / "video0").write_bytes(b"")
    assert camera_sizes(tmp_path / "video0") == ()
    assert camera_sizes(tmp_path / "video1") == ()
