"""Till and platform over a faulty line: every seed, in chunks that share the work between the workers."""

import pytest

from tests.simulation.campaign import CHUNKS, assert_share, run_chunk


@pytest.mark.long
@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_seed_loses_or_doubles_a_fen_and_every_moment_was_the_last_one(chunk: int) -> None:
    assert_share(run_chunk(chunk))
