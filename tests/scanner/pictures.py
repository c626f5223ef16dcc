"""Pictures for the tests: codes drawn fresh, degraded from a seed, and packed into files of every kind."""

import io
import struct
import zlib

import numpy as np
import qrcode
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage

VOUCHER = "4243669509084040896099510000"
OTHER_VOUCHER = "4241234567890123456789510000"
GOODS = "6901234567892"


def qr(text: str = VOUCHER, *, module: int = 6, quiet: int = 4) -> GreyImage:
    code = qrcode.QRCode(box_size=module, border=quiet, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return np.ascontiguousarray(np.asarray(code.make_image().get_image().convert("L"), np.uint8))


def bars(text: str = GOODS, *, symbology: str = "EAN13") -> GreyImage:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat[symbology])
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=3), np.uint8)
    return np.pad(drawn, 40, constant_values=255)


def on_counter(
    *codes: GreyImage, width: int = 1280, height: int = 720, places: tuple[tuple[int, int], ...] = ()
) -> GreyImage:
    """Lay codes on a grey counter, side by side or with their top left corners at the given places."""
    scene = np.full((height, width), 170, np.uint8)
    left = 60
    for number, code in enumerate(codes):
        x, y = places[number] if places else (left, 100)
        scene[y : y + code.shape[0], x : x + code.shape[1]] = code
        left += code.shape[1] + 60
    return scene


def tilted(image: GreyImage, *, degrees: float) -> GreyImage:
    """Turn a flat picture away from the camera around its upright axis."""
    height, width = image.shape
    angle, distance = np.radians(degrees), 2.5 * width
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    x, y = corners[:, 0] - width / 2, corners[:, 1] - height / 2
    depth = distance + x * np.sin(angle)
    seen = np.stack((x * np.cos(angle) * distance / depth + width / 2, y * distance / depth + height / 2), axis=1)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    return np.asarray(cv2.warpPerspective(image, matrix, (width, height), borderValue=(170,)), np.uint8)


def degraded(image: GreyImage, seed: int) -> GreyImage:
    """Turn, blur, dim and add noise, as a hand-held phone under a shop's camera does."""
    chance = np.random.default_rng(seed)
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-25, 25), chance.uniform(0.7, 1.0))
    turned = cv2.warpAffine(image, turn, (width, height), borderValue=(170,))
    blurred = cv2.GaussianBlur(turned, (0, 0), chance.uniform(0.6, 1.6)).astype(np.float64)
    dimmed = blurred * chance.uniform(0.4, 0.95) + chance.uniform(0, 40)
    return np.asarray((dimmed + chance.normal(0, 6, dimmed.shape)).clip(0, 255), np.uint8)


def noise_only(seed: int, *, width: int = 640, height: int = 480) -> GreyImage:
    """Give a picture without any code: blotches of the size of modules."""
    small = np.random.default_rng(seed).integers(0, 2, (height // 5, width // 5)) * 255
    return np.asarray(cv2.resize(small.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def packed(image: Image.Image | GreyImage, kind: str = "PNG", **options: object) -> bytes:
    """Give the bytes of a picture file."""
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def huge_png(side: int = 30_000) -> bytes:
    """Give a small file that decodes to `side` times `side` pixels of one bit."""
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    squeeze = zlib.compressobj(9)
    rows = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def coloured(image: GreyImage) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
