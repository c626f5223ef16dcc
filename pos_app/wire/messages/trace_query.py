"""3513 and 3592B: who sold a trace code, and a code for goods that have none."""

from datetime import date, datetime
from typing import Annotated

from pos_app.wire.code_lists import PSN_CERT_TYPE
from pos_app.wire.fields import DT, C, D, Rows
from pos_app.wire.node import InputNode, OutputNode


class TraceQuery(InputNode):
    fixmedins_code: Annotated[str, C(30)]
    medins_list_codg: Annotated[str, C(150, optional=True)] = ""
    fixmedins_bchno: Annotated[str, C(30, optional=True)] = ""
    begndate: Annotated[date | None, D(optional=True)] = None
    enddate: Annotated[date | None, D(optional=True)] = None
    med_list_codg: Annotated[str, C(50, optional=True)] = ""
    mdtrt_id: Annotated[str, C(30, optional=True)] = ""
    psn_no: Annotated[str, C(30, optional=True)] = ""
    psn_cert_type: Annotated[str, C(6, allowed=PSN_CERT_TYPE, optional=True)] = ""
    certno: Annotated[str, C(600, optional=True)] = ""
    psn_name: Annotated[str, C(50, optional=True)] = ""
    drug_trac_codg: Annotated[str, C(30, optional=True)] = ""


class TraceQueryInput(InputNode):
    data: TraceQuery


class TracedSale(OutputNode):
    """The sheet's lengths have slipped here by a few rows; each field is as long as its like elsewhere."""

    fixmedinsCode: Annotated[str, C(30, optional=True)] = ""  # noqa: N815  the sheet's own spelling, here and below
    medListCodg: Annotated[str, C(50, optional=True)] = ""  # noqa: N815
    medinsListCodg: Annotated[str, C(150, optional=True)] = ""  # noqa: N815
    medinsListName: Annotated[str, C(200, optional=True)] = ""  # noqa: N815
    fixmedinsBchno: Annotated[str, C(30, optional=True)] = ""  # noqa: N815
    mdtrtId: Annotated[str, C(30, optional=True)] = ""  # noqa: N815
    mdtrtSetlType: Annotated[str, C(6, optional=True)] = ""  # noqa: N815
    bkkpSn: Annotated[str, C(100, optional=True)] = ""  # noqa: N815
    drugTracCodg: Annotated[str, C(100, optional=True)] = ""  # noqa: N815
    psnNo: Annotated[str, C(30, optional=True)] = ""  # noqa: N815
    psnCertType: Annotated[str, C(6, optional=True)] = ""  # noqa: N815
    certno: Annotated[str, C(600, optional=True)] = ""
    psnName: Annotated[str, C(50, optional=True)] = ""  # noqa: N815
    memo: Annotated[str, C(500, optional=True)] = ""
    trdnFlag: Annotated[str, C(3, optional=True)] = ""  # noqa: N815
    updtTime: Annotated[datetime | None, DT(optional=True)] = None  # noqa: N815
    opterName: Annotated[str, C(50, optional=True)] = ""  # noqa: N815
    rid: Annotated[str, C(40, optional=True)] = ""
    crteTime: Annotated[datetime | None, DT(optional=True)] = None  # noqa: N815
    optTime: Annotated[datetime | None, DT(optional=True)] = None  # noqa: N815
    opterId: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    crterName: Annotated[str, C(50, optional=True)] = ""  # noqa: N815
    crterId: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    optinsNo: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    fixBlngAdmdvs: Annotated[str, C(6, optional=True)] = ""  # noqa: N815


class TraceQueryOutput(OutputNode):
    output: Rows[TracedSale] = ()


class VirtualTraceQuery(InputNode):
    med_list_codg: Annotated[str, C(50)]
    fixmedins_hilist_id: Annotated[str, C(30)]
    fixmedins_hilist_name: Annotated[str, C(200)]
    fixmedins_bchno: Annotated[str, C(30)]
    memo: Annotated[str, C(500, optional=True)] = ""


class VirtualTraceInput(InputNode):
    data: VirtualTraceQuery


class VirtualTrace(OutputNode):
    med_list_codg: Annotated[str, C(50, optional=True)] = ""
    fixmedins_hilist_id: Annotated[str, C(30)]
    fixmedins_hilist_name: Annotated[str, C(200)]
    drug_trac_codg: Annotated[str, C(500)]


class VirtualTraceOutput(OutputNode):
    result: VirtualTrace
