"""Trades that change the books: done once a msgid, and answered the same ever after."""

from datetime import datetime
from typing import TypeAlias

from pos_app.verifier.desk import Desk
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.cancel import cancel
from pos_app.verifier.transactions.files import upload
from pos_app.verifier.transactions.goods import GoodsInput, move_goods
from pos_app.verifier.transactions.outcome import Outcome
from pos_app.verifier.transactions.reconciliation import reconcile_details
from pos_app.verifier.transactions.reverse import reverse
from pos_app.verifier.transactions.settle import settle
from pos_app.verifier.transactions.trace_query import virtual_trace
from pos_app.wire.envelope import Request
from pos_app.wire.messages.files import UploadInput
from pos_app.wire.messages.purchase import SettleInput
from pos_app.wire.messages.reconciliation import DetailsInput
from pos_app.wire.messages.trace_query import VirtualTraceInput
from pos_app.wire.messages.undo import CancelInput, ReverseInput

Posting: TypeAlias = (
    SettleInput | CancelInput | ReverseInput | DetailsInput | UploadInput | VirtualTraceInput | GoodsInput
)


def post(desk: Desk, books: Writer, request: Request, body: Posting, at: datetime) -> Outcome:
    match body:
        case SettleInput():
            return settle(desk, books, request, body, at)
        case CancelInput():
            return cancel(desk, books, request, body, at)
        case ReverseInput():
            return reverse(desk, books, request, body, at)
        case DetailsInput():
            return reconcile_details(desk, books, request, body, at)
        case UploadInput():
            return upload(desk, books, request, body, at)
        case VirtualTraceInput():
            return virtual_trace(desk, books, request, body)
        case _:
            return move_goods(desk, books, request, body, at)
