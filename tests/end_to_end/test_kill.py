"""kill -9 wherever a till is: then both books hold, agree to the fen, and forget nothing they said.

POS_APP_CAMPAIGN=full kills five hundred times, POS_APP_SEED repeats a run; `test_kill_by_name.py` goes by the moments.
"""

import os
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

import pytest

from pos_app.bootstrap.checkup import examine
from tests.end_to_end.killing import CAN_KILL, IS_FULL, Campaign
from tests.end_to_end.seller import config_of

pytestmark = [pytest.mark.long, pytest.mark.skipif(not CAN_KILL, reason="there is no SIGKILL here")]

ROUNDS = 72 if IS_FULL else 5
KILLS_FROM_OUTSIDE = 3
KILLS_AT_MOMENTS = 4
SALES_BEFORE_A_KILL = (4, 7)
SEED = int(os.environ.get("POS_APP_SEED") or Random().randrange(10**6))  # noqa: S311  tests


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return Campaign(tmp_path)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_till_killed_at_any_moment_loses_nothing_and_charges_nobody_twice(campaign: Campaign, turn: int) -> None:
    print(f"POS_APP_SEED={SEED} repeats this run")  # noqa: T201  pytest shows it when the test fails
    chance = Random(SEED + turn)  # noqa: S311  tests
    kills = ["outside"] * KILLS_FROM_OUTSIDE + ["moment"] * KILLS_AT_MOMENTS
    chance.shuffle(kills)
    for number, kind in enumerate(kills):
        seed = chance.randrange(10**6)
        if kind == "moment":
            campaign.kill_at(seed, chance.randint(1, 120))
        else:
            sales, seconds = chance.randint(*SALES_BEFORE_A_KILL), chance.uniform(0.001, 0.1)
            campaign.kill_from_outside(seed, after_sales=sales, seconds_more=seconds)
        campaign.assert_nothing_is_lost_yet()
        if number % 3:  # every third time the next till begins with what this one left open
            campaign.restart_and_check()
    campaign.restart_and_check()
    assert {check.id: check.detail for check in examine(config_of(campaign.data)) if not check.ok} == {}
    print(f"{len(campaign.told)} sales, deaths {dict(campaign.deaths)}, recovered {dict(campaign.recovered)}")  # noqa: T201
    assert campaign.deaths.total() == len(kills)
    assert len(campaign.told) >= KILLS_FROM_OUTSIDE * SALES_BEFORE_A_KILL[0]
