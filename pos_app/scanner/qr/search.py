"""Looks a whole picture over for QR codes by their eyes, and reads each place that may be one."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.outline import Corners
from pos_app.scanner.qr.eyes import sketches_of_threes, sketches_of_twos
from pos_app.scanner.qr.finders import Eye, eyes_in, ringed_eyes_in
from pos_app.scanner.qr.frames import Field, FramedEye, framed
from pos_app.scanner.qr.patch import Sketch
from pos_app.scanner.qr.place import Fit, read_place
from pos_app.scanner.qr.views import View, views_of

_SEEN_MAX, _EYES_MAX = 90, 60
_RUNS_MAX = 30
_VIEWS_OF_RUNS = 4
_TRIES_MAX = 2  # at a code that stands there and cannot be read
_LIVE_VIEWS = 3
_AGREEMENT_MIN = 0.85  # to say that a code stands there although it cannot be read


def fits_in(
    image: GreyImage, *, is_late: Callable[[], bool], turn: int | None = None, known: Sequence[Corners] = ()
) -> Iterator[Fit]:
    """Give the codes that stand in a picture, the ones that could be read and those that could not.

    What stands in a `known` outline is read already. A live frame gives its `turn`, and gets one of the black and
    white pictures that a still gets all of.
    """
    read: list[Corners] = list(known)
    unread: list[Corners] = []
    for sketch in _all_sketches(image, is_late, turn, read):
        if is_late():
            return
        if any(_is_inside(sketch.quad[0], outline) for outline in read):
            continue
        if sum(_is_inside(sketch.quad[0], outline) for outline in unread) >= _TRIES_MAX:
            continue
        fit = read_place(image, sketch, is_late=is_late)
        if fit is not None and (fit.payload is not None or fit.agreement >= _AGREEMENT_MIN):
            (unread if fit.payload is None else read).append(fit.corners)
            yield fit


def _all_sketches(
    image: GreyImage, is_late: Callable[[], bool], turn: int | None, read: Sequence[Corners]
) -> Iterator[Sketch]:
    eyes: list[FramedEye] = []
    tried: set[tuple[int, int, int]] = set()
    seen: list[View] = []
    for view in views_of(image) if turn is None else _one_of(views_of(image), turn):
        if is_late():
            return
        seen.append(view)
        if _add(eyes, ringed_eyes_in(view.two_toned)[:_SEEN_MAX], view, read):
            yield from sketches_of_threes(eyes, tried)
    for view in seen[:_VIEWS_OF_RUNS]:
        if is_late():
            return
        if _add(eyes, eyes_in(view.two_toned)[:_RUNS_MAX], view, read):
            yield from sketches_of_threes(eyes, tried)
    yield from sketches_of_twos(eyes)


def _one_of(views: Iterator[View], turn: int) -> Iterator[View]:
    """Give one of the first views, without making those after it."""
    yield from islice(views, turn % _LIVE_VIEWS, turn % _LIVE_VIEWS + 1)


def _add(eyes: list[FramedEye], seen: Sequence[Eye], view: View, read: Sequence[Corners]) -> bool:
    """Frame the eyes that are new and belong to nothing that was read; say whether there are any."""
    before = len(eyes)
    new: list[Eye] = []
    for eye in seen:
        place = _in_picture(np.array((eye.x, eye.y)), view)
        if not _is_known(eyes, place) and not any(_is_inside(place, outline) for outline in read):
            new.append(eye)
    for it in framed(new, view.two_toned, view.grey):
        place = _in_picture(it.middle, view)
        if len(eyes) < _EYES_MAX and not _is_known(eyes, place):
            eyes.append(FramedEye(place, it.steps / view.scale, it.quality, it.is_light))
    return len(eyes) > before


def _in_picture(place: Field, view: View) -> Field:
    return np.asarray((place + 0.5) / view.scale - 0.5, np.float64)


def _is_known(eyes: Sequence[FramedEye], place: Field) -> bool:
    return any(np.abs(place - known.middle).max() < 2 * known.module for known in eyes)


def _is_inside(point: Field, corners: Corners) -> bool:
    outline = np.array([(corner.x, corner.y) for corner in corners], np.float32)
    return bool(cv2.pointPolygonTest(outline, (float(point[0]), float(point[1])), measureDist=False) >= 0)
