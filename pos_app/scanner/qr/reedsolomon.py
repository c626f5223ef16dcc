"""Reed-Solomon over the field of QR codes, with erasures: codewords known to be doubtful cost half of an error.

`reedsolo` does the same in three times the time: it begins anew for each set of erasures, and a picture gets
hundreds of tries. Here the syndromes of a block are computed once, and all sets of erasures side by side.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0x11D
_ORDER = 255
_NO_LOG = 2 * _ORDER + 2  # the logarithm of zero: with it every sum lands where the table of powers is zero

Codewords = NDArray[np.uint8]
_Lanes = NDArray[np.intp]
"""One polynomial a row, the lowest term first."""


def _powers() -> list[int]:
    powers = [1]
    for _ in range(_ORDER - 1):
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled > _ORDER else doubled)
    return powers


_EXP = np.array([*(_powers() * 2), *([0] * (2 * _NO_LOG))], np.intp)
_LOG = np.full(_ORDER + 1, _NO_LOG, np.intp)
_LOG[_EXP[:_ORDER]] = np.arange(_ORDER)


class ReceivedBlock:
    """A block as it was read, to be corrected with one set of erasures or another."""

    def __init__(self, received: Codewords, checks: int) -> None:
        self._received = received
        self._checks = checks
        self._syndromes = _syndromes(received, checks)

    def corrections(self, doubtful: Sequence[int], counts: Sequence[int]) -> Iterator[tuple[int, Codewords]]:
        """Give up the first few of the doubtful positions, for each of the ascending counts; tell what was sent.

        Where the checks do not reach so far, a count is left out.
        """
        if not self._syndromes.any():
            yield counts[0], self._received
            return
        erased = np.array(counts, np.intp)
        starts = self._erasure_locators(doubtful, counts)
        locators, degrees = _locators(self._syndromes, starts, erased)
        for lane, count in enumerate(counts):
            degree = int(degrees[lane])
            if 2 * degree - count <= self._checks and locators[lane, degree] and not locators[lane, degree + 1 :].any():
                fixed = self._fixed(locators[lane, : degree + 1])
                if fixed is not None:
                    yield count, fixed

    def _erasure_locators(self, doubtful: Sequence[int], counts: Sequence[int]) -> _Lanes:
        lanes = np.zeros((len(counts), self._checks + 1), np.intp)
        locator = np.zeros(self._checks + 1, np.intp)
        locator[0] = 1
        done = 0
        for lane, count in enumerate(counts):
            for position in doubtful[done:count]:
                root = len(self._received) - 1 - position
                locator[1:] ^= _EXP[_LOG[locator[:-1]] + root]
            done = count
            lanes[lane] = locator
        return lanes

    def _fixed(self, locator: _Lanes) -> Codewords | None:
        length = len(self._received)
        inverses = (-np.arange(length)) % _ORDER
        roots = np.flatnonzero(_values(locator, inverses) == 0)
        if len(roots) != len(locator) - 1:
            return None
        # Forney: evaluator over derivative, at the inverse of each place.
        evaluator = np.zeros(self._checks, np.intp)
        for power, factor in enumerate(locator):
            evaluator[power:] ^= _product(factor, self._syndromes[: self._checks - power])
        derivative = locator[1:].copy()
        derivative[1::2] = 0
        upper, lower = _values(evaluator, inverses[roots]), _values(derivative, inverses[roots])
        if not lower.all():
            return None
        magnitudes = np.where(upper == 0, 0, _EXP[(_LOG[upper] - _LOG[lower] + roots) % _ORDER])
        fixed = self._received.copy()
        fixed[length - 1 - roots] ^= magnitudes.astype(np.uint8)
        return None if _syndromes(fixed, self._checks).any() else fixed


def _syndromes(received: Codewords, checks: int) -> _Lanes:
    exponents = _LOG[received] + (np.arange(checks)[:, None] * np.arange(len(received) - 1, -1, -1)) % _ORDER
    return np.asarray(np.bitwise_xor.reduce(_EXP[exponents], axis=1), np.intp)


def _locators(syndromes: _Lanes, starts: _Lanes, erased: _Lanes) -> tuple[_Lanes, _Lanes]:
    """Berlekamp and Massey, begun with what is known to be lost; one lane for each set of erasures."""
    locators, before, degrees = starts, starts, erased.copy()
    for step in range(int(erased.min()), len(syndromes)):
        is_begun = step >= erased
        products = _product(locators[:, : step + 1], syndromes[step::-1])
        off = np.where(is_begun, np.bitwise_xor.reduce(products, axis=1), 0)
        shifted = np.zeros_like(before)
        shifted[:, 1:] = before[:, :-1]
        before = np.where(is_begun[:, None], shifted, before)
        changed = locators ^ _product(before, off[:, None])
        grows = (off != 0) & (2 * degrees <= step + erased)
        if grows.any():
            before = np.where(grows[:, None], _product(locators, _inverse(off)[:, None]), before)
            degrees = np.where(grows, step + 1 + erased - degrees, degrees)
        locators = changed
    return locators, degrees


def _product(one: _Lanes, other: _Lanes) -> _Lanes:
    return np.asarray(_EXP[_LOG[one] + _LOG[other]], np.intp)


def _inverse(value: _Lanes) -> _Lanes:
    return np.asarray(_EXP[(_ORDER - _LOG[value]) % _ORDER], np.intp)


def _values(polynomial: _Lanes, exponents: _Lanes) -> _Lanes:
    """Evaluate at powers of two."""
    powers = (exponents[:, None] * np.arange(len(polynomial))) % _ORDER
    return np.asarray(np.bitwise_xor.reduce(_EXP[_LOG[polynomial] + powers], axis=1), np.intp)
