"""Who pays what of a bill: classes, first self-pay, caps, then fund, own account, shared accounts, customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pos_app.domain.money import ZERO, Money, line_amount, total
from pos_app.domain.product import Category, ChargeClass
from pos_app.domain.refusal import Refusal, RefusalCode

NO_CAP = Decimal(999999)
_TOLERANCE = Money(1)  # |price x count - amount| may be one fen


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """What the insurance catalogue says about a `med_list_codg`."""

    name: str
    category: Category
    charge_class: ChargeClass
    price_cap: Decimal = NO_CAP


@dataclass(frozen=True, slots=True)
class Claim:
    """One line as the till sends it."""

    serial: str
    catalogue_code: str
    own_code: str
    price: Decimal
    count: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class LineCut:
    """One line cut up: own pay (class 丙), above the cap, first self-pay (class 乙), and in scope: the rest."""

    claim: Claim
    charge_class: ChargeClass
    price_cap: Decimal
    ratio: Decimal
    own_pay: Money
    over_cap: Money
    first_self_pay: Money
    in_scope: Money
    is_payable: bool
    note: str = ""

    def __post_init__(self) -> None:
        if total((self.own_pay, self.over_cap, self.first_self_pay, self.in_scope)) != self.claim.amount:
            raise AssertionError(f"line {self.claim.serial} is cut into parts that do not make it up")


@dataclass(frozen=True, slots=True)
class BillSums:
    """The sums of a bill; `account` is the person's own part and `shared` what the family's accounts add.

    `deductible` is what of `in_scope` counts towards the year's deductible, and of the rest the fund pays `fund_ratio`
    as long as the year's cap lasts.
    """

    total: Money
    own_pay: Money
    over_cap: Money
    first_self_pay: Money
    in_scope: Money
    fund: Money
    account: Money
    shared: Money
    cash: Money
    deductible: Money = ZERO
    fund_ratio: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if total((self.fund, self.account, self.shared, self.cash)) != self.total:
            raise AssertionError("who pays does not make up the bill")
        if total((self.own_pay, self.over_cap, self.first_self_pay, self.in_scope)) != self.total:
            raise AssertionError("the parts of the lines do not make up the bill")

    def __neg__(self) -> "BillSums":
        return BillSums(
            total=-self.total,
            own_pay=-self.own_pay,
            over_cap=-self.over_cap,
            first_self_pay=-self.first_self_pay,
            in_scope=-self.in_scope,
            fund=-self.fund,
            account=-self.account,
            shared=-self.shared,
            cash=-self.cash,
            deductible=-self.deductible,
            fund_ratio=self.fund_ratio,
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """What the pooled fund may still pay for a person this year, and what is left of the deductible before it does."""

    ratio: Decimal
    deductible_left: Money
    cap_left: Money


@dataclass(frozen=True, slots=True)
class Draw:
    """What one personal account pays."""

    psn_no: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Purse:
    """An account that may pay and what is in it."""

    psn_no: str
    balance: Money


@dataclass(frozen=True, slots=True)
class Division:
    """A bill divided: its sums, and what each account pays."""

    sums: BillSums
    draws: tuple[Draw, ...]


def check_claims(header: Money, claims: Sequence[Claim]) -> Refusal | None:
    """Hold the till's arithmetic to the sheet: each line is price times count, and the header is their sum."""
    if not claims:
        return Refusal(RefusalCode.MESSAGE_INVALID, "drugdetail不能为空")
    if len({claim.serial for claim in claims}) != len(claims):
        return Refusal(RefusalCode.MESSAGE_INVALID, "drugdetail.feedetl_sn重复")
    for claim in claims:
        if claim.count <= 0 or claim.price < 0 or claim.amount < ZERO:
            return Refusal(RefusalCode.TOTALS_DIFFER, f"明细{claim.serial}的数量或金额不为正")
        apart = line_amount(claim.price, claim.count) - claim.amount
        if not -_TOLERANCE <= apart <= _TOLERANCE:
            return Refusal(RefusalCode.TOTALS_DIFFER, f"明细{claim.serial}的单价乘数量不等于金额")
    if total([claim.amount for claim in claims]) != header or header <= ZERO:
        return Refusal(RefusalCode.TOTALS_DIFFER, "明细合计与medfee_sumamt不一致")
    return None


def cut_line(claim: Claim, item: CatalogueItem | None, *, ratio: Decimal, payable: frozenset[Category]) -> LineCut:
    """Cut up one line; goods outside the catalogue are the customer's alone."""
    if item is None:
        return LineCut(
            claim=claim,
            charge_class=ChargeClass.OWN,
            price_cap=NO_CAP,
            ratio=Decimal(1),
            own_pay=claim.amount,
            over_cap=ZERO,
            first_self_pay=ZERO,
            in_scope=ZERO,
            is_payable=False,
            note="目录外",
        )
    if item.charge_class is ChargeClass.OWN:
        own_pay, over_cap, first = claim.amount, ZERO, ZERO
    else:
        own_pay = ZERO
        over_cap = max(ZERO, claim.amount - line_amount(item.price_cap, claim.count))
        first = _share(claim.amount - over_cap, ratio)
    return LineCut(
        claim=claim,
        charge_class=item.charge_class,
        price_cap=item.price_cap,
        ratio=ratio,
        own_pay=own_pay,
        over_cap=over_cap,
        first_self_pay=first,
        in_scope=claim.amount - own_pay - over_cap - first,
        is_payable=item.category in payable,
    )


def divide(cuts: Sequence[LineCut], purses: Sequence[Purse], *, psn_no: str, pool: Pool | None = None) -> Division:
    """Let the pooled fund pay its part, then the accounts in turn, the person's own first; the rest is the customer's.

    An account pays deductible, first self-pay and class 丙, too, where the region lets it pay for that kind of goods.
    """
    in_scope = total([cut.in_scope for cut in cuts])
    deductible = min(in_scope, pool.deductible_left) if pool else ZERO
    fund = min(_share(in_scope - deductible, pool.ratio), pool.cap_left) if pool else ZERO
    left = max(ZERO, total([cut.claim.amount for cut in cuts if cut.is_payable]) - fund)
    draws: list[Draw] = []
    for purse in purses:
        amount = max(ZERO, min(purse.balance, left))
        if amount:
            draws.append(Draw(purse.psn_no, amount))
            left -= amount
    bill = total([cut.claim.amount for cut in cuts])
    own = total([draw.amount for draw in draws if draw.psn_no == psn_no])
    shared = total([draw.amount for draw in draws if draw.psn_no != psn_no])
    sums = BillSums(
        total=bill,
        own_pay=total([cut.own_pay for cut in cuts]),
        over_cap=total([cut.over_cap for cut in cuts]),
        first_self_pay=total([cut.first_self_pay for cut in cuts]),
        in_scope=in_scope,
        fund=fund,
        account=own,
        shared=shared,
        cash=bill - fund - own - shared,
        deductible=deductible,
        fund_ratio=pool.ratio if pool else Decimal(0),
    )
    return Division(sums, tuple(draws))


def _share(amount: Money, ratio: Decimal) -> Money:
    return Money(int((Decimal(amount.fen) * ratio).to_integral_value(ROUND_HALF_UP)))
