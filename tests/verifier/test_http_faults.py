"""Lost replies at every point: whatever strikes, the till heals it with the national messages, and the books agree."""

import logging
from decimal import Decimal

import httpx
import pytest
import simplejson

from pos_app.clients.http import Http
from pos_app.clients.transport import NoReply
from pos_app.domain.refusal import RefusalCode
from pos_app.verifier.faults import FaultPoint, FaultRule, fault_of_person
from pos_app.wire.envelope import Response, parse_response
from tests.contracts.till_driver import Buyer, Line, TillDriver
from tests.contracts.world import World, person
from tests.doubles.served import Address

LINE = Line("12.80")
OPENING = Decimal("1204.33")
PAID = OPENING - Decimal("12.80")


@pytest.fixture
def buyer(world: World, till: TillDriver) -> Buyer:
    return till.meet(world.code("plenty"))


def _unheard(there: Address, text: str) -> None:
    with pytest.raises((httpx.TransportError, AssertionError)):
        assert isinstance(parse_response(there.client.post(_PATH, content=text.encode()).text), Response)


_PATH = "/fsi/api/rsfComIfsService/callService"


@pytest.mark.parametrize(
    ("point", "has_happened"),
    [
        (FaultPoint.CONNECTION_RESET, False),
        (FaultPoint.BEFORE_COMMIT, False),
        (FaultPoint.AFTER_COMMIT_BEFORE_REPLY, True),
        (FaultPoint.REPLY_GARBLED, True),
        (FaultPoint.REPLY_DOUBLED, True),
    ],
)
def test_a_settlement_that_was_not_heard_of_can_be_repeated_or_reversed(
    world: World, there: Address, till: TillDriver, buyer: Buyer, point: FaultPoint, *, has_happened: bool
) -> None:
    there.served.faults.arm(FaultRule("x", point, infno="2102"))
    msgid = till.msgid()
    text = till.text("2102", till.bill(buyer, (LINE,)), msgid=msgid)
    _unheard(there, text)
    assert world.yuan("plenty") == (PAID if has_happened else OPENING)
    assert till.settle(buyer, LINE, msgid=msgid).setlinfo["balc"] == PAID
    assert len(world.ledger.settlements()) == 1
    assert till.reverse(msgid, buyer.psn_no).output == {}
    assert world.yuan("plenty") == OPENING


def test_a_reversal_that_is_lost_is_sent_again(world: World, there: Address, till: TillDriver, buyer: Buyer) -> None:
    msgid = till.msgid()
    till.settle(buyer, LINE, msgid=msgid)
    there.served.faults.arm(FaultRule("x", FaultPoint.REVERSAL_LOST, times=2))
    data = {"psn_no": buyer.psn_no, "omsgid": msgid, "oinfno": "2102"}
    text = till.text("2601", {"data": data})
    for _ in range(2):
        _unheard(there, text)
        assert world.yuan("plenty") == PAID
    assert till.reverse(msgid, buyer.psn_no).output == {}
    assert world.yuan("plenty") == OPENING


def test_a_late_reply_is_no_reply_to_a_till_that_waits_no_longer(
    world: World, there: Address, till: TillDriver, buyer: Buyer
) -> None:
    there.served.faults.arm(FaultRule("x", FaultPoint.REPLY_DELAYED, infno="2102", delay_ms=600_000))
    impatient = Http(there.url, reply_s=0.3)
    with pytest.raises(NoReply):
        impatient.call(till.text("2102", till.bill(buyer, (LINE,))))
    impatient.close()
    assert world.yuan("plenty") == PAID


def test_a_short_delay_is_only_waited_for(there: Address, till: TillDriver, buyer: Buyer) -> None:
    there.served.faults.arm(FaultRule("x", FaultPoint.REPLY_DELAYED, infno="2101", delay_ms=1))
    assert till.quote(buyer, LINE).setlinfo


def test_the_token_expires_between_quote_and_settlement(there: Address, till: TillDriver, buyer: Buyer) -> None:
    there.served.faults.arm(FaultRule("x", FaultPoint.TOKEN_EXPIRED))
    assert till.quote(buyer, LINE).setlinfo
    msgid = till.msgid()
    for _ in range(2):  # a refusal is the same for ever, and not because the fault is still armed
        assert till.settle(buyer, LINE, msgid=msgid).refusal is RefusalCode.TOKEN_EXPIRED
    assert till.settle(buyer, LINE).setlinfo


def test_any_refusal_can_be_had_for_one_person(world: World, there: Address, till: TillDriver, buyer: Buyer) -> None:
    armed = there.post(
        "/control/faults", {"point": "refusal", "code": "account_frozen", "person": "plenty", "times": None}
    )
    assert (armed.status_code, armed.json()["person"]) == (201, person("plenty").psn_no)
    other = till.meet(world.code("exact"))
    assert till.settle(buyer, LINE).refusal is RefusalCode.ACCOUNT_FROZEN
    assert till.settle(other, LINE).setlinfo
    assert there.client.delete("/control/faults").json() == {"armed": []}
    assert till.settle(buyer, LINE).setlinfo


def test_a_fault_may_come_with_the_request_it_is_for(
    world: World, there: Address, till: TillDriver, buyer: Buyer
) -> None:
    text = till.text("2102", till.bill(buyer, (LINE,)))
    header = {"X-Sim-Fault": "refusal; code=balance_changed"}
    refused = there.client.post(_PATH, content=text.encode(), headers=header)
    assert "[balance_changed]" in refused.text
    assert there.get("/control/faults").json() == []
    assert world.yuan("plenty") == OPENING


