"""Eight tills in eight processes race for the same codes over HTTP: each code is used once.

The normal suite runs one round; POS_APP_CAMPAIGN=full runs as many as make two thousand codes.
"""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pos_app.clients.http import Http
from pos_app.domain.refusal import RefusalCode
from pos_app.wire.refusal_text import read_refusal
from tests.contracts.test_platform_races import fresh_code
from tests.contracts.till_driver import TillDriver
from tests.contracts.world import World
from tests.doubles.served import serve

TILLS = 8
CODES = 2_000 if os.environ.get("POS_APP_CAMPAIGN") == "full" else 1
A_MINUTE_S = 61


def use_all(address: str, pharmacy: str, codes: Sequence[str]) -> list[str]:
    """Try every code from a process of its own, and tell which were ours."""
    transport = Http(address, reply_s=300)
    till = TillDriver(transport.call, transport.decode, pharmacy)
    answers = {code: till.decode(code) for code in codes}
    transport.close()
    lost = {read_refusal(answer["message"]).code for answer in answers.values() if answer["code"] != 0}
    assert lost <= {RefusalCode.CODE_USED}
    return [code for code, answer in answers.items() if answer["code"] == 0]


def test_each_code_is_used_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    phones = world.phone.people()
    spawn = multiprocessing.get_context("spawn")
    raced = 0
    with (
        serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock) as there,
        ProcessPoolExecutor(TILLS, mp_context=spawn) as processes,
    ):
        pharmacies = [f"P5101000{number:05d}" for number in range(TILLS)]
        while raced < CODES:
            codes = [fresh_code(world, owner.person_id, channel) for owner in phones for channel in owner.activated]
            won = processes.map(use_all, [there.url] * TILLS, pharmacies, [codes] * TILLS)
            assert sorted(code for ours in won for code in ours) == sorted(codes)
            raced += len(codes)
            world.clock.advance(A_MINUTE_S)
    world.assert_sound()
    world.store.close()
