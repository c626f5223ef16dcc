"""kill -9 before and after each commit, each message and each ticket, by name: none is passed over."""

from pathlib import Path

import pytest

from tests.end_to_end.killing import CAN_KILL, IS_FULL, Campaign

pytestmark = [pytest.mark.long, pytest.mark.skipif(not CAN_KILL, reason="there is no SIGKILL here")]

KILLS_A_NAME = 40 if IS_FULL else 14
COMMITS = ("commit of till", "commit of verifier", "commit of wallet")
STEPS = (
    *COMMITS,
    "9001",
    "decode",
    "1101",
    "2101",
    "2102",
    "pay charge",
    "ticket",
    "2601",
    "pay reverse",
)
LEADS_TO = {"2601": "after 2102", "pay reverse": "after pay charge"}  # what has to be cut off before


@pytest.mark.parametrize("step", STEPS)
def test_every_named_moment_can_be_the_last(tmp_path: Path, step: str) -> None:
    """The next till begins with what the one before it left open; every fourth time somebody looks in between."""
    campaign = Campaign(tmp_path)
    names = (f"before {step}", f"after {step}")
    for turn in range(KILLS_A_NAME):
        if step in LEADS_TO:
            campaign.kill_at(turn, LEADS_TO[step])
        time = f"#{turn // 2 % 5 + 1}" if step in COMMITS else ""  # the first ones are those of opening
        campaign.kill_at(1_000 + turn, f"{names[turn % 2]}{time}")
        if turn % 4 == 3:
            campaign.assert_nothing_is_lost_yet()
            campaign.restart_and_check()
    print(dict(campaign.deaths), dict(campaign.recovered))  # noqa: T201  pytest shows it with -s
    assert min(campaign.deaths[name] for name in names) >= KILLS_A_NAME // 2
    if step in LEADS_TO:
        assert campaign.recovered["reversed"] > 0
