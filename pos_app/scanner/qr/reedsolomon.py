"""Reed-Solomon over the field of QR codes, with erasures: codewords known to be doubtful cost half of an error.

`reedsolo` does the same in three times the time: it begins anew for each set of erasures, and a picture gets
hundreds of tries. Here the syndromes of a block are computed once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0x11D
_ORDER = 255

Codewords = NDArray[np.uint8]


def _powers() -> list[int]:
    powers = [1]
    for _ in range(_ORDER - 1):
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled > _ORDER else doubled)
    return powers


_EXP: list[int] = _powers() * 3
_LOG: list[int] = [0] * 256
for _exponent in range(_ORDER):
    _LOG[_EXP[_exponent]] = _exponent
_EXP_TABLE, _LOG_TABLE = np.array(_EXP, np.uint8), np.array(_LOG, np.intp)


class ReceivedBlock:
    """A block as it was read, to be corrected with one set of erasures or another."""

    def __init__(self, received: Codewords, checks: int) -> None:
        self._received = received
        self._checks = checks
        self._syndromes = _syndromes(received, checks)

    def corrected(self, erased: Sequence[int]) -> Codewords | None:
        """Give the codewords as they were sent, or None where the checks do not reach so far."""
        if not any(self._syndromes):
            return self._received
        locator = _locator(self._syndromes, self._erasure_locator(erased), len(erased))
        if locator is None:
            return None
        length = len(self._received)
        roots = [exponent for exponent in range(length) if _value(locator, -exponent) == 0]
        if len(roots) != len(locator) - 1:
            return None
        fixed = self._received.copy()
        for exponent, magnitude in zip(roots, self._magnitudes(locator, roots), strict=True):
            fixed[length - 1 - exponent] ^= magnitude
        return None if any(_syndromes(fixed, self._checks)) else fixed

    def _erasure_locator(self, erased: Sequence[int]) -> list[int]:
        locator = [1]
        for position in erased:
            locator = _added(locator, [0, *_scaled(locator, _EXP[len(self._received) - 1 - position])])
        return locator

    def _magnitudes(self, locator: list[int], roots: list[int]) -> list[int]:
        """Forney: evaluator over derivative, at the inverse of each place."""
        evaluator = [0] * self._checks
        for power, factor in enumerate(locator):
            for index in range(self._checks - power):
                evaluator[index + power] ^= _product(factor, self._syndromes[index])
        derivative = [factor if power % 2 else 0 for power, factor in enumerate(locator)][1:]
        return [
            _product(_EXP[exponent], _quotient(_value(evaluator, -exponent), _value(derivative, -exponent)))
            for exponent in roots
        ]


def _syndromes(received: Codewords, checks: int) -> list[int]:
    exponents = _LOG_TABLE[received] + np.arange(checks)[:, None] * np.arange(len(received) - 1, -1, -1)
    terms = np.where(received == 0, 0, _EXP_TABLE[exponents % _ORDER])
    return [int(value) for value in np.bitwise_xor.reduce(terms, axis=1)]


def _locator(syndromes: list[int], erasures: list[int], erased: int) -> list[int] | None:
    """Berlekamp and Massey, begun with what is known to be lost; None if more is lost than can be located."""
    locator, before, degree = erasures, erasures, erased
    for step in range(erased, len(syndromes)):
        off = 0
        for power in range(min(len(locator), step + 1)):
            off ^= _product(locator[power], syndromes[step - power])
        before = [0, *before]
        if not off:
            continue
        changed = _added(locator, _scaled(before, off))
        if 2 * degree <= step + erased:
            before = _scaled(locator, _quotient(1, off))
            degree = step + 1 + erased - degree
        locator = changed
    while locator and locator[-1] == 0:
        locator = locator[:-1]
    is_sound = len(locator) - 1 == degree and 2 * (degree - erased) + erased <= len(syndromes)
    return locator if is_sound else None


def _product(one: int, other: int) -> int:
    return _EXP[_LOG[one] + _LOG[other]] if one and other else 0


def _quotient(one: int, other: int) -> int:
    return _EXP[_LOG[one] - _LOG[other] + _ORDER] if one and other else 0


def _scaled(polynomial: list[int], factor: int) -> list[int]:
    shift = _LOG[factor]
    return [_EXP[_LOG[value] + shift] if value else 0 for value in polynomial]


def _added(one: list[int], other: list[int]) -> list[int]:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return [value ^ (shorter[index] if index < len(shorter) else 0) for index, value in enumerate(longer)]


def _value(polynomial: list[int], exponent: int) -> int:
    """Evaluate at a power of two; the lowest term stands first."""
    total = 0
    for power, factor in enumerate(polynomial):
        if factor:
            total ^= _EXP[(_LOG[factor] + power * exponent) % _ORDER]
    return total
