"""Corrects blocks by giving up the codewords that look least sure, and says how much proof is left over."""

from dataclasses import dataclass
from math import comb, log2

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.qr.reedsolomon import Codewords, ReceivedBlock

# A block of noise that is corrected all the same is a wrong payload, so what stays unused of the check codewords must
# rule chance out to one in a million, for each of the few dozen tries that one picture gets.
_SPARE_BITS_MIN = 20.0
_TRIES_MAX = 10


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """The codewords as they were drawn, and how many bits of proof were left over."""

    codewords: Codewords
    spare_bits: float


def correct(received: Codewords, confidence: NDArray[np.float64], checks: int) -> Corrected | None:
    """Correct a block: as it is, then with more and more of its least confident codewords given up for lost.

    What nobody saw but everybody knows is infinitely confident: it must stay as it is, and proves nothing.
    """
    block = ReceivedBlock(received, checks)
    certain = np.isinf(confidence)
    unsure = len(received) - int(certain.sum())
    order = [int(position) for position in np.argsort(confidence, kind="stable")]
    for erased, fixed in block.corrections(order, range(0, max(1, checks - 2), max(1, checks // _TRIES_MAX))):
        changed = fixed != received
        changed[order[:erased]] = False
        errors = int(changed.sum())
        if erased > unsure or changed[certain].any():
            continue
        spare_bits = 8.0 * (checks - erased - errors) - log2(comb(unsure - erased, errors))
        if spare_bits >= _SPARE_BITS_MIN:
            return Corrected(fixed, spare_bits)
    return None
