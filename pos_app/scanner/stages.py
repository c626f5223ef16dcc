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


class Bounded:
    """Changes a copy of the picture that has no more pixels than pay; looks that share it share the copy, too."""

    def __init__(self) -> None:
        self._last: tuple[GreyImage, View] | None = None

    def __call__(self, change: Callable[[GreyImage], View]) -> Callable[[GreyImage], View]:
        def changed(image: GreyImage) -> View:
            if image.size <= _PIXELS_MAX:
                return change(image)
            first = self._copy_of(image)
            second = change(first.image)
            return View(second.image, first.scale * second.scale)

        return changed

    def forget(self) -> None:
        """Let go of the picture."""
        self._last = None

    def _copy_of(self, image: GreyImage) -> View:
        if self._last is None or self._last[0] is not image:
            self._last = image, enhance.shrunk(image, (_PIXELS_MAX / image.size) ** 0.5)
        return self._last[1]


def standard_looks(bounded: Bounded) -> tuple[Look, ...]:
    """Give all looks that this machine can take; without libzbar there are fewer."""
    local, histogram = ZXing(), ZXing(is_global=True)
    cheap = (
        Look("S2 light", bounded(lambda image: enhance.gamma(image, 0.5)), local),
        Look("S2 contrast", bounded(enhance.equalised), local),
        Look("S2 half", bounded(_half_equalised), local),
        Look("S2 threshold", bounded(enhance.thresholded), local),
        Look("S2 dark", bounded(lambda image: enhance.gamma(image, 2.5)), local),
        Look("S2 smooth", bounded(enhance.smoothed), local),
        Look("S2 histogram", bounded(enhance.as_it_is), histogram),
    )
    if not is_zbar_available():
        return (*cheap, *_last_looks(local, bounded))
    zbar = ZBar()
    # A second engine is the best witness for a bar code, which nothing but a check digit guards.
    witness = Look("S1 zbar", bounded(enhance.as_it_is), zbar, is_for_bars=True)
    return (witness, *cheap, *_zbar_looks(zbar, bounded), *_last_looks(local, bounded))


def _zbar_looks(zbar: Decoder, bounded: Bounded) -> tuple[Look, ...]:
    return (
        Look("S3 zbar third", bounded(lambda image: enhance.shrunk(image, 1 / 3)), zbar),
        Look("S3 zbar half", bounded(lambda image: enhance.shrunk(image, 1 / 2)), zbar),
    )


def _last_looks(local: Decoder, bounded: Bounded) -> tuple[Look, ...]:
    return (
        Look("S3 enlarged", bounded(_enlarged_sharpened), local),
        Look("S3 opencv half", bounded(lambda image: enhance.shrunk(image, 1 / 2)), OpenCvQr()),
    )


def _half_equalised(image: GreyImage) -> View:
    half = enhance.shrunk(image, 1 / 2)
    return View(enhance.equalised(half.image).image, half.scale)


def _enlarged_sharpened(image: GreyImage) -> View:
    factor = min(2.0, (_PIXELS_MAX / image.size) ** 0.5)
    larger = enhance.enlarged(image, factor)
    return View(enhance.sharpened(larger.image).image, larger.scale)
