"""Goods, people and bills to sell in tests; each builder fills in what its test does not care about."""

from pos_app.domain.basket import Basket, LineItem
from pos_app.domain.code import CertificateCode, PayChannel, PayCode
from pos_app.domain.money import ZERO, Money
from pos_app.domain.product import Category, ChargeClass, Product, ean13_check_digit
from pos_app.domain.sale import Payer, SaleDraft
from pos_app.domain.settlement import CertificateType, Identity, InsuranceType, Insured, Quote, Settlement
from pos_app.domain.split import Split
from pos_app.domain.tender import CashTender
from pos_app.services.ticket import Shop
from pos_app.storage.audit import AuditLog
from tests.doubles.clock import NOON

PHARMACY_CODE = "P51010000001"
TILL = "01"
CREDENTIAL = "510100ecmec0000000000000000000000000001"  # the token of a voucher: never to be seen again
ID_NUMBER = "000000199001010017"
FULL_NAME = "李小明"
PLENTY = Money(120_433)
AUDIT = AuditLog(b"the key of an audit log in tests")

SHOP = Shop(
    name="成都示范药房",
    name_en="Chengdu Model Pharmacy",
    code=PHARMACY_CODE,
    till=TILL,
    cashier="陈*",
    payable=frozenset({Category.DRUG, Category.DEVICE}),
)


def product(
    number: int = 1,
    fen: int = 1280,
    name: str = "感冒灵颗粒",
    *,
    name_en: str = "Ganmaoling Granules",
    initials: tuple[str, ...] = ("gmlkl",),
    category: Category = Category.DRUG,
) -> Product:
    twelve = f"6999002{number:05}"
    return Product(
        code=f"{100_000 + number}",
        barcode=twelve + ean13_check_digit(twelve),
        name=name,
        name_en=name_en,
        initials=initials,
        spec="10g×9袋",
        maker="蓉安药业",
        lot="2604A17",
        expiry="2028-03",
        price=Money(fen),
        charge_class=ChargeClass.FULL,
        category=category,
        catalogue_code="ZA01BAY001A005010199002",
        is_prescription=False,
    )


REMEDY = product(1, 1280)
ANTIBIOTIC = product(2, 990, "阿莫西林胶囊", name_en="Amoxicillin Capsules", initials=("amxljn", "emxljn"))
CREAM = product(3, 6800, "润肤霜", name_en="Skin Cream", initials=("rfs",), category=Category.COSMETIC)


def basket(*lines: tuple[Product, int]) -> Basket:
    return Basket(tuple(LineItem(goods, quantity) for goods, quantity in lines or ((REMEDY, 2), (ANTIBIOTIC, 1))))


def voucher(number: int = 1) -> CertificateCode:
    return CertificateCode(f"424{number:017}99510000")


def split(fund: int = 0, account: int = 0, shared: int = 0, cash: int = 0) -> Split:
    return Split(fund=Money(fund), account=Money(account), shared=Money(shared), cash=Money(cash))


def insured(person_no: str = "51010000000001", balance: Money | None = PLENTY) -> Insured:
    return Insured(
        person_no=person_no,
        masked_name="李**",
        certificate_type=CertificateType.CERTIFICATE,
        identity=Identity(FULL_NAME, "01", ID_NUMBER, CREDENTIAL),
        insurance=InsuranceType.EMPLOYEE,
        person_type="11",
        area="510100",
        balance=balance,
    )


def payer(whole: Split | None = None) -> Payer:
    return Payer(insured(), Quote(whole or by_account(basket())))


def by_account(goods: Basket, cash: int = 0) -> Split:
    """Split a bill between the account and the customer's cash."""
    return split(account=goods.total.fen - cash, cash=cash)


def pay_code(number: int = 1) -> PayCode:
    """Give a WeChat pay code that pays."""
    return PayCode(f"13{number:012}0000", PayChannel.WECHAT)


def in_cash(amount: Money) -> tuple[CashTender, ...]:
    return (CashTender(amount),) if amount else ()


def insured_draft(goods: Basket | None = None, *, cash: int = 0) -> SaleDraft:
    """Give a draft that the account pays but for `cash`, which lies on the table."""
    goods = goods or basket()
    return SaleDraft(goods, payer(by_account(goods, cash)), in_cash(Money(cash)))


def cash_draft(goods: Basket | None = None, *, given: Money | None = None) -> SaleDraft:
    goods = goods or basket()
    return SaleDraft(goods, None, in_cash(given or goods.total))


def settlement(draft: SaleDraft, msgid: str, *, whole: Split | None = None) -> Settlement:
    return Settlement(
        msgid=msgid,
        settlement_id=f"S{msgid[-10:]}",
        visit_id=f"V{msgid[-10:]}",
        split=whole or draft.split,
        balance=ZERO,
        settled_at=NOON,
    )
