"""What a platform answers to 2101 (quote), 2102 (settle) and 2103 (cancel): the bill, split."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.fields import DT, C, D, N, Rows
from pos_app.wire.node import OutputNode

_ZERO = Decimal(0)


class Amounts(OutputNode):
    """The sums of a bill.

    `medfee_sumamt` is `fund_pay_sumamt` + `psn_part_amt`, and `psn_part_amt` is `acct_pay` + `psn_cash_pay`;
    `acct_pay` includes `acct_mulaid_pay`, what the family's account added.
    """

    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fulamt_ownpay_amt: Annotated[Decimal, N(16, 2)]
    overlmt_selfpay: Annotated[Decimal, N(16, 2)]
    preselfpay_amt: Annotated[Decimal, N(16, 2)]
    inscp_scp_amt: Annotated[Decimal, N(16, 2)]
    act_pay_dedc: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    hifp_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    pool_prop_selfpay: Annotated[Decimal, N(5, 4)] = _ZERO
    cvlserv_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    hifes_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    hifmi_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    hifob_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    maf_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    oth_pay: Annotated[Decimal, N(16, 2)] = _ZERO
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    psn_part_amt: Annotated[Decimal, N(16, 2)]
    acct_pay: Annotated[Decimal, N(16, 2)]
    psn_cash_pay: Annotated[Decimal, N(16, 2)]
    balc: Annotated[Decimal, N(16, 2)]
    acct_mulaid_pay: Annotated[Decimal, N(16, 2)]
    hifdm_pay: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO


class QuoteInfo(Amounts):
    mdtrt_id: Annotated[str, C(30)]
    psn_no: Annotated[str, C(30)]
    psn_name: Annotated[str, C(50)]
    psn_cert_type: Annotated[str, C(6)]
    certno: Annotated[str, C(50)]
    gend: Annotated[str, C(6, optional=True)] = ""
    naty: Annotated[str, C(3, optional=True)] = ""
    brdy: Annotated[date | None, D(optional=True)] = None
    age: Annotated[Decimal, N(4, 1, optional=True)] = _ZERO
    insutype: Annotated[str, C(6, optional=True)] = ""
    psn_type: Annotated[str, C(6)]
    cvlserv_flag: Annotated[str, C(3)]
    setl_time: Annotated[datetime, DT()]
    mdtrt_cert_type: Annotated[str, C(3, optional=True)] = ""
    med_type: Annotated[str, C(6)]
    medins_setl_id: Annotated[str, C(30)]
    clr_optins: Annotated[str, C(6, optional=True)] = ""
    clr_way: Annotated[str, C(6, optional=True)] = ""
    clr_type: Annotated[str, C(6)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""
    hosp_part_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO


class SettlementInfo(QuoteInfo):
    setl_id: Annotated[str, C(30)]


class CancellationInfo(Amounts):
    """The amounts are those of the settlement that is undone, below zero; `setl_id` is a new one."""

    mdtrt_id: Annotated[str, C(30)]
    setl_id: Annotated[str, C(30)]
    clr_optins: Annotated[str, C(6, optional=True)] = ""
    setl_time: Annotated[datetime, DT()]
    medins_setl_id: Annotated[str, C(30)]


class FundShare(OutputNode):
    """One row of `setldetail`: what one fund, or the personal account, pays."""

    fund_pay_type: Annotated[str, C(6)]
    inscp_scp_amt: Annotated[Decimal, N(16, 2)]
    crt_payb_lmt_amt: Annotated[Decimal, N(16, 2)]
    fund_payamt: Annotated[Decimal, N(16, 2)]
    fund_pay_type_name: Annotated[str, C(200, optional=True)] = ""
    setl_proc_info: Annotated[str, C(4000, optional=True)] = ""


class LineShare(OutputNode):
    """One row of `detlcutinfo`: how a line of the bill is cut up."""

    feedetl_sn: Annotated[str, C(30)]
    det_item_fee_sumamt: Annotated[Decimal, N(16, 2)]
    cnt: Annotated[Decimal, N(16, 4)]
    pric: Annotated[Decimal, N(16, 6)]
    pric_uplmt_amt: Annotated[Decimal, N(16, 6)]
    selfpay_prop: Annotated[Decimal, N(5, 4, optional=True)] = _ZERO
    fulamt_ownpay_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    overlmt_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    preselfpay_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    inscp_scp_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    chrgitm_lv: Annotated[str, C(3)]
    med_chrgitm_type: Annotated[str, C(6)]
    bas_medn_flag: Annotated[str, C(3, optional=True)] = ""
    hi_nego_drug_flag: Annotated[str, C(3, optional=True)] = ""
    chld_medc_flag: Annotated[str, C(3, optional=True)] = ""
    list_sp_item_flag: Annotated[str, C(3, optional=True)] = ""
    drt_reim_flag: Annotated[str, C(3, optional=True)] = ""
    memo: Annotated[str, C(500, optional=True)] = ""


class QuotedLineShare(LineShare):
    hosp_part_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO


class QuoteOutput(OutputNode):
    setlinfo: QuoteInfo
    setldetail: Rows[FundShare] = ()
    detlcutinfo: Rows[QuotedLineShare] = ()


class SettleOutput(OutputNode):
    setlinfo: SettlementInfo
    setldetail: Rows[FundShare] = ()
    detlcutinfo: Rows[LineShare] = ()


class CancelOutput(OutputNode):
    setlinfo: CancellationInfo
    setldetail: Rows[FundShare] = ()
