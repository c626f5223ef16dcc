"""The refund dialog over the real file: found, chosen, given back once, the rest on the till, a manager asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.domain.basket import Basket
from pos_app.domain.checkout.states import Selling, Tendering, basket_of
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.domain.staff import Action, Approval, Credentials
from pos_app.gui.giving_back import GivingBack
from pos_app.gui.jobs import JobRunner
from pos_app.gui.screens.refund.dialog import RefundDialog
from pos_app.gui.screens.refund.return_row import ReturnRow
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.refund.model import LetPass, RefundViewModel
from pos_app.gui.view_models.refund.view import Page
from pos_app.wording import Language, Wording
from tests.doubles.counter import REMEDY, basket, insured, pay_code
from tests.doubles.desk import SHELF, Desk
from tests.doubles.link import Trouble
from tests.doubles.staff import MANAGER, PINS, WRONG
from tests.gui.sale_double import SaleDesk, at_once, opened
from tests.gui.stage import grab, look, settle
from tests.services.test_refunds import sold_by_account, sold_by_cash, sold_by_code


def anybody(_action: Action, _subject: str, _manager: Credentials | None) -> Approval | Refusal | None:
    return None


def only_a_manager(_action: Action, _subject: str, manager: Credentials | None) -> Approval | Refusal | None:
    if manager is None:
        return Refusal(RefusalCode.APPROVAL_NEEDED)
    return None if manager.pin == PINS[MANAGER.number] else Refusal(RefusalCode.PIN_WRONG, "4")


@dataclass
class Window:
    """A dialog over one till's file; `rests` are the bills it left for the till."""

    desk: Desk
    application: QApplication
    let_pass: LetPass = anybody
    has_bill: bool = False
    rests: list[Basket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.translation = Translation(Language.CHINESE)
        self.desk.platform.insure(insured().person_no, Money(30_00))
        self.model = RefundViewModel(
            refunds=self.desk.refunds,
            let_pass=self._pass,
            product=SHELF.get,
            jobs=JobRunner(at_once),
            translation=self.translation,
            has_bill=lambda: self.has_bill,
        )
        self.model.rest_left.connect(self.rests.append)
        self.dialog = RefundDialog(self.model, look(self.application), self.translation)
        self.dialog.begin()
        settle()

    @property
    def rows(self) -> list[ReturnRow]:
        return self.dialog._lines._rows

    def _pass(self, action: Action, subject: str, manager: Credentials | None) -> Approval | Refusal | None:
        return self.let_pass(action, subject, manager)

    def find(self, sale: Sale) -> None:
        self.model.find(sale.sale_no)
        settle()

    def give(self) -> None:
        self.model.give()
        settle()

    def approve(self, pin: str) -> None:
        self.dialog.approval.given.emit(Credentials(MANAGER.number, pin))
        self.dialog.approval.accept()
        settle()

    def refunds(self) -> list[str]:
        return [slip.refund_no for slip in self.desk.tray.slips]


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    window = Window(Desk(tmp_path / "till.db"), qapp)
    yield window
    window.dialog.done(0)
    window.dialog.deleteLater()
    window.desk.close()


def test_a_sale_is_given_back_with_the_keyboard_alone(window: Window) -> None:
    sale = sold_by_cash(window.desk)
    number = window.dialog._find._number
    QTest.keyClicks(number, sale.sale_no)
    QTest.keyClick(number, Qt.Key.Key_Return)
    settle()
    QTest.keyClick(window.rows[0], Qt.Key.Key_Minus)
    QTest.keyClick(window.rows[1], Qt.Key.Key_Minus)
    QTest.keyClick(window.rows[1], Qt.Key.Key_Return)
    assert window.dialog.focusWidget() is window.dialog._give
    QTest.keyClick(window.dialog._give, Qt.Key.Key_Return)
    settle()
    assert (window.model.view.page, window.model.view.in_hand) == (Page.DONE, "￥12.80")
    assert window.desk.tray.slips[0].cash == Money(12_80)
    assert window.desk.books.broken() == dict.fromkeys(window.desk.books.broken(), ())


def test_all_that_is_left_goes_back_unless_somebody_says_less(window: Window) -> None:
    window.find(sold_by_cash(window.desk))
    view = window.model.view
    assert [line.quantity for line in view.lines] == ["2", "1"]
    assert view.back == (("退现金", f"￥{view.total}"),)


def test_a_second_press_gives_back_nothing_more(window: Window) -> None:
    sale = sold_by_cash(window.desk)
    window.find(sale)
    window.model.change(1, -1)
    window.model.change(2, -1)
    window.model.give()
    QTest.mouseDClick(window.dialog._give, Qt.MouseButton.LeftButton)
    window.model.give()
    settle()
    window.give()
    assert len(window.refunds()) == 1
    assert (window.model.view.in_hand, window.model.view.is_bad) == ("￥12.80", False)
    again = window.desk.refunds.plan(sale.sale_no, {})
    assert not isinstance(again, Refusal)
    assert again.sale.lines[0].left == 1


def test_no_more_goes_back_than_is_left(window: Window) -> None:
    sale = sold_by_cash(window.desk)
    window.find(sale)
    window.model.change(1, 1)
    window.model.change(1, 1)
    assert window.model.view.lines[0].quantity == "2"
    window.model.change(1, -1)
    window.give()
    window.find(sale)
    assert [line.quantity for line in window.model.view.lines] == ["1", "0"]
    assert "已退 1" in window.model.view.lines[0].figures


def test_nothing_chosen_is_nothing_given_back(window: Window) -> None:
    window.find(sold_by_cash(window.desk))
    window.model.change(1, -2)
    window.model.change(2, -1)
    assert not window.model.view.may_give
    window.give()
    assert window.refunds() == []


def test_a_part_of_an_insured_sale_leaves_the_rest_to_the_till(window: Window) -> None:
    window.find(sold_by_account(window.desk))
    window.model.change(1, -2)
    view = window.model.view
    assert "2 件" in view.anew
    assert ("退回医保", "￥30.00") in view.back
    window.give()
    assert window.rests == [basket((REMEDY, 2))]
    assert window.model.view.page is Page.DONE


def test_the_rest_of_an_insured_sale_never_takes_the_place_of_an_open_bill(window: Window) -> None:
    window.has_bill = True
    window.find(sold_by_account(window.desk))
    window.model.change(1, -1)
    window.give()
    assert window.model.view.is_bad
    assert window.refunds() == []
    window.model.change(1, 1)
    window.give()
    assert window.model.view.page is Page.DONE


def test_a_paid_code_gets_its_money_back_and_the_drawer_stays_shut(window: Window) -> None:
    window.find(sold_by_code(window.desk, pay_code()))
    window.give()
    view = window.model.view
    assert view.in_hand == "￥0.00"
    assert view.back == (("原路退回付款码", "￥35.50"),)


def test_a_missing_answer_hands_out_nothing_and_says_what_happens_next(window: Window) -> None:
    window.find(sold_by_account(window.desk))
    window.desk.link.expect([Trouble.REPLY_LOST] * 6)
    window.give()
    view = window.model.view
    assert (view.page, view.in_hand, view.is_waiting) == (Page.DONE, "", True)
    assert "先不要付钱" in view.next_step
    assert window.rests == []


def test_what_the_platform_refuses_stays_on_the_page_and_can_be_tried_again(window: Window) -> None:
    window.find(sold_by_account(window.desk))
    window.desk.platform.refuse_cancelling = RefusalCode.SETTLEMENT_UNKNOWN
    window.give()
    assert (window.model.view.page, window.model.view.is_bad) == (Page.LINES, True)
    assert window.refunds() == []
    window.desk.platform.refuse_cancelling = None
    window.give()
    assert window.model.view.page is Page.DONE


def test_a_manager_is_asked_and_the_pin_is_good_for_one_refund(window: Window) -> None:
    window.let_pass = only_a_manager
    sale = sold_by_cash(window.desk)
    window.find(sale)
    window.model.change(1, -1)
    window.give()
    assert window.dialog.approval.isVisible()
    window.approve(WRONG)
    assert window.model.view.is_bad
    assert window.refunds() == []
    window.give()
    window.approve(PINS[MANAGER.number])
    window.approve(PINS[MANAGER.number])
    assert len(window.refunds()) == 1


def test_a_manager_who_leaves_lets_nothing_pass(window: Window) -> None:
    window.let_pass = only_a_manager
    window.find(sold_by_cash(window.desk))
    window.give()
    asked = window.model.view
    window.dialog.approval.reject()
    left = window.model.view
    assert (asked.is_bad, left.is_bad) == (False, True)
    window.approve(PINS[MANAGER.number])
    assert window.refunds() == []


@pytest.mark.parametrize(("typed", "code"), [("2026000000001", "sale_unknown"), ("R2026000000001", "not_a_sale")])
def test_what_is_no_sale_is_said_with_its_next_step(window: Window, typed: str, code: str) -> None:
    window.model.find(typed)
    settle()
    view = window.model.view
    said = Wording(Language.CHINESE)
    assert (view.message, view.next_step) == (
        said.say(f"refusal.{code}.message", detail=typed),
        said.say(f"refusal.{code}.next", detail=typed),
    )


def test_a_sale_that_went_back_whole_is_said_at_once(window: Window) -> None:
    sale = sold_by_cash(window.desk)
    window.find(sale)
    window.give()
    window.find(sale)
    assert (window.model.view.page, window.model.view.is_bad) == (Page.FIND, True)


def test_escape_goes_back_to_the_search_and_then_away(window: Window) -> None:
    window.find(sold_by_cash(window.desk))
    QTest.keyClick(window.dialog, Qt.Key.Key_Escape)
    assert (window.model.view.page, window.dialog.isVisible()) == (Page.FIND, True)
    QTest.keyClick(window.dialog, Qt.Key.Key_Escape)
    assert not window.dialog.isVisible()


def test_f5_opens_it_and_a_scanned_ticket_opens_it_with_its_sale(qapp: QApplication, tmp_path: Path) -> None:
    desk = SaleDesk(tmp_path)
    sale = sold_by_cash(desk.desk)
    with opened(qapp, desk) as counter:
        giving = counter.window.findChild(GivingBack)
        assert giving is not None
        counter.window.do("refund")
        assert (giving.dialog.isVisible(), giving.model.view.page) == (True, Page.FIND)
        giving.dialog.reject()
        assert counter.model.take_text(f"RCPT:{sale.sale_no}")
        settle()
        assert (giving.dialog.isVisible(), giving.model.view.page) == (True, Page.LINES)
        assert counter.model.take_text(REMEDY.barcode)
        settle()
        assert isinstance(counter.model.state, Selling)
        assert counter.model.state.basket.lines == ()
        assert giving.model.view.is_bad
        giving.dialog.close()


def test_the_rest_stands_at_the_till_as_its_bill(qapp: QApplication, tmp_path: Path) -> None:
    desk = SaleDesk(tmp_path)
    sale = sold_by_account(desk.desk)
    with opened(qapp, desk) as counter:
        counter.model.take_text(f"RCPT:{sale.sale_no}")
        settle()
        giving = counter.window.findChild(GivingBack)
        assert giving is not None
        giving.model.change(1, -2)
        giving.model.give()
        settle()
        assert basket_of(counter.model.state) == basket((REMEDY, 2))
        giving.dialog.reject()
        desk.show_code()  # the one that the sale was paid with
        counter.model.take_code(desk.show_code())
        settle()
        assert isinstance(counter.model.state, Tendering)


def test_in_the_middle_of_a_payment_nothing_is_given_back(qapp: QApplication, tmp_path: Path) -> None:
    desk = SaleDesk(tmp_path)
    sale = sold_by_cash(desk.desk)
    with opened(qapp, desk) as counter:
        counter.model.take_text(REMEDY.barcode)
        settle()
        counter.model.forward()
        settle()
        assert isinstance(counter.model.state, Tendering)
        giving = counter.window.findChild(GivingBack)
        assert giving is not None
        counter.window.do("refund")
        counter.model.take_text(f"RCPT:{sale.sale_no}")
        settle()
        assert not giving.dialog.isVisible()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("scale", Scale)
def test_each_page_is_painted_in_every_look(window: Window, qapp: QApplication, theme: Theme, scale: Scale) -> None:
    look(qapp, theme=theme, scale=scale)
    assert not grab(window.dialog).isNull()
    window.find(sold_by_account(window.desk))
    assert not grab(window.dialog).isNull()
    window.give()
    assert not grab(window.dialog).isNull()
    look(qapp)
