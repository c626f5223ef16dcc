"""Who pays how much of a sale."""

from dataclasses import dataclass

from pos_app.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a bill; all are at least nothing and `total` is their sum by construction.

    `account` is what the insured person's own account pays and `shared` what the family's account adds; the
    platform's `acct_pay` is the two together and its `acct_mulaid_pay` is `shared`.
    """

    fund: Money
    account: Money
    shared: Money
    cash: Money

    def __post_init__(self) -> None:
        if min(self.fund.fen, self.account.fen, self.shared.fen, self.cash.fen) < 0:
            raise ValueError("no part of a split is below nothing")

    @property
    def total(self) -> Money:
        return Money(self.fund.fen + self.account.fen + self.shared.fen + self.cash.fen)

    @property
    def insured(self) -> Money:
        """What the platform pays: everything but the customer's part."""
        return self.fund + self.account + self.shared


def all_by_customer(amount: Money) -> Split:
    return Split(fund=ZERO, account=ZERO, shared=ZERO, cash=amount)
