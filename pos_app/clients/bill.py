"""A basket as the nodes of 2101 and 2102, and the answer's sums as a split."""

from decimal import Decimal

from pos_app.clients.told import ToldSums
from pos_app.domain.basket import Basket
from pos_app.domain.money import Money
from pos_app.domain.settlement import Insured
from pos_app.domain.split import Split
from pos_app.wire.code_lists import OWN_ACCOUNT, OWN_THEN_SHARED_ACCOUNT, PHARMACY_PURCHASE
from pos_app.wire.region import RegionProfile


def purchase_node(insured: Insured, basket: Basket, now: str, profile: RegionProfile) -> dict[str, object]:
    """Give `druginfo`: who pays and the sum of the bill."""
    takes_shared = profile.account.shared_after_own and insured.wants_shared
    return {
        "psn_no": insured.person_no,
        "mdtrt_cert_type": str(insured.certificate_type),
        "mdtrt_cert_no": insured.identity.credential,
        "psn_cert_type": insured.identity.id_type,
        "certno": insured.identity.id_number,
        "psn_type": insured.person_type,
        "psn_name": insured.identity.name,
        "begntime": now,
        "medfee_sumamt": basket.total.yuan,
        "insutype": str(insured.insurance),
        "acct_used_flag": OWN_THEN_SHARED_ACCOUNT if takes_shared else OWN_ACCOUNT,
        "med_type": PHARMACY_PURCHASE,
    }


def line_nodes(basket: Basket, now: str) -> list[dict[str, object]]:
    """Give `drugdetail`: a row for each line, numbered within the purchase."""
    return [
        {
            "feedetl_sn": Decimal(number),
            "rx_circ_flag": "0",
            "fee_ocur_time": now,
            "med_list_codg": line.product.catalogue_code,
            "medins_list_codg": line.product.code,
            "det_item_fee_sumamt": line.amount.yuan,
            "cnt": Decimal(line.quantity),
            "pric": line.unit_price,
        }
        for number, line in enumerate(basket.lines, start=1)
    ]


def split_of(told: ToldSums, profile: RegionProfile) -> Split | None:
    """Read who pays what; None where the platform's own sums do not add up."""
    return read_split(
        profile,
        total=told.medfee_sumamt,
        fund=told.fund_pay_sumamt,
        account=told.acct_pay,
        shared=told.acct_mulaid_pay,
        cash=told.psn_cash_pay,
    )


def read_split(
    profile: RegionProfile, *, total: Decimal, fund: Decimal, account: Decimal, shared: Decimal, cash: Decimal
) -> Split | None:
    """Read sums under whatever names they came; `account` includes what the family added.

    In some regions the fund's sum includes the account.
    """
    own, family, pooled = Money.of_yuan(account), Money.of_yuan(shared), Money.of_yuan(fund)
    if profile.messages.fund_includes_account:
        pooled = pooled - own
    try:
        split = Split(fund=pooled, account=own - family, shared=family, cash=Money.of_yuan(cash))
    except ValueError:
        return None
    return split if split.total == Money.of_yuan(total) else None
