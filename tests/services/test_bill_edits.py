"""The limit of what a cashier takes off, over the real file: who says yes, what is noted, that it is for once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.basket import Basket
from pos_app.domain.discount import PercentOff
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.staff import Action
from pos_app.services.bill_edits import BillEdits
from tests.doubles.counter import REMEDY, basket
from tests.doubles.staff import CASHIER, MANAGER, SECOND, WRONG, credentials
from tests.services.test_shifts import FLOAT, Day

GOODS = basket()


def half(goods: Basket) -> Basket:
    return goods.with_line_discount(REMEDY.code, PercentOff(50))


def tenth(goods: Basket) -> Basket:
    return goods.with_discount(PercentOff(10))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "till.db")
    yield made
    made.file.close()


@pytest.fixture
def edits(day: Day) -> BillEdits:
    return BillEdits(shifts=day.shifts, approvals=day.approvals)


def test_up_to_the_limit_nobody_is_asked_and_nothing_noted(day: Day, edits: BillEdits) -> None:
    day.open()
    before = day.audit()
    assert not edits.needs_yes(GOODS, tenth)
    assert edits.change(GOODS, tenth) == tenth(GOODS)
    assert day.audit() == before


def test_above_it_a_manager_says_yes_and_both_are_noted(day: Day, edits: BillEdits) -> None:
    day.open()
    assert edits.needs_yes(GOODS, half)
    assert edits.change(GOODS, half, credentials(MANAGER)) == half(GOODS)
    assert day.audit()[-1] == ("approved", CASHIER.number, MANAGER.number)


@pytest.mark.parametrize(
    ("who", "pin", "code"),
    [
        (None, "", RefusalCode.APPROVAL_NEEDED),
        (MANAGER, WRONG, RefusalCode.PIN_WRONG),
        (SECOND, "", RefusalCode.APPROVER_MAY_NOT),
    ],
)
def test_a_refusal_leaves_the_bill_and_is_noted(
    day: Day, edits: BillEdits, who: object, pin: str, code: RefusalCode
) -> None:
    day.open()
    manager = next((credentials(one, pin) for one in (MANAGER, SECOND) if one is who), None)
    answer = edits.change(GOODS, half, manager)
    assert isinstance(answer, Refusal)
    assert answer.code is code
    assert day.audit()[-1][:2] == ("approval_refused", CASHIER.number)


def test_a_yes_is_used_up_by_the_one_change(day: Day, edits: BillEdits) -> None:
    day.open()
    edits.change(GOODS, half, credentials(MANAGER))
    with day.file.read() as database:
        uses = database.execute("SELECT count(*) FROM approval_uses").fetchone()[0]
        given = database.execute("SELECT count(*) FROM approvals").fetchone()[0]
    assert (given, uses) == (1, 1)
    assert edits.change(GOODS, half) == Refusal(RefusalCode.APPROVAL_NEEDED), "the next one asks anew"


def test_a_manager_who_has_the_shift_needs_nobody(day: Day, edits: BillEdits) -> None:
    day.shifts.open(credentials(MANAGER), FLOAT)
    assert not edits.needs_yes(GOODS, half)
    assert edits.change(GOODS, half) == half(GOODS)


def test_where_nobody_signed_in_there_is_no_role_to_hold_anybody_to(edits: BillEdits) -> None:
    assert not edits.needs_yes(GOODS, half)
    assert edits.change(GOODS, half) == half(GOODS)


def test_beforehand_and_afterwards_agree(day: Day, edits: BillEdits) -> None:
    for _ in range(2):
        needs = edits.needs_yes(GOODS, half)
        passes = day.shifts.let_pass(Action.DISCOUNT, "", None) is None
        assert needs is not passes
        day.shifts.open(credentials(CASHIER), FLOAT)


def test_an_edit_that_is_refused_asks_nobody(day: Day, edits: BillEdits) -> None:
    day.open()
    full = Refusal(RefusalCode.BASKET_FULL)
    assert not edits.needs_yes(GOODS, lambda _goods: full)
    assert edits.change(GOODS, lambda _goods: full) == full
