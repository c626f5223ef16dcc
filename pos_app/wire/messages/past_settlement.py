"""5203 and 5204: a settlement of before, and the lines of its bill."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.fields import DT, C, D, N, Rows
from pos_app.wire.messages.settlement import FundShare
from pos_app.wire.node import InputNode, OutputNode

_ZERO = Decimal(0)


class SettlementQuery(InputNode):
    psn_no: Annotated[str, C(30)]
    setl_id: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30)]


class PastSettlementInput(InputNode):
    data: SettlementQuery


class PastLinesInput(InputNode):
    data: SettlementQuery


class PastSettlement(OutputNode):
    """The personal part is `psn_pay` here and cash `cash_payamt`; `refd_setl_flag` 1 does not stand."""

    setl_id: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30)]
    psn_no: Annotated[str, C(30)]
    psn_name: Annotated[str, C(50)]
    psn_cert_type: Annotated[str, C(6)]
    certno: Annotated[str, C(50)]
    gend: Annotated[str, C(6)]
    naty: Annotated[str, C(3, optional=True)] = ""
    brdy: Annotated[date | None, D(optional=True)] = None
    age: Annotated[Decimal, N(4, 1, optional=True)] = _ZERO
    insutype: Annotated[str, C(6)]
    psn_type: Annotated[str, C(6)]
    cvlserv_flag: Annotated[str, C(3)]
    flxempe_flag: Annotated[str, C(3, optional=True)] = ""
    nwb_flag: Annotated[str, C(3, optional=True)] = ""
    insu_optins: Annotated[str, C(6, optional=True)] = ""
    emp_name: Annotated[str, C(200, optional=True)] = ""
    pay_loc: Annotated[str, C(6)]
    fixmedins_code: Annotated[str, C(12)]
    fixmedins_name: Annotated[str, C(200)]
    hosp_lv: Annotated[str, C(6, optional=True)] = ""
    fixmedins_poolarea: Annotated[str, C(6, optional=True)] = ""
    lmtpric_hosp_lv: Annotated[str, C(6, optional=True)] = ""
    dedc_hosp_lv: Annotated[str, C(6, optional=True)] = ""
    begndate: Annotated[date, D()]
    enddate: Annotated[date, D()]
    setl_time: Annotated[datetime, DT()]
    mdtrt_cert_type: Annotated[str, C(3, optional=True)] = ""
    med_type: Annotated[str, C(6)]
    clr_type: Annotated[str, C(6)]
    clr_way: Annotated[str, C(6, optional=True)] = ""
    clr_optins: Annotated[str, C(6, optional=True)] = ""
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fulamt_ownpay_amt: Annotated[Decimal, N(16, 2)]
    overlmt_selfpay: Annotated[Decimal, N(16, 2)]
    preselfpay_amt: Annotated[Decimal, N(16, 2)]
    inscp_scp_amt: Annotated[Decimal, N(16, 2)]
    act_pay_dedc: Annotated[Decimal, N(16, 2)]
    hifp_pay: Annotated[Decimal, N(16, 2)]
    pool_prop_selfpay: Annotated[Decimal, N(5, 4)]
    cvlserv_pay: Annotated[Decimal, N(16, 2)]
    hifes_pay: Annotated[Decimal, N(16, 2)]
    hifmi_pay: Annotated[Decimal, N(16, 2)]
    hifob_pay: Annotated[Decimal, N(16, 2)]
    maf_pay: Annotated[Decimal, N(16, 2)]
    oth_pay: Annotated[Decimal, N(16, 2)]
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    psn_pay: Annotated[Decimal, N(16, 2)]
    acct_pay: Annotated[Decimal, N(16, 2)]
    cash_payamt: Annotated[Decimal, N(16, 2)]
    balc: Annotated[Decimal, N(16, 2)]
    acct_mulaid_pay: Annotated[Decimal, N(16, 2)]
    medins_setl_id: Annotated[str, C(30)]
    refd_setl_flag: Annotated[str, C(3)]
    year: Annotated[str, C(4)]
    dise_codg: Annotated[str, C(30, optional=True)] = ""
    dise_name: Annotated[str, C(500, optional=True)] = ""
    invono: Annotated[str, C(20, optional=True)] = ""
    opter_id: Annotated[str, C(20, optional=True)] = ""
    opter_name: Annotated[str, C(50, optional=True)] = ""
    opt_time: Annotated[datetime | None, DT(optional=True)] = None
    pref_fund_pay: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO


class PastLine(OutputNode):
    mdtrt_id: Annotated[str, C(30)]
    setl_id: Annotated[str, C(30)]
    feedetl_sn: Annotated[str, C(30)]
    rx_drord_no: Annotated[str, C(30, optional=True)] = ""
    med_type: Annotated[str, C(6)]
    fee_ocur_time: Annotated[datetime, DT()]
    cnt: Annotated[Decimal, N(16, 4)]
    pric: Annotated[Decimal, N(16, 6)]
    sin_dos_dscr: Annotated[str, C(200, optional=True)] = ""
    used_frqu_dscr: Annotated[str, C(200, optional=True)] = ""
    prd_days: Annotated[Decimal, N(4, 2, optional=True)] = _ZERO
    medc_way_dscr: Annotated[str, C(200, optional=True)] = ""
    det_item_fee_sumamt: Annotated[Decimal, N(16, 2)]
    pric_uplmt_amt: Annotated[Decimal, N(16, 6)]
    selfpay_prop: Annotated[Decimal, N(5, 4, optional=True)] = _ZERO
    fulamt_ownpay_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    overlmt_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    preselfpay_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    inscp_scp_amt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    chrgitm_lv: Annotated[str, C(3)]
    hilist_code: Annotated[str, C(50)]
    hilist_name: Annotated[str, C(200)]
    list_type: Annotated[str, C(6)]
    med_list_codg: Annotated[str, C(50)]
    medins_list_codg: Annotated[str, C(150)]
    medins_list_name: Annotated[str, C(100)]
    med_chrgitm_type: Annotated[str, C(6)]
    prodname: Annotated[str, C(200, optional=True)] = ""
    spec: Annotated[str, C(200, optional=True)] = ""
    dosform_name: Annotated[str, C(200)]
    bilg_dept_codg: Annotated[str, C(30, optional=True)] = ""
    bilg_dept_name: Annotated[str, C(100, optional=True)] = ""
    bilg_dr_codg: Annotated[str, C(30, optional=True)] = ""
    bilg_dr_name: Annotated[str, C(50, optional=True)] = ""
    acord_dept_codg: Annotated[str, C(30, optional=True)] = ""
    acord_dept_name: Annotated[str, C(100, optional=True)] = ""
    orders_dr_code: Annotated[str, C(30, optional=True)] = ""
    orders_dr_name: Annotated[str, C(50, optional=True)] = ""
    lmt_used_flag: Annotated[str, C(3, optional=True)] = ""
    hosp_prep_flag: Annotated[str, C(3, optional=True)] = ""
    hosp_appr_flag: Annotated[str, C(3, optional=True)] = ""
    tcmdrug_used_way: Annotated[str, C(6, optional=True)] = ""
    prodplac_type: Annotated[str, C(6, optional=True)] = ""
    bas_medn_flag: Annotated[str, C(3, optional=True)] = ""
    hi_nego_drug_flag: Annotated[str, C(3, optional=True)] = ""
    chld_medc_flag: Annotated[str, C(3, optional=True)] = ""
    etip_flag: Annotated[str, C(3, optional=True)] = ""
    etip_hosp_code: Annotated[str, C(30, optional=True)] = ""
    dscg_tkdrug_flag: Annotated[str, C(3, optional=True)] = ""
    list_sp_item_flag: Annotated[str, C(3, optional=True)] = ""
    matn_fee_flag: Annotated[str, C(6, optional=True)] = ""
    drt_reim_flag: Annotated[str, C(3, optional=True)] = ""
    memo: Annotated[str, C(500, optional=True)] = ""
    opter_id: Annotated[str, C(20, optional=True)] = ""
    opter_name: Annotated[str, C(50, optional=True)] = ""
    opt_time: Annotated[datetime | None, DT(optional=True)] = None


class PastSettlementOutput(OutputNode):
    setlinfo: PastSettlement
    setldetail: Rows[FundShare] = ()


class PastLinesOutput(OutputNode):
    """The sheet gives the rows no node; they stand in `data`."""

    data: Rows[PastLine] = ()
