"""5201 and 5206: the visits of a person, and what has come together over the months."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pos_app.wire.code_lists import MED_TYPE
from pos_app.wire.fields import DT, C, D, N, Rows
from pos_app.wire.node import InputNode, OutputNode

_ZERO = Decimal(0)


class VisitQuery(InputNode):
    psn_no: Annotated[str, C(30)]
    begntime: Annotated[datetime, DT()]
    endtime: Annotated[datetime, DT()]
    med_type: Annotated[str, C(6, allowed=MED_TYPE)]
    mdtrt_id: Annotated[str, C(30, optional=True)] = ""


class VisitInput(InputNode):
    data: VisitQuery


class Visit(OutputNode):
    """A pharmacy has no more of the 61 fields than these; the others are of wards and diagnoses."""

    mdtrt_id: Annotated[str, C(30)]
    psn_no: Annotated[str, C(30)]
    psn_cert_type: Annotated[str, C(6)]
    certno: Annotated[str, C(50)]
    psn_name: Annotated[str, C(50)]
    gend: Annotated[str, C(6)]
    naty: Annotated[str, C(3, optional=True)] = ""
    brdy: Annotated[date | None, D(optional=True)] = None
    age: Annotated[Decimal, N(4, 1, optional=True)] = _ZERO
    coner_name: Annotated[str, C(50, optional=True)] = ""
    tel: Annotated[str, C(50, optional=True)] = ""
    insutype: Annotated[str, C(6)]
    psn_type: Annotated[str, C(6)]
    cvlserv_flag: Annotated[str, C(3)]
    insu_optins: Annotated[str, C(6, optional=True)] = ""
    pay_loc: Annotated[str, C(6, optional=True)] = ""
    fixmedins_code: Annotated[str, C(12)]
    fixmedins_name: Annotated[str, C(200)]
    begntime: Annotated[datetime, DT()]
    endtime: Annotated[datetime | None, DT(optional=True)] = None
    mdtrt_cert_type: Annotated[str, C(3, optional=True)] = ""
    med_type: Annotated[str, C(6)]
    year: Annotated[str, C(4, optional=True)] = ""


class VisitOutput(OutputNode):
    mdtrtinfo: Rows[Visit] = ()


class AccumulationQuery(InputNode):
    psn_no: Annotated[str, C(30)]
    cum_ym: Annotated[str, C(6, optional=True)] = ""


class AccumulationInput(InputNode):
    data: AccumulationQuery


class Accumulation(OutputNode):
    insutype: Annotated[str, C(6)]
    year: Annotated[str, C(4)]
    cum_ym: Annotated[str, C(6)]
    cum_type_code: Annotated[str, C(10)]
    cum: Annotated[Decimal, N(16, 2)]


class AccumulationOutput(OutputNode):
    cuminfo: Rows[Accumulation] = ()
