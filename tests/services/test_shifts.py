"""A cashier's day over the real file: signing in, the drawer, closing once, and what must not stand in its way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.shift import CashCount, DrawerKind, DrawerMove, ShiftReport
from pos_app.faults import PrinterFault, StoreFault
from pos_app.services.ports import Paper
from pos_app.services.shifts import Closed, Opened, Reported, Shifts
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteShifts
from tests.doubles.clock import FixedClock
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, basket, cash_draft
from tests.doubles.staff import AUDITOR, CASHIER, LISTED, MANAGER, SECOND, WRONG, credentials, open_approvals

FLOAT = Money(200_00)
TWO_HUNDRED = CashCount.parse("100=2")


@dataclass
class Platform:
    """A platform that takes sign-ins, or says nothing."""

    is_silent: bool = False
    said: list[str] = field(default_factory=list)

    def sign_in(self, number: str, name: str) -> Done | NoAnswer:
        del name
        return self._answer(f"9001 {number}")

    def sign_out(self) -> Done | NoAnswer:
        return self._answer("9002")

    def _answer(self, said: str) -> Done | NoAnswer:
        self.said.append(said)
        return NoAnswer("") if self.is_silent else Done("")


@dataclass
class Tray:
    is_jammed: bool = False
    reports: list[ShiftReport] = field(default_factory=list)

    def print_report(self, report: ShiftReport) -> Paper:
        if self.is_jammed:
            raise PrinterFault("jam")
        self.reports.append(report)
        return Paper(Path("x.txt"), Path("x.png"), Path("x.pdf"))


class Day:
    """One till's file with everything that a shift touches."""

    def __init__(self, path: Path, *, is_required: bool = False) -> None:
        self.clock, self.platform, self.tray = FixedClock(), Platform(), Tray()
        self.file = SqliteFile(path, MIGRATIONS)
        numbers = Numbers(self.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        self.approvals = open_approvals(self.file, self.clock)
        self.journal = SqliteJournal(self.file, numbers, AUDIT)
        self.after: list[str] = []
        people = {one.number: one for one in (CASHIER, SECOND, MANAGER, AUDITOR)}
        self.shifts = Shifts(
            book=SqliteShifts(self.file, numbers, AUDIT),
            approvals=self.approvals,
            employee=lambda number: people.get(number, CASHIER),
            session=self.platform,
            printer=self.tray,
            shop=SHOP,
            clock=self.clock,
            is_required=is_required,
            after_close=(self._keep,),
        )

    def _keep(self, report: ShiftReport) -> None:
        self.after.append(report.number)
        if len(self.after) > 1:
            raise StoreFault("no room for a second backup")

    def open(self) -> None:
        assert isinstance(self.shifts.open(credentials(CASHIER), FLOAT), Opened)

    def sell(self, more: int = 0) -> None:
        draft = cash_draft(given=basket().total + Money(more))
        sale = Sale(self.journal.freeze(draft, self.clock.now()).sale_no, self.clock.now(), draft, None)
        self.journal.record(sale, receipt_of(sale, SHOP))

    def audit(self) -> list[tuple[str, str, str]]:
        with self.file.read() as database:
            return list(database.execute("SELECT action, actor, approver FROM audit ORDER BY id"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    day = Day(tmp_path / "till.db")
    yield day
    day.file.close()


def code_of(answer: object) -> RefusalCode | None:
    return answer.code if isinstance(answer, Refusal) else None


def test_opening_signs_the_cashier_in_then_the_till(day: Day) -> None:
    day.open()
    assert day.platform.said == ["9001 1001"]
    assert day.shifts.on_duty() == CASHIER
    figures = day.shifts.figures()
    assert figures
    assert (figures.drawer.expected, figures.shift.is_automatic) == (FLOAT, False)


@pytest.mark.parametrize(
    ("who", "pin", "code"),
    [(CASHIER, WRONG, RefusalCode.PIN_WRONG), (AUDITOR, "", RefusalCode.ROLE_MAY_NOT)],
)
def test_who_may_not_open_a_shift(day: Day, who: object, pin: str, code: RefusalCode) -> None:
    assert who in {CASHIER, AUDITOR}
    employee = CASHIER if who == CASHIER else AUDITOR
    assert code_of(day.shifts.open(credentials(employee, pin), FLOAT)) == code
    assert day.shifts.current() is None
    assert day.platform.said == []
    assert "refused" in day.audit()[-1][0]


def test_one_shift_at_a_time(day: Day) -> None:
    day.open()
    assert code_of(day.shifts.open(credentials(SECOND), ZERO)) is RefusalCode.SHIFT_OPEN_ALREADY


def test_a_silent_platform_keeps_nobody_from_opening(day: Day) -> None:
    day.platform.is_silent = True
    opened = day.shifts.open(credentials(CASHIER), FLOAT)
    assert isinstance(opened, Opened)
    assert not opened.is_signed_in


def test_where_nobody_opened_a_shift_a_sale_opens_one_and_the_report_says_so(day: Day) -> None:
    assert day.shifts.may_sell() is None
    day.sell(more=2)
    reported = day.shifts.x_report()
    assert isinstance(reported, Reported)
    figures = reported.report.figures
    assert figures.shift.is_automatic
    assert (figures.shift.cashier, figures.drawer.expected) == (LISTED[0].number, basket().total)
    assert figures.takings.tenders == {"cash": basket().total}


def test_where_a_shift_is_required_nothing_is_sold_without_one(tmp_path: Path) -> None:
    day = Day(tmp_path / "till.db", is_required=True)
    assert code_of(day.shifts.may_sell()) is RefusalCode.SHIFT_NOT_OPEN
    assert code_of(day.shifts.open(None, ZERO)) is RefusalCode.SHIFT_NOT_OPEN
    day.open()
    assert day.shifts.may_sell() is None
    day.file.close()


def test_cash_in_needs_a_reason_and_cash_out_a_manager(day: Day) -> None:
    day.open()
    out, amount = DrawerKind.OUT, Money(50_00)
    assert code_of(day.shifts.move_cash(DrawerKind.IN, amount, " ")) is RefusalCode.REASON_NEEDED
    assert isinstance(day.shifts.move_cash(DrawerKind.IN, amount, "零钱"), DrawerMove)
    assert code_of(day.shifts.move_cash(out, amount, "银行")) is RefusalCode.APPROVAL_NEEDED
    assert code_of(day.shifts.move_cash(out, amount, "银行", credentials(SECOND))) is RefusalCode.APPROVER_MAY_NOT
    assert code_of(day.shifts.move_cash(out, amount, "银行", credentials(MANAGER, WRONG))) is RefusalCode.PIN_WRONG
    assert isinstance(day.shifts.move_cash(out, amount, "银行", credentials(MANAGER)), DrawerMove)
    assert day.audit()[-2:] == [("approved", "1001", "8001"), ("cash_out", "1001", "8001")]
    figures = day.shifts.figures()
    assert figures
    assert figures.drawer.expected == FLOAT


def test_no_more_is_taken_out_than_should_be_there(day: Day) -> None:
    day.open()
    refusal = day.shifts.move_cash(DrawerKind.OUT, FLOAT + Money(1), "银行", credentials(MANAGER))
    assert refusal == Refusal(RefusalCode.DRAWER_SHORT, "200.00")


def test_a_manager_at_the_till_takes_cash_out_alone(day: Day) -> None:
    day.shifts.open(credentials(MANAGER), FLOAT)
    moved = day.shifts.move_cash(DrawerKind.OUT, FLOAT, "银行")
    assert isinstance(moved, DrawerMove)
    assert moved.approval is None


def test_an_x_report_resets_nothing(day: Day) -> None:
    day.open()
    day.sell()
    first, second = day.shifts.x_report(), day.shifts.x_report()
    assert isinstance(first, Reported)
    assert isinstance(second, Reported)
    assert first.report.figures == second.report.figures
    assert first.report.figures.ending is None


def test_a_shift_closes_once_with_its_z_number(day: Day) -> None:
    day.open()
    closed = day.shifts.close(TWO_HUNDRED)
    assert isinstance(closed, Closed)
    assert closed.report.number == "Z000001"
    assert (closed.is_signed_out, day.platform.said[-1]) == (True, "9002")
    assert code_of(day.shifts.close(TWO_HUNDRED)) is RefusalCode.SHIFT_NOT_OPEN
    day.open()
    second = day.shifts.close(TWO_HUNDRED)
    assert isinstance(second, Closed)
    assert second.report.number == "Z000002"


def test_a_difference_wants_a_reason_then_a_manager(day: Day) -> None:
    day.open()
    short = CashCount.parse("100=1,50=1")
    assert code_of(day.shifts.close(None)) is RefusalCode.COUNT_NEEDED
    refusal = day.shifts.close(short)
    assert refusal == Refusal(RefusalCode.DIFFERENCE_NEEDS_REASON, "-50.00")
    assert code_of(day.shifts.close(short, "少找")) is RefusalCode.APPROVAL_NEEDED
    assert code_of(day.shifts.close(short, "少找", credentials(SECOND))) is RefusalCode.APPROVER_MAY_NOT
    closed = day.shifts.close(short, "少找", credentials(MANAGER))
    assert isinstance(closed, Closed)
    ending = closed.report.figures.ending
    assert ending
    assert (ending.difference, ending.reason, ending.approver) == (Money(-50_00), "少找", MANAGER.badge)
    assert ("shift_closed", "1001", "8001") in day.audit()


def test_a_clock_that_was_set_back_stops_the_close(day: Day) -> None:
    day.open()
    day.clock.advance(seconds=60)
    day.sell()
    day.clock.advance(seconds=-1)
    count = CashCount.of({Money(1): (FLOAT + basket().total).fen})
    assert code_of(day.shifts.close(count)) is RefusalCode.CLOCK_BEHIND
    day.clock.advance(seconds=1)
    assert isinstance(day.shifts.close(count), Closed)


def test_a_shift_that_ran_past_midnight_belongs_to_the_day_it_began(day: Day) -> None:
    day.open()
    day.clock.advance(seconds=13 * 3600)
    closed = day.shifts.close(TWO_HUNDRED)
    assert isinstance(closed, Closed)
    with day.file.read() as database:
        assert database.execute("SELECT business_day FROM shifts").fetchone()[0] == "2026-11-21"


def test_neither_platform_nor_printer_nor_backup_undoes_a_close(day: Day) -> None:
    day.after.append("an earlier one")
    day.open()
    day.platform.is_silent, day.tray.is_jammed = True, True
    closed = day.shifts.close(TWO_HUNDRED)
    assert isinstance(closed, Closed)
    assert (closed.paper, closed.is_signed_out) == (None, False)
    assert closed.faults == ("no room for a second backup",)
    assert day.audit()[-1][0] == "sign_out_unanswered"
    day.tray.is_jammed = False
    again = day.shifts.z_report()
    assert isinstance(again, Reported)
    assert again.report == closed.report


def test_what_is_not_final_goes_over_and_the_report_says_how_many(day: Day) -> None:
    day.open()
    day.journal.freeze(cash_draft(), day.clock.now())
    closed = day.shifts.close(TWO_HUNDRED)
    assert isinstance(closed, Closed)
    assert (closed.report.figures.takings.open_sales, closed.report.figures.takings.sales) == (1, 0)


def test_the_head_on_the_z_report_is_the_one_of_its_own_row(day: Day) -> None:
    day.open()
    closed = day.shifts.close(TWO_HUNDRED)
    assert isinstance(closed, Closed)
    assert AUDIT.verify(day.file, closed.report.head) == (closed.report.head, None)
    assert AuditLog(b"another").verify(day.file)[1] is not None
