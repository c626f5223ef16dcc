"""What a till sends with 2101 (quote) and 2102 (settle): who pays, and the lines of the bill."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AliasChoices, Field

from pos_app.wire.code_lists import ACCT_USED_FLAG, INSUTYPE, MDTRT_CERT_TYPE, MED_TYPE, PSN_CERT_TYPE, YES_NO
from pos_app.wire.fields import DT, KNOWN, C, N, Rows
from pos_app.wire.node import InputNode


class Purchase(InputNode):
    """`psn_type` is C3 on the sheet, whose own code list has four-digit values; it is read as C6 here."""

    psn_no: Annotated[str, C(30)]
    mdtrt_cert_type: Annotated[str, C(3, allowed=MDTRT_CERT_TYPE)]
    mdtrt_cert_no: Annotated[str, C(50)]
    card_sn: Annotated[str, C(32, optional=True)] = ""
    psn_cert_type: Annotated[str, C(3, allowed=PSN_CERT_TYPE), KNOWN]
    certno: Annotated[str, C(20), KNOWN]
    psn_type: Annotated[str, C(6), KNOWN]
    psn_name: Annotated[str, C(20), KNOWN]
    begntime: Annotated[datetime, DT()]
    medfee_sumamt: Annotated[Decimal, N(16, 2)]
    insutype: Annotated[str, C(6, allowed=INSUTYPE)]
    dise_codg: Annotated[str, C(30, optional=True)] = ""
    dise_name: Annotated[str, C(500, optional=True)] = ""
    acct_used_flag: Annotated[str, C(1, allowed=ACCT_USED_FLAG)]
    med_type: Annotated[str, C(6, allowed=MED_TYPE)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class InvoicedPurchase(Purchase):
    invono: Annotated[str, C(20, optional=True)] = ""


class PurchaseLine(InputNode):
    feedetl_sn: Annotated[Decimal, N(30)]
    rxno: Annotated[str, C(30, optional=True)] = ""
    rx_circ_flag: Annotated[str, C(3, allowed=YES_NO)]
    fee_ocur_time: Annotated[datetime, DT()]
    med_list_codg: Annotated[str, C(50)]
    medins_list_codg: Annotated[str, C(150)]
    det_item_fee_sumamt: Annotated[Decimal, N(16, 2)]
    cnt: Annotated[Decimal, N(16, 4)]
    pric: Annotated[Decimal, N(16, 6)]
    sin_dos_dscr: Annotated[str, C(200, optional=True)] = ""
    used_frqu_dscr: Annotated[str, C(200, optional=True)] = ""
    prd_days: Annotated[Decimal, N(4, 2, optional=True)] = Decimal(0)
    medc_way_dscr: Annotated[str, C(200, optional=True)] = ""
    bilg_dr_codg: Annotated[str, C(30, optional=True)] = ""
    bilg_dr_name: Annotated[str, C(50, optional=True)] = ""
    tcmdrug_used_way: Annotated[str, C(6, optional=True)] = ""
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class TraceInfo(InputNode):
    feedetl_sn: Annotated[str, C(30)]
    drug_trac_codg: Annotated[str, C(100)]
    trdn_flag: Annotated[str, C(3, allowed=YES_NO)]


class TracedPurchaseLine(PurchaseLine):
    """The trace node is spelled `durg_trac_info` by some provinces and `drug_trac_info` by others; both are read."""

    durg_trac_info: Rows[TraceInfo] = Field(
        default=(), validation_alias=AliasChoices("durg_trac_info", "drug_trac_info")
    )


class QuoteInput(InputNode):
    druginfo: Purchase
    drugdetail: Rows[PurchaseLine]


class SettleInput(InputNode):
    druginfo: InvoicedPurchase
    drugdetail: Rows[TracedPurchaseLine]
