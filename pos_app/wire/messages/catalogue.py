"""1312, 1316, 1318 and 1319: the insurance catalogue, its mapping, price caps and first self-pay, page by page."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pos_app.wire.code_lists import CHRGITM_LV, MED_CHRGITM_TYPE, YES_NO
from pos_app.wire.fields import C, D, N, Rows
from pos_app.wire.node import InputNode, OutputNode


class CatalogueFilter(InputNode):
    """What every catalogue query asks: rows changed since `updt_time`, one page of them."""

    query_date: Annotated[date | None, D(optional=True)] = None
    hilist_code: Annotated[str, C(30, optional=True)] = ""
    insu_admdvs: Annotated[str, C(6, optional=True)] = ""
    begndate: Annotated[date | None, D(optional=True)] = None
    vali_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    updt_time: Annotated[date, D()]
    page_num: Annotated[Decimal, N(4)]
    page_size: Annotated[Decimal, N(4)]


class ItemFilter(CatalogueFilter):
    hilist_name: Annotated[str, C(200, optional=True)] = ""
    wubi: Annotated[str, C(30, optional=True)] = ""
    pinyin: Annotated[str, C(30, optional=True)] = ""
    med_chrgitm_type: Annotated[str, C(6, allowed=MED_CHRGITM_TYPE, optional=True)] = ""
    chrgitm_lv: Annotated[str, C(3, allowed=CHRGITM_LV, optional=True)] = ""
    lmt_used_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    list_type: Annotated[str, C(30, optional=True)] = ""
    med_use_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    matn_used_flag: Annotated[str, C(3, allowed=YES_NO, optional=True)] = ""
    hilist_use_type: Annotated[str, C(3, optional=True)] = ""
    lmt_cpnd_type: Annotated[str, C(3, optional=True)] = ""


class MappingFilter(CatalogueFilter):
    med_list_codg: Annotated[str, C(30, optional=True)] = ""
    list_type: Annotated[str, C(30, optional=True)] = ""


class PriceCapFilter(CatalogueFilter):
    hilist_lmtpric_type: Annotated[str, C(6, optional=True)] = ""
    overlmt_dspo_way: Annotated[str, C(6, optional=True)] = ""
    enddate: Annotated[date | None, D(optional=True)] = None
    rid: Annotated[str, C(40, optional=True)] = ""
    tabname: Annotated[str, C(100, optional=True)] = ""
    poolarea_no: Annotated[str, C(6, optional=True)] = ""


class SelfPayFilter(CatalogueFilter):
    selfpay_prop_psn_type: Annotated[str, C(6, optional=True)] = ""
    selfpay_prop_type: Annotated[str, C(6, optional=True)] = ""
    enddate: Annotated[date | None, D(optional=True)] = None
    rid: Annotated[str, C(40, optional=True)] = ""
    tabname: Annotated[str, C(100, optional=True)] = ""
    poolarea_no: Annotated[str, C(6, optional=True)] = ""


class ItemInput(InputNode):
    data: ItemFilter


class MappingInput(InputNode):
    data: MappingFilter


class PriceCapInput(InputNode):
    data: PriceCapFilter


class SelfPayInput(InputNode):
    data: SelfPayFilter


class CatalogueRow(OutputNode):
    """What every row of the catalogue says of itself."""

    hilist_code: Annotated[str, C(30)]
    insu_admdvs: Annotated[str, C(6)]
    begndate: Annotated[date, D()]
    enddate: Annotated[date | None, D(optional=True)] = None
    vali_flag: Annotated[str, C(3)]
    rid: Annotated[str, C(40)]
    updt_time: Annotated[date, D()]
    crter_id: Annotated[str, C(20, optional=True)] = ""
    crter_name: Annotated[str, C(50, optional=True)] = ""
    crte_time: Annotated[date, D()]
    crte_optins_no: Annotated[str, C(20, optional=True)] = ""
    opter_id: Annotated[str, C(20, optional=True)] = ""
    opter_name: Annotated[str, C(50, optional=True)] = ""
    opt_time: Annotated[date | None, D(optional=True)] = None
    optins_no: Annotated[str, C(20, optional=True)] = ""
    poolarea_no: Annotated[str, C(6, optional=True)] = ""


class ItemRow(CatalogueRow):
    hilist_name: Annotated[str, C(200)]
    med_chrgitm_type: Annotated[str, C(6)]
    chrgitm_lv: Annotated[str, C(3)]
    lmt_used_flag: Annotated[str, C(3)]
    list_type: Annotated[str, C(3)]
    med_use_flag: Annotated[str, C(3)]
    matn_used_flag: Annotated[str, C(3)]
    hilist_use_type: Annotated[str, C(3)]
    lmt_cpnd_type: Annotated[str, C(3)]
    wubi: Annotated[str, C(30, optional=True)] = ""
    pinyin: Annotated[str, C(30, optional=True)] = ""
    memo: Annotated[str, C(500, optional=True)] = ""


class MappingRow(CatalogueRow):
    med_list_codg: Annotated[str, C(30)]
    list_type: Annotated[str, C(3)]
    memo: Annotated[str, C(500, optional=True)] = ""


class PriceCapRow(CatalogueRow):
    hilist_lmtpric_type: Annotated[str, C(6)]
    overlmt_dspo_way: Annotated[str, C(6)]
    hilist_pric_uplmt_amt: Annotated[Decimal, N(16, 6)]
    tabname: Annotated[str, C(100, optional=True)] = ""


class SelfPayRow(CatalogueRow):
    selfpay_prop_psn_type: Annotated[str, C(6)]
    selfpay_prop_type: Annotated[str, C(6)]
    selfpay_prop: Annotated[Decimal, N(5, 4)]
    tabname: Annotated[str, C(100, optional=True)] = ""


class CataloguePage(OutputNode):
    """The sheet gives the rows no node; a page stands in `data`, and around it what a page needs to be turned."""

    recordCounts: Annotated[Decimal, N(10)]  # noqa: N815  the platform's own spelling, here and below
    pages: Annotated[Decimal, N(10)]
    pageNum: Annotated[Decimal, N(10)]  # noqa: N815
    pageSize: Annotated[Decimal, N(10)]  # noqa: N815
    size: Annotated[Decimal, N(10)]
    startRow: Annotated[Decimal, N(10)]  # noqa: N815
    endRow: Annotated[Decimal, N(10)]  # noqa: N815
    firstPage: bool  # noqa: N815
    lastPage: bool  # noqa: N815


class ItemOutput(CataloguePage):
    data: Rows[ItemRow] = ()


class MappingOutput(CataloguePage):
    data: Rows[MappingRow] = ()


class PriceCapOutput(CataloguePage):
    data: Rows[PriceCapRow] = ()


class SelfPayOutput(CataloguePage):
    data: Rows[SelfPayRow] = ()
