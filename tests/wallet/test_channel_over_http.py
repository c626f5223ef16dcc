"""The same channel over HTTP: every test of the near one once more, and what only a line can do to an answer."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from inspect import signature
from threading import Thread

import httpx
import pytest
from fastapi import FastAPI

from pos_app.clients.distant_pay import DistantPay
from pos_app.domain.charge import ChargeOrder, Paid
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import business_day
from pos_app.domain.tender import CardTender
from pos_app.services.reconciliation_ports import Side
from pos_app.verifier.http.server import Lines, address_of, listen, make_server
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.http import pay_routes
from pos_app.wallet.ledger import Ledger
from pos_app.wallet.scripts import Script
from tests.doubles.clock import NOON, FixedClock
from tests.wallet import test_channel
from tests.wallet.test_channel import TEN, Channel, order

ledger = test_channel.ledger


class _Far(DistantPay):
    """The product's client, and the test's hand on the channel inside."""

    def __init__(self, url: str, inside: PayChannel) -> None:
        super().__init__(url, reply_s=300)
        self.expect = inside.expect


@pytest.fixture
def url(ledger: Ledger, inside: PayChannel) -> Iterator[str]:
    app, line = FastAPI(), listen("127.0.0.1", 0)
    app.include_router(pay_routes(inside, ledger))
    server = make_server(app, Lines())
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[line])), daemon=True)
    thread.start()
    yield address_of(line)
    server.should_exit = True
    thread.join()


@pytest.fixture
def inside(ledger: Ledger) -> PayChannel:
    return PayChannel(ledger, FixedClock())


@pytest.fixture
def channel(url: str, inside: PayChannel) -> Iterator[Channel]:
    with closing(_Far(url, inside)) as far:
        yield far


globals().update(
    {
        name: test
        for name, test in vars(test_channel).items()
        if name.startswith("test_") and "channel" in signature(test).parameters
    }
)


def test_the_statement_and_the_story_are_those_of_the_book(channel: _Far, ledger: Ledger) -> None:
    channel.charge(order(1))
    channel.charge(order(2, Money(700)))
    channel.reverse("order-2")
    day = business_day(NOON)
    assert channel.standing(day) == {"order-1": TEN, "order-2": Money(0)}
    assert channel.standing(day - timedelta(days=1)) == {}
    assert channel.standing(day - timedelta(days=1), ["order-1"]) == {"order-1": TEN}
    assert channel.everything() == ledger.standing()
    told = channel.of(msgid="order-2", sale_no="")
    assert {moment.side for moment in told} == {Side.CHANNEL}
    assert sorted(moment.act for moment in told) == ["closed", "paid", "received", "reverse", "reversed"]


def test_a_till_with_a_number_is_told_of_its_own_orders(url: str, channel: Channel) -> None:
    for number in ("0126112100001", "0226112100001"):
        channel.charge(ChargeOrder(number, CardTender(TEN)))
    with closing(DistantPay(url, till="02")) as second:
        assert second.everything() == {"0226112100001": TEN}


def test_nobody_at_the_address_is_no_answer_and_no_refusal() -> None:
    with closing(DistantPay("http://127.0.0.1:9")) as nobody:
        answers = (nobody.charge(order()), nobody.query("1"), nobody.reverse("1"), nobody.refund("1", "2", TEN))
        assert {type(answer) for answer in answers} == {NoAnswer}
        assert isinstance(nobody.everything(), NoAnswer)
        assert tuple(nobody.of(msgid="1", sale_no="")) == ()


ANOTHERS = b'{"state": "paid", "number": "another", "reference": "x", "paid_at": "2026-11-21T12:00:00+08:00"}'
NO_ANSWERS = (b"", b"{}", b'{"state": "paid"}', b'{"state": "gone"}', b'{"state": "done", "number": "1"}', ANOTHERS)


@pytest.mark.parametrize("body", NO_ANSWERS)
def test_an_answer_that_is_none_leaves_the_outcome_open(channel: _Far, body: bytes) -> None:
    channel._client = httpx.Client(
        base_url="http://channel", transport=httpx.MockTransport(lambda _request: httpx.Response(200, content=body))
    )
    assert isinstance(channel.charge(order()), NoAnswer)


def test_what_is_no_pay_code_is_refused(url: str) -> None:
    asked = {"order_no": "order-1", "amount_fen": 100, "code": "6901234567892"}
    told = httpx.post(f"{url}/pay/orders", json=asked, trust_env=False, timeout=300).json()
    assert (told["state"], told["code"]) == ("refused", RefusalCode.NOT_A_PAY_CODE)


def test_a_paid_order_is_told_as_it_was_paid(channel: _Far, inside: PayChannel) -> None:
    paid = channel.charge(order())
    assert isinstance(paid, Paid)
    assert paid == inside.query("order-1")
    inside.expect(Script.REFUSED)
    assert channel.charge(order(2)) == Refusal(RefusalCode.PAYMENT_REFUSED)