def test_a_persona_may_bring_a_fault_along(world: World, there: Address, till: TillDriver) -> None:
    persona = person("lost-reply")
    assert persona.fault
    there.served.faults.arm(fault_of_person(persona.id, persona.psn_no, persona.fault))
    buyer, other, msgid = till.meet(world.code("lost-reply")), till.meet(world.code("exact")), till.msgid()
    for _ in range(2):
        _unheard(there, till.text("2102", till.bill(buyer, (LINE,)), msgid=msgid))
    assert till.settle(other, LINE).setlinfo
    assert till.reverse(msgid, buyer.psn_no).output == {}
    assert world.yuan("lost-reply") == persona.balance_yuan


@pytest.mark.parametrize(
    "header", ["nonsense", "refusal", "refusal;code=nonsense", "reply_delayed;delay_ms=x", "reply_delayed;what=1"]
)
def test_a_header_that_names_no_fault_is_told_so(there: Address, header: str) -> None:
    response = there.client.post(_PATH, content=b"{}", headers={"X-Sim-Fault": header})
    assert (response.status_code, response.json()["code"]) == (400, 400)


def test_a_decode_call_can_fail_as_well(world: World, there: Address, till: TillDriver) -> None:
    code = world.code("plenty")
    there.served.faults.arm(FaultRule("x", FaultPoint.BEFORE_COMMIT, infno="ec.query"))
    with pytest.raises(httpx.TransportError):
        till.decode(code, "scan-1")
    assert till.decode(code, "scan-1")["code"] == 0


def test_what_struck_is_listed_and_noted(there: Address, till: TillDriver, buyer: Buyer) -> None:
    there.post("/control/faults", {"name": "lost", "point": "after_commit_before_reply", "infno": "2102", "times": 3})
    _unheard(there, till.text("2102", till.bill(buyer, (LINE,))))
    (fault,) = there.get("/control/faults").json()
    assert (fault["struck"], fault["left"]) == (1, 2)
    (noted,) = there.get("/control/journal", fault="lost").json()
    assert (noted["infno"], noted["sent"]) == ("2102", "silent")
    assert there.client.delete("/control/faults/lost").json() == {"armed": []}
    assert there.client.delete("/control/faults/lost").status_code == 404


def test_a_refusal_is_noted_under_the_name_of_its_fault(
    there: Address, till: TillDriver, buyer: Buyer, caplog: pytest.LogCaptureFixture
) -> None:
    there.post("/control/faults", {"name": "monday", "point": "refusal", "code": "in_hospital", "infno": "2102"})
    with caplog.at_level(logging.INFO, "pos_app.access"):
        assert till.settle(buyer, LINE).refusal is RefusalCode.IN_HOSPITAL
        (noted,) = there.get("/control/journal", fault="monday").json()  # answered after the line is written
    assert (noted["code"], noted["sent"], noted["fault"]) == ("in_hospital", "answered", "monday")
    lines = [simplejson.loads(line.getMessage()) for line in caplog.records if line.name == "pos_app.access"]
    assert ("monday", "in_hospital") in [(line.get("fault"), line.get("code")) for line in lines]


@pytest.mark.parametrize(
    ("name", "refusal", "infno"),
    [
        ("TOKEN_RECHECK_FAILED", RefusalCode.TOKEN_INVALID, "2102"),
        ("in_hospital", RefusalCode.IN_HOSPITAL, "2101"),
        ("token_expired_between_quote_and_settle", RefusalCode.TOKEN_EXPIRED, "2102"),
    ],
)
def test_a_name_alone_says_what_is_to_go_wrong(
    there: Address, till: TillDriver, buyer: Buyer, name: str, refusal: RefusalCode, infno: str
) -> None:
    assert there.post("/control/faults", {"name": name}).status_code == 201
    body = till.bill(buyer, (LINE,))
    assert till.send(infno, body, area=buyer.area).refusal is refusal
    assert till.send(infno, body, area=buyer.area).output


def test_many_faults_are_armed_at_once_or_none(there: Address) -> None:
    faults = [
        {"point": "reply_doubled", "times": 2},
        {"point": "reply_doubled", "infno": "2103"},
        {"name": "BLACKLIST"},
    ]
    told = there.post("/control/faults", {"faults": faults})
    assert told.status_code == 201
    assert [one["name"] for one in told.json()] == ["reply_doubled 1", "reply_doubled 2", "BLACKLIST"]
    assert there.get("/control/faults").json() == told.json()
    there.client.delete("/control/faults")
    for spoilt in ({"name": "NOTHING"}, {"point": "refusal"}, {"name": "BLACKLIST"}):
        assert there.post("/control/faults", {"faults": [*faults, spoilt]}).status_code == 422
        assert there.get("/control/faults").json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": "nothing"},
        {"point": "nowhere"},
        {"point": "refusal"},
        {"point": "refusal", "code": "nonsense"},
        {"point": "reply_garbled", "probability": 2},
        {"point": "reply_garbled", "times": -1},
        {"point": "reply_garbled", "colour": "red"},
    ],
)
def test_a_fault_that_means_nothing_is_refused(there: Address, wrong: dict[str, object]) -> None:
    assert there.post("/control/faults", wrong).status_code == 422
    assert there.get("/control/faults").json() == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"code": "account_frozen"}, {"name": "account_frozen", "point": "refusal", "times": 1}),
        ({"point": "reply_garbled", "times": 0}, {"times": None, "left": None}),
        ({"point": "reply_delayed"}, {"delay_ms": 3000}),
        ({"point": "reply_delayed", "delay_ms": 20}, {"delay_ms": 20}),
    ],
    ids=str,
)
def test_what_a_fault_leaves_out_is_what_it_can_only_mean(
    there: Address, asked: dict[str, object], told: dict[str, object]
) -> None:
    assert there.post("/control/faults", asked).json().items() >= told.items()
