"""Taking something off at the window: the three fields of one key, the limit, and the manager who is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.basket import Basket
from pos_app.domain.checkout.states import Completed, Refused, State, basket_of
from pos_app.domain.discount import AmountOff, PercentOff
from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.gui.counter import Counter
from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.view_models.sale.inputs import Panel
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.reductions import standing
from pos_app.gui.view_models.sale.view import Entry, Focus, Tone
from tests.doubles.counter import ANTIBIOTIC, REMEDY
from tests.doubles.staff import CASHIER, MANAGER, PINS, WRONG, credentials
from tests.gui.sale_double import SaleDesk, modelled, opened
from tests.gui.stage import settle
from tests.services.test_shifts import FLOAT

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def model(desk: SaleDesk) -> Iterator[SaleViewModel]:
    with modelled(desk) as made:
        _fill(made)
        yield made


@pytest.fixture
def counter(desk: SaleDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    with opened(qapp, desk) as made:
        qtbot.waitExposed(made.window)
        _fill(made.model)
        yield made


def _fill(model: SaleViewModel) -> None:
    for number in (REMEDY.barcode, REMEDY.barcode, ANTIBIOTIC.barcode):
        model.take_text(number)
    settle()


def _state(model: SaleViewModel) -> State:
    """Give the state anew, which what was pressed may have changed."""
    return model.state


def _tone(model: SaleViewModel) -> Tone:
    return model.view.banner.tone


def _entry(model: SaleViewModel) -> Entry:
    return model.view.entry.kind


def _bill(model: SaleViewModel) -> Basket:
    return basket_of(model.state)


def _take_off(model: SaleViewModel, text: str, *, presses: int = 1) -> None:
    for _ in range(presses):
        model.begin_reduction()
    model.type_text(text)
    model.set_reduction()
    settle()


def _sign_in(desk: SaleDesk) -> None:
    desk.shifts.open(credentials(CASHIER), FLOAT)


def _noted(desk: SaleDesk) -> list[tuple[str, str, str]]:
    with desk.desk.file.read() as database:
        query = "SELECT action, actor, approver FROM audit WHERE detail LIKE '%discount%' ORDER BY id"
        return list(database.execute(query))


def test_one_key_goes_from_the_line_to_the_bill_to_the_price(model: SaleViewModel) -> None:
    kinds: list[tuple[Entry, Focus]] = []
    for _ in range(4):
        model.begin_reduction()
        kinds.append((model.view.entry.kind, model.view.focus))
    line, bill, price = Entry.LINE_DISCOUNT, Entry.BILL_DISCOUNT, Entry.LINE_PRICE
    assert [kind for kind, _ in kinds] == [line, bill, price, line]
    assert all(focus.value == kind.value for kind, focus in kinds)
    model.step_back()
    assert model.view.entry.kind is Entry.SEARCH


def test_what_is_taken_off_is_shown_by_line_and_in_the_sums(model: SaleViewModel) -> None:
    _take_off(model, "10%")
    line = _bill(model).line_of(ANTIBIOTIC.code)
    assert line is not None
    assert line.discount == PercentOff(10)
    assert (model.view.lines[1].amount, model.view.lines[1].tags[0].text) == ("8.91", "优惠 10%")
    assert "优惠 10%" in model.view.lines[1].spoken
    assert (model.view.sums.rows[0].label, model.view.sums.rows[0].amount) == ("已优惠", "-0.99")
    _take_off(model, "3", presses=2)
    assert _bill(model).discount == AmountOff(Money(300))
    assert model.view.sums.rows[0].amount == "-3.99"


def test_the_field_holds_what_is_in_force_and_empty_takes_it_off(model: SaleViewModel) -> None:
    _take_off(model, "10%")
    model.begin_reduction()
    assert model.view.entry.text == "10%"
    _take_off(model, "9.00", presses=2)
    assert [tag.text for tag in model.view.lines[1].tags][:1] == ["原价 9.90"]
    assert standing(Panel.LINE_PRICE, _bill(model), ANTIBIOTIC.code) == "9.00"
    _take_off(model, "")
    _take_off(model, " ", presses=3)
    assert _bill(model).reduction == Money(0)
    assert _bill(model).total == Money(3550)


@pytest.mark.parametrize(("presses", "code"), [(1, "discount"), (2, "discount"), (3, "price")])
def test_what_cannot_be_read_stays_in_the_field(model: SaleViewModel, presses: int, code: str) -> None:
    _take_off(model, "cheap", presses=presses)
    assert model.view.entry.text == "cheap"
    assert _tone(model) is Tone.BAD
    assert ("价格" in model.view.banner.message) is (code == "price")
    model.type_text("")
    assert _tone(model) is Tone.PLAIN


def test_up_to_the_limit_no_manager_is_asked(model: SaleViewModel, desk: SaleDesk) -> None:
    _sign_in(desk)
    asked: list[str] = []
    model.approval_wanted.connect(asked.append)
    _take_off(model, "10%")
    assert (asked, _noted(desk)) == ([], [])
    assert _bill(model).reduction == Money(99)


def test_above_it_nothing_changes_before_the_pin(model: SaleViewModel, desk: SaleDesk) -> None:
    _sign_in(desk)
    asked: list[str] = []
    model.approval_wanted.connect(asked.append)
    _take_off(model, "50%")
    assert len(asked) == 1
    assert "50.0%" in asked[0]
    assert (_bill(model).reduction, _noted(desk)) == (Money(0), [])
    model.approve(credentials(MANAGER, WRONG))
    settle()
    state = _state(model)
    assert isinstance(state, Refused)
    assert state.refusal.code is RefusalCode.PIN_WRONG
    assert _bill(model).reduction == Money(0)
    model.approve(credentials(MANAGER))
    settle()
    assert _bill(model).reduction == Money(0), "a refusal ends the asking"
    _take_off(model, "50%")
    model.approve(credentials(MANAGER))
    settle()
    assert _bill(model).reduction == Money(495)
    assert [action for action, *_ in _noted(desk)] == ["approval_refused", "approved"]
    assert _noted(desk)[-1][1:] == (CASHIER.number, MANAGER.number)


def test_a_withdrawn_question_changes_nothing(model: SaleViewModel, desk: SaleDesk) -> None:
    _sign_in(desk)
    _take_off(model, "1", presses=3)
    model.withdraw()
    model.approve(credentials(MANAGER))
    settle()
    assert (_bill(model).total, _noted(desk)) == (Money(3550), [])


def test_goods_taken_out_from_under_a_sum_off_the_bill_need_a_manager_too(model: SaleViewModel, desk: SaleDesk) -> None:
    _sign_in(desk)
    _take_off(model, "3.50", presses=2)
    asked: list[str] = []
    model.approval_wanted.connect(asked.append)
    model.move(-1)
    model.remove_line()
    settle()
    assert len(asked) == 1
    assert len(_bill(model).lines) == 2


def test_by_keys_alone_and_then_sold(counter: Counter, desk: SaleDesk, qapp: QApplication) -> None:
    _sign_in(desk)
    model, window = counter.model, counter.window

    def key(code: Qt.Key, *, ctrl: bool = False) -> None:
        target = qapp.focusWidget() or window
        QTest.keyClick(target, code, Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier)
        settle()

    key(Qt.Key.Key_D, ctrl=True)
    key(Qt.Key.Key_D, ctrl=True)
    assert _entry(model) is Entry.BILL_DISCOUNT
    field = qapp.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "20%")
    key(Qt.Key.Key_Return)
    dialog = next(made for made in window.findChildren(ApprovalDialog) if made.isVisible())
    number, pin = (field for field in dialog.findChildren(QLineEdit) if field.isVisible())
    number.setText(MANAGER.number)
    pin.setText(PINS[MANAGER.number])
    QTest.keyClick(pin, Qt.Key.Key_Return)
    settle()
    assert not dialog.isVisible()
    assert pin.text() == ""
    assert _bill(model).total == Money(2840)
    model.forward()
    settle()
    model.give(Money(2840))
    model.forward()
    settle()
    state = _state(model)
    assert isinstance(state, Completed)
    assert state.sale.draft.basket.reduction == Money(710)
    model.begin_reduction()
    assert _entry(model) is Entry.SEARCH, "a sale that is final is not changed"
