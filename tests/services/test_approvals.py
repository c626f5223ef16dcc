"""Signing in and letting pass, over the real file: what is counted before it is answered, and what can be used once."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.password import WRONG_ALLOWED
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.staff import APPROVAL_LIFE, Action, Approval, Credentials, Employee, Request
from pos_app.services.approvals import Approvals
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.staff import spend_approval
from tests.doubles.clock import FixedClock
from tests.doubles.counter import AUDIT
from tests.doubles.staff import (
    AUDITOR,
    CASHIER,
    MANAGER,
    PINS,
    SECOND,
    WRONG,
    credentials,
    open_approvals,
)

CASH_OUT = Request(Action.CASH_OUT, CASHIER, "50.00")


class Book:
    """A till's file that can be opened again, as after a restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FixedClock()
        self.start()

    def start(self) -> None:
        self.file = SqliteFile(self.path, MIGRATIONS)
        self.approvals = open_approvals(self.file, self.clock)

    def restart(self) -> Approvals:
        self.file.close()
        self.start()
        return self.approvals

    def audit(self) -> list[tuple[str, str, str, str]]:
        with self.file.read() as database:
            return list(database.execute("SELECT action, detail, actor, approver FROM audit ORDER BY id"))

    def granted(self) -> Approval:
        approval = self.approvals.approve(CASH_OUT, credentials(MANAGER))
        assert isinstance(approval, Approval)
        return approval


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path / "till.db")
    yield book
    book.file.close()


def test_everybody_signs_in_with_their_own_pin(book: Book) -> None:
    assert book.approvals.sign_in(credentials(CASHIER)) == CASHIER
    assert book.approvals.sign_in(credentials(SECOND)) == SECOND
    assert isinstance(book.approvals.sign_in(credentials(SECOND, PINS[CASHIER.number])), Refusal)
    assert [row[:1] + row[2:3] for row in book.audit()] == [
        ("signed_in", "1001"),
        ("signed_in", "1002"),
        ("sign_in_refused", "1002"),
    ]


def test_an_unknown_number_is_refused_and_what_was_typed_is_not_noted(book: Book) -> None:
    assert book.approvals.sign_in(Credentials("741852", "1001")) == Refusal(RefusalCode.STAFF_UNKNOWN)
    assert "741852" not in str(book.audit())


def test_five_wrong_pins_lock_for_a_quarter_of_an_hour_then_for_twice_as_long(book: Book) -> None:
    for left in (4, 3, 2, 1):
        assert book.approvals.sign_in(credentials(CASHIER, WRONG)) == Refusal(RefusalCode.PIN_WRONG, str(left))
    for minutes in (15, 30, 60):
        refusal = book.approvals.sign_in(credentials(CASHIER, WRONG))
        assert isinstance(refusal, Refusal)
        assert refusal.code is RefusalCode.PIN_LOCKED
        book.clock.advance(seconds=minutes * 60 - 1)
        right = book.restart().sign_in(credentials(CASHIER))
        assert isinstance(right, Refusal), "the right PIN is not looked at either"
        book.clock.advance(seconds=1)
        for _ in range(WRONG_ALLOWED - 1):
            book.approvals.sign_in(credentials(CASHIER, WRONG))
    assert book.approvals.sign_in(credentials(SECOND)) == SECOND


def test_the_right_pin_forgets_the_wrong_ones(book: Book) -> None:
    for _ in range(3 * WRONG_ALLOWED):
        book.approvals.sign_in(credentials(CASHIER, WRONG))
        assert book.approvals.sign_in(credentials(CASHIER)) == CASHIER


def test_a_try_is_on_disk_before_the_pin_is_looked_at(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killing the till while it answers gives no free tries."""

    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    for _ in range(WRONG_ALLOWED):
        with monkeypatch.context() as dying:
            dying.setattr(type(book.approvals._pins), "fits", die)
            with pytest.raises(KeyboardInterrupt):
                book.approvals.sign_in(credentials(CASHIER))
        book.restart()
    refusal = book.approvals.sign_in(credentials(CASHIER))
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.PIN_LOCKED


def test_a_manager_lets_one_act_pass_once(book: Book) -> None:
    approval = book.granted()
    assert book.approvals.spend(approval, CASH_OUT) is None
    assert book.approvals.spend(approval, CASH_OUT) == Refusal(RefusalCode.APPROVAL_SPENT)
    assert book.restart().spend(approval, CASH_OUT) == Refusal(RefusalCode.APPROVAL_SPENT)
    assert book.audit()[0] == ("approved", "cash_out 50.00", CASHIER.number, MANAGER.number)


@pytest.mark.parametrize(
    "other",
    [
        Request(Action.REFUND, CASHIER, "50.00"),
        Request(Action.CASH_OUT, CASHIER, "5000.00"),
        Request(Action.CASH_OUT, SECOND, "50.00"),
    ],
)
def test_an_approval_is_good_for_nothing_else(book: Book, other: Request) -> None:
    assert book.approvals.spend(book.granted(), other) == Refusal(RefusalCode.APPROVAL_SPENT)
    action, detail, actor, approver = book.audit()[-1]
    assert (action, actor, approver) == ("approval_refused", other.requester.number, MANAGER.number)
    assert str(other.action) in detail


def test_an_approval_that_was_left_lying_is_too_old(book: Book) -> None:
    approval = book.granted()
    book.clock.advance(seconds=APPROVAL_LIFE.total_seconds() + 1)
    assert book.approvals.spend(approval, CASH_OUT) == Refusal(RefusalCode.APPROVAL_SPENT)


def test_the_file_itself_refuses_a_second_use_and_a_late_one(book: Book) -> None:
    first, second, at = book.granted(), book.granted(), book.clock.now()
    with book.file.write() as database:
        spend_approval(database, first, at)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), book.file.write() as database:
        spend_approval(database, first, at)
    with pytest.raises(sqlite3.IntegrityError, match="expired"), book.file.write() as database:
        spend_approval(database, second, at + APPROVAL_LIFE + timedelta(seconds=1))


@pytest.mark.parametrize("approver", [CASHIER, SECOND, AUDITOR])
def test_whoever_may_not_do_it_cannot_let_it_pass_but_their_pin_was_right(book: Book, approver: Employee) -> None:
    refusal = book.approvals.approve(CASH_OUT, credentials(approver))
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.APPROVER_MAY_NOT
    assert [row[0] for row in book.audit()] == ["pin_right", "approval_refused"]


def test_a_wrong_pin_of_a_manager_is_noted_with_both_names(book: Book) -> None:
    refusal = book.approvals.approve(CASH_OUT, credentials(MANAGER, WRONG))
    assert refusal == Refusal(RefusalCode.PIN_WRONG, "4")
    assert book.audit() == [("approval_refused", "pin_wrong cash_out 50.00", CASHIER.number, MANAGER.number)]


def test_no_pin_is_in_the_file_in_clear(book: Book) -> None:
    for number, pin in PINS.items():
        book.approvals.sign_in(Credentials(number, pin))
        book.approvals.sign_in(Credentials(number, "918273"))
    book.restart()
    content = b"".join(part.read_bytes() for part in book.path.parent.glob("till.db*"))
    assert b"$argon2id$" in content
    assert [pin for pin in (*PINS.values(), "918273") if pin.encode() in content] == []


def test_the_chain_holds_over_all_of_it(book: Book) -> None:
    book.granted()
    book.approvals.sign_in(credentials(CASHIER, WRONG))
    with closing(SqliteFile(book.path, MIGRATIONS)) as file:
        assert AUDIT.verify(file)[1] is None
