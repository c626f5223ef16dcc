"""2103: undo a settlement that is known; the answer is a new settlement below zero."""

from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.records import BillKind, TradeKey
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.admission import visible_balance
from pos_app.verifier.transactions.bill import amounts, fund_shares
from pos_app.verifier.transactions.undo import undo
from pos_app.wire.envelope import Request
from pos_app.wire.messages.settlement import CancellationInfo, CancelOutput
from pos_app.wire.messages.undo import CancelInput


def cancel(desk: Desk, books: Writer, request: Request, body: CancelInput, at: datetime) -> CancelOutput | Refusal:
    bill, person = books.bill(body.data.setl_id), books.person(body.data.psn_no)
    if bill is None or person is None or bill.kind is not BillKind.SETTLE:
        return Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
    named = (request.fixmedins_code, body.data.psn_no, body.data.mdtrt_id)
    if named != (bill.key.pharmacy, bill.psn_no, bill.mdtrt_id):
        return Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
    key = TradeKey(request.fixmedins_code, request.msgid)
    undone = undo(desk, books, bill, kind=BillKind.CANCEL, key=key, at=at)
    if isinstance(undone, Refusal):
        return undone
    balance, _ = visible_balance(desk, books, person)
    info = CancellationInfo.model_validate(
        {
            **amounts(desk, undone.sums, balance),
            "mdtrt_id": undone.mdtrt_id,
            "setl_id": undone.setl_id,
            "clr_optins": undone.area,
            "setl_time": at,
            "medins_setl_id": request.msgid,
        }
    )
    return CancelOutput(setlinfo=info, setldetail=fund_shares(undone.sums, undone.insurance))
