"""The shift dialog over the real file: signing in, cash, counting, the manager's dialog, and PINs that stay nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.shift import DrawerKind
from pos_app.domain.staff import Credentials
from pos_app.gui.jobs import JobRunner
from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.screens.fields import SecretField
from pos_app.gui.screens.shift.dialog import ShiftDialog
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.shift.model import ShiftViewModel
from pos_app.gui.view_models.shift.view import Page, ShiftInputs, derive_shift_view
from pos_app.wording import Language, Wording
from tests.doubles.staff import CASHIER, MANAGER, PINS, WRONG
from tests.gui.sale_double import at_once
from tests.gui.stage import grab, look, settle
from tests.services.test_shifts import Day

SAID = (
    *("said_opened", "said_no_platform", "said_moved"),
    *("said_closed", "said_closed_unsigned", "said_closed_faults"),
)


class Booth:
    """A dialog over one till's file, with whatever the test says of the sale at the counter."""

    def __init__(self, application: QApplication, path: Path, *, is_required: bool = False) -> None:
        self.day = Day(path, is_required=is_required)
        self.is_paying = False
        self.translation = Translation(Language.CHINESE)
        self.badges: list[str] = []
        self.model = ShiftViewModel(
            shifts=self.day.shifts,
            jobs=JobRunner(at_once),
            translation=self.translation,
            is_paying=lambda: self.is_paying,
        )
        self.model.on_duty_changed.connect(self.badges.append)
        self.dialog = ShiftDialog(self.model, look(application), self.translation)
        self.dialog.begin()
        settle()

    @property
    def approval(self) -> ApprovalDialog:
        return self.dialog.approval

    def sign_in(self, pin: str = "", float_text: str = "200") -> None:
        self.model.sign_in(CASHIER.number, pin or PINS[CASHIER.number], float_text)
        settle()

    def approve(self, pin: str = "") -> None:
        self.approval.given.emit(Credentials(MANAGER.number, pin or PINS[MANAGER.number]))
        self.approval.accept()
        settle()

    def count(self, **pieces: str) -> None:
        self.model.begin_count()
        for fen, number in pieces.items():
            self.model.count(Money(int(fen.removeprefix("fen"))), number)
        settle()

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.dialog.findChildren(QPushButton) if one.text().startswith(words))


@pytest.fixture
def booth(qapp: QApplication, tmp_path: Path) -> Iterator[Booth]:
    booth = Booth(qapp, tmp_path / "till.db")
    yield booth
    booth.dialog.done(0)  # closing asks its pages first, and a modal dialog that is left stops the next test
    booth.dialog.deleteLater()
    booth.day.file.close()


def test_a_cashier_signs_in_with_the_keyboard_alone(booth: Booth) -> None:
    number, pin, float_ = booth.dialog._sign_in._fields
    for field, text in ((number, "1001"), (pin, PINS["1001"]), (float_, "200")):
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert (booth.model.view.page, booth.model.view.expected) == (Page.DRAWER, "200.00")
    assert booth.badges[-1] == CASHIER.badge
    assert pin.text() == ""


def test_a_wrong_pin_is_said_and_the_field_is_empty_again(booth: Booth) -> None:
    booth.sign_in(WRONG)
    view = booth.model.view
    assert view.is_bad
    assert "4" in view.message
    assert booth.model.view.page is Page.SIGN_IN


def test_cash_goes_in_with_a_reason_and_out_with_a_manager(booth: Booth) -> None:
    booth.sign_in()
    booth.model.begin_cash(DrawerKind.IN)
    booth.model.move("50", " ")
    assert booth.model.view.is_bad
    booth.model.move("50", "零钱")
    settle()
    assert booth.model.view.expected == "250.00"
    booth.model.begin_cash(DrawerKind.OUT)
    booth.model.move("100", "银行")
    assert booth.approval.isVisible()
    booth.approve(WRONG)
    assert booth.model.view.is_bad
    booth.model.move("100", "银行")
    booth.approve()
    assert (booth.model.view.page, booth.model.view.expected) == (Page.DRAWER, "150.00")


def test_the_drawer_opens_without_a_sale_for_a_reason_and_a_manager(booth: Booth) -> None:
    booth.sign_in()
    booth.model.begin_opening()
    settle()
    assert booth.model.view.page is Page.OPEN
    booth.model.open_drawer(" ")
    assert booth.model.view.is_bad
    booth.model.open_drawer("换零钱")
    assert booth.approval.isVisible()
    booth.approve()
    assert (booth.model.view.page, booth.model.view.expected) == (Page.DRAWER, "200.00")
    shift = booth.day.shifts.current()
    assert shift is not None
    with booth.day.file.read() as database:
        rows = database.execute("SELECT detail, actor, approver FROM audit WHERE action = 'drawer_opened'").fetchall()
    assert rows == [(f"{shift.shift_no} 换零钱", CASHIER.number, MANAGER.number)]


def test_the_drawer_opens_where_no_shift_is_open(booth: Booth) -> None:
    booth.dialog.begin_opening()
    settle()
    booth.model.open_drawer("放备用金")
    booth.approve()
    assert (booth.model.view.page, booth.model.view.is_bad) == (Page.SIGN_IN, False)


def test_one_yes_of_a_manager_is_good_for_one_act(booth: Booth) -> None:
    booth.sign_in()
    booth.model.begin_cash(DrawerKind.OUT)
    booth.model.move("10", "银行")
    booth.approve()
    booth.approve()
    assert booth.model.view.expected == "190.00"


