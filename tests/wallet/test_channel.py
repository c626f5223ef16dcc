"""The pay channel keeps what wallets promise: one payment a number, a code once, nothing back that was not paid."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.charge import ChargeAnswer, ChargeOrder, OrderUnknown, Paid, UserPaying
from pos_app.domain.code import PayChannel as Wallets
from pos_app.domain.code import PayCode, classify
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.tender import CardTender, MobileTender
from pos_app.services.ports import MobilePay
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import OPENING, Ledger
from pos_app.wallet.scripts import BY_ENDING, LOST_REVERSALS, Script
from tests.doubles.clock import FixedClock
from tests.doubles.counter import pay_code

TEN = Money(1000)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "wallet.db")) as opened:
        yield opened
        assert not any(opened.broken().values())


class Channel(MobilePay, Protocol):
    """A channel, near or far, that a test can tell how the next charges go."""

    def expect(self, *scripts: Script) -> None: ...


@pytest.fixture
def channel(ledger: Ledger) -> Channel:
    return PayChannel(ledger, FixedClock())


def order(number: int = 1, amount: Money = TEN, code: PayCode | None = None) -> ChargeOrder:
    return ChargeOrder(f"order-{number}", MobileTender(code or pay_code(number), amount))


def test_a_charge_is_paid_once_however_often_it_comes(channel: Channel, ledger: Ledger) -> None:
    answers = [channel.charge(order()) for _ in range(3)]
    assert isinstance(answers[0], Paid)
    assert answers == [answers[0]] * 3
    assert channel.query("order-1") == answers[0]
    assert ledger.standing() == {"order-1": TEN}


def test_another_amount_under_the_same_number_is_refused(channel: Channel, ledger: Ledger) -> None:
    channel.charge(order())
    assert channel.charge(order(amount=Money(999))) == Refusal(RefusalCode.ORDER_CHANGED)
    assert ledger.standing() == {"order-1": TEN}


def test_a_code_pays_one_order(channel: Channel, ledger: Ledger) -> None:
    channel.charge(order(1))
    assert channel.charge(order(2, code=pay_code(1))) == Refusal(RefusalCode.PAY_CODE_USED)
    assert channel.query("order-2") == Refusal(RefusalCode.PAY_CODE_USED)
    assert ledger.standing() == {"order-1": TEN}


def test_a_card_needs_no_code(channel: Channel, ledger: Ledger) -> None:
    for number in (1, 2):
        assert isinstance(channel.charge(ChargeOrder(f"order-{number}", CardTender(TEN))), Paid)
    assert ledger.standing() == {"order-1": TEN, "order-2": TEN}


def test_a_wallet_pays_no_more_than_it_has(channel: Channel, ledger: Ledger) -> None:
    assert channel.charge(order(1, OPENING + Money(1))) == Refusal(RefusalCode.WALLET_SHORT)
    assert channel.query("order-1") == Refusal(RefusalCode.WALLET_SHORT)
    assert ledger.standing() == {}


def test_a_customer_who_hesitates_pays_when_asked_twice(channel: Channel) -> None:
    channel.expect(Script.USER_PAYING)
    assert channel.charge(order()) == UserPaying()
    assert channel.query("order-1") == UserPaying()
    assert isinstance(channel.query("order-1"), Paid)
    assert isinstance(channel.query("order-1"), Paid)


def test_a_lost_reply_is_found_by_its_number(channel: Channel, ledger: Ledger) -> None:
    channel.expect(Script.REPLY_LOST)
    assert isinstance(channel.charge(order()), NoAnswer)
    assert isinstance(channel.query("order-1"), Paid)
    assert ledger.standing() == {"order-1": TEN}


def test_a_reversal_of_what_never_came_refuses_it_for_ever(channel: Channel, ledger: Ledger) -> None:
    assert channel.query("order-1") == OrderUnknown()
    assert channel.reverse("order-1") == Done("order-1")
    assert channel.charge(order()) == Refusal(RefusalCode.ORDER_REVERSED)
    assert channel.query("order-1") == Refusal(RefusalCode.ORDER_REVERSED)
    assert ledger.standing() == {}


def test_a_reversal_gives_back_once(channel: Channel, ledger: Ledger) -> None:
    channel.charge(order())
    assert [channel.reverse("order-1") for _ in range(3)] == [Done("order-1")] * 3
    assert ledger.standing() == {}
    assert channel.charge(order()) == Refusal(RefusalCode.ORDER_REVERSED)


def test_the_answer_to_a_reversal_can_be_lost(channel: Channel, ledger: Ledger) -> None:
    channel.expect(Script.REVERSAL_LOST)
    channel.charge(order())
    answers = [channel.reverse("order-1") for _ in range(LOST_REVERSALS + 1)]
    assert [type(answer) for answer in answers] == [NoAnswer] * LOST_REVERSALS + [Done]
    assert ledger.standing() == {}


def test_refunds_give_back_what_was_paid_and_no_more(channel: Channel, ledger: Ledger) -> None:
    channel.charge(order())
    assert channel.refund("order-1", "refund-1", Money(400)) == Done("refund-1")
    assert channel.refund("order-1", "refund-1", Money(400)) == Done("refund-1"), "the same number gives back once"
    assert channel.refund("order-1", "refund-1", Money(401)) == Refusal(RefusalCode.ORDER_CHANGED)
    assert channel.refund("order-1", "refund-2", Money(601)) == Refusal(RefusalCode.REFUND_TOO_HIGH)
    assert channel.reverse("order-1") == Refusal(RefusalCode.REFUND_TOO_HIGH), "refunded is finished"
    assert ledger.standing() == {"order-1": Money(600)}
    assert channel.refund("order-9", "refund-3", TEN) == Refusal(RefusalCode.ORDER_UNKNOWN)


@pytest.mark.parametrize(("ending", "script"), BY_ENDING.items())
def test_a_code_that_ends_so_behaves_so(ending: str, script: Script, tmp_path: Path) -> None:
    by_code, by_name = (PayChannel(Ledger(tmp_path / name), FixedClock()) for name in ("a.db", "b.db"))
    code = classify(f"13456789012345{ending}")
    assert isinstance(code, PayCode)
    by_name.expect(script)
    assert _lived(by_code, order(code=code)) == _lived(by_name, order())
    for channel in (by_code, by_name):
        channel._ledger.close()


def test_the_text_of_a_code_is_nowhere_in_the_file(channel: Channel, tmp_path: Path) -> None:
    code = PayCode("287654321098765432", Wallets.ALIPAY)
    channel.charge(order(code=code))
    content = b"".join(file.read_bytes() for file in tmp_path.glob("wallet.db*"))
    assert b"order-1" in content
    assert code.text.encode() not in content


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO movements VALUES ('x', 'order-1', 'paid', 1000, '')",
        "INSERT INTO movements VALUES ('x', 'order-1', 'refunded', 1001, '')",
        "INSERT OR REPLACE INTO orders SELECT * FROM orders",
        "UPDATE movements SET amount_fen = 1",
        "DELETE FROM closings",
    ],
)
def test_the_ledger_cannot_be_made_wrong(channel: Channel, ledger: Ledger, statement: str) -> None:
    channel.charge(order())
    channel.reverse("order-2")
    with pytest.raises(sqlite3.IntegrityError), ledger._file.write() as database:
        database.execute(statement)


@settings(suppress_health_check=list(HealthCheck), max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("charge", "query", "reverse", "refund")),
            st.integers(1, 3),
            st.sampled_from(Script),
            st.integers(1, 1000),
        ),
        max_size=25,
    )
)
def test_whatever_comes_in_whatever_order_the_laws_hold(
    tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[str, int, Script, int]]
) -> None:
    with closing(Ledger(tmp_path_factory.mktemp("wallet") / "wallet.db")) as ledger:
        channel = PayChannel(ledger, FixedClock())
        for name, number, script, fen in calls:
            channel.expect(script)
            match name:
                case "charge":
                    channel.charge(order(number))
                case "refund":
                    channel.refund(f"order-{number}", f"refund-{fen}", Money(fen))
                case _:
                    getattr(channel, name)(f"order-{number}")
            assert all(Money(0) < fen <= TEN for fen in ledger.standing().values())
        assert not any(ledger.broken().values())


def _lived(channel: Channel, wanted: ChargeOrder) -> list[type[ChargeAnswer | OrderUnknown | Done]]:
    """Give the kinds of answers in the life of an order."""
    answers = [channel.charge(wanted), *(channel.query(wanted.order_no) for _ in range(3))]
    return [type(answer) for answer in (*answers, *(channel.reverse(wanted.order_no) for _ in range(3)))]
