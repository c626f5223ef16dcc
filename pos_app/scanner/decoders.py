"""The engines that find codes in a grey image: zxing-cpp, ZBar and OpenCV, behind one protocol.

An engine turns its vendor's errors into `DecoderFault`; the reader counts them and goes on to the next engine.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners, clockwise, corners_of
from pos_app.scanner.symbology import Symbology

try:
    from pyzbar import pyzbar
    from pyzbar.pyzbar_error import PyZbarError
except ImportError:  # the Python package is there, the system's libzbar0 may not be
    pyzbar = None


class DecoderFault(Exception):
    """An engine failed on an image that it should simply have found nothing in."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code that was read, its corners in pixels of the image that the engine was given."""

    payload: bytes
    symbology: Symbology
    corners: Corners


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one engine saw: codes it read, and places where it saw a code that it could not correct."""

    symbols: tuple[Symbol, ...] = ()
    unread: tuple[Corners, ...] = ()


NOTHING = Decoded()


class Decoder(Protocol):
    """An engine; may raise `DecoderFault` and nothing else."""

    @property
    def name(self) -> str: ...

    def decode(self, image: GreyImage, wanted: frozenset[Symbology]) -> Decoded: ...


class ZXing:
    """zxing-cpp: the fastest and the only one that says where it failed."""

    def __init__(self, *, is_global: bool = False) -> None:
        self.name = "zxing"
        histogram, local = zxingcpp.Binarizer.GlobalHistogram, zxingcpp.Binarizer.LocalAverage
        self._binarizer = histogram if is_global else local

    def decode(self, image: GreyImage, wanted: frozenset[Symbology]) -> Decoded:
        formats = sorted({_ZXING_FORMATS[symbology] for symbology in wanted})
        try:
            # Only a QR code has a place worth a second look; a bar code that fails its check digit is noise.
            found = zxingcpp.read_barcodes(
                image,
                formats=zxingcpp.BarcodeFormats(formats),
                binarizer=self._binarizer,
                return_errors=Symbology.QR in wanted,
            )
        except (ValueError, TypeError, RuntimeError) as fault:
            raise DecoderFault(f"zxing: {fault}") from fault
        return Decoded(
            symbols=tuple(_zxing_symbol(code) for code in found if code.valid and code.bytes),
            unread=tuple(_zxing_corners(code.position) for code in found if _is_unread_qr(code)),
        )


class ZBar:
    """pyzbar over the system's libzbar; reads some blurred and small codes that zxing-cpp does not."""

    def __init__(self) -> None:
        if pyzbar is None:
            raise DecoderFault("zbar: the system library libzbar0 is missing")
        self.name = "zbar"

    def decode(self, image: GreyImage, wanted: frozenset[Symbology]) -> Decoded:
        symbols = [_ZBAR_SYMBOLS[symbology] for symbology in sorted(wanted) if symbology in _ZBAR_SYMBOLS]
        if not symbols:
            return NOTHING
        try:
            found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol[name] for name in symbols])
        except (PyZbarError, ValueError) as fault:  # ValueError: an orientation that pyzbar does not know
            raise DecoderFault(f"zbar: {fault}") from fault
        # libzbar guesses an encoding and rewrites what is not ASCII, so only ASCII is what was printed.
        return Decoded(tuple(_zbar_symbol(code) for code in found if code.data and code.data.isascii()))