def test_a_manager_who_leaves_lets_nothing_pass(booth: Booth) -> None:
    booth.sign_in()
    booth.model.begin_cash(DrawerKind.OUT)
    booth.model.move("10", "银行")
    booth.approval.reject()
    booth.approve()
    assert booth.model.view.expected == "200.00"


def test_what_the_manager_typed_is_gone_at_once(booth: Booth) -> None:
    given: list[Credentials] = []
    booth.approval.given.connect(given.append)
    booth.approval.ask("?")
    number, pin = (field for field in booth.approval.findChildren(QLineEdit) if not field.isHidden())
    QTest.keyClicks(number, MANAGER.number)
    QTest.keyClicks(pin, PINS[MANAGER.number])
    assert pin.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(pin, Qt.Key.Key_Return)
    assert given == [Credentials(MANAGER.number, PINS[MANAGER.number])]
    assert [field.text() for field in (number, pin)] == ["", ""]
    assert PINS[MANAGER.number] not in repr(given)


def test_a_pin_goes_neither_to_nor_from_the_clipboard(booth: Booth) -> None:
    field = booth.dialog._sign_in._pin
    assert isinstance(field, SecretField)
    QTest.keyClicks(field, "741852")
    field.selectAll()
    clipboard = QApplication.clipboard()
    clipboard.setText("963258")
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), clipboard.text()) == ("741852", "963258")


def test_a_count_that_fits_closes_the_shift_and_shows_the_report(booth: Booth) -> None:
    booth.sign_in()
    booth.count(fen10000="2")
    assert not booth.model.view.has_difference
    booth.model.close("")
    settle()
    assert booth.model.view.page is Page.REPORT
    assert [report.number for report in booth.day.tray.reports] == ["Z000001"]
    booth.model.back()
    assert booth.model.view.about == Wording(Language.CHINESE).say("shift.nobody")


def test_a_difference_is_shown_live_and_wants_a_reason_then_a_manager(booth: Booth) -> None:
    booth.sign_in()
    booth.count(fen10000="1", fen50="3")
    view = booth.model.view
    assert (view.counted, view.difference) == ("101.50", "短款 \u221298.50")
    booth.model.close("")
    settle()
    assert booth.model.view.is_bad
    booth.model.close("少找")
    assert booth.approval.isVisible()
    booth.approve()
    assert booth.model.view.page is Page.REPORT


def test_no_shift_closes_in_the_middle_of_a_payment(booth: Booth) -> None:
    booth.sign_in()
    booth.count(fen10000="2")
    booth.is_paying = True
    booth.model.close("")
    settle()
    assert booth.model.view.is_bad
    assert booth.day.shifts.current() is not None


def test_escape_goes_one_page_back_and_then_away(booth: Booth) -> None:
    booth.sign_in()
    booth.model.begin_count()
    QTest.keyClick(booth.dialog, Qt.Key.Key_Escape)
    assert (booth.model.view.page, booth.dialog.isVisible()) == (Page.DRAWER, True)
    QTest.keyClick(booth.dialog, Qt.Key.Key_Escape)
    assert not booth.dialog.isVisible()


def test_enter_presses_the_button_that_has_the_focus(booth: Booth) -> None:
    booth.sign_in()
    QTest.keyClick(booth.button("打 X 报表"), Qt.Key.Key_Return)
    settle()
    assert booth.model.view.page is Page.REPORT


def test_leaving_without_a_shift_where_one_is_required_is_told(qapp: QApplication, tmp_path: Path) -> None:
    booth = Booth(qapp, tmp_path / "till.db", is_required=True)
    left: list[bool] = []
    booth.dialog.left_closed.connect(lambda: left.append(True))
    assert booth.model.is_demanded
    booth.dialog.reject()
    assert left == [True]
    booth.dialog.deleteLater()
    booth.day.file.close()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", Page)
@pytest.mark.parametrize("is_required", [False, True])
def test_every_page_has_its_words_in_both_languages(language: Language, page: Page, *, is_required: bool) -> None:
    view = derive_shift_view(ShiftInputs(page=page, is_required=is_required), Wording(language))
    assert all((view.title, view.message, view.next_step, view.confirm, view.about))


@pytest.mark.parametrize(
    "said",
    ["said_opened", "said_no_platform", "said_moved", "said_closed", "said_closed_unsigned", "said_closed_faults"],
)
@pytest.mark.parametrize("language", Language)
def test_every_outcome_has_its_words(language: Language, said: str) -> None:
    view = derive_shift_view(ShiftInputs(said=said), Wording(language))
    assert view.message != view.next_step


def test_a_refusal_is_said_with_its_next_step(booth: Booth) -> None:
    booth.model.sign_in("4711", WRONG, "")
    settle()
    refused = Wording(Language.CHINESE).say(f"refusal.{RefusalCode.STAFF_UNKNOWN}.message")
    assert (booth.model.view.message, booth.model.view.is_bad) == (refused, True)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("scale", Scale)
def test_the_count_page_is_painted_in_every_look(booth: Booth, qapp: QApplication, theme: Theme, scale: Scale) -> None:
    booth.sign_in()
    booth.count(fen10000="1")
    look(qapp, theme=theme, scale=scale)
    settle()
    assert not grab(booth.dialog).isNull()
    look(qapp)
