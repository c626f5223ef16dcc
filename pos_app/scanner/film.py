"""Films that somebody hands in as a file: frame after frame is read as a camera's, and all codes are told in order.

Hostile films belong in the picture worker's process, as pictures do: `worker` calls this there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Reading
from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage, frame_of
from pos_app.scanner.picture import PIXELS_MAX
from pos_app.scanner.reader import LIVE, Reader
from pos_app.scanner.symbology import Symbology

_FRAMES_NEEDED = 2  # as many as a camera's code must be seen in before it counts


def read_film(
    path: Path, reader: Reader, wanted: frozenset[Symbology], *, is_late: Callable[[], bool]
) -> Reading | Refusal:
    """Read until the film ends or it is late; `reader` must be fresh, for it remembers frames."""
    device = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    if not device.isOpened():
        return Refusal(RefusalCode.PICTURE_DAMAGED)
    if device.get(cv2.CAP_PROP_FRAME_WIDTH) * device.get(cv2.CAP_PROP_FRAME_HEIGHT) > PIXELS_MAX:
        return Refusal(RefusalCode.PICTURE_TOO_MANY_PIXELS)
    first: dict[bytes, FoundCode] = {}
    frames: Counter[bytes] = Counter()
    spent_ms, width, height = 0.0, 0, 0
    for image in _frames(device):
        reading = reader.read(image, wanted, LIVE)
        spent_ms, width, height = spent_ms + reading.elapsed_ms, reading.width, reading.height
        for code in reading.codes:
            first.setdefault(code.payload, code)
            frames[code.payload] += 1
        if is_late():
            break
    device.release()
    if not width:
        return Refusal(RefusalCode.PICTURE_DAMAGED)
    codes = tuple(code for payload, code in first.items() if frames[payload] >= _FRAMES_NEEDED)
    return Reading(codes, spent_ms, width, height) if codes else Refusal(RefusalCode.NO_CODE)


def _frames(device: cv2.VideoCapture) -> Iterator[GreyImage]:
    while True:
        try:
            is_read, pixels = device.read()
        except cv2.error:
            return
        if not is_read:
            return
        yield frame_of(np.asarray(pixels, np.uint8)).grey
