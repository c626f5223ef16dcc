"""Whatever is done to a code, its modules give the content or nothing: never another content.

Each example draws a voucher, a trace code or digits that fill their symbol, does one thing to it, and reads.
`POS_APP_CAMPAIGN=full` draws a hundred times as many. Where corrections need leave no proof over (`_SPARE_BITS_MIN`
and `_UNPADDED_PROOF_BITS` below zero), damage is read as another content.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
import qrcode
import qrcode.exceptions
from numpy.random import Generator

from pos_app.scanner.qr.fusion import ModuleFusion
from pos_app.scanner.qr.layout import (
    blocks,
    codeword_positions,
    format_positions,
    format_words,
    known_modules,
    mask_signs,
    version_of,
)
from pos_app.scanner.qr.soft import Modules, decode_covered, decode_modules

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
EXAMPLES = 3_000 if IS_FULL else 30
BRIM = {1: {1: 41, 0: 34, 3: 27, 2: 17}, 2: {1: 77, 0: 63, 3: 48, 2: 34}}
"""Digits that fill a version at a level, so that no padding behind them proves anything (ISO/IEC 18004, table 7)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code as it was printed, and what it may be read as."""

    text: str
    level: int
    modules: Modules

    @property
    def version(self) -> int:
        version = version_of(len(self.modules))
        assert version is not None
        return version

    @property
    def checks(self) -> int:
        return min(block.checks for block in blocks(self.version, self.level))


def a_text(chance: Generator) -> str:
    digits = "".join(map(str, chance.integers(0, 10, 25)))
    return (f"424{digits}", f"8{digits[:19]}", f"RCPT:{digits[:13]}", f"HTTPS://A.B/{digits[:5]}")[chance.integers(4)]


def a_code(chance: Generator, *, like: Drawn | None = None) -> Drawn:
    level = like.level if like else int(chance.integers(4))
    mask = int(chance.integers(8))
    version = like.version if like else int(chance.choice((1, 1, 2, 3, 4, 5, 7, 10)))
    text = "".join(map(str, chance.integers(0, 10, BRIM[version][level]))) if version in BRIM else a_text(chance)
    while True:
        code = qrcode.QRCode(version=version, error_correction=level, border=0, mask_pattern=mask)
        code.add_data(text)
        try:
            code.make(fit=False)
        except qrcode.exceptions.DataOverflowError:
            version += 1
            continue
        return Drawn(text, level, np.where(np.array(code.get_matrix(), bool), 1.0, -1.0))


def read(modules: Modules) -> set[bytes | None]:
    return {decode_modules(modules), decode_covered(modules)}


def damaged(modules: Modules, version: int, count: int, chance: Generator) -> Modules:
    """Turn some modules of so many codewords over, some of them with little confidence."""
    hit = modules.copy().ravel()
    places = codeword_positions(version)
    for which in chance.choice(len(places), min(count, len(places)), replace=False):
        bits = (int(chance.integers(1, 256)) >> np.arange(8)) & 1 == 1
        hit[places[which][bits]] *= -1
        hit[places[which]] *= chance.choice((1.0, chance.uniform(0.01, 1.0)))
    return hit.reshape(modules.shape)


def damage(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    code = a_code(chance)
    count = int(chance.integers(1, code.checks // 2 + 6))
    return read(damaged(code.modules, code.version, count, chance)), {code.text}


def mixture(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    """Put parts of one code over another of the same size, as two phones in one glare or a torn picture do."""
    one = a_code(chance)
    other = a_code(chance, like=one)
    if len(one.modules) != len(other.modules):
        return set(), set()
    share = chance.random()
    match chance.integers(4):
        case 0:
            mixed = np.where(chance.random(one.modules.shape) < share, one.modules, other.modules)
        case 1:
            column = int(share * len(one.modules))
            mixed = np.hstack((one.modules[:, :column], other.modules[:, column:]))
        case 2:
            places = codeword_positions(one.version)
            chosen = places[chance.random(len(places)) < share].ravel()
            mixed = one.modules.copy()
            mixed.ravel()[chosen] = other.modules.ravel()[chosen]
        case _:
            mixed = share * one.modules + (1 - share) * other.modules + chance.normal(0, 0.3, one.modules.shape)
    return read(mixed), {one.text, other.text}


def fusion(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    """Show two codes in turn, each time with other parts of them hidden."""
    one = a_code(chance)
    other = a_code(chance, like=one)
    fused, seen = ModuleFusion(), set[bytes | None]()
    for _ in range(10):
        modules = (one, other)[chance.integers(2)].modules
        clear = chance.random(modules.shape) < chance.uniform(0.3, 1.0)
        seen.add(fused.add(modules * clear + chance.normal(0, chance.uniform(0.05, 0.8), modules.shape)))
        fused.next_frame()
    return seen, {one.text, other.text}


def misplacement(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    """Read it as a mirror shows it, or with a grid that lies beside it."""
    code = a_code(chance)
    step = tuple(map(int, chance.integers(-2, 3, 2)))
    moved = code.modules.T if chance.integers(2) else np.roll(code.modules, step, (0, 1))
    return read(damaged(moved, code.version, int(chance.integers(0, 4)), chance)), {code.text}


def wrong_mask(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    code = a_code(chance)
    return read(code.modules * mask_signs(code.version, int(chance.integers(8)))), {code.text}


def invention(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    """Make everything right that every code has, its format too, and fill it with noise."""
    code = a_code(chance)
    known = known_modules(code.version)
    made = np.where(known != 0, known, chance.uniform(-1, 1, known.shape)).ravel()
    for places in format_positions(code.version):
        made[places] = format_words()[chance.integers(32)]
    return read(made.reshape(known.shape)), set()


def doubt(chance: Generator) -> tuple[set[bytes | None], set[str]]:
    code = a_code(chance)
    noise = chance.normal(0, chance.uniform(0, 1.2), code.modules.shape)
    return read(code.modules * chance.random(code.modules.shape) + noise), {code.text}


KINDS: Mapping[str, Callable[[Generator], tuple[set[bytes | None], set[str]]]] = {
    "damage": damage,
    "mixture": mixture,
    "fusion": fusion,
    "misplacement": misplacement,
    "wrong mask": wrong_mask,
    "invention": invention,
    "doubt": doubt,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_read_as_what_it_says_or_not_at_all(kind: str) -> None:
    for number in range(EXAMPLES):
        seen, said = KINDS[kind](np.random.default_rng((len(kind), number)))
        assert seen <= {None, *(text.encode() for text in said)}, f"{kind}, example {number}"
