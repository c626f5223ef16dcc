"""Who may do what, as the one table says it."""

from datetime import timedelta

import pytest

from pos_app.domain.staff import APPROVAL_LIFE, Action, Approval, Credentials, Employee, Request, Role, may
from tests.doubles.clock import NOON

CASHIER = Employee("1001", "陈岚", Role.CASHIER)
MANAGER = Employee("8001", "赵启航", Role.MANAGER)
REQUEST = Request(Action.CASH_OUT, CASHIER, "01-1 50.00")


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        (Action.SELL, {Role.CASHIER, Role.PHARMACIST, Role.MANAGER, Role.TRAINER}),
        (Action.CASH_IN, {Role.CASHIER, Role.PHARMACIST, Role.MANAGER, Role.TRAINER}),
        (Action.CASH_OUT, {Role.MANAGER}),
        (Action.CLOSE_WITH_DIFFERENCE, {Role.MANAGER}),
        (Action.DISCOUNT, {Role.MANAGER}),
        (Action.REFUND, {Role.MANAGER}),
        (Action.REVIEW_PRESCRIPTION, {Role.PHARMACIST}),
        (Action.READ_REPORTS, set(Role)),
        (Action.RECONCILE, {Role.MANAGER, Role.AUDITOR}),
    ],
)
def test_the_table_says_who_may(action: Action, roles: set[Role]) -> None:
    assert {role for role in Role if may(role, action)} == roles


@pytest.mark.parametrize("action", Action)
def test_every_action_can_be_let_pass_by_somebody(action: Action) -> None:
    assert any(may(role, action) for role in Role)


def test_an_auditor_only_reads() -> None:
    assert {action for action in Action if may(Role.AUDITOR, action)} == {Action.READ_REPORTS, Action.RECONCILE}


def test_an_approval_covers_its_own_request_for_a_minute() -> None:
    approval = Approval("A00000001", REQUEST, MANAGER, NOON)
    assert approval.covers(REQUEST, NOON)
    assert approval.covers(REQUEST, NOON + APPROVAL_LIFE)
    assert not approval.covers(REQUEST, NOON + APPROVAL_LIFE + timedelta(seconds=1))
    assert not approval.covers(REQUEST, NOON - timedelta(seconds=1))
    for other in (
        Request(Action.REFUND, CASHIER, REQUEST.subject),
        Request(Action.CASH_OUT, MANAGER, REQUEST.subject),
        Request(Action.CASH_OUT, CASHIER, "01-1 5000.00"),
    ):
        assert not approval.covers(other, NOON)


def test_a_pin_is_in_no_repr() -> None:
    assert "741852" not in repr(Credentials("1001", "741852"))


def test_paper_shows_the_number_and_a_masked_name() -> None:
    assert (CASHIER.badge, MANAGER.badge) == ("1001 陈*", "8001 赵**")
