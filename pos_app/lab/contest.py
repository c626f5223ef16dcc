"""Who reads: our reader is handed in as a callable, the engines are taken as their makers give them.

No engine may spoil a run: what it throws on a picture that it should simply have found nothing in counts as nothing
found, and is counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import zxingcpp

from pos_app.domain.scan import FoundCode, Point
from pos_app.lab.picture import GreyImage
from pos_app.opencv import cv2

try:
    from pyzbar import pyzbar
    from pyzbar.pyzbar_error import PyZbarError
except ImportError:  # the Python package is there, the system's libzbar0 may not be
    pyzbar = None


class Wanted(StrEnum):
    """What the till waits for: the fewer kinds of code, the faster every reader is."""

    VOUCHERS = "vouchers"
    GOODS = "goods"
    ANYTHING = "anything"


ReadPicture: TypeAlias = Callable[[GreyImage, Wanted], Sequence[FoundCode]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A reader under test; `open` gives a fresh one that remembers nothing."""

    name: str
    open: Callable[[], ReadPicture]


def engines() -> tuple[Contestant, ...]:
    """Give each single engine of this machine."""
    zbar = () if pyzbar is None else (Contestant("pyzbar", lambda: _read_zbar),)
    return (Contestant("zxing-cpp", lambda: _read_zxing), *zbar, Contestant("opencv", _OpenCv))


_ZXING_FORMATS = {
    Wanted.VOUCHERS: (zxingcpp.BarcodeFormat.QRCodeModel2,),
    Wanted.GOODS: (zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.EAN8, zxingcpp.BarcodeFormat.Code128),
    Wanted.ANYTHING: (
        zxingcpp.BarcodeFormat.QRCodeModel2,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
        zxingcpp.BarcodeFormat.Code128,
    ),
}
_BARS = ("EAN13", "EAN8", "UPCA", "CODE128")
_ZBAR_NAMES = {
    Wanted.VOUCHERS: ("QRCODE",),
    Wanted.GOODS: _BARS,
    Wanted.ANYTHING: ("QRCODE", *_BARS),
}


def _read_zxing(image: GreyImage, wanted: Wanted) -> tuple[FoundCode, ...]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(list(_ZXING_FORMATS[wanted])))
    return tuple(_zxing_code(code) for code in found if code.valid and code.bytes)


def _zxing_code(code: zxingcpp.Barcode) -> FoundCode:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    first, second, third, fourth = (Point(float(corner.x), float(corner.y)) for corner in corners)
    return FoundCode(bytes(code.bytes), str(code.format), (first, second, third, fourth), "zxing-cpp")


def _read_zbar(image: GreyImage, wanted: Wanted) -> tuple[FoundCode, ...]:
    symbols = [pyzbar.ZBarSymbol[name] for name in _ZBAR_NAMES[wanted]]
    try:
        found = pyzbar.decode(image, symbols=symbols)
    except (PyZbarError, ValueError):  # ValueError: an orientation that pyzbar does not know
        return ()
    return tuple(_zbar_code(code) for code in found)


def _zbar_code(code: "pyzbar.Decoded") -> FoundCode:
    left, top, width, height = code.rect
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    if len(code.polygon) == 4:
        corners = [(point.x, point.y) for point in code.polygon]
    first, second, third, fourth = (Point(float(x), float(y)) for x, y in corners)
    return FoundCode(code.data, code.type, (first, second, third, fourth), "pyzbar")


class _OpenCv:
    """The better of OpenCV's two QR detectors, and its bar code detector; each throws on some dark pictures."""

    def __init__(self) -> None:
        self._qr = cv2.QRCodeDetectorAruco()
        self._bars = cv2.barcode.BarcodeDetector()

    def __call__(self, image: GreyImage, wanted: Wanted) -> tuple[FoundCode, ...]:
        codes = self._read(self._qr, image) if wanted is not Wanted.GOODS else ()
        bars = self._read(self._bars, image) if wanted is not Wanted.VOUCHERS else ()
        return (*codes, *bars)

    def _read(self, detector: "cv2.GraphicalCodeDetector", image: GreyImage) -> tuple[FoundCode, ...]:
        try:
            is_found, texts, quads, _ = detector.detectAndDecodeMulti(image)
        except (cv2.error, UnicodeDecodeError):
            return ()
        if not is_found or quads is None:
            return ()
        return tuple(_opencv_code(text, quad) for text, quad in zip(texts, quads, strict=False) if text)


def _opencv_code(text: str, quad: Sequence[Sequence[float]]) -> FoundCode:
    first, second, third, fourth = (Point(float(x), float(y)) for x, y in quad)
    return FoundCode(text.encode(), "opencv", (first, second, third, fourth), "opencv")
