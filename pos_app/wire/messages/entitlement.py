"""2001: may this person use this insurance now, and if not, why not."""

from datetime import date, datetime
from typing import Annotated

from pos_app.wire.code_lists import INSUTYPE, MED_TYPE
from pos_app.wire.fields import DT, C, D, Rows
from pos_app.wire.node import InputNode, OutputNode


class EntitlementQuery(InputNode):
    psn_no: Annotated[str, C(30)]
    insutype: Annotated[str, C(6, allowed=INSUTYPE)]
    fixmedins_code: Annotated[str, C(12)]
    med_type: Annotated[str, C(6, allowed=MED_TYPE)]
    begntime: Annotated[datetime, DT()]
    endtime: Annotated[datetime | None, DT(optional=True)] = None
    dise_codg: Annotated[str, C(30, optional=True)] = ""
    dise_name: Annotated[str, C(500, optional=True)] = ""
    oprn_oprt_code: Annotated[str, C(30, optional=True)] = ""
    oprn_oprt_name: Annotated[str, C(500, optional=True)] = ""
    matn_type: Annotated[str, C(6, optional=True)] = ""
    birctrl_type: Annotated[str, C(6, optional=True)] = ""
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class EntitlementInput(InputNode):
    data: EntitlementQuery


class Entitlement(OutputNode):
    """`trt_enjymnt_flag` 1 is yes; `trt_chk_rslt` is the reason of a no."""

    psn_no: Annotated[str, C(30)]
    trt_chk_type: Annotated[str, C(6)]
    fund_pay_type: Annotated[str, C(6)]
    trt_enjymnt_flag: Annotated[str, C(3)]
    begndate: Annotated[date, D()]
    enddate: Annotated[date | None, D(optional=True)] = None
    trt_chk_rslt: Annotated[str, C(500, optional=True)] = ""
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class EntitlementOutput(OutputNode):
    trtinfo: Rows[Entitlement] = ()
