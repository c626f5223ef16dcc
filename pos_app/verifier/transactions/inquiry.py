"""Trades that only look into the books."""

from datetime import datetime
from typing import TypeAlias

from pos_app.domain.refusal import Refusal
from pos_app.verifier.desk import Desk
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.catalogue import CatalogueInput, query_catalogue
from pos_app.verifier.transactions.entitlement import check_entitlement
from pos_app.verifier.transactions.files import download
from pos_app.verifier.transactions.history import HistoryInput, look_back
from pos_app.verifier.transactions.identify import identify
from pos_app.verifier.transactions.quote import quote
from pos_app.verifier.transactions.reconciliation import reconcile_totals
from pos_app.verifier.transactions.trace_query import who_sold
from pos_app.wire.envelope import Request
from pos_app.wire.messages.entitlement import EntitlementInput
from pos_app.wire.messages.files import DownloadInput
from pos_app.wire.messages.person import PersonInput
from pos_app.wire.messages.purchase import QuoteInput
from pos_app.wire.messages.reconciliation import TotalsInput
from pos_app.wire.messages.trace_query import TraceQueryInput
from pos_app.wire.node import OutputNode

Inquiry: TypeAlias = (
    PersonInput
    | QuoteInput
    | EntitlementInput
    | TotalsInput
    | TraceQueryInput
    | DownloadInput
    | CatalogueInput
    | HistoryInput
)


def inquire(desk: Desk, books: Reader, request: Request, body: Inquiry, at: datetime) -> OutputNode | Refusal:
    match body:
        case PersonInput():
            return identify(desk, books, body, at)
        case QuoteInput():
            return quote(desk, books, request, body, at)
        case EntitlementInput():
            return check_entitlement(desk, books, request, body, at)
        case TotalsInput():
            return reconcile_totals(desk, books, request, body)
        case TraceQueryInput():
            return who_sold(books, request, body)
        case DownloadInput():
            return download(books, request, body, at)
        case _:
            return _query(desk, books, request, body)


def _query(desk: Desk, books: Reader, request: Request, body: CatalogueInput | HistoryInput) -> OutputNode | Refusal:
    if isinstance(body, CatalogueInput):
        return query_catalogue(desk, body)
    return look_back(desk, books, request, body)
