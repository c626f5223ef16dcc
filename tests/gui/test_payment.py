"""The payment password: typed on the customer's phone, never at the till, and kept nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app.domain.checkout import states
from pos_app.gui.counter import Counter
from pos_app.gui.screens.payment_card import PaymentCard
from tests.doubles.counter import ANTIBIOTIC, REMEDY
from tests.gui.phone_double import PASSWORD
from tests.gui.sale_double import SaleDesk, opened
from tests.gui.stage import settle


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    desk = SaleDesk(tmp_path)
    desk.platform.asks_password = True
    return desk


@pytest.fixture
def counter(qapp: QApplication, desk: SaleDesk) -> Iterator[Counter]:
    with opened(qapp, desk) as made:
        for number in (REMEDY.barcode, REMEDY.barcode, ANTIBIOTIC.barcode):
            made.model.take_text(number)
        made.model.read_bytes(desk.shown_picture())
        settle()
        made.model.charge_card()
        settle()
        made.phone.show()
        settle()
        yield made


def state(counter: Counter) -> states.State:
    return counter.model.state


def type_on_the_phone(counter: Counter, password: str) -> None:
    card = counter.phone.findChild(PaymentCard)
    assert card is not None
    field = card.findChild(QLineEdit)
    assert field is not None
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, password, delay=50)
    card.press()
    settle()
    assert field.text() == ""


def test_the_till_waits_while_the_customer_confirms(counter: Counter, desk: SaleDesk) -> None:
    assert isinstance(state(counter), states.Confirming)
    assert desk.platform.standing() == {}
    card = counter.phone.findChild(PaymentCard)
    assert card is not None
    assert card.isVisible()
    assert counter.model.view.unknown is not None
    assert "30.00" in counter.model.view.unknown.title


def test_the_right_password_settles(counter: Counter, desk: SaleDesk) -> None:
    type_on_the_phone(counter, PASSWORD)
    assert isinstance(state(counter), states.Completed)
    assert len(desk.platform.standing()) == 1
    card = counter.phone.findChild(PaymentCard)
    assert card is not None
    assert not card.isVisible()


def test_a_wrong_password_is_said_on_the_phone_alone(counter: Counter, desk: SaleDesk) -> None:
    before = counter.model.view
    type_on_the_phone(counter, "111222")
    assert isinstance(state(counter), states.Confirming)
    assert counter.model.view == before
    assert desk.platform.standing() == {}
    type_on_the_phone(counter, PASSWORD)
    assert isinstance(state(counter), states.Completed)


def test_a_step_back_takes_the_question_off_the_phone(counter: Counter) -> None:
    counter.model.step_back()
    settle()
    assert isinstance(state(counter), states.Tendering)
    card = counter.phone.findChild(PaymentCard)
    assert card is not None
    assert not card.isVisible()


def test_it_is_the_phone_in_hand_that_confirms(counter: Counter, desk: SaleDesk) -> None:
    card = counter.phone.findChild(PaymentCard)
    assert card is not None
    field = card.findChild(QLineEdit)
    assert field is not None
    field.setText(PASSWORD)
    card.press()
    settle()
    assert isinstance(state(counter), states.Completed)
    assert desk.phone.confirmed == [("plenty", None)]
