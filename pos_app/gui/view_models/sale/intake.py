"""What a scanned code does at this moment of the sale."""

from typing import TypeAlias

from pos_app.domain.checkout.states import Completed, Retendering, Tendering
from pos_app.domain.code import GoodsCode, PayCode, ScannedCode
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.gui.view_models.sale.inputs import GoodsClosed, Panel, SaleInputs
from pos_app.services.catalogue import Catalogue
from pos_app.services.scan_router import GoodsScanned, VoucherPresented, route, voucher_or_refusal

Received: TypeAlias = GoodsScanned | VoucherPresented | PayCode | GoodsClosed | Refusal


def receive(code: ScannedCode, inputs: SaleInputs, catalogue: Catalogue) -> Received:
    """Route a code: after F6 only a voucher will do; while money is taken goods wait; a final sale takes none.

    A pay code is taken exactly while the customer's part is, and never in the middle of a settlement.
    """
    state = inputs.state
    if isinstance(code, PayCode) and isinstance(state, Tendering | Retendering):
        return code
    if inputs.desk.panel is Panel.SCAN:
        return voucher_or_refusal(code)
    if isinstance(state, Retendering):
        return GoodsClosed() if isinstance(code, GoodsCode) else Refusal(RefusalCode.PART_IS_TAKEN)
    if isinstance(state, Tendering):
        return GoodsClosed() if isinstance(code, GoodsCode) else voucher_or_refusal(code)
    outcome = route(code, catalogue)
    if isinstance(outcome, VoucherPresented) and isinstance(state, Completed):
        return Refusal(RefusalCode.BASKET_EMPTY)
    return outcome
