"""Our own reader as the scanner uses it: symbols that were read, places that were seen, and nothing ever raised."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.cut import Cut
from pos_app.scanner.decoders import Symbol
from pos_app.scanner.outline import Corners
from pos_app.scanner.qr.fusion import ModuleFusion
from pos_app.scanner.qr.light import lifted
from pos_app.scanner.qr.patch import Sketch
from pos_app.scanner.qr.place import Fit, read_place
from pos_app.scanner.qr.search import Search
from pos_app.scanner.symbology import Symbology

_LIGHT_EVERY = 4


@dataclass(frozen=True, slots=True)
class ModuleSight:
    """A code whose modules were fitted: what it says, if that is known, where it is and what helped."""

    symbol: Symbol | None
    corners: Corners
    is_fused: bool = False


class ModuleFault(Exception):
    """Our own reading stumbled over a picture; the reader counts it and goes on."""


class ModuleReader:
    """Reads by modules; remembers the frames of a live source until `forget`."""

    def __init__(self) -> None:
        self._fusion = ModuleFusion()
        self._frames = 0
        self._glances = 0

    def next_frame(self) -> None:
        self._frames += 1
        self._fusion.next_frame()

    def forget(self) -> None:
        self._fusion.forget()

    def at(self, cut: Cut, corners: Corners, *, is_late: Callable[[], bool], fuses: bool) -> tuple[ModuleSight, ...]:
        """Read the code whose outline an engine gave."""
        quad = np.array([(corner.x, corner.y) for corner in cut.inside(corners)], np.float64)
        with _arithmetic():
            fit = read_place(lifted(cut.image), Sketch(quad), is_late=is_late)
        return (self._sight(fit.moved(cut), fuses=fuses),) if fit is not None else ()

    def search(self, cut: Cut) -> Search:
        """Begin to look for codes by their eyes; of a live source every other frame begins with the cheaper view."""
        return Search(Cut(lifted(cut.image), cut.left, cut.top), whole_first=self._frames % 2 == 1)

    def sees_eyes(self, search: Search) -> bool:
        """Say at a glance whether a code may stand there; one in four looks for light on dark, which is seldom."""
        self._glances += 1
        with _arithmetic():
            return search.sees_eyes(is_light=self._glances % _LIGHT_EVERY == 0)

    def by_rings(
        self, search: Search, *, is_late: Callable[[], bool], fuses: bool, known: Sequence[Corners] = ()
    ) -> tuple[ModuleSight, ...]:
        """Give what the search finds at once, outside of the outlines that are known."""
        return self._sights(search.by_rings(known, is_late), fuses=fuses)

    def by_pairs(self, search: Search, *, is_late: Callable[[], bool], fuses: bool) -> tuple[ModuleSight, ...]:
        """Give what has lost one eye; after `by_rings`."""
        return self._sights(search.by_pairs(is_late), fuses=fuses)

    def by_runs(
        self, search: Search, *, is_late: Callable[[], bool], fuses: bool, known: Sequence[Corners] = ()
    ) -> tuple[ModuleSight, ...]:
        """Give what the search finds by looking again, closer; after `by_rings`."""
        return self._sights(search.by_runs(known, is_late), fuses=fuses)

    def _sights(self, fits: Iterator[Fit], *, fuses: bool) -> tuple[ModuleSight, ...]:
        with _arithmetic():
            return tuple(self._sight(fit, fuses=fuses) for fit in fits)

    def _sight(self, fit: Fit, *, fuses: bool) -> ModuleSight:
        payload = fit.payload
        is_fused = payload is None and fuses
        if is_fused:
            payload = self._fusion.add(fit.modules)
        symbol = Symbol(payload, Symbology.QR, fit.corners) if payload is not None else None
        return ModuleSight(symbol, fit.corners, is_fused=is_fused and symbol is not None)


@contextmanager
def _arithmetic() -> Iterator[None]:
    """Name what arithmetic on a picture can end in: a matrix without an inverse, a size that OpenCV refuses."""
    try:
        yield
    except (np.linalg.LinAlgError, cv2.error, FloatingPointError, ZeroDivisionError, OverflowError) as fault:
        raise ModuleFault(str(fault)) from fault
