"""Whatever is sent, the answer is well formed, names what was wrong, and posts nothing."""

from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from typing import Any

import pytest
import simplejson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.refusal import RefusalCode
from pos_app.wire.envelope import Response, parse_response
from tests.contracts.till_driver import Answer, Line, TillDriver, Tree
from tests.contracts.world import World, person

LINE = Line("12.80")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def assert_refused(text: str) -> None:
    response = parse_response(text)
    assert isinstance(response, Response)
    assert response.infcode == -1
    assert len(response.err_msg) <= 200
    assert response.err_msg.startswith("FSI-")


def test_an_answer_carries_number_and_times(world: World, till: TillDriver) -> None:
    tree = till.send("9001", {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}}).tree
    assert len(tree["inf_refmsgid"]) == 30
    assert tree["inf_refmsgid"].startswith(f"{world.profile.platform_area}20261122090000")
    assert tree["respond_time"] == tree["refmsg_time"] == "20261122090000000"
    assert tree["output"]["signinoutb"]["sign_time"] == "2026-11-22"


def test_an_unusual_msgid_is_only_warned_of(till: TillDriver) -> None:
    body = {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}}
    assert till.send("9001", body, msgid="240510084440-H41").tree["warn_msg"]
    assert till.send("9001", body).tree["warn_msg"] == ""


def test_everything_else_wants_a_sign_in_first(world: World) -> None:
    stranger = TillDriver(world.verifier.answer, world.verifier.decode)
    buyer = stranger.scan(world.code("plenty"))
    assert stranger.identify(buyer).refusal is RefusalCode.NOT_SIGNED_IN
    assert stranger.reverse("P51", person("plenty").psn_no).refusal is RefusalCode.NOT_SIGNED_IN
    stranger.sign_in()
    assert stranger.identify(buyer).output


def test_a_refusal_for_want_of_a_session_is_not_for_ever(world: World, till: TillDriver) -> None:
    buyer, msgid, sign_no = till.meet(world.code("plenty")), till.msgid(), till.sign_no
    till.sign_out(sign_no)
    assert till.settle(buyer, LINE, msgid=msgid).refusal is RefusalCode.NOT_SIGNED_IN
    till.sign_in()
    late = till.text("2102", till.bill(buyer, (LINE,)), msgid=msgid, sign_no=sign_no)
    assert Answer(simplejson.loads(world.verifier.answer(late))).refusal is RefusalCode.NOT_SIGNED_IN
    assert till.settle(buyer, LINE, msgid=msgid).setlinfo


def test_a_session_ends_once(till: TillDriver) -> None:
    told = {"sign_time": "2026-11-22"}
    assert till.sign_out(till.sign_no).output == {"sign_time": told, "signoutoutb": told}
    assert till.sign_out(till.sign_no).refusal is RefusalCode.NOT_SIGNED_IN
    assert till.sign_out("nobody's").refusal is RefusalCode.NOT_SIGNED_IN


def test_an_open_session_serves_a_request_that_names_none(world: World, till: TillDriver) -> None:
    buyer = till.scan(world.code("plenty"))
    till.sign_no = ""
    assert till.identify(buyer).output
    person_elsewhere = TillDriver(till.call, till.decode_call, "P51010000002")
    assert person_elsewhere.identify(buyer).refusal is RefusalCode.NOT_SIGNED_IN


@pytest.mark.parametrize("infno", ["1102", "0000", "21020", "x"])
def test_a_trade_that_is_not_offered_is_named(till: TillDriver, infno: str) -> None:
    assert till.send(infno, {}).refusal is RefusalCode.TRADE_UNKNOWN


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", "\x00", '{"infno": NaN}', "[" * 50_000, "9" * 2_000_000])
def test_a_text_that_is_no_message_gets_an_answer(world: World, text: str) -> None:
    assert_refused(world.verifier.answer(text))
    decoded = simplejson.loads(world.verifier.decode(text))
    assert decoded["code"] == -1
    assert decoded["message"].endswith("[message_invalid]")


def _spoil(random: Random, tree: Any) -> None:  # noqa: ANN401  any JSON
    """Change one thing somewhere in a message."""
    while isinstance(tree, dict | list) and tree:
        key: Any = random.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
        if isinstance(tree[key], dict | list) and tree[key] and random.random() < 0.8:
            tree = tree[key]
            continue
        if random.random() < 0.2 and isinstance(tree, dict):
            del tree[key]
        else:
            tree[key] = random.choice([None, "", 0, -1, 1e300, True, "x" * 5000, [], {}, [[]], {"a": {}}, "医", 10**30])
        return


def test_spoilt_messages_are_refused_or_harmless(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    bodies: dict[str, Tree] = {
        "2102": till.bill(buyer, (LINE, LINE)),
        "2101": till.bill(buyer, (LINE,)),
        "2103": {"data": {"setl_id": "1", "mdtrt_id": "1", "psn_no": buyer.psn_no}},
        "1101": {"data": {"mdtrt_cert_type": "01", "mdtrt_cert_no": buyer.cert_no, "psn_cert_type": "01"}},
    }
    paid = 0
    random = Random(20261122)  # noqa: S311  tests
    for _ in range(1500):
        infno = random.choice(sorted(bodies))
        envelope = simplejson.loads(till.text(infno, bodies[infno]))
        _spoil(random, envelope)
        response = parse_response(world.verifier.answer(simplejson.dumps(envelope)))
        assert isinstance(response, Response)
        paid += response.infcode == 0 and "'setl_id'" in str(response.output)
    assert len(world.ledger.settlements()) == paid <= 1  # spoilt where it does not matter, a message pays, and once


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.binary())
def test_no_text_brings_the_platform_down(world: World, text: str | bytes) -> None:
    assert_refused(world.verifier.answer(text))
    assert simplejson.loads(world.verifier.decode(text))["code"] == -1
