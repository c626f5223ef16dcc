"""2601: undo a trade whose outcome the till does not know, whatever became of it."""

from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.records import BillKind, KeptTrade, TradeKey
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.undo import undo
from pos_app.wire.envelope import Request
from pos_app.wire.messages.undo import ReverseInput, ReverseOutput


def reverse(desk: Desk, books: Writer, request: Request, body: ReverseInput, at: datetime) -> ReverseOutput | Refusal:
    """Acknowledge whenever the trade has no effect any more: never came, was refused, is undone now or was before.

    A trade that never came leaves a tombstone, so that it is refused if it arrives late.
    """
    asked = body.data
    if asked.oinfno not in desk.profile.messages.reversible:
        return Refusal(RefusalCode.REVERSE_NOT_ALLOWED)
    if asked.omsgid == request.msgid:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.omsgid不能是本报文自己的msgid")
    original = TradeKey(request.fixmedins_code, asked.omsgid)
    kept = books.kept_trade(original)
    if kept is None:
        books.keep_trade(KeptTrade(original, asked.oinfno, content=None, answer="", answered_at=at))
        return ReverseOutput()
    if kept.content is not None and kept.infno != asked.oinfno:
        return Refusal(RefusalCode.REVERSE_NOT_ALLOWED, "data.oinfno与原交易不符")
    bill = books.bill_of(original)
    if bill is None:
        return ReverseOutput()
    if bill.psn_no != asked.psn_no:
        return Refusal(RefusalCode.PERSON_UNKNOWN, "data.psn_no与原交易不符")
    undone = undo(desk, books, bill, kind=BillKind.REVERSE, key=TradeKey(request.fixmedins_code, request.msgid), at=at)
    if isinstance(undone, Refusal):
        return ReverseOutput() if undone.code is RefusalCode.SETTLEMENT_CANCELLED else undone
    books.release_token(original, at=at)
    books.release_consent(original)
    return ReverseOutput()
