"""Every kind of picture file that people have becomes the same grey pixels, or a refusal that says why not."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.scanner.decoders import ZXing
from pos_app.scanner.picture import PIXELS_MAX, grey_picture
from pos_app.scanner.signatures import PictureFault
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES
from tests.scanner.pictures import VOUCHER, huge_png, packed, qr

CODE = Image.fromarray(qr())


def sixteen_bit() -> bytes:
    return packed(Image.fromarray(np.asarray(qr(), np.uint16) * 257))


def transparent() -> bytes:
    """Black modules on nothing: what a phone's web page saves."""
    alpha = Image.fromarray(255 - qr())
    picture = Image.new("RGBA", CODE.size, (0, 0, 0, 0))
    picture.putalpha(alpha)
    return packed(picture)


def transparent_palette() -> bytes:
    return packed(CODE.convert("P"), transparency=255)


def photographed_on_its_side() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return packed(CODE.rotate(90).convert("RGB"), "JPEG", exif=exif)


def animated() -> bytes:
    blank = Image.new("L", CODE.size, 255)
    return packed(CODE, "GIF", save_all=True, append_images=[blank, blank])


FILES: dict[str, Callable[[], bytes]] = {
    "png": lambda: packed(CODE),
    "png, one bit": lambda: packed(CODE.convert("1")),
    "png, palette": lambda: packed(CODE.convert("P")),
    "png, palette with a transparent entry": transparent_palette,
    "png, colour": lambda: packed(CODE.convert("RGB")),
    "png, grey with alpha": lambda: packed(CODE.convert("LA")),
    "png, transparent": transparent,
    "png, sixteen bits": sixteen_bit,
    "jpeg": lambda: packed(CODE, "JPEG"),
    "jpeg, colour": lambda: packed(CODE.convert("RGB"), "JPEG"),
    "jpeg, cmyk": lambda: packed(CODE.convert("CMYK"), "JPEG"),
    "jpeg, on its side": photographed_on_its_side,
    "bmp": lambda: packed(CODE, "BMP"),
    "gif": lambda: packed(CODE, "GIF"),
    "gif, animated": animated,
    "webp": lambda: packed(CODE.convert("RGB"), "WEBP"),
    "tiff": lambda: packed(CODE, "TIFF"),
    "tiff, sixteen bits": lambda: packed(Image.fromarray(np.asarray(qr(), np.uint16) * 257), "TIFF"),
    "tiff, real numbers": lambda: packed(CODE.convert("F"), "TIFF"),
}


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_a_code_is_read_from_every_kind_of_file(make: Callable[[], bytes]) -> None:
    image = grey_picture(make())
    assert image.dtype == np.uint8
    assert image.ndim == 2
    assert [symbol.payload for symbol in ZXing().decode(image, VOUCHER_SYMBOLOGIES).symbols] == [VOUCHER.encode()]


def test_a_picture_on_its_side_is_set_upright() -> None:
    upright = grey_picture(packed(CODE))
    turned = grey_picture(photographed_on_its_side())
    assert np.abs(upright.astype(int) - turned.astype(int)).mean() < 4


PNG = packed(CODE)
JPEG = packed(CODE, "JPEG")

REFUSED: dict[str, tuple[bytes, Refusal]] = {
    "text": (b"this is no picture, whatever its name", Refusal(RefusalCode.PICTURE_NOT_A_PICTURE)),
    "one byte": (b"\x89", Refusal(RefusalCode.PICTURE_NOT_A_PICTURE)),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal(RefusalCode.PICTURE_FORMAT_UNKNOWN, "HEIC")),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0", Refusal(RefusalCode.PICTURE_FORMAT_UNKNOWN, "AVIF")),
    "pdf": (b"%PDF-1.7\n", Refusal(RefusalCode.PICTURE_FORMAT_UNKNOWN, "PDF")),
    "photoshop": (b"8BPS\0\x01", Refusal(RefusalCode.PICTURE_FORMAT_UNKNOWN, "PSD")),
    "png, only its mark": (PNG[:8], Refusal(RefusalCode.PICTURE_DAMAGED, "PNG")),
    "png, cut short": (PNG[: len(PNG) // 2], Refusal(RefusalCode.PICTURE_DAMAGED, "PNG")),
    "jpeg, cut short": (JPEG[: len(JPEG) // 2], Refusal(RefusalCode.PICTURE_DAMAGED, "JPEG")),
    "webp, only its mark": (b"RIFF\x10\0\0\0WEBPVP8 ", Refusal(RefusalCode.PICTURE_DAMAGED, "WEBP")),
    "bomb": (huge_png(), Refusal(RefusalCode.PICTURE_TOO_MANY_PIXELS, "PNG")),
    "small bomb": (huge_png(12_000), Refusal(RefusalCode.PICTURE_TOO_MANY_PIXELS, "PNG")),
    "just too large": (huge_png(int(PIXELS_MAX**0.5) + 8), Refusal(RefusalCode.PICTURE_TOO_MANY_PIXELS, "PNG")),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_is_refused_with_its_reason(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(PictureFault) as fault:
        grey_picture(content)
    assert fault.value.refusal == refusal


@given(place=some.integers(8, len(JPEG) - 1), junk=some.binary(min_size=1, max_size=40))
def test_a_damaged_picture_gives_pixels_or_a_refusal_and_nothing_else(place: int, junk: bytes) -> None:
    with suppress(PictureFault):
        assert grey_picture(JPEG[:place] + junk + JPEG[place + len(junk) :]).ndim == 2
