"""Reed-Solomon: the standard's own example, the bound of errors and erasures, and no correction of noise."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from pos_app.scanner.qr.correction import correct
from pos_app.scanner.qr.reedsolomon import ReceivedBlock

# ISO/IEC 18004, Annex I: "01234567" in version 1-M, sixteen data and ten check codewords.
EXAMPLE = np.frombuffer(bytes.fromhex("10200c566180ec11ec11ec11ec11ec11a524d4c1ed36c7872c55"), np.uint8)
CHECKS = 10


def damaged(places: list[int], seed: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    received = EXAMPLE.copy()
    received[places] ^= np.random.default_rng(seed).integers(1, 256, len(places), dtype=np.uint8)
    return received


def test_the_example_of_the_standard_is_right_as_it_stands() -> None:
    ((erased, corrected),) = ReceivedBlock(EXAMPLE, CHECKS).corrections([], [0])
    assert erased == 0
    assert np.array_equal(corrected, EXAMPLE)


@given(
    places=some.lists(some.integers(0, 25), unique=True, max_size=10),
    known=some.integers(0, 10),
    seed=some.integers(0, 2**32 - 1),
)
def test_erasures_and_twice_the_errors_up_to_the_checks_are_corrected(places: list[int], known: int, seed: int) -> None:
    erased, errors = places[:known], places[known:]
    counts = range(len(erased) + 1)
    corrected = dict(ReceivedBlock(damaged(places, seed), CHECKS).corrections(erased, counts))
    for count in counts if places else [0]:
        if count + 2 * (len(erased) - count + len(errors)) <= CHECKS:
            assert np.array_equal(corrected[count], EXAMPLE)


@given(seed=some.integers(0, 2**32 - 1))
def test_noise_is_never_taken_for_a_block(seed: int) -> None:
    chance = np.random.default_rng(seed)
    noise = chance.integers(0, 256, 26, dtype=np.uint8)
    assert correct(noise, chance.random(26), CHECKS) is None


def test_what_looks_least_sure_is_given_up_first() -> None:
    """Seven damaged codewords are beyond five errors, and within ten erasures as soon as they are suspected."""
    places = [0, 3, 7, 11, 15, 20, 25]
    confidence = np.ones(26)
    assert correct(damaged(places, 1), confidence[::-1].copy(), CHECKS) is None
    confidence[places] = 0.1
    corrected = correct(damaged(places, 1), confidence, CHECKS)
    assert corrected is not None
    assert np.array_equal(corrected.codewords, EXAMPLE)
