"""A film in a camera's place: a second of an empty counter, then one of a hand with a code, as webcams send it."""

from pathlib import Path

from pos_app.lab.clip import film
from pos_app.lab.counter import EMPTY, draw_scene
from pos_app.lab.picture import seeded
from pos_app.lab.specimens import certificate
from pos_app.opencv import cv2

FRAMES_PER_SECOND = 30

_EMPTY_SCENES = 3  # enough: each is shown for a third of a second
_WEBCAM = "MJPG"  # a JPEG for each frame, whose decoding is part of what a camera costs


def write_reel(path: Path, *, size: tuple[int, int], seed: int) -> None:
    """Write the film; what is drawn for 1280 by 720 is stretched to the size."""
    chance = seeded(seed)
    text = certificate(chance)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*_WEBCAM), FRAMES_PER_SECOND, size)
    empty = [draw_scene(EMPTY, text, chance) for _ in range(_EMPTY_SCENES)]
    quiet = [scene for scene in empty for _ in range(FRAMES_PER_SECOND // _EMPTY_SCENES)]
    for frame in (*quiet, *film("everyday", text, chance, frames=FRAMES_PER_SECOND)):
        writer.write(cv2.cvtColor(cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR), cv2.COLOR_GRAY2BGR))
    writer.release()
