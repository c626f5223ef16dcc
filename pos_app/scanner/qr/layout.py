"""Where everything stands in a QR code of each version (ISO/IEC 18004): patterns, format bits, codewords, blocks.

Positions are rows and columns of modules; +1 is a dark module, -1 a light one, 0 one that is not known beforehand.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import qrcode.base
import qrcode.util
from numpy.typing import NDArray

VERSION_MAX = 40
FINDER_SIDE = 7

Signs: TypeAlias = NDArray[np.int8]
Positions: TypeAlias = NDArray[np.intp]
"""Indices into the flattened square of modules."""

_FORMAT_BITS, _VERSION_BITS = 15, 18
_CORNERS = (np.s_[:8, :8], np.s_[:8, -8:], np.s_[-8:, :8])


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One Reed-Solomon block: which codewords of the symbol it has, and how many of them check the others."""

    codewords: Positions
    checks: int


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """The middles of modules by (column, row), what they must be, and the same without the finder patterns."""

    places: NDArray[np.float64]
    known: NDArray[np.float64]
    guides: NDArray[np.float64]


def side_of(version: int) -> int:
    return 17 + 4 * version


def version_of(side: int) -> int | None:
    version, rest = divmod(side - 17, 4)
    return version if rest == 0 and 1 <= version <= VERSION_MAX else None


@lru_cache(maxsize=VERSION_MAX)
def known_modules(version: int) -> Signs:
    """Give finder, timing and alignment patterns; zero where format, version or data stand."""
    side = side_of(version)
    known = np.zeros((side, side), np.int8)
    run = np.where(np.arange(side) % 2 == 0, 1, -1)
    known[6, :], known[:, 6] = run, run
    for row, column in _alignment_centres(version):
        known[row - 2 : row + 3, column - 2 : column + 3] = _square_rings(2)
    finder = _square_rings(4)
    for corner in _CORNERS:
        known[corner] = _of_corner(finder, corner)
    known[side - 8, 8] = 1
    return known


@lru_cache(maxsize=VERSION_MAX)
def guide_modules(version: int) -> Signs:
    """Give the known modules without the finder patterns."""
    guides = known_modules(version).copy()
    for corner in _CORNERS:
        guides[corner] = 0
    return guides


@lru_cache(maxsize=VERSION_MAX)
def landmarks(version: int) -> Landmarks:
    """Give the modules that are known beforehand as a list, to look at these alone."""
    known, guides = known_modules(version), guide_modules(version)
    rows, columns = np.nonzero(known)
    places = np.asarray(np.stack((columns, rows), axis=-1) + 0.5, np.float64)
    return Landmarks(places, known[rows, columns].astype(np.float64), guides[rows, columns].astype(np.float64))


@lru_cache(maxsize=VERSION_MAX)
def codeword_positions(version: int) -> Positions:
    """Give one row of eight positions for each codeword, highest bit first, in the order in which they are drawn."""
    side = side_of(version)
    free = ~(_reserved(version) | (known_modules(version) != 0))
    columns = [column for column in range(side - 1, 0, -2) if column > 6]
    columns += [5, 3, 1]
    path: list[int] = []
    for number, right in enumerate(columns):
        rows = range(side - 1, -1, -1) if number % 2 == 0 else range(side)
        path += [row * side + column for row in rows for column in (right, right - 1) if free[row, column]]
    whole = len(path) // 8
    return np.array(path[: whole * 8], np.intp).reshape(whole, 8)


@lru_cache(maxsize=VERSION_MAX)
def format_positions(version: int) -> tuple[Positions, Positions]:
    """Give both places of the fifteen format bits, lowest bit first."""
    side = side_of(version)
    near = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    far = [(8, side - 1 - bit) for bit in range(8)] + [(side - 15 + bit, 8) for bit in range(8, 15)]
    return _flat(near, side), _flat(far, side)


def version_positions(version: int) -> tuple[Positions, Positions] | None:
    """Give both places of the eighteen version bits, lowest bit first; small codes have none."""
    if version < 7:
        return None
    side = side_of(version)
    above = [(bit // 3, side - 11 + bit % 3) for bit in range(_VERSION_BITS)]
    return _flat(above, side), _flat([(column, row) for row, column in above], side)


@lru_cache(maxsize=1)
def format_words() -> Signs:
    """Give the 32 words of the format information, one a row, lowest bit first."""
    return _signs([qrcode.util.BCH_type_info(number) for number in range(32)], _FORMAT_BITS)


@lru_cache(maxsize=1)
def version_words() -> Signs:
    """Give the words of versions 7 to 40, one a row, lowest bit first."""
    return _signs([qrcode.util.BCH_type_number(number) for number in range(7, VERSION_MAX + 1)], _VERSION_BITS)


@lru_cache(maxsize=64)
def mask_signs(version: int, mask: int) -> Signs:
    """Give -1 where the mask turns a module over."""
    side = side_of(version)
    row, column = np.indices((side, side))
    product = row * column
    turned = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((row + column) % 2 + product % 3) % 2,
    )[mask]
    return np.where(turned == 0, -1, 1).astype(np.int8)


@lru_cache(maxsize=4 * VERSION_MAX)
def blocks(version: int, level: int) -> tuple[Block, ...]:
    """Give the blocks of a version and a level (as the format bits number it), with their interleaved codewords."""
    sizes = [(block.total_count, block.data_count) for block in qrcode.base.rs_blocks(version, level)]
    parts: list[list[int]] = [[] for _ in sizes]
    position = 0
    for is_check in (False, True):
        counts = [total - data if is_check else data for total, data in sizes]
        for turn in range(max(counts)):
            for part, wanted in zip(parts, counts, strict=True):
                if turn < wanted:
                    part.append(position)
                    position += 1
    return tuple(Block(np.array(part, np.intp), total - data) for part, (total, data) in zip(parts, sizes, strict=True))


def _alignment_centres(version: int) -> list[tuple[int, int]]:
    lines = qrcode.util.pattern_position(version)
    if not lines:
        return []
    first, last = lines[0], lines[-1]
    taken = {(first, first), (first, last), (last, first)}
    return [(row, column) for row in lines for column in lines if (row, column) not in taken]


def _square_rings(reach: int) -> Signs:
    """Give a dark centre in rings; with four, the finder and the light line around it."""
    row, column = np.indices((2 * reach + 1, 2 * reach + 1)) - reach
    ring = np.maximum(abs(row), abs(column))
    dark = (ring == 0) | (ring == 2) if reach == 2 else (ring <= 1) | (ring == 3)
    return np.where(dark, 1, -1).astype(np.int8)


def _of_corner(rings: Signs, corner: tuple[slice, slice]) -> Signs:
    """Cut the outer light line off, which lies outside of the symbol."""
    rows, columns = corner
    return rings[slice(1, 9) if rows.start is None else slice(0, 8), slice(1, 9) if columns.start is None else slice(8)]


def _reserved(version: int) -> NDArray[np.bool_]:
    side = side_of(version)
    taken = np.zeros(side * side, bool)
    for positions in (*format_positions(version), *(version_positions(version) or ())):
        taken[positions] = True
    return taken.reshape(side, side)


def _flat(places: list[tuple[int, int]], side: int) -> Positions:
    return np.array([row * side + column for row, column in places], np.intp)


def _signs(words: list[int], bits: int) -> Signs:
    values = (np.array(words)[:, None] >> np.arange(bits)) & 1
    return np.asarray(values * 2 - 1, np.int8)
