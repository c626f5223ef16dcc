"""From the lines a till sends to a bill divided, and from there to the nodes of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.product import Category
from pos_app.domain.refusal import Refusal
from pos_app.domain.shanghai import SHANGHAI, business_day, local
from pos_app.verifier.accounts import personal
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import Person
from pos_app.verifier.rules import (
    BillSums,
    CatalogueItem,
    Claim,
    Division,
    LineCut,
    Pool,
    Purse,
    check_claims,
    cut_line,
    divide,
)
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.admission import visible_balance
from pos_app.wire.code_lists import (
    CLEARED_BY_ITEM,
    NO_ACCOUNT,
    OUT_OF_AREA_PURCHASE,
    OWN_THEN_SHARED_ACCOUNT,
    PERSONAL_ACCOUNT,
    PHARMACY_PURCHASE,
    POOLED_OUTPATIENT,
    RESIDENT_ID_CARD,
)
from pos_app.wire.messages.purchase import Purchase, PurchaseLine
from pos_app.wire.messages.settlement import FundShare
from pos_app.wire.node import made

_CHARGE_TYPES = {
    Category.DRUG: "09",
    Category.HERBAL: "10",
    Category.DEVICE: "08",
    Category.CONSUMABLE: "08",
}
_OTHER_CHARGE = "14"
_LIST_TYPES = {
    Category.DRUG: "101",
    Category.HERBAL: "102",
    Category.DEVICE: "301",
    Category.CONSUMABLE: "301",
}
_OTHER_LIST = "105"


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill cut up and divided among those who pay."""

    cuts: tuple[LineCut, ...]
    division: Division


@dataclass(frozen=True, slots=True)
class Counter:
    """Where and when a bill is made."""

    area: str
    at: datetime


def make_bill(
    desk: Desk,
    books: Reader,
    person: Person,
    purchase: Purchase,
    lines: Sequence[PurchaseLine],
    *,
    counter: Counter,
) -> Bill | Refusal:
    """Check the till's arithmetic, cut up every line, and divide the bill by fund and accounts as they are now."""
    claims = [_claim(line) for line in lines]
    refusal = check_claims(Money.of_yuan(purchase.medfee_sumamt), claims)
    if refusal:
        return refusal
    cuts = tuple(_cut(desk, claim, person.insurance) for claim in claims)
    purses = _purses(desk, books, person, purchase.acct_used_flag, most=total([cut.claim.amount for cut in cuts]))
    return Bill(cuts, divide(cuts, purses, psn_no=person.psn_no, pool=_pool(desk, books, person, counter)))


def amounts(desk: Desk, sums: BillSums, balance: Money) -> dict[str, Decimal]:
    """Give the sums in the sheet's names."""
    in_fund = sums.account + sums.shared if desk.profile.messages.fund_includes_account else Money(0)
    return {
        "medfee_sumamt": sums.total.yuan,
        "fulamt_ownpay_amt": sums.own_pay.yuan,
        "overlmt_selfpay": sums.over_cap.yuan,
        "preselfpay_amt": sums.first_self_pay.yuan,
        "inscp_scp_amt": sums.in_scope.yuan,
        "act_pay_dedc": sums.deductible.yuan,
        "hifp_pay": sums.fund.yuan,
        "pool_prop_selfpay": sums.fund_ratio,
        "fund_pay_sumamt": (sums.fund + in_fund).yuan,
        "psn_part_amt": (sums.total - sums.fund).yuan,
        "acct_pay": (sums.account + sums.shared).yuan,
        "psn_cash_pay": sums.cash.yuan,
        "balc": balance.yuan,
        "acct_mulaid_pay": sums.shared.yuan,
    }


def fund_shares(sums: BillSums, insurance: str) -> tuple[FundShare, ...]:
    """Give `setldetail`: a row for the pooled fund and one for the personal account, each where it pays."""
    paid = (
        (POOLED_OUTPATIENT.get(insurance, ""), "门诊统筹基金", sums.fund),
        (PERSONAL_ACCOUNT, "个人账户", sums.account + sums.shared),
    )
    return tuple(
        made(
            FundShare,
            {
                "fund_pay_type": fund,
                "inscp_scp_amt": sums.in_scope.yuan,
                "crt_payb_lmt_amt": amount.yuan,
                "fund_payamt": amount.yuan,
                "fund_pay_type_name": name,
            },
        )
        for fund, name, amount in paid
        if amount
    )


