"""How a customer pays their part: cash, a wallet's pay code, a bank card, or a mix of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.code import PayCode
from pos_app.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class CashTender:
    """Notes and coins on the counter; the only tender that gives change."""

    given: Money

    def __post_init__(self) -> None:
        if self.given < ZERO:
            raise ValueError("cash is at least nothing")

    @property
    def amount(self) -> Money:
        return self.given


@dataclass(frozen=True, slots=True)
class MobileTender:
    """A pay code of a wallet; in memory for one sale, stored and logged masked only."""

    code: PayCode
    amount: Money

    def __post_init__(self) -> None:
        _check_charge(self.amount)


@dataclass(frozen=True, slots=True)
class CardTender:
    """A bank card at the card terminal, which alone sees its number."""

    amount: Money

    def __post_init__(self) -> None:
        _check_charge(self.amount)


ChargedTender: TypeAlias = MobileTender | CardTender
Tender: TypeAlias = CashTender | ChargedTender


def given(tenders: Iterable[Tender]) -> Money:
    """Give what was put down in all, change not yet given back."""
    return total(tender.amount for tender in tenders)


def cash_given(tenders: Iterable[Tender]) -> Money:
    return total(tender.given for tender in tenders if isinstance(tender, CashTender))


def by_mobile(tenders: Iterable[Tender]) -> Money:
    return total(tender.amount for tender in tenders if isinstance(tender, MobileTender))


def by_card(tenders: Iterable[Tender]) -> Money:
    return total(tender.amount for tender in tenders if isinstance(tender, CardTender))


def charged(tenders: Iterable[Tender]) -> tuple[ChargedTender, ...]:
    """Give those that have to be charged, in the order in which they were chosen."""
    return tuple(tender for tender in tenders if not isinstance(tender, CashTender))


def with_cash(tenders: tuple[Tender, ...], more: Money) -> tuple[Tender, ...]:
    """Put cash down: notes on top of notes are one tender, and it is the latest."""
    others = tuple(tender for tender in tenders if not isinstance(tender, CashTender))
    heap = cash_given(tenders) + more
    return (*others, CashTender(heap)) if heap else others


def _check_charge(amount: Money) -> None:
    if amount <= ZERO:
        raise ValueError("a charge is above nothing")
