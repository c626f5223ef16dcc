"""Bytes of a picture file to grey pixels: a fixed list of formats, a cap on pixels, the first frame, upright.

Hostile files belong in a process of their own: `worker` calls this there, and an error that is not named here ends
that process, not the till.
"""

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pos_app.domain.refusal import RefusalCode
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.signatures import PictureFault, check_format

PIXELS_MAX = 40_000_000  # a phone's 24 and 36 megapixels pass; decoded they stay under 200 MB

# What Pillow raises on files that are cut short or lie about themselves.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError, OverflowError)
_BROKEN = (*_DAMAGE, struct.error, zlib.error, Image.DecompressionBombWarning)


def grey_picture(content: bytes) -> GreyImage:
    """Decode to grey, upright, on white where it is transparent; PictureFault says why not."""
    name = check_format(content[:32])
    with warnings.catch_warnings():
        # Pillow warns of odd metadata; only its warning of a bomb is a reason to stop.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _decode(content, name)
        except UnidentifiedImageError as fault:
            raise PictureFault(RefusalCode.PICTURE_DAMAGED, name) from fault
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as fault:
            raise PictureFault(RefusalCode.PICTURE_TOO_MANY_PIXELS, name) from fault
        except _BROKEN as fault:
            raise PictureFault(RefusalCode.PICTURE_DAMAGED, name) from fault


def _decode(content: bytes, name: str) -> GreyImage:
    with Image.open(io.BytesIO(content), formats=(name,)) as picture:
        width, height = picture.size
        if width * height > PIXELS_MAX:
            raise PictureFault(RefusalCode.PICTURE_TOO_MANY_PIXELS, name)
        picture.seek(0)
        if picture.mode in {"L", "YCbCr", "RGB"}:
            picture.draft("L", picture.size)  # a JPEG gives its grey plane for a third of the time
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return np.ascontiguousarray(_grey(upright))


def _grey(picture: Image.Image) -> GreyImage:
    if picture.mode in {"I;16", "I;16L", "I;16B", "I;16N"}:
        # Sixteen bits a pixel; Pillow's own conversion would cut them off at 255.
        return np.asarray(np.asarray(picture.convert("I")).clip(0, 65_535) >> 8, np.uint8)
    if picture.mode == "LAB":
        return np.asarray(picture.getchannel("L"), np.uint8)  # Pillow turns it into no other mode
    if picture.mode in {"F", "I"}:  # numbers in a range that their maker chose
        return _stretched(np.asarray(picture, np.float64))
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        return np.asarray(ground.convert("L"), np.uint8)
    return np.asarray(picture.convert("L"), np.uint8)


def _stretched(values: "np.typing.NDArray[np.float64]") -> GreyImage:
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    return np.asarray((finite - low) * (255 / (high - low)) if high > low else finite * 0, np.uint8)
