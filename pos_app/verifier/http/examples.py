"""Worked examples: one purchase and its undoing, each request made of the wire's own models.

`${name}` stands for what an earlier answer said; `${now}` is the time as yyyyMMddHHmmss, so that msgids are new.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pos_app.wire.code_lists import EC_PHARMACY_PURCHASE, OWN_THEN_SHARED_ACCOUNT, PHARMACY_PURCHASE
from pos_app.wire.envelope import Request, dump_request
from pos_app.wire.json_text import write_json
from pos_app.wire.messages import Infno
from pos_app.wire.region import RegionProfile
from pos_app.wire.voucher_decode import TRANS_TYPE, DecodeQuery, DecodeRequest, dump_decode

TRADE_PATHS = ("/fsi/api/rsfComIfsService/callService", "/mbs/fmi/fsi/api/callFsiService/callService")
DECODE_PATH = "/ec/trans"
PERSON = "plenty"

_PLACE = re.compile(r"\$\{(\w+)\}")
_WHEN = "2026-11-22 09:00:00"
_OPERATOR = "0001"


@dataclass(frozen=True, slots=True)
class Example:
    """One request; `learns` says which places its answer fills, each by a dotted path."""

    name: str
    summary: str
    path: str
    body: str
    learns: Mapping[str, str] = field(default_factory=dict)


def worked_examples(profile: RegionProfile) -> tuple[Example, ...]:
    """Give the examples in the order in which they run."""
    make = _Envelopes(profile)
    trade = TRADE_PATHS[0]
    settlement = {"setl_id": "output.setlinfo.setl_id", "mdtrt_id": "output.setlinfo.mdtrt_id"}
    return (
        Example(
            "sign_in",
            "9001 签到 sign in: everything else needs it",
            trade,
            make.sign_in(),
            {"sign_no": "output.signinoutb.sign_no"},
        ),
        Example(
            "fresh_code",
            "a fresh code on the customer's phone",
            f"/control/people/{PERSON}/codes",
            write_json({"kind": "certificate", "channel": "national"}),
            {"code": "code"},
        ),
        Example(
            "decode",
            "ec.query 解码: scanned text in, token out",
            DECODE_PATH,
            make.decode(),
            {"token": "data.ecToken", "id_number": "data.idNo", "name": "data.userName", "area": "data.insuOrg"},
        ),
        Example(
            "identify",
            "1101 人员信息获取: who it is and how insured",
            trade,
            make.identify(),
            {
                "psn_no": "output.baseinfo.psn_no",
                "insutype": "output.insuinfo.0.insutype",
                "psn_type": "output.insuinfo.0.psn_type",
            },
        ),
        Example("quote", "2101 药店预结算: who would pay what; nothing changes", trade, make.purchase(Infno.QUOTE)),
        Example("settle", "2102 药店结算: the money moves", trade, make.purchase(Infno.SETTLE), settlement),
        Example("cancel", "2103 药店结算撤销: undo a settlement that is known", trade, make.cancel()),
        Example("reverse", "2601 冲正: undo a trade whose outcome is not known", trade, make.reverse()),
        Example("sign_out", "9002 签退 sign out", trade, make.sign_out()),
    )


def places_of(text: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(text))


def filled(text: str, known: Mapping[str, str]) -> str:
    """Put what is known into a text's places; KeyError for a place that nothing fills."""
    return _PLACE.sub(lambda place: known[place.group(1)], text)


def learned(example: Example, answer: object) -> dict[str, str]:
    """Read out of an answer what later examples need."""
    return {name: str(_at(answer, path)) for name, path in example.learns.items()}


def _at(tree: object, path: str) -> object:
    for part in path.split("."):
        if isinstance(tree, list):
            tree = tree[int(part)]
        elif isinstance(tree, dict):
            tree = tree[part]
        else:
            raise KeyError(path)
    return tree


