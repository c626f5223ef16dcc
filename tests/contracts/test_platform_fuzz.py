"""Envelopes spoilt in every way that was thought of: each is answered in good form, and nothing else is posted.

In this process and over HTTP; POS_APP_CAMPAIGN=full sends a hundred thousand either way, POS_APP_SEED has others made.
"""

import copy
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from typing import Any

import pytest
import simplejson

from pos_app.verifier.http.examples import TRADE_PATHS
from pos_app.wire.envelope import Response, parse_response
from pos_app.wire.messages import TRADES
from tests.contracts.till_driver import Line, TillDriver, Tree
from tests.contracts.world import World
from tests.doubles.served import serve
from tests.wire.samples import INPUTS

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
SENT, SENT_OVER_HTTP = (100_000, 100_000) if IS_FULL else (1_500, 300)
SEED = int(os.environ.get("POS_APP_SEED", "20261122"))

_ODD: tuple[Any, ...] = (
    *(None, "", 0, -1, 1, True, "0", "1", "41", "99", "null", "NaN"),
    *(10**15, 10**30, -(10**30), 1e300, 0.1 + 0.2, "1e5", "٣", "１", "12.80.1", "-0"),
    *("x" * 5000, "医" * 200, "😀", "\u202e", "\x00", "\x1b[2J", "'; DROP TABLE people; --", "../../etc/passwd"),
    *("2026-02-30", "2026-11-22 24:00:00", "9999-12-31", "0001-01-01", "9999-12-31 23:59:59", "0001-01-01 00:00:00"),
    *([], {}, [[]], [None], [{}], {"a": {}}, [1] * 50),
)


@dataclass
class Campaign:
    random: Random
    world: World
    till: TillDriver
    bodies: dict[str, Tree]

    def envelope(self) -> str | bytes:
        """Make one message that something is wrong with, mostly."""
        infno = self.random.choice(sorted(self.bodies))
        tree = simplejson.loads(self.till.text(infno, self.bodies[infno]))
        for _ in range(self.random.choice((0, 1, 1, 1, 2, 3))):
            self._spoil(tree)
        return self._break(simplejson.dumps(tree))

    def _spoil(self, tree: Any) -> None:  # noqa: ANN401  any JSON
        while isinstance(tree, dict | list) and tree:
            key: Any = self.random.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
            if isinstance(tree[key], dict | list) and tree[key] and self.random.random() < 0.8:
                tree = tree[key]
            elif self.random.random() < 0.2:
                del tree[key]
                return
            elif isinstance(tree, dict) and self.random.random() < 0.1:
                tree[self.random.choice(("surprise", key.upper(), "__proto__", key + " "))] = copy.deepcopy(tree[key])
                return
            else:
                tree[key] = copy.deepcopy(self.random.choice(_ODD))
                return

    def _break(self, text: str) -> str | bytes:
        """Now and then spoil the text itself: cut, doubled, nested, huge, or no UTF-8."""
        place = self.random.randrange(len(text))
        match self.random.randrange(60):
            case 0:
                return text[:place]
            case 1:
                return text.encode()[:place] + b"\xff\xfe" + text.encode()[place:]
            case 2:
                return text.replace('"infno"', '"infno": "9001", "infno"', 1)
            case 3:
                return text.replace('"input": ', '"input": ' + '{"a":' * 500, 1) + "}" * 500
            case 4:
                return text.encode("gb18030", "replace")
            case 5 if self.random.random() < 0.1:
                return text[:place] + " " * 10_000_000 + text[place:]
            case 6:
                return text + text
            case _:
                return text


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    print(f"seed {SEED}")  # noqa: T201  pytest shows it when the test fails
    world = World(tmp_path)
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    buyer = till.meet(world.code("plenty"))
    bodies = {infno: body for infno, body in INPUTS.items() if infno != "9002"}  # which would end it all
    bodies |= {infno: till.bill(buyer, (Line("12.80"), Line("1.00"))) for infno in ("2101", "2102")}
    yield Campaign(Random(SEED), world, till, bodies)  # noqa: S311  tests
    world.assert_sound()
    world.store.close()


def send(campaign: Campaign, answer: Callable[[str | bytes], str | bytes], *, count: int) -> None:
    """Send so many; each is answered in good form, and what was not answered with a yes is not posted."""
    paid: set[str] = set()
    yes = 0
    for _ in range(count):
        sent = campaign.envelope()
        response = parse_response(answer(sent))
        assert isinstance(response, Response), sent
        yes += response.is_success
        info = response.output.get("setlinfo")
        octets = sent if isinstance(sent, bytes) else sent.encode()
        if isinstance(info, dict) and "setl_id" in info and b'"2102"' in octets:
            paid.add(str(info["setl_id"]))
    assert {line.setl_id for line in campaign.world.ledger.settlements()} == paid
    assert len(paid) <= 1  # there is one token
    assert 0 < yes < count  # some were spoilt where it does not matter, and not all of them


def test_whatever_is_sent_is_answered_and_posts_only_what_was_answered(campaign: Campaign) -> None:
    send(campaign, campaign.world.verifier.answer, count=SENT)


def test_whatever_is_sent_over_http_is_answered_too_and_never_with_an_error(campaign: Campaign, tmp_path: Path) -> None:
    world = campaign.world
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock) as there:

        def post(sent: str | bytes) -> bytes:
            told = there.client.post(TRADE_PATHS[0], content=sent)
            assert told.status_code == 200, sent
            return told.content

        send(campaign, post, count=SENT_OVER_HTTP)


def test_the_campaign_reaches_every_trade(campaign: Campaign) -> None:
    assert set(campaign.bodies) == set(TRADES) - {"9002"}
    unspoilt = {infno: campaign.till.send(infno, body).tree["err_msg"] for infno, body in campaign.bodies.items()}
    assert not [infno for infno, said in unspoilt.items() if "message_invalid" in said and infno != "2001"]
