"""The looks that the reader takes at a picture after the plain one, in the order in which they pay for their time.

Measured on photographs of codes: each line stands where it read the most codes that the lines above had missed, for
each millisecond. S2 is cheap enough to be spread over live frames; S3 is mostly for stills.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.scanner import enhance
from pos_app.scanner.decoders import Decoder, OpenCvQr, ZBar, ZXing, is_zbar_available
from pos_app.scanner.enhance import View
from pos_app.scanner.frame import GreyImage

# Above this a changed copy of the picture costs more than it finds: a code that was missed in twelve megapixels was
# not missed for want of pixels.
_PIXELS_MAX = 4_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """A way to change the picture and the engine that reads the result; some are for bar codes only."""

    name: str
    change: Callable[[GreyImage], View]
    engine: Decoder
    is_for_bars: bool = False


def standard_looks() -> tuple[Look, ...]:
    """Give all looks that this machine can take; without libzbar there are fewer."""
    local, histogram = ZXing(), ZXing(is_global=True)
    cheap = (
        Look("S2 light", _bounded(lambda image: enhance.gamma(image, 0.5)), local),
        Look("S2 contrast", _bounded(enhance.equalised), local),
        Look("S2 half", _bounded(_half_equalised), local),
        Look("S2 threshold", _bounded(enhance.thresholded), local),
        Look("S2 dark", _bounded(lambda image: enhance.gamma(image, 2.5)), local),
        Look("S2 smooth", _bounded(enhance.smoothed), local),
        Look("S2 histogram", _bounded(enhance.as_it_is), histogram),
    )
    if not is_zbar_available():
        return (*cheap, *_last_looks(local))
    zbar = ZBar()
    # A second engine is the best witness for a bar code, which nothing but a check digit guards.
    witness = Look("S1 zbar", _bounded(enhance.as_it_is), zbar, is_for_bars=True)
    return (witness, *cheap, *_zbar_looks(zbar), *_last_looks(local))


def _zbar_looks(zbar: Decoder) -> tuple[Look, ...]:
    return (
        Look("S3 zbar third", _bounded(lambda image: enhance.shrunk(image, 1 / 3)), zbar),
        Look("S3 zbar half", _bounded(lambda image: enhance.shrunk(image, 1 / 2)), zbar),
    )


def _last_looks(local: Decoder) -> tuple[Look, ...]:
    return (
        Look("S3 enlarged", _bounded(_enlarged_sharpened), local),
        Look("S3 opencv half", _bounded(lambda image: enhance.shrunk(image, 1 / 2)), OpenCvQr()),
    )


def _bounded(change: Callable[[GreyImage], View]) -> Callable[[GreyImage], View]:
    def bounded(image: GreyImage) -> View:
        if image.size <= _PIXELS_MAX:
            return change(image)
        first = enhance.shrunk(image, (_PIXELS_MAX / image.size) ** 0.5)
        second = change(first.image)
        return View(second.image, first.scale * second.scale)

    return bounded


def _half_equalised(image: GreyImage) -> View:
    half = enhance.shrunk(image, 1 / 2)
    return View(enhance.equalised(half.image).image, half.scale)


def _enlarged_sharpened(image: GreyImage) -> View:
    factor = min(2.0, (_PIXELS_MAX / image.size) ** 0.5)
    larger = enhance.enlarged(image, factor)
    return View(enhance.sharpened(larger.image).image, larger.scale)
