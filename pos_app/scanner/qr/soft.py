"""From modules with confidences to what they say: format, mask, codewords, correction, content."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.qr.bits import filling, parse
from pos_app.scanner.qr.correction import correct
from pos_app.scanner.qr.layout import (
    Signs,
    blocks,
    codeword_positions,
    format_positions,
    format_words,
    guide_modules,
    known_modules,
    mask_signs,
    version_of,
)

Modules: TypeAlias = NDArray[np.float64]
"""A square of modules from -1 (surely light) over 0 (nobody knows) to +1 (surely dark)."""

_FORMATS_TRIED = 2
_FORMAT_LEAD = 0.6  # a second format is tried if it explains the bits at least this well, compared with the best
_STRAY_MAX = 0.35  # of all confidence may speak against the modules of what was read
_UNPADDED_PROOF_BITS = 32.0
_BADGES, _FAINT = (0.20, 0.27, 0.34), 0.01  # of the width


def pattern_agreement(modules: Modules) -> float:
    """Say how much of what is seen of the patterns that every code has is as it should be, from -1 (inverted) to 1."""
    version = version_of(modules.shape[0])
    assert version is not None  # noqa: S101  whoever samples chooses the version
    return _agreement(modules, known_modules(version))


def guide_agreement(modules: Modules) -> float:
    """Say the same of the timing and alignment patterns alone, which no three eyes bring along by chance."""
    version = version_of(modules.shape[0])
    assert version is not None  # noqa: S101
    return _agreement(modules, guide_modules(version))


def _agreement(modules: Modules, pattern: Signs) -> float:
    return float((modules * pattern).sum() / max(float(np.abs(modules[pattern != 0]).sum()), 1e-9))


def decode_modules(modules: Modules) -> bytes | None:
    """Read a square of modules; None unless the checks leave no doubt."""
    version = version_of(modules.shape[0])
    if version is None:
        return None
    for number in _likely_formats(modules, version):
        payload = _decode_with_format(modules, version, level=number >> 3, mask=number & 7)
        if payload is not None:
            return payload
    return None


def decode_covered(modules: Modules) -> bytes | None:
    """Read a square of modules whose middle a badge covers, so that what is seen there says nothing."""
    side = len(modules)
    far = np.abs(np.arange(side) - (side - 1) / 2)
    reach = np.maximum(*np.meshgrid(far, far))
    for share in _BADGES:
        payload = decode_modules(np.where(reach <= share * side / 2, modules * _FAINT, modules))
        if payload is not None:
            return payload
    return None


def _likely_formats(modules: Modules, version: int) -> list[int]:
    flat = modules.ravel()
    near, far = format_positions(version)
    scores = format_words().astype(np.float64) @ (flat[near] + flat[far])
    best = np.argsort(-scores)[:_FORMATS_TRIED]
    return [int(number) for number in best if scores[number] > 0 and scores[number] >= _FORMAT_LEAD * scores[best[0]]]


def _decode_with_format(modules: Modules, version: int, *, level: int, mask: int) -> bytes | None:
    said = (modules * mask_signs(version, mask)).ravel()[codeword_positions(version)]
    received = np.packbits(said > 0, axis=1).ravel()
    seen = _Codewords(received, np.abs(said).min(axis=1))
    return _message(seen, said, version, level) or _message(_filled(seen, version, level), said, version, level)


@dataclass(frozen=True, slots=True, eq=False)
class _Codewords:
    """What was received in the order in which it is drawn, and how much of that is to be believed."""

    received: NDArray[np.uint8]
    confidence: NDArray[np.float64]


def _filled(seen: _Codewords, version: int, level: int) -> _Codewords | None:
    """Put in what the standard fills a symbol up with, whatever covers it; None where nothing is filled up."""
    places = np.concatenate([block.codewords[: -block.checks] for block in blocks(version, level)])
    known = filling(seen.received[places], version)
    if not known:
        return None
    received, confidence = seen.received.copy(), seen.confidence.copy()
    received[places[list(known)]] = list(known.values())
    confidence[places[list(known)]] = np.inf
    return _Codewords(received, confidence)


def _message(seen: _Codewords | None, said: NDArray[np.float64], version: int, level: int) -> bytes | None:
    if seen is None:
        return None
    right = np.empty_like(seen.received)
    data: list[NDArray[np.uint8]] = []
    proof_bits = np.inf
    for block in blocks(version, level):
        corrected = correct(seen.received[block.codewords], seen.confidence[block.codewords], block.checks)
        if corrected is None:
            return None
        right[block.codewords] = corrected.codewords
        data.append(corrected.codewords[: -block.checks])
        proof_bits = min(proof_bits, corrected.spare_bits)
    if _stray(said, right) > _STRAY_MAX:
        return None
    message = parse(np.concatenate(data), version)
    if message is None or not (message.is_padded or proof_bits >= _UNPADDED_PROOF_BITS):
        return None
    return message.payload


def _stray(said: NDArray[np.float64], right: NDArray[np.uint8]) -> float:
    """Give the part of all confidence that speaks against the corrected codewords."""
    signs = np.unpackbits(right).reshape(-1, 8).astype(np.float64) * 2 - 1
    against = np.where(said * signs < 0, np.abs(said), 0.0).sum()
    return float(against / max(np.abs(said).sum(), 1e-9))