class _Envelopes:
    def __init__(self, profile: RegionProfile) -> None:
        self._profile = profile

    def sign_in(self) -> str:
        body = {"signIn": {"opter_no": _OPERATOR, "mac": "00-00-00-00-00-00", "ip": "127.0.0.1"}}
        return self._envelope(Infno.SIGN_IN, body, 1)

    def decode(self) -> str:
        pharmacy = self._profile.pharmacy
        query = DecodeQuery(
            ecQrCode="${code}",
            orgId=pharmacy.code,
            businessType=EC_PHARMACY_PURCHASE,
            operatorId=_OPERATOR,
            operatorName="收银员",
            officeId="01",
            officeName="西药柜",
        )
        return dump_decode(DecodeRequest(orgId=pharmacy.code, transType=TRANS_TYPE, data=query))

    def identify(self) -> str:
        query = {
            "mdtrt_cert_type": "01",
            "mdtrt_cert_no": "${token}",
            "psn_cert_type": "01",
            "certno": "${id_number}",
            "psn_name": "${name}",
        }
        return self._envelope(Infno.IDENTIFY, {"data": query}, 2)

    def purchase(self, infno: Infno) -> str:
        """Give 2101 or 2102: the same bill, and with 2102 the trace code of the box that is sold."""
        bill: dict[str, object] = {
            "psn_no": "${psn_no}",
            "mdtrt_cert_type": "01",
            "mdtrt_cert_no": "${token}",
            "psn_cert_type": "01",
            "certno": "${id_number}",
            "psn_type": "${psn_type}",
            "psn_name": "${name}",
            "begntime": _WHEN,
            "medfee_sumamt": Decimal("25.60"),
            "insutype": "${insutype}",
            "acct_used_flag": OWN_THEN_SHARED_ACCOUNT,
            "med_type": PHARMACY_PURCHASE,
        }
        line: dict[str, object] = {
            "feedetl_sn": 1,
            "rx_circ_flag": "0",
            "fee_ocur_time": _WHEN,
            "med_list_codg": "ZA01BAY001A005010199002",
            "medins_list_codg": "100001",
            "det_item_fee_sumamt": Decimal("25.60"),
            "cnt": Decimal(2),
            "pric": Decimal("12.80"),
        }
        if infno is Infno.SETTLE:
            traces = [{"feedetl_sn": "1", "drug_trac_codg": f"8${{now}}0000{box}", "trdn_flag": "0"} for box in "12"]
            line[self._profile.messages.trace_node] = traces
            bill["invono"] = "0001"
        tree = {"druginfo": bill, "drugdetail": [line]}
        return self._envelope(infno, tree, 3 if infno is Infno.QUOTE else 4, area="${area}")

    def cancel(self) -> str:
        data = {"setl_id": "${setl_id}", "mdtrt_id": "${mdtrt_id}", "psn_no": "${psn_no}"}
        return self._envelope(Infno.CANCEL, {"data": data}, 5)

    def reverse(self) -> str:
        data = {"psn_no": "${psn_no}", "omsgid": self._msgid(4), "oinfno": str(Infno.SETTLE)}
        return self._envelope(Infno.REVERSE, {"data": data}, 6)

    def sign_out(self) -> str:
        return self._envelope(Infno.SIGN_OUT, {"signOut": {"sign_no": "${sign_no}", "opter_no": _OPERATOR}}, 7)

    def _msgid(self, serial: int) -> str:
        return f"{self._profile.pharmacy.code}${{now}}{serial:04d}"

    def _envelope(self, infno: Infno, body: Mapping[str, object], serial: int, area: str = "") -> str:
        """Write an envelope; it is not checked here, for the names of some places are longer than what fills them."""
        profile = self._profile
        request = Request.model_construct(
            infno=infno,
            msgid=self._msgid(serial),
            mdtrtarea_admvs=profile.region.code,
            insuplc_admdvs=area,
            recer_sys_code=profile.pharmacy.receiver,
            infver=profile.messages.version,
            opter_type="1",
            opter=_OPERATOR,
            opter_name="收银员",
            inf_time=_WHEN,
            fixmedins_code=profile.pharmacy.code,
            fixmedins_name=profile.pharmacy.name_zh,
            sign_no="" if infno is Infno.SIGN_IN else "${sign_no}",
            input=dict(body),
        )
        return dump_request(request)
