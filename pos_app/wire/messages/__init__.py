"""The trades of a pharmacy: for each transaction number what goes in and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pos_app.wire.messages.catalogue import (
    ItemInput,
    ItemOutput,
    MappingInput,
    MappingOutput,
    PriceCapInput,
    PriceCapOutput,
    SelfPayInput,
    SelfPayOutput,
)
from pos_app.wire.messages.entitlement import EntitlementInput, EntitlementOutput
from pos_app.wire.messages.files import DownloadInput, DownloadOutput, UploadInput, UploadOutput
from pos_app.wire.messages.goods import (
    GoodsOutput,
    GoodsReturnInput,
    GoodsReturnsInput,
    GoodsReturnsOutput,
    GoodsSaleInput,
    GoodsSalesInput,
    GoodsSalesOutput,
)
from pos_app.wire.messages.past_settlement import (
    PastLinesInput,
    PastLinesOutput,
    PastSettlementInput,
    PastSettlementOutput,
)
from pos_app.wire.messages.past_visit import AccumulationInput, AccumulationOutput, VisitInput, VisitOutput
from pos_app.wire.messages.person import PersonInput, PersonOutput
from pos_app.wire.messages.purchase import QuoteInput, SettleInput
from pos_app.wire.messages.reconciliation import DetailsInput, DetailsOutput, TotalsInput, TotalsOutput
from pos_app.wire.messages.settlement import CancelOutput, QuoteOutput, SettleOutput
from pos_app.wire.messages.sign_in import SignInInput, SignInOutput, SignOutInput, SignOutOutput
from pos_app.wire.messages.trace_query import (
    TraceQueryInput,
    TraceQueryOutput,
    VirtualTraceInput,
    VirtualTraceOutput,
)
from pos_app.wire.messages.undo import CancelInput, ReverseInput, ReverseOutput
from pos_app.wire.node import InputNode, OutputNode


class Infno(StrEnum):
    """Transaction numbers."""

    IDENTIFY = "1101"
    ITEMS = "1312"
    MAPPINGS = "1316"
    PRICE_CAPS = "1318"
    SELF_PAY = "1319"
    ENTITLEMENT = "2001"
    QUOTE = "2101"
    SETTLE = "2102"
    CANCEL = "2103"
    REVERSE = "2601"
    TOTALS = "3201"
    DETAILS = "3202"
    GOODS_SALE = "3505"
    GOODS_SALES = "3505A"
    GOODS_RETURN = "3506"
    GOODS_RETURNS = "3506A"
    TRACE_QUERY = "3513"
    VIRTUAL_TRACE = "3592B"
    VISITS = "5201"
    PAST_SETTLEMENT = "5203"
    PAST_LINES = "5204"
    ACCUMULATIONS = "5206"
    SIGN_IN = "9001"
    SIGN_OUT = "9002"
    UPLOAD = "9101"
    DOWNLOAD = "9102"


@dataclass(frozen=True, slots=True)
class Trade:
    """The two models of a transaction."""

    input: type[InputNode]
    output: type[OutputNode]


TRADES: Mapping[str, Trade] = MappingProxyType(
    {
        Infno.IDENTIFY: Trade(PersonInput, PersonOutput),
        Infno.ITEMS: Trade(ItemInput, ItemOutput),
        Infno.MAPPINGS: Trade(MappingInput, MappingOutput),
        Infno.PRICE_CAPS: Trade(PriceCapInput, PriceCapOutput),
        Infno.SELF_PAY: Trade(SelfPayInput, SelfPayOutput),
        Infno.ENTITLEMENT: Trade(EntitlementInput, EntitlementOutput),
        Infno.QUOTE: Trade(QuoteInput, QuoteOutput),
        Infno.SETTLE: Trade(SettleInput, SettleOutput),
        Infno.CANCEL: Trade(CancelInput, CancelOutput),
        Infno.REVERSE: Trade(ReverseInput, ReverseOutput),
        Infno.TOTALS: Trade(TotalsInput, TotalsOutput),
        Infno.DETAILS: Trade(DetailsInput, DetailsOutput),
        Infno.GOODS_SALE: Trade(GoodsSaleInput, GoodsOutput),
        Infno.GOODS_SALES: Trade(GoodsSalesInput, GoodsSalesOutput),
        Infno.GOODS_RETURN: Trade(GoodsReturnInput, GoodsOutput),
        Infno.GOODS_RETURNS: Trade(GoodsReturnsInput, GoodsReturnsOutput),
        Infno.TRACE_QUERY: Trade(TraceQueryInput, TraceQueryOutput),
        Infno.VIRTUAL_TRACE: Trade(VirtualTraceInput, VirtualTraceOutput),
        Infno.VISITS: Trade(VisitInput, VisitOutput),
        Infno.PAST_SETTLEMENT: Trade(PastSettlementInput, PastSettlementOutput),
        Infno.PAST_LINES: Trade(PastLinesInput, PastLinesOutput),
        Infno.ACCUMULATIONS: Trade(AccumulationInput, AccumulationOutput),
        Infno.SIGN_IN: Trade(SignInInput, SignInOutput),
        Infno.SIGN_OUT: Trade(SignOutInput, SignOutOutput),
        Infno.UPLOAD: Trade(UploadInput, UploadOutput),
        Infno.DOWNLOAD: Trade(DownloadInput, DownloadOutput),
    }
)
