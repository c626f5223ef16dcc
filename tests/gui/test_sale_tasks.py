"""The task list at the window: what was left behind is seen, tried again, and gone when its money is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.domain.checkout import states
from pos_app.domain.money import Money
from pos_app.domain.refund import RefundPlan
from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Focus, Stage, Tone
from tests.doubles.counter import ANTIBIOTIC, REMEDY
from tests.doubles.link import Trouble
from tests.doubles.staff import MANAGER, PINS, WRONG, credentials
from tests.gui.sale_double import SaleDesk, modelled, opened
from tests.gui.stage import settle

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def model(desk: SaleDesk) -> Iterator[SaleViewModel]:
    with modelled(desk) as made:
        yield made


def ask_in_vain(model: SaleViewModel, desk: SaleDesk) -> str:
    """Settle over a line that loses everything; give the sale's number."""
    for number in (REMEDY.barcode, REMEDY.barcode, ANTIBIOTIC.barcode):
        model.take_text(number)
    model.read_bytes(desk.shown_picture())
    settle()
    desk.link.expect([Trouble.REQUEST_LOST] * 4)
    model.give(Money(550))
    model.forward()
    settle()
    assert isinstance(model.state, states.Asking)
    return model.state.deal.sale_no


def tone(model: SaleViewModel) -> Tone:
    return model.view.banner.tone


def show(model: SaleViewModel) -> tuple[tuple[str, str], ...]:
    model.show_tasks()
    settle()
    assert model.view.tasks is not None
    assert (model.view.stage, model.view.focus) == (Stage.TASKS, Focus.TASKS)
    return model.view.tasks.rows


def test_a_sale_that_was_left_behind_is_tried_again_until_it_is_undone(model: SaleViewModel, desk: SaleDesk) -> None:
    number = ask_in_vain(model, desk)
    model.leave_unknown()
    settle()
    ((title, _),) = show(model)
    assert number in title
    model.forward()
    settle()
    assert tone(model) is Tone.WARN
    desk.link.heal()
    model.forward()
    settle()
    assert tone(model) is Tone.GOOD
    assert show(model) == ()
    assert desk.desk.recovery.open_tasks() == ()
    assert desk.platform.standing() == {}
    model.step_back()
    assert model.view.stage is Stage.GOODS


def test_the_sale_on_the_screen_is_no_task(model: SaleViewModel, desk: SaleDesk) -> None:
    ask_in_vain(model, desk)
    assert show(model) == ()
    model.forward()
    settle()
    assert len(desk.desk.recovery.open_tasks()) == 1


def test_two_presses_at_once_try_once(model: SaleViewModel, desk: SaleDesk) -> None:
    ask_in_vain(model, desk)
    model.leave_unknown()
    settle()
    show(model)
    desk.link.heal()
    model.try_task()
    model.try_task()
    settle()
    assert [sale.state for sale in desk.desk.books.sales()] == ["dropped"]


def test_without_tasks_the_list_says_so(model: SaleViewModel) -> None:
    assert show(model) == ()
    assert model.view.tasks is not None
    assert model.view.tasks.title == "没有未了的单子"
    model.try_task()
    settle()
    assert model.view.stage is Stage.TASKS


def test_a_task_is_closed_by_hand_with_a_reason_and_a_manager(model: SaleViewModel, desk: SaleDesk) -> None:
    number = ask_in_vain(model, desk)
    model.leave_unknown()
    settle()
    asked: list[str] = []
    model.closing_wanted.connect(asked.append)
    show(model)
    model.ask_to_close_task()
    assert number in asked[0]
    desk.link.expect([Trouble.REQUEST_LOST] * 3)
    model.close_task(credentials(MANAGER, WRONG), "looked it up")
    settle()
    assert tone(model) is Tone.BAD
    model.close_task(credentials(MANAGER), "looked it up")  # one typing of number and PIN is for one act
    settle()
    assert tone(model) is Tone.BAD
    model.ask_to_close_task()
    model.close_task(credentials(MANAGER), "looked it up")
    settle()
    assert tone(model) is Tone.GOOD
    assert show(model) == ()
    assert [sale.reason for sale in desk.desk.books.sales()] == ["resolved_by_person"]


def test_the_dialog_that_asks_for_a_reason_wants_all_three(qapp: QApplication, desk: SaleDesk) -> None:
    with opened(qapp, desk) as counter:
        dialog = counter.window.findChild(ApprovalDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert isinstance(dialog, ApprovalDialog)
        given: list[tuple[object, str]] = []
        dialog.given_with_reason.connect(lambda who, why: given.append((who, why)))
        dialog.ask_with_reason("?")
        for field, text in zip(dialog._fields, ("why", MANAGER.number, PINS[MANAGER.number]), strict=True):
            QTest.keyClick(dialog._fields[-1], Qt.Key.Key_Return)
            assert given == []
            QTest.keyClicks(field, text)
        QTest.keyClick(dialog._fields[-1], Qt.Key.Key_Return)
        assert given == [(credentials(MANAGER), "why")]
        assert [field.text() for field in dialog._fields] == ["", "", ""]
        dialog.ask("?")
        assert len(dialog._fields) == 2
        dialog.reject()


def test_an_open_refund_is_a_task_too(model: SaleViewModel, desk: SaleDesk) -> None:
    for number in (REMEDY.barcode, ANTIBIOTIC.barcode):
        model.take_text(number)
    model.read_bytes(desk.shown_picture())
    settle()
    model.forward()
    settle()
    assert isinstance(model.state, states.Completed)
    plan = desk.desk.refunds.plan(model.state.sale.sale_no, {})
    assert isinstance(plan, RefundPlan)
    desk.link.expect([Trouble.REPLY_LOST] * 7)
    desk.desk.refunds.run(plan)
    ((title, _),) = show(model)
    assert title.startswith("退货 R")
    model.forward()
    settle()
    assert (tone(model), len(desk.desk.refunds.open_refunds())) == (Tone.WARN, 1)
    model.forward()
    settle()
    assert tone(model) is Tone.GOOD
    assert show(model) == ()
