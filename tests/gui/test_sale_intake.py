"""What a code does, by the moment in which it is scanned."""

import pytest

from pos_app.domain.checkout.states import Completed, Identifying, Refused, Selling, State, Tendering
from pos_app.domain.code import GoodsCode, PayChannel, PayCode, ScannedCode, UnknownCode
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.gui.view_models.sale.inputs import Desk, GoodsClosed, Panel, SaleInputs
from pos_app.gui.view_models.sale.intake import Received, receive
from pos_app.services.catalogue import Catalogue
from pos_app.services.scan_router import GoodsScanned, VoucherPresented
from tests.doubles.clock import NOON
from tests.doubles.counter import REMEDY, SHOP, basket, cash_draft, voucher

GOODS = basket()
CODE = voucher()
SELLING = Selling(GOODS)
TENDERING = Tendering(GOODS, None)
COMPLETED = Completed(Sale("1", NOON, cash_draft(), None))
EAN = GoodsCode(REMEDY.barcode)
PAY = PayCode("134567890123456789", PayChannel.WECHAT)


@pytest.mark.parametrize(
    ("state", "panel", "code", "received"),
    [
        (SELLING, Panel.NONE, EAN, GoodsScanned(REMEDY)),
        (SELLING, Panel.NONE, CODE, VoucherPresented(CODE)),
        (SELLING, Panel.NONE, GoodsCode("6901234567892"), Refusal(RefusalCode.GOODS_UNKNOWN, "6901234567892")),
        (SELLING, Panel.NONE, PAY, Refusal(RefusalCode.PAY_CODE_NOT_VOUCHER, "wechat")),
        (SELLING, Panel.SCAN, EAN, Refusal(RefusalCode.GOODS_CODE_NOT_VOUCHER)),
        (SELLING, Panel.SCAN, CODE, VoucherPresented(CODE)),
        (SELLING, Panel.SCAN, UnknownCode("x"), Refusal(RefusalCode.NOT_A_VOUCHER)),
        (Refused(GOODS, Refusal(RefusalCode.CODE_USED)), Panel.NONE, CODE, VoucherPresented(CODE)),
        (Identifying(GOODS, 1), Panel.NONE, EAN, GoodsScanned(REMEDY)),
        (TENDERING, Panel.NONE, EAN, GoodsClosed()),
        (TENDERING, Panel.NONE, CODE, VoucherPresented(CODE)),
        (TENDERING, Panel.NONE, PAY, PAY),
        (TENDERING, Panel.SCAN, PAY, PAY),
        (COMPLETED, Panel.NONE, EAN, GoodsScanned(REMEDY)),
        (COMPLETED, Panel.NONE, CODE, Refusal(RefusalCode.BASKET_EMPTY)),
    ],
)
def test_a_code_goes_where_it_belongs(state: State, panel: Panel, code: ScannedCode, received: Received) -> None:
    inputs = SaleInputs(state, SHOP, Desk(panel=panel))
    assert receive(code, inputs, Catalogue((REMEDY,), SHOP.payable)) == received
