"""Who works at the counter, what each may do, and what somebody else must let pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from pos_app.domain.masking import mask_name

APPROVAL_LIFE = timedelta(seconds=60)  # from the manager's PIN to the commit of the act: nobody walks off in between


class Role(StrEnum):
    CASHIER = "cashier"
    PHARMACIST = "pharmacist"
    MANAGER = "manager"
    AUDITOR = "auditor"
    TRAINER = "trainer"


class Action(StrEnum):
    """What a person does at a till that not everybody may do; the value stands in the audit log."""

    SELL = "sell"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    CLOSE_WITH_DIFFERENCE = "close_with_difference"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    OPEN_DRAWER = "open_drawer"
    DISCOUNT = "discount"
    REFUND = "refund"
    REPRINT = "reprint"
    REVIEW_PRESCRIPTION = "review_prescription"
    READ_REPORTS = "read_reports"
    RECONCILE = "reconcile"
    CONFIRM_REPAIR = "confirm_repair"
    CLOSE_TASK = "close_task"
    RESTORE = "restore"


_COUNTER = frozenset(
    {Action.SELL, Action.OPEN_SHIFT, Action.CLOSE_SHIFT, Action.CASH_IN, Action.REPRINT, Action.READ_REPORTS}
)
_MANAGED = frozenset(
    {
        Action.CLOSE_WITH_DIFFERENCE,
        Action.CASH_OUT,
        Action.OPEN_DRAWER,
        Action.DISCOUNT,
        Action.REFUND,
        Action.CONFIRM_REPAIR,
        Action.CLOSE_TASK,
        Action.RESTORE,
    }
)
_MAY: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.CASHIER: _COUNTER,
        Role.PHARMACIST: _COUNTER | {Action.REVIEW_PRESCRIPTION},
        Role.MANAGER: _COUNTER | _MANAGED | {Action.RECONCILE},
        Role.AUDITOR: frozenset({Action.READ_REPORTS, Action.RECONCILE}),
        Role.TRAINER: _COUNTER,
    }
)


def may(role: Role, action: Action) -> bool:
    """Say whether somebody of this role may do it, and so may let another do it."""
    return action in _MAY[role]


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who works here, by the number that tickets and the audit log show."""

    number: str
    name: str
    role: Role

    @property
    def badge(self) -> str:
        """What paper and screen show of them."""
        return f"{self.number} {self.masked_name}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody types to say who they are; the PIN is shown nowhere, not even to a debugger's print."""

    number: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that somebody asks to be let do; `subject` says of what: a sale, a shift, an amount."""

    action: Action
    requester: Employee
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A manager's yes to one request: good for that act and that subject, once, and at once."""

    approval_no: str
    request: Request
    approver: Employee
    granted_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.granted_at + APPROVAL_LIFE

    def covers(self, request: Request, at: datetime) -> bool:
        """Say whether it is for this very request and not too old; only the book knows whether it was used."""
        return request == self.request and self.granted_at <= at <= self.expires_at
