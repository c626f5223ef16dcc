"""Till and platform over a faulty line, half of the seeds; a file of its own, because a file is one worker's work."""

import pytest

from tests.simulation.campaign import CHUNKS, assert_share, run_chunk


@pytest.mark.parametrize("chunk", CHUNKS[::2])
def test_no_seed_loses_or_doubles_a_fen_and_every_moment_was_the_last_one(chunk: int) -> None:
    assert_share(run_chunk(chunk))
