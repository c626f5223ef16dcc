"""Receipts that the tests of this package lay out, each for one reason."""

from dataclasses import replace
from datetime import UTC, datetime

from pos_app.domain.money import ZERO, Money
from pos_app.domain.receipt import Receipt, ReceiptInsurance, ReceiptLine
from pos_app.domain.refund_slip import RefundSlip, SlipLine

COLD_REMEDY = ReceiptLine(
    name="感冒灵颗粒",
    name_en="Ganmaoling granules",
    spec="10g×9袋",
    maker="蓉安药业",
    lot="2604A17",
    expiry="2028-03",
    quantity=2,
    price=Money(1280),
    amount=Money(2560),
    class_code="01",
    is_prescription=False,
    payable_by_account=True,
)
ANTIBIOTIC = ReceiptLine(
    name="阿莫西林胶囊",
    name_en="Amoxicillin capsules",
    spec="0.25g×24粒",
    maker="川泽制药",
    lot="2603B02",
    expiry="2028-02",
    quantity=1,
    price=Money(990),
    amount=Money(990),
    class_code="02",
    is_prescription=True,
    payable_by_account=True,
)
SUPPLEMENT = ReceiptLine(
    name="复合维生素矿物质蛋白质营养补充咀嚼片（儿童青少年成人中老年通用型香橙味家庭装）",
    name_en="Multivitamin, mineral and protein chewable tablets for the whole family, orange flavour",
    spec="1.2g×120片×2瓶",
    maker="锦江康健营养食品科技股份有限公司",
    lot="20260412-07",
    expiry="2028-04-11",
    quantity=12,
    price=Money(1_299_900),
    amount=Money(15_598_800),
    class_code="03",
    is_prescription=False,
    payable_by_account=False,
)
INSURANCE = ReceiptInsurance(
    person="李**",
    insurance="310",
    area="510100",
    settlement_id="510100176397242810000000023",
    visit_id="510100176397242800000000011",
    msgid="P51010000001202611211427080007",
    balance=Money(116_883),
)
BY_ACCOUNT = Receipt(
    pharmacy="成都示范药房",
    pharmacy_en="Chengdu Model Pharmacy",
    pharmacy_code="P51010000001",
    till="01",
    cashier="陈*",
    sale_no="0126112100023",
    sold_at=datetime(2026, 11, 21, 6, 27, 8, tzinfo=UTC),
    lines=(COLD_REMEDY, ANTIBIOTIC),
    total=Money(3550),
    fund=ZERO,
    account=Money(3550),
    shared=ZERO,
    customer=ZERO,
    cash_given=ZERO,
    change=ZERO,
    insurance=INSURANCE,
)
BY_FOUR = replace(
    BY_ACCOUNT,
    sale_no="0126112100024",
    sold_at=datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC),
    lines=(COLD_REMEDY, SUPPLEMENT),
    total=Money(15_601_360),
    fund=Money(500),
    account=Money(1000),
    shared=Money(1060),
    customer=Money(15_598_800),
    cash_given=Money(15_600_000),
    change=Money(1200),
    insurance=replace(INSURANCE, balance=None, area="511700", insurance="390"),
)
BY_CASH = replace(
    BY_ACCOUNT,
    sale_no="0126112100025",
    account=ZERO,
    customer=Money(3550),
    cash_given=Money(5000),
    change=Money(1450),
    insurance=None,
)
ALL = {"by_account": BY_ACCOUNT, "by_four": BY_FOUR, "by_cash": BY_CASH}

SLIP = RefundSlip(
    pharmacy=BY_ACCOUNT.pharmacy,
    pharmacy_en=BY_ACCOUNT.pharmacy_en,
    pharmacy_code=BY_ACCOUNT.pharmacy_code,
    till=BY_ACCOUNT.till,
    cashier=BY_ACCOUNT.cashier,
    refund_no="R0126112100001",
    sale_no=BY_ACCOUNT.sale_no,
    refunded_at=BY_ACCOUNT.sold_at,
    lines=(
        SlipLine("感冒灵颗粒 10g×9袋", 2, Money(2560)),
        SlipLine(f"{SUPPLEMENT.name} {SUPPLEMENT.spec}", 1, Money(990)),
    ),
    total=Money(3550),
    insured=Money(2000),
    cash=Money(550),
    mobile=Money(700),
    card=Money(300),
    settlement_id=INSURANCE.settlement_id,
)
