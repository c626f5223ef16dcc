"""Undoing a settlement: a new one with every amount turned round, and the entry that gives the money back."""

from datetime import datetime

from pos_app.domain.ledger import counter_entry
from pos_app.domain.money import ZERO
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.accounts import personal
from pos_app.verifier.desk import Desk
from pos_app.verifier.identifiers import settlement_number
from pos_app.verifier.records import BillKind, SettledBill, TradeKey
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.traces import hold_again


def undo(
    desk: Desk, books: Writer, bill: SettledBill, *, kind: BillKind, key: TradeKey, at: datetime
) -> SettledBill | Refusal:
    """Post the opposite of a settlement that stands; SETTLEMENT_CANCELLED if it was undone already.

    What is undone may itself be a cancellation whose answer was lost. Then its money is taken again, if it is there.
    """
    setl_id = settlement_number(desk.profile.region.code, at, desk.chance)
    if not _can_be_posted(books, bill):
        return Refusal(RefusalCode.BALANCE_CHANGED)
    if not books.mark_undone(bill.setl_id, by=setl_id):
        return Refusal(RefusalCode.SETTLEMENT_CANCELLED)
    books.release_traces(bill.setl_id)
    if bill.undoes:
        books.mark_standing(bill.undoes)
        hold_again(books, bill.undoes)
    entry = books.entry(bill.setl_id)
    if entry:
        books.post(counter_entry(entry, entry_id=setl_id, booked_at=at))
    opposite = SettledBill(
        setl_id=setl_id,
        mdtrt_id=bill.mdtrt_id,
        kind=kind,
        undoes=bill.setl_id,
        key=key,
        psn_no=bill.psn_no,
        cert_type=bill.cert_type,
        area=bill.area,
        settled_at=at,
        sums=-bill.sums,
        balance=books.balance(personal(bill.psn_no)),
        insurance=bill.insurance,
        clearing=bill.clearing,
        purchase=bill.purchase,
    )
    books.add_bill(opposite)
    return opposite


def _can_be_posted(books: Writer, bill: SettledBill) -> bool:
    """Say whether no account would fall below nothing by the opposite of a bill."""
    entry = books.entry(bill.setl_id)
    return entry is None or all(
        posting.account.may_be_overdrawn or books.balance(posting.account) - posting.amount >= ZERO
        for posting in entry.postings
    )
