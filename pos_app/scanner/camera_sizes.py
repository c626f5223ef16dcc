"""Which sizes of picture a camera can give, asked of Linux's video driver; elsewhere nobody tells without opening it.

Two questions of the Video4Linux interface (linux/videodev2.h), which any program may ask while another one looks
through the camera. Dropped: linuxpy, whose licence (GPL) is not ours, for the sake of two structures.
"""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

Size: TypeAlias = tuple[int, int]
"""Width and height."""

Ask: TypeAlias = Callable[[int, bytes], bytes | None]
"""Put a question with its structure to the driver; the structure filled in, None for no."""

ENUM_FORMATS, ENUM_SIZES = 0xC040_5602, 0xC02C_564A
FORMAT = struct.Struct("=III32sI16x")  # index, kind of stream, flags, description, pixel format
SIZE = struct.Struct("=III6I8x")  # index, pixel format, how it is told, and the sizes
CAPTURE, DISCRETE = 1, 1

_USUAL: tuple[Size, ...] = ((1920, 1080), (1280, 960), (1280, 720), (1024, 768), (800, 600), (640, 480))
_ENTRIES_MAX = 64  # a driver that never says no is broken


def camera_sizes(device: Path) -> tuple[Size, ...]:
    """Give what a camera offers, largest first; nothing where that cannot be told."""
    if sys.platform != "linux":
        return ()
    try:
        descriptor = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # gone again, or another user's
        return ()
    try:
        return sizes_told_by(_driver_of(descriptor))
    finally:
        os.close(descriptor)


def sizes_told_by(ask: Ask) -> tuple[Size, ...]:
    found = {size for pixel_format in _formats(ask) for size in _sizes(ask, pixel_format)}
    return tuple(sorted(found, key=lambda size: (size[0] * size[1], size), reverse=True))


def _formats(ask: Ask) -> Iterator[int]:
    for index in range(_ENTRIES_MAX):
        answer = ask(ENUM_FORMATS, FORMAT.pack(index, CAPTURE, 0, b"", 0))
        if answer is None:
            return
        yield FORMAT.unpack(answer)[-1]


def _sizes(ask: Ask, pixel_format: int) -> Iterator[Size]:
    for index in range(_ENTRIES_MAX):
        answer = ask(ENUM_SIZES, SIZE.pack(index, pixel_format, 0, *[0] * 6))
        if answer is None:
            return
        _, _, kind, *numbers = SIZE.unpack(answer)
        if kind != DISCRETE:  # any size between two, told once: least and largest width and height
            narrowest, widest, _, lowest, highest, _ = numbers
            yield widest, highest
            yield from (it for it in _USUAL if narrowest <= it[0] <= widest and lowest <= it[1] <= highest)
            return
        yield numbers[0], numbers[1]


def _driver_of(descriptor: int) -> Ask:
    from fcntl import ioctl  # noqa: PLC0415  Unix only

    def ask(question: int, structure: bytes) -> bytes | None:
        try:
            return ioctl(descriptor, question, structure)
        except OSError:  # no more entries, or no video device at all
            return None

    return ask
