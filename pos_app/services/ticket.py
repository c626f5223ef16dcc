"""The ticket of a final sale, and what it says of the shop."""

from dataclasses import dataclass

from pos_app.domain.basket import LineItem
from pos_app.domain.product import Category
from pos_app.domain.receipt import Receipt, ReceiptInsurance, ReceiptLine
from pos_app.domain.sale import Sale


@dataclass(frozen=True, slots=True)
class Shop:
    """Who sells: what a ticket says of the pharmacy, and what its region lets a personal account pay for."""

    name: str
    name_en: str
    code: str
    till: str
    cashier: str
    payable: frozenset[Category]


def receipt_of(sale: Sale, shop: Shop) -> Receipt:
    """Give the ticket of a sale; the same sale gives the same ticket."""
    split = sale.settlement.split if sale.settlement else sale.draft.split
    return Receipt(
        pharmacy=shop.name,
        pharmacy_en=shop.name_en,
        pharmacy_code=shop.code,
        till=shop.till,
        cashier=shop.cashier,
        sale_no=sale.sale_no,
        sold_at=sale.sold_at,
        lines=tuple(_line(item, shop) for item in sale.draft.basket.lines),
        total=split.total,
        fund=split.fund,
        account=split.account,
        shared=split.shared,
        customer=split.cash,
        cash_given=sale.draft.cash_given,
        change=sale.draft.change,
        insurance=_insurance(sale),
        mobile=sale.draft.mobile,
        card=sale.draft.card,
    )


def _line(item: LineItem, shop: Shop) -> ReceiptLine:
    product = item.product
    return ReceiptLine(
        name=product.name,
        name_en=product.name_en,
        spec=product.spec,
        maker=product.maker,
        lot=product.lot,
        expiry=product.expiry,
        quantity=item.quantity,
        price=item.price,
        reduction=item.reduction,
        amount=item.amount,
        class_code=product.charge_class,
        is_prescription=product.is_prescription,
        payable_by_account=product.category in shop.payable,
    )


def _insurance(sale: Sale) -> ReceiptInsurance | None:
    if sale.settlement is None or sale.draft.payer is None:
        return None
    insured = sale.draft.payer.insured
    return ReceiptInsurance(
        person=insured.masked_name,
        insurance=insured.insurance,
        area=insured.area,
        settlement_id=sale.settlement.settlement_id,
        visit_id=sale.settlement.visit_id,
        msgid=sale.settlement.msgid,
        balance=sale.settlement.balance,
    )
