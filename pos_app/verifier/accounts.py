"""Entries of the platform's ledger: opening balances, a settled bill, and its undoing."""

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.ledger import AccountKind, AccountRef, JournalEntry, Posting
from pos_app.domain.masking import mask_number
from pos_app.domain.money import Money, total
from pos_app.verifier.rules import Division
from pos_app.wire.code_lists import POOLED_OUTPATIENT

_OPENING = "opening"
_PERSONAL = (AccountKind.PERSON, _OPENING)


def personal(psn_no: str) -> AccountRef:
    return AccountRef(AccountKind.PERSON, psn_no)


def pooled_fund(insurance: str) -> AccountRef:
    return AccountRef(AccountKind.FUND, POOLED_OUTPATIENT[insurance])


def masked_reference(text: str) -> str:
    """Mask the person in an account's or an entry's name, such as `person:…` or `opening:…`."""
    kind, colon, holder = text.partition(":")
    return f"{kind}:{mask_number(holder)}" if colon and kind in _PERSONAL else text


def opening_entry(psn_no: str, amount: Money, booked_at: datetime) -> JournalEntry | None:
    """Give the contributions a person's account begins with; None where there are none."""
    if not amount:
        return None
    contributions = AccountRef(AccountKind.CONTRIBUTIONS, _OPENING)
    postings = (Posting(personal(psn_no), amount), Posting(contributions, -amount))
    return JournalEntry(f"{_OPENING}:{psn_no}", booked_at, postings)


def crowd_entry(openings: Sequence[tuple[str, Money]], booked_at: datetime) -> JournalEntry | None:
    """Open many accounts by one entry, named after the first; None where there is nothing in any of them."""
    filled = [(psn_no, amount) for psn_no, amount in openings if amount]
    if not filled:
        return None
    contributions = Posting(AccountRef(AccountKind.CONTRIBUTIONS, _OPENING), -total(amount for _, amount in filled))
    postings = (*(Posting(personal(psn_no), amount) for psn_no, amount in filled), contributions)
    return JournalEntry(f"{_OPENING}:{filled[0][0]}", booked_at, postings)


def settlement_entry(
    setl_id: str, division: Division, *, insurance: str, pharmacy: str, booked_at: datetime
) -> JournalEntry | None:
    """Move what fund and accounts pay to what is owed to the pharmacy; None where the customer pays everything."""
    paid = [Posting(personal(draw.psn_no), -draw.amount) for draw in division.draws]
    if division.sums.fund:
        paid.insert(0, Posting(pooled_fund(insurance), -division.sums.fund))
    if not paid:
        return None
    owed = Posting(AccountRef(AccountKind.PHARMACY, pharmacy), -total(posting.amount for posting in paid))
    return JournalEntry(setl_id, booked_at, (*paid, owed))