def line_share(desk: Desk, cut: LineCut) -> dict[str, object]:
    """Give one row of `detlcutinfo`."""
    item = desk.catalogue.get(cut.claim.catalogue_code)
    return {
        "feedetl_sn": cut.claim.serial,
        "det_item_fee_sumamt": cut.claim.amount.yuan,
        "cnt": cut.claim.count,
        "pric": cut.claim.price,
        "pric_uplmt_amt": cut.price_cap,
        "selfpay_prop": cut.ratio,
        "fulamt_ownpay_amt": cut.own_pay.yuan,
        "overlmt_amt": cut.over_cap.yuan,
        "preselfpay_amt": cut.first_self_pay.yuan,
        "inscp_scp_amt": cut.in_scope.yuan,
        "chrgitm_lv": str(cut.charge_class),
        "med_chrgitm_type": charge_type(item),
        "memo": cut.note,
    }


def charge_type(item: CatalogueItem | None) -> str:
    """Give the `med_chrgitm_type` of an article."""
    return _CHARGE_TYPES.get(item.category, _OTHER_CHARGE) if item else _OTHER_CHARGE


def list_type(item: CatalogueItem | None) -> str:
    """Give the `list_type` of an article."""
    return _LIST_TYPES.get(item.category, _OTHER_LIST) if item else _OTHER_LIST


def identity_facts(person: Person, at: datetime) -> dict[str, object]:
    """Give the fields that say who somebody is, as old as on that day."""
    return {
        "psn_no": person.psn_no,
        "psn_name": person.name,
        "psn_cert_type": RESIDENT_ID_CARD,
        "certno": person.certno,
        "gend": person.gender,
        "brdy": person.birthday,
        "age": Decimal(person.age_on(business_day(at))),
        "psn_type": person.person_type,
        "cvlserv_flag": "0",
    }


def person_facts(person: Person, purchase: Purchase, at: datetime) -> dict[str, object]:
    """Give the fields of `setlinfo` that say who bought and what kind of purchase it was."""
    return {
        **identity_facts(person, at),
        "insutype": person.insurance,
        "mdtrt_cert_type": purchase.mdtrt_cert_type,
        "med_type": purchase.med_type,
        "setl_time": at,
        "clr_optins": person.area,
        "clr_way": CLEARED_BY_ITEM,
    }


def clearing_type(*, insured_at: str, bought_at: str) -> str:
    return PHARMACY_PURCHASE if insured_at == bought_at else OUT_OF_AREA_PURCHASE


def balance_after(desk: Desk, books: Reader, person: Person, sums: BillSums) -> tuple[Money, str]:
    """Give the own account's balance once this bill is paid, or nothing and the mark that it is not shown."""
    balance, mark = visible_balance(desk, books, person)
    return (balance if mark else balance - sums.account), mark


def _claim(line: PurchaseLine) -> Claim:
    return Claim(
        serial=str(line.feedetl_sn),
        catalogue_code=line.med_list_codg,
        own_code=line.medins_list_codg,
        price=line.pric,
        count=line.cnt,
        amount=Money.of_yuan(line.det_item_fee_sumamt),
    )


def _cut(desk: Desk, claim: Claim, insurance: str) -> LineCut:
    item = desk.item(claim.catalogue_code)
    ratio = desk.profile.selfpay_ratio(item.charge_class, insurance) if item else Decimal(1)
    return cut_line(claim, item, ratio=ratio, payable=desk.profile.account.payable_categories)


def _pool(desk: Desk, books: Reader, person: Person, counter: Counter) -> Pool | None:
    """Say what the pooled fund still has for a person this year; it pays only where the person is insured."""
    rule = desk.profile.pooled_rule(person.insurance, person.person_type)
    if rule is None or person.area != counter.area:
        return None
    year = local(counter.at).year
    spent = books.pooled_so_far(
        person.psn_no,
        begin=datetime(year, 1, 1, tzinfo=SHANGHAI),
        end=datetime(year + 1, 1, 1, tzinfo=SHANGHAI),
    )
    return Pool(
        ratio=rule.ratio,
        deductible_left=max(ZERO, Money.of_yuan(rule.deductible) - spent.deductible),
        cap_left=max(ZERO, Money.of_yuan(rule.yearly_cap) - spent.fund),
    )


def _purses(desk: Desk, books: Reader, person: Person, acct_used_flag: str, *, most: Money) -> tuple[Purse, ...]:
    """List whose accounts may pay: the person's own, then the family's where `most` is more than is in it."""
    if acct_used_flag == NO_ACCOUNT:
        return ()
    own = (_purse(books, person),) if person.has_account else ()
    is_shared = acct_used_flag == OWN_THEN_SHARED_ACCOUNT and desk.profile.account.shared_after_own
    if not is_shared or any(purse.balance >= most for purse in own):
        return own
    sharers = (sharer for sharer in books.sharers_with(person.id) if sharer.has_account and not sharer.frozen)
    return (*own, *(_purse(books, sharer) for sharer in sharers))


def _purse(books: Reader, holder: Person) -> Purse:
    return Purse(holder.psn_no, books.balance(personal(holder.psn_no)))