class OpenCvQr:
    """OpenCV's QR detector; slow on large images and throws on dark ones, so it comes last and sees small ones.

    Its text ends at the first zero byte, so it only says where the modules are and which are dark: zxing reads them.
    """

    PIXELS_MAX = 1_000_000

    def __init__(self) -> None:
        self.name = "opencv"
        self._detector = cv2.QRCodeDetectorAruco()
        self._modules_reader = ZXing()

    def decode(self, image: GreyImage, wanted: frozenset[Symbology]) -> Decoded:
        if Symbology.QR not in wanted or image.size > self.PIXELS_MAX:
            return NOTHING
        try:
            is_found, quads = self._detector.detectMulti(image)
            return (
                Decoded(tuple(symbol for quad in quads for symbol in self._read(image, quad))) if is_found else NOTHING
            )
        except (cv2.error, UnicodeDecodeError) as fault:
            raise DecoderFault(f"opencv: {fault}") from fault

    def _read(self, image: GreyImage, quad: NDArray[np.float32]) -> tuple[Symbol, ...]:
        text, modules = self._detector.decode(image, quad[np.newaxis])
        if not text or modules is None:
            return ()
        enlarged = np.kron(modules, np.ones((4, 4))).astype(np.uint8)
        framed = np.pad(enlarged, 16, constant_values=255)
        read = self._modules_reader.decode(framed, frozenset({Symbology.QR})).symbols
        return tuple(Symbol(symbol.payload, Symbology.QR, corners_of(quad)) for symbol in read)


def is_zbar_available() -> bool:
    """Say whether the system's libzbar is there; the program reads without it, a little less well."""
    return pyzbar is not None


_ZXING_FORMATS = {
    # Model 2 is what everybody prints; Micro QR and rMQR are not codes of this trade.
    Symbology.QR: zxingcpp.BarcodeFormat.QRCodeModel2,
    Symbology.EAN13: zxingcpp.BarcodeFormat.EAN13,
    Symbology.EAN8: zxingcpp.BarcodeFormat.EAN8,
    Symbology.CODE128: zxingcpp.BarcodeFormat.Code128,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.GS1_DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_ZXING_SYMBOLOGIES = {
    zxingcpp.BarcodeFormat.QRCode: Symbology.QR,
    zxingcpp.BarcodeFormat.EANUPC: Symbology.EAN13,
    zxingcpp.BarcodeFormat.Code128: Symbology.CODE128,
    zxingcpp.BarcodeFormat.DataMatrix: Symbology.DATA_MATRIX,
}
_ZBAR_SYMBOLS = {
    Symbology.QR: "QRCODE",
    Symbology.EAN13: "EAN13",
    Symbology.EAN8: "EAN8",
    Symbology.CODE128: "CODE128",
}
_ZBAR_SYMBOLOGIES = {name: symbology for symbology, name in _ZBAR_SYMBOLS.items()}


def _zxing_symbol(code: zxingcpp.Barcode) -> Symbol:
    symbology = _ZXING_SYMBOLOGIES[code.symbology]
    if symbology is Symbology.EAN13 and code.format == zxingcpp.BarcodeFormat.EAN8:
        symbology = Symbology.EAN8
    if symbology is Symbology.DATA_MATRIX and code.content_type == zxingcpp.ContentType.GS1:
        symbology = Symbology.GS1_DATA_MATRIX
    return Symbol(bytes(code.bytes), symbology, _zxing_corners(code.position))


def _is_unread_qr(code: zxingcpp.Barcode) -> bool:
    """Say whether a code was located; some failures have no place at all."""
    position = code.position
    is_placed = (position.top_left.x, position.top_left.y) != (position.bottom_right.x, position.bottom_right.y)
    return not code.valid and is_placed and code.symbology == zxingcpp.BarcodeFormat.QRCode


def _zxing_corners(position: zxingcpp.Position) -> Corners:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return corners_of((corner.x, corner.y) for corner in corners)


def _zbar_symbol(code: "pyzbar.Decoded") -> Symbol:
    symbology = _ZBAR_SYMBOLOGIES[code.type]
    if len(code.polygon) == 4:
        return Symbol(code.data, symbology, clockwise(corners_of(code.polygon)))
    left, top, width, height = code.rect
    right, bottom = left + width, top + height
    return Symbol(code.data, symbology, corners_of(((left, top), (right, top), (right, bottom), (left, bottom))))
