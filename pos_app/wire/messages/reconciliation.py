"""3201 and 3202: do the books of the pharmacy and of the centre agree, in total and line by line."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.code_lists import CLR_TYPE, INSUTYPE, YES_NO
from pos_app.wire.fields import DT, KNOWN, C, D, N
from pos_app.wire.node import InputNode, OutputNode

_ZERO = Decimal(0)


class Totals(InputNode):
    """The days are those of the centre's `setl_time`; `fixmedins_refd_setl_flag` 1 counts refunds, each as a row."""

    insutype: Annotated[str, C(6, allowed=INSUTYPE)]
    clr_type: Annotated[str, C(6, allowed=CLR_TYPE)]
    setl_optins: Annotated[str, C(6)]
    stmt_begndate: Annotated[date, D()]
    stmt_enddate: Annotated[date, D()]
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    acct_pay: Annotated[Decimal, N(16, 2)]
    fixmedins_setl_cnt: Annotated[Decimal, N(10)]
    refd_setl_flag: Annotated[str, C(6, optional=True)] = ""
    fixmedins_refd_setl_flag: Annotated[str, C(6), KNOWN]


class TotalsInput(InputNode):
    data: Totals


class TotalsVerdict(OutputNode):
    setl_optins: Annotated[str, C(6, optional=True)] = ""
    stmt_rslt: Annotated[str, C(6)]
    stmt_rslt_dscr: Annotated[str, C(200, optional=True)] = ""


class TotalsOutput(OutputNode):
    stmtinfo: TotalsVerdict


class Details(InputNode):
    """`file_qury_no` names the file that went up with 9101."""

    setl_optins: Annotated[str, C(6)]
    file_qury_no: Annotated[str, C(30)]
    stmt_begndate: Annotated[date, D()]
    stmt_enddate: Annotated[date, D()]
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    cash_payamt: Annotated[Decimal, N(16, 2)]
    fixmedins_setl_cnt: Annotated[Decimal, N(10)]
    clr_type: Annotated[str, C(6, allowed=CLR_TYPE)]
    refd_setl_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    fixmedins_refd_setl_flag: Annotated[str, C(6), KNOWN]


class DetailsInput(InputNode):
    data: Details


class DetailsFile(OutputNode):
    """The file with the result, to be fetched with 9102."""

    file_qury_no: Annotated[str, C(30)]
    filename: Annotated[str, C(200)]
    dld_endtime: Annotated[datetime, DT()]


class DetailsOutput(OutputNode):
    fileinfo: DetailsFile


class ClaimedRow(InputNode):
    """One line of the file that a pharmacy sends."""

    setl_id: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30)]
    psn_no: Annotated[str, C(30)]
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    fund_pay_sumamt: Annotated[Decimal, N(16, 2)]
    acct_pay: Annotated[Decimal, N(16, 2)]
    refd_setl_flag: Annotated[str, C(3, allowed=YES_NO)]


class ComparedRow(OutputNode):
    """One line of the result; `msgid` is what a later 2601 needs, empty where only the pharmacy has the row."""

    psn_no: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30, optional=True)] = ""
    setl_id: Annotated[str, C(30, optional=True)] = ""
    msgid: Annotated[str, C(30, optional=True)] = ""
    stmt_rslt: Annotated[str, C(6)]
    refd_setl_flag: Annotated[str, C(3)]
    memo: Annotated[str, C(500, optional=True)] = ""
    medfee_sumamt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    fund_pay_sumamt: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
    acct_pay: Annotated[Decimal, N(16, 2, optional=True)] = _ZERO
