"""Looks a whole picture over for QR codes by their eyes, and reads each place that may be one."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.cut import Cut
from pos_app.scanner.outline import Corners, corners_of
from pos_app.scanner.qr.candidates import promise_of
from pos_app.scanner.qr.eyes import reach_of_one_code, reach_of_one_eye, sketches_of_threes, sketches_of_twos
from pos_app.scanner.qr.finders import Eye, eyes_in, may_hold_eyes, ringed_eyes_in
from pos_app.scanner.qr.frames import Field, FramedEye, framed
from pos_app.scanner.qr.patch import Sketch
from pos_app.scanner.qr.place import Fit, read_place
from pos_app.scanner.qr.views import View, at_most, views_of

_SEEN_MAX, _EYES_MAX = 90, 60
_RUNS_MAX = 30
_SURE_EYE = 0.8
_GLANCED = 60_000  # pixels
_VIEWS_OF_RUNS = 4
_TRIES_MAX = 2  # at a code that stands there and cannot be read
_DARK_IS_ONE = np.linspace(1, -1, 256, dtype=np.float32)
_AGREEMENT_MIN = 0.85  # to say that a code stands there although it cannot be read


class Search:
    """What is known of a picture or a part of it: its views, its eyes, and the codes that stand in it, read or not."""

    def __init__(self, cut: Cut, *, whole_first: bool = False) -> None:
        self._cut = cut
        self._views = views_of(cut.image, whole_first=whole_first)
        self._seen: list[View] = []
        self._eyes: list[FramedEye] = []
        self._known: list[tuple[float, float, float]] = []
        self._tried: set[tuple[int, int, int]] = set()
        self._read = _Outlines()
        self._unread = _Outlines()

    def sees_eyes(self, *, is_light: bool = False) -> bool:
        """Say at a glance whether two eyes of one code may stand here, dark ones or light ones."""
        view = next(views_of(at_most(self._cut.image, _GLANCED)))
        return may_hold_eyes(view.two_toned if is_light else cv2.bitwise_not(view.two_toned))

    def by_rings(self, known: Sequence[Corners], is_late: Callable[[], bool]) -> Iterator[Fit]:
        """Give what stands where three rings are, outside of the outlines that are known already."""
        self._read.add(*map(self._cut.inside, known))
        if self._eyes:
            yield from self._fits(sketches_of_threes(self._eyes, self._tried), is_late)
        for view in self._views:
            if is_late():
                return
            if self._look_at(view):
                yield from self._fits(sketches_of_threes(self._eyes, self._tried), is_late)

    def by_pairs(self, is_late: Callable[[], bool]) -> Iterator[Fit]:
        """Give codes of which one eye is lost."""
        if self._seen:
            yield from self._fits(sketches_of_twos(self._lonely()), is_late)

    def by_runs(self, known: Sequence[Corners], is_late: Callable[[], bool]) -> Iterator[Fit]:
        """Look again for eyes whose rings are broken, and then for codes of which one eye is lost."""
        self._read.add(*map(self._cut.inside, known))
        for view in self._seen[:_VIEWS_OF_RUNS]:
            if is_late():
                return
            if self._add(eyes_in(view.two_toned)[:_RUNS_MAX], view):
                yield from self._fits(sketches_of_threes(self._eyes, self._tried), is_late)
        yield from self.by_pairs(is_late)

    @property
    def has_lonely_eyes(self) -> bool:
        """Whether eyes were seen that belong to no code that was read."""
        return any(eye.quality >= _SURE_EYE for eye in self._lonely())

    def around_two_eyes(self) -> Corners | None:
        """Give a square of the picture in which a code may stand of which two eyes were seen."""
        return self._square(reach_of_one_code(self._eyes))

    def around_one_eye(self) -> Corners | None:
        """Give the same where there is but one, with room for a code around it."""
        return self._square(reach_of_one_eye(self._eyes, min(self._cut.image.shape)))

    def _square(self, reach: tuple[Field, float] | None) -> Corners | None:
        if reach is None:
            return None
        (x, y), side = reach
        return self._cut.to_picture(
            corners_of(((x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)))
        )

    def _lonely(self) -> list[FramedEye]:
        return [eye for eye in self._eyes if not self._read.around(eye.middle)]

    def _look_at(self, view: View) -> bool:
        self._seen.append(view)
        return self._add(ringed_eyes_in(view.two_toned), view)

    def _fits(self, sketches: Iterator[Sketch], is_late: Callable[[], bool]) -> Iterator[Fit]:
        for sketch in self._promising(sketches, is_late):
            if is_late():
                return
            corner = sketch.quad[0]
            if self._unread.around(corner) >= _TRIES_MAX or self._read.around(corner):
                continue
            fit = read_place(self._cut.image, sketch, is_late=is_late)
            if fit is not None and (fit.payload is not None or fit.agreement >= _AGREEMENT_MIN):
                (self._unread if fit.payload is None else self._read).add(fit.corners)
                yield fit.moved(self._cut)

    def _promising(self, sketches: Iterator[Sketch], is_late: Callable[[], bool]) -> list[Sketch]:
        """Sort the places by how much they look like a code in the picture in which eyes were found last."""
        view = self._seen[-1]
        even = np.asarray(cv2.LUT(view.two_toned, _DARK_IS_ONE), np.float32)
        ranked: list[tuple[float, int, Sketch]] = []
        for number, sketch in enumerate(sketches):
            if is_late():
                break
            ranked.append((-promise_of(sketch.scaled(view.scale), even), number, sketch))
        return [sketch for worth, _, sketch in sorted(ranked) if worth < 0]

    def _add(self, seen: Sequence[Eye], view: View) -> bool:
        """Frame the eyes that are new and belong to nothing that was read; say whether there are any."""
        before = len(self._eyes)
        new: list[Eye] = []
        for eye in seen:
            place = _in_picture(np.array((eye.x, eye.y)), view)
            if not self._is_known(place) and not self._read.around(place):
                new.append(eye)
        for it in framed(new[:_SEEN_MAX], view.two_toned, view.grey):
            place = _in_picture(it.middle, view)
            if len(self._eyes) < _EYES_MAX and not self._is_known(place):
                self._eyes.append(FramedEye(place, it.steps / view.scale, it.quality, it.is_light))
                self._known.append((float(place[0]), float(place[1]), 2 * self._eyes[-1].module))
        return len(self._eyes) > before

    def _is_known(self, place: Field) -> bool:
        x, y = float(place[0]), float(place[1])
        return any(abs(x - known_x) < reach and abs(y - known_y) < reach for known_x, known_y, reach in self._known)


def _in_picture(place: Field, view: View) -> Field:
    return np.asarray((place + 0.5) / view.scale - 0.5, np.float64)


class _Outlines:
    """Many outlines, to be asked at once which of them lie around a point."""

    def __init__(self) -> None:
        self._quads: Field = np.empty((0, 4, 2))

    def add(self, *outlines: Corners) -> None:
        quads = np.array([[(corner.x, corner.y) for corner in outline] for outline in outlines], np.float64)
        self._quads = np.concatenate((self._quads, quads.reshape(-1, 4, 2)))

    def around(self, point: Field) -> int:
        """Say how many outlines have a point inside: to the same side of all four edges."""
        edges, there = np.roll(self._quads, -1, axis=1) - self._quads, point - self._quads
        side = edges[..., 0] * there[..., 1] - edges[..., 1] * there[..., 0]
        return int(((side >= 0).all(axis=1) | (side <= 0).all(axis=1)).sum())
