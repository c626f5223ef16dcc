"""3505, 3505A, 3506 and 3506A: what was sold and what came back, box by box, with its trace codes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.code_lists import HI_FEESETL_TYPE, PSN_CERT_TYPE, YES_NO
from pos_app.wire.fields import DT, KNOWN, C, D, N, Rows
from pos_app.wire.node import InputNode, OutputNode

_ZERO = Decimal(0)


class Goods(InputNode):
    """What a sale and a return say alike; `mdtrt_sn` is the `mdtrt_id` of an insured sale."""

    med_list_codg: Annotated[str, C(50)]
    fixmedins_hilist_id: Annotated[str, C(30)]
    fixmedins_hilist_name: Annotated[str, C(200)]
    fixmedins_bchno: Annotated[str, C(30)]
    setl_id: Annotated[str, C(30, optional=True)] = ""
    psn_no: Annotated[str, C(30, optional=True)] = ""
    psn_cert_type: Annotated[str, C(6, allowed=PSN_CERT_TYPE, optional=True)] = ""
    certno: Annotated[str, C(50, optional=True)] = ""
    psn_name: Annotated[str, C(50, optional=True)] = ""
    manu_lotnum: Annotated[str, C(30)]
    manu_date: Annotated[date, D()]
    expy_end: Annotated[date | None, D(optional=True)] = None
    rx_flag: Annotated[str, C(3, allowed=YES_NO)]
    trdn_flag: Annotated[str, C(3, allowed=YES_NO)]
    sel_retn_cnt: Annotated[Decimal, N(16, 4)]
    sel_retn_time: Annotated[datetime, DT()]
    sel_retn_opter_name: Annotated[str, C(50)]
    memo: Annotated[str, C(500, optional=True)] = ""
    mdtrt_sn: Annotated[str, C(30)]


class SoldTrace(InputNode):
    drug_trac_codg: Annotated[str, C(30, optional=True)] = ""


class ReturnedTrace(InputNode):
    drug_trac_codg: Annotated[str, C(100, optional=True)] = ""


class Sold(Goods):
    prsc_dr_cert_type: Annotated[str, C(6, optional=True)] = ""
    prsc_dr_certno: Annotated[str, C(50, optional=True)] = ""
    prsc_dr_name: Annotated[str, C(50)]
    phar_cert_type: Annotated[str, C(6, optional=True)] = ""
    phar_certno: Annotated[str, C(50, optional=True)] = ""
    phar_name: Annotated[str, C(50)]
    phar_prac_cert_no: Annotated[str, C(50)]
    hi_feesetl_type: Annotated[str, C(6, allowed=HI_FEESETL_TYPE, optional=True)] = ""
    rxno: Annotated[str, C(40, optional=True)] = ""
    rx_circ_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    rtal_docno: Annotated[str, C(40)]
    stoout_no: Annotated[str, C(40, optional=True)] = ""
    bchno: Annotated[str, C(30, optional=True)] = ""
    shelf_posi: Annotated[str, C(20, optional=True)] = ""
    MDTRT_SETL_TYPE: Annotated[str, C(6, optional=True)] = ""


class SoldGoods(Sold):
    """`drug_trac_codg` is the older place for one code; several stand in `drugtracinfo`."""

    finl_trns_pric: Annotated[Decimal, N(16, 6, optional=True)] = _ZERO
    drug_trac_codg: Annotated[str, C(30, optional=True)] = ""
    drug_prod_barc: Annotated[str, C(30, optional=True)] = ""
    drugtracinfo: Annotated[Rows[SoldTrace], KNOWN]


class GoodsSaleInput(InputNode):
    selinfo: SoldGoods


class SoldGoodsRow(Sold):
    finl_trns_pric: Annotated[Decimal, N(16, 6)]
    drug_prod_barc: Annotated[str, C(500)]
    prsc_dr_no: Annotated[str, C(50, optional=True)] = ""
    phar_no: Annotated[str, C(50, optional=True)] = ""
    drugtracinfo: Annotated[Rows[SoldTrace], KNOWN]


class GoodsSalesInput(InputNode):
    selinfoDetail: Rows[SoldGoodsRow]  # noqa: N815  the sheet's own spelling


class ReturnedGoods(Goods):
    finl_trns_pric: Annotated[Decimal, N(16, 6, optional=True)] = _ZERO
    medins_prod_sel_no: Annotated[str, C(50, optional=True)] = ""
    drugtracinfo: Rows[ReturnedTrace] = ()


class GoodsReturnInput(InputNode):
    selinfo: ReturnedGoods


class GoodsReturnsInput(InputNode):
    selinfoDetail: Rows[ReturnedGoods]  # noqa: N815  the sheet's own spelling


class GoodsOutput(OutputNode):
    """3505 and 3506 have no output node: infcode 0 is the acknowledgement."""


class SoldGoodsResult(SoldGoodsRow):
    """The row again, and what became of it: `retRslt` 1 is yes. Rows of a batch succeed and fail each for itself."""

    retRslt: Annotated[str, C(6)]  # noqa: N815  the sheet's own spelling, here and below
    msgRslt: Annotated[str, C(2000, optional=True)] = ""  # noqa: N815
    medins_prod_sel_no: Annotated[str, C(30, optional=True)] = ""


class GoodsSalesOutput(OutputNode):
    selinfoDetail: Rows[SoldGoodsResult] = ()  # noqa: N815


class ReturnedGoodsResult(ReturnedGoods):
    """The sheet shows the answer to 3505A only; this one is taken to be like it."""

    retRslt: Annotated[str, C(6)]  # noqa: N815
    msgRslt: Annotated[str, C(2000, optional=True)] = ""  # noqa: N815


class GoodsReturnsOutput(OutputNode):
    selinfoDetail: Rows[ReturnedGoodsResult] = ()  # noqa: N815
