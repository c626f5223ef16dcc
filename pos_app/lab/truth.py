"""Photographs with their truth: folders that hold a `truth.json` beside the pictures it speaks of."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from pydantic import BaseModel, ValidationError

from pos_app.domain.scan import Point
from pos_app.lab.contest import Wanted
from pos_app.lab.picture import Outline
from pos_app.lab.score import Nothing, Places, Texts, Truth

_FILE = "truth.json"
_EXIF_ORIENTATION = 0x0112
_ENCODINGS = ("latin-1", "cp932", "gb18030", "big5")  # what makers of codes use, said or unsaid
_GTIN_LENGTHS = frozenset({8, 12, 13})


class TruthFault(Exception):
    """A folder without a truth.json, or one that is not of the expected form: bad input, not a failed machine."""


class _Picture(BaseModel):
    file: str
    texts: list[str] | None = None
    codes: list[tuple[tuple[float, float], ...]] | None = None
    bytes_hex: str | None = None


class _File(BaseModel):
    images: list[_Picture]


@dataclass(frozen=True, slots=True)
class Photo:
    path: Path
    truth: Truth


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """The photographs of one folder. Sets named `family-category` are summed up by their family."""

    name: str
    photos: tuple[Photo, ...]

    @property
    def family(self) -> str:
        family = self.name.rpartition("-")[0] or self.name
        return f"{family} texts" if any(isinstance(photo.truth, Texts) for photo in self.photos) else family

    @property
    def wanted(self) -> Wanted:
        """Say what a till would wait for: goods where every text is a trade number, anything where nothing is there."""
        truths = [photo.truth for photo in self.photos]
        texts = [spelling for truth in truths if isinstance(truth, Texts) for spelling in truth.spellings]
        if texts and all(map(_is_trade_number, texts)):
            return Wanted.GOODS
        is_empty = all(isinstance(truth, Nothing) for truth in truths)
        return Wanted.ANYTHING if is_empty else Wanted.VOUCHERS


def read_photo_sets(folder: Path) -> tuple[PhotoSet, ...]:
    """Read every truth.json in and below a folder; TruthFault says which one is missing or wrong."""
    files = sorted(folder.rglob(_FILE))
    if not files:
        raise TruthFault(f"{folder}: no {_FILE}")
    sets = (PhotoSet(file.parent.name, tuple(_photos(file))) for file in files)
    return tuple(one for one in sets if one.photos)


def _photos(file: Path) -> Iterator[Photo]:
    try:
        pictures = _File.model_validate_json(file.read_bytes()).images
    except (OSError, ValidationError) as error:
        raise TruthFault(f"{file}: {error}") from error
    for picture in pictures:
        path = file.parent / picture.file
        if not path.is_file():
            raise TruthFault(f"{file}: {picture.file} is not there")
        yield Photo(path, _truth(picture, path))


def _truth(picture: _Picture, path: Path) -> Truth:
    if picture.texts:
        raw = [bytes.fromhex(picture.bytes_hex)] if picture.bytes_hex and len(picture.texts) == 1 else []
        return Texts(tuple(_spellings(text, raw) for text in picture.texts))
    if picture.codes:
        return Places(tuple(_upright(quad, path) for quad in picture.codes))
    return Nothing()


def _spellings(text: str, raw: Sequence[bytes]) -> frozenset[bytes]:
    """Give all that a code of this text may hold: in any encoding of the trade, a UPC-A also as the EAN-13 it is."""
    written = text.encode()
    twin = [b"0" + written] if len(written) == 12 and written.isdigit() else []
    short = [written[1:]] if len(written) == 13 and written.isdigit() and written.startswith(b"0") else []
    return frozenset((written, *raw, *twin, *short, *_encoded(text)))


def _encoded(text: str) -> Iterator[bytes]:
    for encoding in _ENCODINGS:
        with suppress(UnicodeEncodeError):
            yield text.encode(encoding)


def _is_trade_number(spelling: frozenset[bytes]) -> bool:
    return any(len(one) in _GTIN_LENGTHS and one.isdigit() for one in spelling)


def _upright(quad: Sequence[tuple[float, float]], path: Path) -> Outline:
    """Turn a quad as the picture's EXIF orientation turns the picture."""
    with Image.open(path) as picture:
        orientation = picture.getexif().get(_EXIF_ORIENTATION, 1)
        width, height = picture.size
    turn = _TURNS.get(orientation, _Turn())
    first, second, third, fourth = (turn.of(Point(x, y), width, height) for x, y in quad)
    return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a viewer does to a picture: mirror it left to right, turn it upside down, then swap rows and columns."""

    is_mirrored: bool = False
    is_upside_down: bool = False
    is_swapped: bool = False

    def of(self, point: Point, width: int, height: int) -> Point:
        x = width - point.x if self.is_mirrored else point.x
        y = height - point.y if self.is_upside_down else point.y
        return Point(y, x) if self.is_swapped else Point(x, y)


_TURNS = {
    2: _Turn(is_mirrored=True),
    3: _Turn(is_mirrored=True, is_upside_down=True),
    4: _Turn(is_upside_down=True),
    5: _Turn(is_swapped=True),
    6: _Turn(is_upside_down=True, is_swapped=True),
    7: _Turn(is_mirrored=True, is_upside_down=True, is_swapped=True),
    8: _Turn(is_mirrored=True, is_swapped=True),
}
