"""Films as files: every code that stays is told in order, what is no film has its reason, and nothing hangs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.intake import PictureReader
from pos_app.scanner.signatures import is_film
from tests.scanner.pictures import OTHER_VOUCHER, VOUCHER, on_counter, packed, qr

EMPTY, ONE, OTHER = on_counter(), on_counter(qr()), on_counter(qr(OTHER_VOUCHER))


@pytest.fixture(scope="module")
def pictures() -> Iterator[PictureReader]:
    reader = PictureReader(timeout_s=60)
    yield reader
    reader.close()


def film(path: Path, frames: Sequence[GreyImage]) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 15, (1280, 720))
    for frame in frames:
        writer.write(np.repeat(frame[:, :, None], 3, axis=2))
    writer.release()
    return path


def payloads(outcome: Reading | Refusal) -> list[bytes]:
    assert isinstance(outcome, Reading), outcome
    return [code.payload for code in outcome.codes]


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ([EMPTY, ONE, ONE, EMPTY], [VOUCHER]),
        ([ONE, ONE, EMPTY, OTHER, OTHER], [VOUCHER, OTHER_VOUCHER]),
        ([ONE, ONE, OTHER], [VOUCHER]),  # a single frame is no more to be believed than a camera's
    ],
)
@pytest.mark.parametrize("suffix", [".mp4", ".avi", ".mkv"])
def test_what_a_film_shows_is_told_in_order(
    pictures: PictureReader, tmp_path: Path, frames: list[GreyImage], told: list[str], suffix: str
) -> None:
    shown = film(tmp_path / f"film{suffix}", frames)
    assert payloads(pictures.read_file(shown)) == [text.encode() for text in told]
    assert payloads(pictures.read_bytes(packed(qr()))) == [VOUCHER.encode()]


def test_a_film_without_a_code_says_so(pictures: PictureReader, tmp_path: Path) -> None:
    assert pictures.read_file(film(tmp_path / "film.mp4", [EMPTY] * 3)) == Refusal(RefusalCode.NO_CODE)


def test_half_a_film_and_one_that_is_all_holes_are_damaged(pictures: PictureReader, tmp_path: Path) -> None:
    whole = film(tmp_path / "film.mp4", [ONE] * 4).read_bytes()
    half = tmp_path / "half.mp4"
    half.write_bytes(whole[: len(whole) // 2])
    assert pictures.read_file(half) == Refusal(RefusalCode.PICTURE_DAMAGED)
    with half.open("r+b") as file:
        file.truncate(2**40)
    assert pictures.read_file(half) == Refusal(RefusalCode.PICTURE_DAMAGED)


@pytest.mark.parametrize(
    "head", [packed(qr()), packed(qr(), "WEBP"), b"\0\0\0\x18ftypheic", b"\0\0\0\x1cftypavif", b"RIFF", b""]
)
def test_pictures_are_no_films(head: bytes) -> None:
    assert not is_film(head[:32])
