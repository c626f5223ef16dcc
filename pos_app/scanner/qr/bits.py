"""The bit stream of a QR code: numbers, capitals and bytes, with the padding that must follow them.

What is not one of these (Kanji, declared encodings, codes split over several symbols) is refused, never guessed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NUMERIC, _ALPHANUMERIC, _BYTE, _END = 1, 2, 4, 0
_CAPITALS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_COUNT_BITS = {_NUMERIC: (10, 12, 14), _ALPHANUMERIC: (9, 11, 13), _BYTE: (8, 16, 16)}
_PADS = (0xEC, 0x11)
_DIGIT_BITS = (0, 4, 7, 10)
_END_BITS = 4


@dataclass(frozen=True, slots=True)
class Message:
    """What is written in the code; `is_padded` says whether the rest is filled as the standard wants."""

    payload: bytes
    is_padded: bool


class _Unreadable(Exception):
    """The bits mean nothing that we read."""


def parse(data: NDArray[np.uint8], version: int) -> Message | None:
    """Read the data codewords; None for anything that is not plain content up to its end."""
    stream = _Stream(data.tobytes())
    parts: list[bytes] = []
    try:
        while stream.left >= 4 and (mode := stream.take(4)) != _END:
            parts.append(_segment(stream, mode, version))
    except _Unreadable:
        return None
    payload = b"".join(parts)
    return Message(payload, stream.is_rest_padding()) if payload else None


def filling(data: NDArray[np.uint8], version: int) -> dict[int, int]:
    """Give the codewords that the standard fills up a symbol of one part with, by what its first bits promise."""
    stream = _Stream(data.tobytes())
    mode = stream.take(4)
    if mode not in _COUNT_BITS:
        return {}
    width = _COUNT_BITS[mode][(version >= 10) + (version >= 27)]
    written = 4 + width + _length(mode, stream.take(width))
    first = -(-(written + _END_BITS) // 8)
    return {place: _PADS[(place - first) % 2] for place in range(first, len(data))}


def _length(mode: int, count: int) -> int:
    """Give the bits that so many characters take."""
    if mode == _NUMERIC:
        return count // 3 * _DIGIT_BITS[3] + _DIGIT_BITS[count % 3]
    return count // 2 * 11 + count % 2 * 6 if mode == _ALPHANUMERIC else count * 8


class _Stream:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._bits = int.from_bytes(content, "big")
        self.left = 8 * len(content)

    def take(self, count: int) -> int:
        if count > self.left:
            raise _Unreadable
        self.left -= count
        return (self._bits >> self.left) & ((1 << count) - 1)

    def is_rest_padding(self) -> bool:
        if self.take(self.left % 8):
            return False
        rest = self._content[len(self._content) - self.left // 8 :]
        return all(byte == _PADS[number % 2] for number, byte in enumerate(rest))


def _segment(stream: _Stream, mode: int, version: int) -> bytes:
    if mode not in _COUNT_BITS:
        raise _Unreadable
    count = stream.take(_COUNT_BITS[mode][(version >= 10) + (version >= 27)])
    if mode == _NUMERIC:
        return b"".join(_digits(stream, min(3, count - start)) for start in range(0, count, 3))
    if mode == _ALPHANUMERIC:
        return b"".join(_capitals(stream, min(2, count - start)) for start in range(0, count, 2))
    return stream.take(8 * count).to_bytes(count, "big")


def _digits(stream: _Stream, count: int) -> bytes:
    value = stream.take(_DIGIT_BITS[count])
    if value >= 10**count:
        raise _Unreadable
    return b"%0*d" % (count, value)


def _capitals(stream: _Stream, count: int) -> bytes:
    value = stream.take(11 if count == 2 else 6)
    if value >= len(_CAPITALS) ** count:
        raise _Unreadable
    return bytes(_CAPITALS[value // 45**place % 45] for place in reversed(range(count)))
