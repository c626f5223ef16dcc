"""Hostile files by the hundred: one outcome and one sentence each, nothing crashes, and the next good one is read.

`POS_APP_CAMPAIGN=full` hands in 10,000 of them and says what came of each kind.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.scanner.intake import PictureReader
from pos_app.wording import Language, Wording
from tests.scanner.hostile import HostileFile, hostile_file
from tests.scanner.pictures import VOUCHER, packed, qr

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes, sockets or device files there")

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
FILES, BATCHES = (10_000, 100) if IS_FULL else (300, 10)
NOT_FOR_A_FILE = {RefusalCode.PICTURE_TOO_SLOW}


@pytest.fixture(scope="module")
def pictures() -> Iterator[PictureReader]:
    reader = PictureReader(timeout_s=30)
    yield reader
    reader.close()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_hostile_file_has_one_outcome_and_the_next_good_one_is_read(
    pictures: PictureReader, tmp_path: Path, batch: int
) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    for number in range(FILES // BATCHES):
        file = hostile_file(np.random.default_rng((batch, number)))
        path = tmp_path / f"{number}.png"
        file.make(path)
        outcome = pictures.read_file(path)
        said = _checked(file, outcome)
        assert said not in NOT_FOR_A_FILE, f"batch {batch}, file {number}: {file.kind}"
        outcomes[file.kind, str(said)] += 1
        if path.is_file():
            path.unlink()
    good = pictures.read_bytes(packed(qr()))
    assert isinstance(good, Reading)
    if IS_FULL:
        told = (f"{kind}: {said} × {count}" for (kind, said), count in sorted(outcomes.items()))
        sys.stdout.write("\n".join(told) + "\n")


def _checked(file: HostileFile, outcome: Reading | Refusal) -> RefusalCode | str:
    """Compare with what must come of it, and see that a refusal has its sentence."""
    if isinstance(outcome, Reading):
        assert {code.payload for code in outcome.codes} == {VOUCHER.encode()}, file.kind
        assert file.expected in {None, VOUCHER.encode()}, file.kind
        return "read"
    assert file.expected in {None, outcome.code}, f"{file.kind}: {outcome}"
    for language in Language:
        wording = Wording(language)
        for part in ("message", "next"):
            assert wording.say(f"refusal.{outcome.code}.{part}", detail=outcome.detail).strip()
    return outcome.code
