"""The customer's phone in a browser: its code is read by a scanner, its forms do what the phone does."""

import re

import pytest
import zxingcpp
from PIL import Image

from pos_app.domain.activation import STEPS
from pos_app.domain.code import PayChannel, PayCode, classify
from pos_app.domain.voucher import Channel
from pos_app.verifier.payment_password import PERSONA_PASSWORD
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import PEOPLE, person
from tests.doubles.served import Address

LINE = Line("12.80")
_NO = 'class="card is-refused"'
_ENGLISH = {"accept-language": "en"}


def read_code(page: str) -> str:
    """Paint the page's symbol, eight dots a module, and read it as a scanner would."""
    side = int(re.findall(r'viewBox="0 0 (\d+)', page)[0])
    picture = Image.new("L", (side, side), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page):
        picture.putpixel((int(x), int(y)), 0)
    (found,) = zxingcpp.read_barcodes(picture.resize((side * 8, side * 8), Image.Resampling.NEAREST))
    return found.bytes.decode()


def test_everybody_has_a_phone(there: Address) -> None:
    page = there.client.get("/phone", headers=_ENGLISH).text
    assert set(re.findall(r'href="/phone/([\w-]+)"', page)) == {one.id for one in PEOPLE}


def test_the_code_on_the_page_is_read_and_pays(there: Address, till: TillDriver) -> None:
    page = there.client.get("/phone/plenty", headers=_ENGLISH)
    code = read_code(page.text)
    assert code not in page.text
    assert '<meta http-equiv="refresh" content="60">' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert till.settle(till.meet(code), LINE).setlinfo


def test_a_members_and_a_social_cards_code_are_shown(there: Address, till: TillDriver) -> None:
    child = there.client.get("/phone/family-holder", params={"member": "family-member"}).text
    assert till.meet(read_code(child)).psn_no == person("family-member").psn_no
    card = there.client.get("/phone/plenty", params={"kind": "social-card"}).text
    assert read_code(card).startswith("SSC1:2")


def test_the_same_phone_shows_a_pay_code_of_each_wallet(there: Address) -> None:
    assert 'href="/phone/plenty/pay"' in there.client.get("/phone/plenty", headers=_ENGLISH).text
    for wallet in PayChannel:
        page = there.client.get("/phone/plenty/pay", params={"channel": wallet}, headers=_ENGLISH).text
        code = read_code(page)
        assert classify(code) == PayCode(code, wallet)
        assert code not in page
        assert '<meta http-equiv="refresh" content="60">' in page
    assert there.client.get("/phone/nobody/pay").status_code == 404


def test_what_the_phone_cannot_show_is_said_with_what_to_do(there: Address) -> None:
    page = there.client.get("/phone/plenty", params={"member": "exact"}, headers=_ENGLISH).text
    assert _NO in page
    assert "<svg" not in page
    for _ in range(7):
        page = there.client.get("/phone/short", headers=_ENGLISH).text
    assert "<svg" not in page


def test_the_password_on_the_page_lets_a_payment_pass(there: Address) -> None:
    assert "/phone/plenty/consent" in there.client.get("/phone/plenty").text
    asked = there.client.get("/phone/plenty/consent", headers=_ENGLISH).text
    assert 'type="password"' in asked
    assert "refresh" not in asked, "a half-typed password is not taken away"
    confirmed = there.client.post("/phone/plenty/consent", data={"password": PERSONA_PASSWORD}, headers=_ENGLISH)
    assert 'class="good"' in confirmed.text
    refused = there.client.post("/phone/plenty/consent", data={"password": "111222"}, headers=_ENGLISH).text
    assert _NO in refused
    assert "111222" not in refused
    assert there.client.post("/phone/plenty/consent", content=b"x" * 10_000).status_code == 413


@pytest.mark.parametrize("channel", Channel)
def test_a_certificate_is_opened_step_by_step_on_the_page(there: Address, channel: Channel) -> None:
    page = there.client.get("/phone/not-activated", params={"channel": channel}, headers=_ENGLISH).text
    one = person("not-activated")
    answers = {"name": one.name, "certno": one.certno, "face": "own", "password": "246810"}
    for _ in STEPS[channel]:
        (action,) = re.findall(r'action="(/phone/not-activated/activation/[a-z]+)"', page)
        asked = set(re.findall(r'name="(\w+)"', page)) & set(answers)
        page = there.client.post(action, data={name: answers[name] for name in asked}, headers=_ENGLISH).text
        assert _NO not in page
    assert "The certificate is open." in page
    assert "<svg" in there.client.get("/phone/not-activated", params={"channel": channel}).text


def test_a_face_that_is_somebody_elses_stops_it_with_whom_to_ask(there: Address) -> None:
    one, path = person("not-activated"), "/phone/not-activated/activation/national"
    there.client.post(path, data={})
    there.client.post(path, data={"name": one.name, "certno": one.certno})
    page = there.client.post(path, data={"face": "somebody-else"}, headers=_ENGLISH).text
    assert _NO in page
    assert "police" in page


def test_nobody_has_no_phone(there: Address) -> None:
    assert there.client.get("/phone/nobody").status_code == 404
    assert there.client.post("/phone/nobody/consent", data={"password": "1"}).status_code == 404
    assert there.client.get("/phone/plenty", params={"kind": "passport"}).status_code == 422


def test_no_field_of_the_phone_is_markup(there: Address) -> None:
    script = "<script>alert(1)</script>"
    page = there.client.get("/phone/plenty", params={"member": script}, headers=_ENGLISH)
    assert script not in page.text
