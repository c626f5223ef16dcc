"""Files that mean harm or mean well and look odd, each from a seed: what a till may be handed by anybody."""

import os
import socket
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image

from pos_app.domain.refusal import RefusalCode
from tests.scanner.pictures import VOUCHER, huge_png, packed, qr

_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
_SYMBOL = Image.fromarray(qr(module=4))
_CLEAN = {name: packed(_SYMBOL, name) for name in _FORMATS}
_FOREIGN = (
    b"\0\0\0\x18ftypheic\0\0\0\0",
    b"\0\0\0\x18ftypmif1\0\0\0\0",
    b"\0\0\0\x1cftypavif\0\0\0\0",
    b"%PDF-1.7\n",
    b"8BPS\0\x01",
    b"\0\0\x01\0\x01\0",
    b"<svg xmlns='x'>",
    b"\xff\x0a",
    b"\0\0\0\x0cjP  \r\n\x87\n",
)
_FILM_HEADS = (b"\0\0\0\x18ftypmp42", b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI LIST", b"\0\0\0\x08moov")
_EXIF_ORIENTATION = 0x0112
_SIDES = (7_000, 12_000, 30_000)


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A recipe that puts something at a path, and what must come of it: the code, one refusal, or any refusal."""

    kind: str
    make: Callable[[Path], None]
    expected: bytes | RefusalCode | None = None


def hostile_file(chance: Generator) -> HostileFile:
    """Draw one file."""
    kind = list(_KINDS)[chance.integers(len(_KINDS))]
    return _KINDS[kind](chance)


def _bytes(kind: str, content: bytes, expected: bytes | RefusalCode | None = None) -> HostileFile:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return HostileFile(kind, make, expected)


def _any_clean(chance: Generator) -> bytes:
    return _CLEAN[_FORMATS[chance.integers(len(_FORMATS))]]


def _truncated(chance: Generator) -> HostileFile:
    content = _any_clean(chance)
    return _bytes("truncated", content[: chance.integers(1, len(content))])


def _flipped(chance: Generator) -> HostileFile:
    content = bytearray(_any_clean(chance))
    for place in chance.integers(0, len(content), int(chance.integers(1, 30))):
        content[place] = chance.integers(256)
    return _bytes("flipped", bytes(content))


def _spliced(chance: Generator) -> HostileFile:
    """Cut a piece out, or put one of another file in, or the same one twice."""
    content, other = _any_clean(chance), _any_clean(chance)
    first, last = sorted(chance.integers(0, len(content), 2).tolist())
    middle = (b"", other[first:last], content[first:last] * 2)[chance.integers(3)]
    return _bytes("spliced", content[:first] + middle + content[last:])


def _wrong_magic(chance: Generator) -> HostileFile:
    content, other = _any_clean(chance), _any_clean(chance)
    length = int(chance.integers(4, 40))
    return _bytes("wrong magic", other[:length] + content[length:])


def _noise(chance: Generator) -> HostileFile:
    head = (*(_CLEAN[name][:12] for name in _FORMATS), b"")[chance.integers(len(_FORMATS) + 1)]
    return _bytes("noise", head + chance.bytes(int(chance.integers(0, 5_000))))


def _huge(chance: Generator) -> HostileFile:
    """Claim far more pixels than there are bytes."""
    width, height = (int(2 ** chance.uniform(12, 31)) for _ in range(2))
    width, height = max(width, 30_000), max(height, 30_000)
    png = bytearray(_CLEAN["PNG"])
    png[16:24] = struct.pack(">II", width, height)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    bmp = bytearray(_CLEAN["BMP"])
    bmp[18:26] = struct.pack("<ii", width, height)
    gif = bytearray(_CLEAN["GIF"])
    gif[6:10] = b"\xff\xff\xff\xff"
    return _bytes("huge", bytes((png, bmp, gif)[chance.integers(3)]))


def _bomb(chance: Generator) -> HostileFile:
    """Give a small file that swells: pixels, or a comment that nobody wants to read."""
    if chance.uniform() < 0.5:
        return _bytes("bomb", _swelling(_SIDES[chance.integers(len(_SIDES))]), RefusalCode.PICTURE_TOO_MANY_PIXELS)
    clean = _CLEAN["PNG"]
    text = b"Comment\0\0" + zlib.compress(b"\0" * int(chance.integers(1, 64)) * 1024 * 1024, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return _bytes("bomb", clean[:33] + chunk + clean[33:])


@cache
def _swelling(side: int) -> bytes:
    return huge_png(side)


def _foreign(chance: Generator) -> HostileFile:
    head = _FOREIGN[chance.integers(len(_FOREIGN))]
    return _bytes("foreign", head + chance.bytes(200), RefusalCode.PICTURE_FORMAT_UNKNOWN)


def _film(chance: Generator) -> HostileFile:
    """Begin like a film, and go on with anything."""
    head = _FILM_HEADS[chance.integers(len(_FILM_HEADS))]
    rest = (chance.bytes(int(chance.integers(0, 5_000))), bytes(5_000), _any_clean(chance))[chance.integers(3)]
    return _bytes("film", head + rest, RefusalCode.PICTURE_DAMAGED)


def _many_frames(chance: Generator) -> HostileFile:
    """Move: only the first frame is looked at."""
    kind = ("GIF", "WEBP", "PNG", "TIFF")[chance.integers(4)]
    blank = Image.new("L", _SYMBOL.size, 255)
    frames = [blank] * int(chance.integers(1, 12))
    return _bytes("many frames", packed(_SYMBOL, kind, save_all=True, append_images=frames), VOUCHER.encode())


def _odd_mode(chance: Generator) -> HostileFile:
    """Say the same in another way: it must be read."""
    grey = np.asarray(_SYMBOL)
    sixteen = Image.fromarray(grey.astype(np.uint16) * 257)
    clear = Image.merge("LA", (Image.new("L", _SYMBOL.size), Image.fromarray(255 - grey)))
    pictures: tuple[tuple[Image.Image, str], ...] = (
        (_SYMBOL.convert("CMYK"), "JPEG"),
        (_SYMBOL.convert("CMYK"), "TIFF"),
        (sixteen, "PNG"),
        (sixteen, "TIFF"),
        (_SYMBOL.convert("P"), "PNG"),
        (_SYMBOL.convert("1"), "PNG"),
        (_SYMBOL.convert("F"), "TIFF"),
        (_SYMBOL.convert("I"), "TIFF"),
        (_SYMBOL.convert("YCbCr"), "JPEG"),
        (_SYMBOL.convert("LAB"), "TIFF"),
        (clear, "PNG"),
        (clear.convert("RGBA"), "WEBP"),
        (clear.convert("RGBA"), "TIFF"),
    )
    picture, kind = pictures[chance.integers(len(pictures))]
    return _bytes("odd mode", packed(picture, kind), VOUCHER.encode())


def _turned(chance: Generator) -> HostileFile:
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = int(chance.integers(0, 12))
    kind = ("JPEG", "PNG", "WEBP", "TIFF")[chance.integers(4)]
    return _bytes("turned", packed(_SYMBOL, kind, exif=exif), VOUCHER.encode())


def _odd_place(chance: Generator) -> HostileFile:
    """Put no file there, or not quite one."""
    places = list(_PLACES)
    name = places[chance.integers(len(places))]
    make, expected = _PLACES[name]
    return HostileFile(name, make, expected)


def _make_loop(path: Path) -> None:
    other = path.with_name(path.name + "-other")
    path.symlink_to(other)
    other.symlink_to(path)


def _make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:  # the address has room for some hundred bytes only
            listener.bind(f"/proc/self/fd/{here}/{path.name}")
        finally:
            os.close(here)


def _make_sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(_CLEAN["PNG"])
        file.truncate(2**40)


def _make_nothing(_path: Path) -> None:
    pass


_PLACES: Mapping[str, tuple[Callable[[Path], None], RefusalCode]] = {
    "nothing": (_make_nothing, RefusalCode.PICTURE_MISSING),
    "empty": (Path.touch, RefusalCode.PICTURE_EMPTY),
    "folder": (Path.mkdir, RefusalCode.PICTURE_NOT_A_FILE),
    "pipe": (os.mkfifo, RefusalCode.PICTURE_NOT_A_FILE),
    "socket": (_make_socket, RefusalCode.PICTURE_NOT_A_FILE),
    "endless device": (lambda path: path.symlink_to("/dev/zero"), RefusalCode.PICTURE_NOT_A_FILE),
    "terminal": (lambda path: path.symlink_to("/dev/tty"), RefusalCode.PICTURE_NOT_A_FILE),
    "link in a circle": (_make_loop, RefusalCode.PICTURE_MISSING),
    "link to nothing": (lambda path: path.symlink_to(path.with_name("gone")), RefusalCode.PICTURE_MISSING),
    "a terabyte of holes": (_make_sparse, RefusalCode.PICTURE_TOO_BIG),
}

_KINDS: Mapping[str, Callable[[Generator], HostileFile]] = {
    "truncated": _truncated,
    "flipped": _flipped,
    "spliced": _spliced,
    "wrong magic": _wrong_magic,
    "noise": _noise,
    "huge": _huge,
    "bomb": _bomb,
    "foreign": _foreign,
    "film": _film,
    "many frames": _many_frames,
    "odd mode": _odd_mode,
    "turned": _turned,
    "odd place": _odd_place,
}
