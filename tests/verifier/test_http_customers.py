"""What a customer does on the phone, over the control interface and through the product's own client of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.clients.distant_phone import DistantPhone
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, PaymentConsent
from pos_app.verifier.payment_password import PERSONA_PASSWORD
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import CHENGDU, World
from tests.doubles.served import Address, serve

LINE = Line("12.80")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, region=CHENGDU.replace("asked = false", "asked = true"))
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def there(world: World, tmp_path: Path) -> Iterator[Address]:
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock) as address:
        yield address


@pytest.fixture
def phone(there: Address) -> Iterator[DistantPhone]:
    distant = DistantPhone(there.url)
    yield distant
    distant.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def test_the_password_on_a_distant_phone_lets_the_settlement_pass(
    world: World, phone: DistantPhone, till: TillDriver
) -> None:
    buyer = till.meet(world.code("plenty"))
    assert till.settle(buyer, LINE).refusal is RefusalCode.PASSWORD_NEEDED
    consent = phone.confirm_payment("plenty", PERSONA_PASSWORD)
    assert isinstance(consent, PaymentConsent)
    assert (consent.person_id, (consent.expires_at - consent.granted_at).total_seconds()) == ("plenty", 120)
    assert till.settle(buyer, LINE).setlinfo["acct_pay"]


def test_a_distant_holder_confirms_for_a_member(world: World, phone: DistantPhone, till: TillDriver) -> None:
    child = till.meet(world.code("family-holder", member="family-member"))
    phone.confirm_payment("family-holder", PERSONA_PASSWORD, member="family-member")
    assert till.settle(child, LINE).setlinfo["acct_mulaid_pay"]


def test_a_wrong_password_is_told_with_the_tries_that_are_left(phone: DistantPhone, there: Address) -> None:
    assert phone.confirm_payment("plenty", "111222") == Refusal(RefusalCode.PASSWORD_WRONG, "4")
    answer = there.post("/control/people/plenty/consent", {"password": "111222"})
    told = answer.json()["refused"]
    assert (answer.status_code, told["code"], told["detail"]) == (409, "password_wrong", "3")
    assert told["message"]
    assert told["next"]


def test_nobody_confirms_for_a_stranger(phone: DistantPhone) -> None:
    assert phone.confirm_payment("nobody", PERSONA_PASSWORD) == Refusal(RefusalCode.PERSON_UNKNOWN, "nobody")
    stranger = phone.confirm_payment("plenty", PERSONA_PASSWORD, member="exact")
    assert stranger == Refusal(RefusalCode.NOT_IN_FAMILY, "exact")


def test_a_password_that_cannot_be_read_is_not_said_back(there: Address) -> None:
    answer = there.post("/control/people/plenty/consent", {"password": 258036, "member": None})
    assert answer.status_code == 422
    assert "258036" not in answer.text


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("activation/national", {"face": "own", "password": "246810"}),
        ("activation/national", {"face": "friendly"}),
        ("activation/telephone", {}),
        ("password", {"channel": "national", "new": "246810"}),
        ("password", {"channel": "national", "new": "246810", "face": "own", "name": "x"}),
        ("family", {"name": "x", "certno": "990000", "relation": "neighbour"}),
        ("authority", {"remedy": "miracle"}),
    ],
)
def test_what_makes_no_sense_is_refused_before_anybody_is_asked(there: Address, path: str, wrong: object) -> None:
    assert there.post(f"/control/people/plenty/{path}", wrong).status_code == 422


def test_an_activation_says_what_its_next_step_needs(there: Address) -> None:
    path = "/control/people/not-activated/activation/alipay"
    told = there.get(path).json()
    assert (told["active"], told["done"], told["step"], told["needs"]) == (False, 0, "open-card-package", [])
    for _ in range(3):
        told = there.post(path, {}).json()
    assert (told["done"], told["step"], told["needs"]) == (3, "real-name", ["name", "certno"])
    out_of_turn = there.post(path, {"face": "own"})
    assert (out_of_turn.status_code, out_of_turn.json()["refused"]["code"]) == (409, "step_out_of_turn")
    assert there.get(path).json() == told


def test_six_codes_a_minute_by_hand_and_no_more(phone: DistantPhone) -> None:
    def tap() -> object:
        return phone.show("plenty", kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL, by_hand=True)

    assert not any(isinstance(tap(), Refusal) for _ in range(6))
    seventh = tap()
    assert isinstance(seventh, Refusal)
    assert seventh.code is RefusalCode.TOO_MANY_CODES
