"""1101: who is it, and how insured."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.code_lists import MDTRT_CERT_TYPE, PSN_CERT_TYPE
from pos_app.wire.fields import DT, KNOWN, C, D, N, Rows
from pos_app.wire.node import InputNode, OutputNode


class PersonQuery(InputNode):
    """`mdtrt_cert_no` is the ecToken (01), the ID number (02) or the card number (03, with `card_sn`)."""

    mdtrt_cert_type: Annotated[str, C(3, allowed=MDTRT_CERT_TYPE)]
    mdtrt_cert_no: Annotated[str, C(50)]
    card_sn: Annotated[str, C(32, optional=True)] = ""
    begntime: Annotated[datetime | None, DT(optional=True)] = None
    psn_cert_type: Annotated[str, C(6, allowed=PSN_CERT_TYPE), KNOWN]
    certno: Annotated[str, C(50), KNOWN]
    psn_name: Annotated[str, C(50), KNOWN]


class PersonInput(InputNode):
    data: PersonQuery


class BaseInfo(OutputNode):
    psn_no: Annotated[str, C(30)]
    psn_cert_type: Annotated[str, C(6)]
    certno: Annotated[str, C(50)]
    psn_name: Annotated[str, C(50)]
    gend: Annotated[str, C(6)]
    naty: Annotated[str, C(3, optional=True)] = ""
    brdy: Annotated[date | None, D(optional=True)] = None
    age: Annotated[Decimal, N(4, 1)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class InsuranceInfo(OutputNode):
    """One insurance of a person; a till picks the row whose `psn_insu_stas` is 1."""

    balc: Annotated[Decimal, N(16, 2)]
    insutype: Annotated[str, C(6)]
    psn_type: Annotated[str, C(6)]
    psn_insu_stas: Annotated[str, C(6, optional=True)] = ""
    psn_insu_date: Annotated[date | None, D(optional=True)] = None
    paus_insu_date: Annotated[date | None, D(optional=True)] = None
    cvlserv_flag: Annotated[str, C(3)]
    insuplc_admdvs: Annotated[str, C(6)]
    emp_name: Annotated[str, C(200, optional=True)] = ""


class IdentityInfo(OutputNode):
    psn_idet_type: Annotated[str, C(3)]
    psn_type_lv: Annotated[str, C(3, optional=True)] = ""
    memo: Annotated[str, C(500, optional=True)] = ""
    begntime: Annotated[datetime, DT()]
    endtime: Annotated[datetime | None, DT(optional=True)] = None


class PersonOutput(OutputNode):
    baseinfo: BaseInfo
    insuinfo: Rows[InsuranceInfo]
    idetinfo: Rows[IdentityInfo] = ()
