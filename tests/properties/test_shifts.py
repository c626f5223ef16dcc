"""Opening, selling, cash in and out, closing, clock jumps, crashes in any order: the drawer is the sum of its rows."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.money import ZERO, Money
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.shift import CashCount, Closing, DrawerKind, DrawerMove
from pos_app.domain.staff import Action, Approval, Request
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteShifts
from tests.doubles.clock import FixedClock
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, basket, cash_draft, insured_draft, settlement
from tests.doubles.staff import CASHIER, MANAGER, credentials, open_approvals

AMOUNTS = st.integers(1, 500_00).map(Money)


@dataclass
class Expected:
    """What somebody with pencil and paper knows of the open shift."""

    cash: Money = ZERO
    bills: int = 0
    z: list[Money] = field(default_factory=list)
    is_open: bool = False


class ShiftMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.clock = FixedClock()
        self.paper = Expected()
        self.latest = self.clock.now()
        self.start()

    def start(self) -> None:
        self.file = SqliteFile(Path(self.folder.name) / "till.db", MIGRATIONS)
        numbers = Numbers(self.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        self.approvals = open_approvals(self.file, self.clock)
        self.journal = SqliteJournal(self.file, numbers, AUDIT)
        self.shifts = SqliteShifts(self.file, numbers, AUDIT)

    def teardown(self) -> None:
        self.file.close()
        self.folder.cleanup()

    @rule(seconds=st.integers(-3600, 3600))
    def jump(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def crash(self) -> None:
        self.file.close()
        self.start()

    @precondition(lambda self: not self.paper.is_open)
    @rule(float_=st.integers(0, 500_00).map(Money))
    def open(self, float_: Money) -> None:
        now = self.clock.now()
        self.shifts.open(CASHIER, float_, now)
        self._wrote(now)
        self.paper.cash = float_

    @precondition(lambda self: self.paper.is_open)
    @rule()
    def open_twice(self) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="open already"):
            self.shifts.open(CASHIER, ZERO, self._now())

    @rule(more=AMOUNTS)
    def sell_for_cash(self, more: Money) -> None:
        """Sell; where nobody has opened a shift, one opens by itself."""
        self._sell(cash_draft(given=basket().total + more))
        self.paper.cash += basket().total

    @rule(cash=st.integers(0, 20_00))
    def sell_by_account(self, cash: int) -> None:
        self._sell(insured_draft(cash=cash))
        self.paper.cash += Money(cash)

    @precondition(lambda self: self.paper.is_open)
    @rule(amount=AMOUNTS)
    def put_in(self, amount: Money) -> None:
        self._move(DrawerMove(DrawerKind.IN, amount, "零钱", self._now(), CASHIER.number))
        self.paper.cash += amount

    @precondition(lambda self: self.paper.is_open)
    @rule(amount=AMOUNTS)
    def take_out(self, amount: Money) -> None:
        approval = self._approval(Action.CASH_OUT)
        self._move(DrawerMove(DrawerKind.OUT, amount, "存银行", self._now(), CASHIER.number, approval))
        self.paper.cash -= amount

    @precondition(lambda self: self.paper.is_open)
    @rule(off=st.integers(-5, 5))
    def close(self, off: int) -> None:
        counted = Money(max(self.paper.cash.fen + off, 0))
        count = CashCount.of({Money(100_00): counted.fen // 100_00, Money(1): counted.fen % 100_00})
        difference = count.total - self.paper.cash
        approval = self._approval(Action.CLOSE_WITH_DIFFERENCE) if difference else None
        closing = Closing(count, "点错" if difference else "", self._now(), CASHIER.number, approval)
        shift = self._shift_no()
        if closing.at < self.latest:
            with pytest.raises(sqlite3.IntegrityError, match="after it began"):
                self.shifts.close(shift, closing)
            return
        figures = self.shifts.close(shift, closing)
        assert figures.ending
        assert (figures.ending.difference, figures.drawer.expected) == (difference, self.paper.cash)
        assert figures.takings.sales == self.paper.bills
        self.paper = Expected(z=[*self.paper.z, self.paper.cash])
        assert figures.ending.z_no == len(self.paper.z)
        with pytest.raises(sqlite3.IntegrityError):
            self.shifts.close(shift, closing)

    @precondition(lambda self: self.paper.is_open)
    @rule()
    def close_with_a_difference_that_nobody_let_pass(self) -> None:
        more = max(self.paper.cash.fen, 0) + 1
        count = CashCount.of({Money(100_00): more // 100_00, Money(1): more % 100_00})
        with pytest.raises(sqlite3.IntegrityError):
            self.shifts.close(self._shift_no(), Closing(count, "点错", self._now(), CASHIER.number, None))

    @invariant()
    def the_drawer_is_the_sum_of_its_rows(self) -> None:
        shift = self.shifts.current()
        assert (shift is not None) == self.paper.is_open
        if shift:
            figures = self.shifts.figures(shift.shift_no)
            assert figures.drawer.expected == self.paper.cash
            assert figures.takings.sales == self.paper.bills

    @invariant()
    def the_book_holds(self) -> None:
        assert not any(Books(self.file).broken().values())
        assert AUDIT.verify(self.file)[1] is None

    def _now(self) -> datetime:
        return self.clock.now()

    def _sell(self, draft: SaleDraft) -> None:
        now = self.clock.now()
        intent = self.journal.freeze(draft, now)
        done = settlement(draft, intent.msgid) if intent.msgid else None
        sale = Sale(intent.sale_no, now, draft, done)
        self.journal.record(sale, receipt_of(sale, SHOP))
        self._wrote(now)
        self.paper.bills += 1

    def _wrote(self, at: datetime) -> None:
        """Keep the latest moment on the open shift's record; the first one opens it."""
        self.latest = max(self.latest, at) if self.paper.is_open else at
        self.paper.is_open = True

    def _approval(self, action: Action) -> Approval:
        approval = self.approvals.approve(Request(action, CASHIER), credentials(MANAGER))
        assert isinstance(approval, Approval)
        return approval

    def _shift_no(self) -> str:
        shift = self.shifts.current()
        assert shift
        return shift.shift_no

    def _move(self, move: DrawerMove) -> None:
        self.shifts.move(self._shift_no(), move)
        self._wrote(move.at)


TestShifts = ShiftMachine.TestCase
TestShifts.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
