"""A till made of messages alone, independent of the product's own till: what any other party would send."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import simplejson

from pos_app.domain.refusal import RefusalCode
from pos_app.wire.faults import WireFault
from pos_app.wire.messages import TRADES
from pos_app.wire.node import read_node
from pos_app.wire.refusal_text import read_refusal
from tests.wire.samples import envelope

Tree = dict[str, Any]
PHARMACY = "P51010000001"
NOW = "2026-11-22 09:00:00"
DRUG, DEVICE, OUTSIDE = "ZA01BAY001A005010199002", "C", "NMLC999"


@dataclass(frozen=True)
class Answer:
    """What came back, and whether it was a yes."""

    tree: Tree

    @property
    def output(self) -> Tree:
        assert self.tree["infcode"] == 0, self.tree["err_msg"]
        return dict(self.tree["output"])

    @property
    def setlinfo(self) -> Tree:
        return dict(self.output["setlinfo"])

    @property
    def refusal(self) -> RefusalCode:
        assert self.tree["infcode"] == -1, self.tree
        assert self.tree["output"] == {}
        return read_refusal(self.tree["err_msg"]).code


@dataclass(frozen=True)
class Buyer:
    """What a till knows of a person once the voucher is decoded and 1101 is answered."""

    cert_type: str
    cert_no: str
    card_sn: str
    certno: str
    name: str
    psn_no: str = ""
    insutype: str = ""
    psn_type: str = ""
    area: str = ""


@dataclass(frozen=True)
class Line:
    amount: str
    price: str = ""
    count: str = "1"
    code: str = DRUG

    def tree(self, number: int) -> Tree:
        return {
            "feedetl_sn": number,
            "rx_circ_flag": "0",
            "fee_ocur_time": NOW,
            "med_list_codg": self.code,
            "medins_list_codg": "100001",
            "det_item_fee_sumamt": Decimal(self.amount),
            "cnt": Decimal(self.count),
            "pric": Decimal(self.price or self.amount),
        }


@dataclass
class TillDriver:
    """Speaks to a platform through its two doors, each text in and text out."""

    call: Callable[[str], str]
    decode_call: Callable[[str], str]
    pharmacy: str = PHARMACY
    sign_no: str = ""
    spelling: Mapping[str, str] = field(default_factory=dict)  # 2103: national name = the region's
    serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def msgid(self) -> str:
        return f"{self.pharmacy}202611{next(self.serial):012d}"  # a long campaign has more than four digits of them

    def send(self, infno: str, body: Tree, *, msgid: str = "", area: str = "510100", **header: str) -> Answer:
        text = self.call(self.text(infno, body, msgid=msgid, area=area, **header))
        answer = Answer(simplejson.loads(text, use_decimal=True))
        return answer if infno == "2103" else _as_the_sheet_has_it(infno, answer)

    def text(self, infno: str, body: Tree, *, msgid: str = "", area: str = "510100", **header: str) -> str:
        said = {
            **envelope(infno, body),
            "msgid": msgid or self.msgid(),
            "insuplc_admdvs": area,
            "inf_time": NOW,
            "fixmedins_code": self.pharmacy,
            "sign_no": self.sign_no,
            **header,
        }
        return simplejson.dumps(said, use_decimal=True)

    def sign_in(self) -> str:
        body = {"signIn": {"opter_no": "001", "mac": "00-00-00-00-00-00", "ip": "127.0.0.1"}}
        self.sign_no = self.send("9001", body).output["signinoutb"]["sign_no"]
        return self.sign_no

    def sign_out(self, sign_no: str) -> Answer:
        return self.send("9002", {"signOut": {"sign_no": sign_no, "opter_no": "001"}})

    def decode(self, text: str, scan: str = "") -> Tree:
        data = {
            "ecQrCode": text,
            "orgId": self.pharmacy,
            "businessType": "02121",
            "operatorId": "001",
            "operatorName": "陈",
            "outBizNo": scan,
        }
        request = {"orgId": self.pharmacy, "transType": "ec.query", "data": data, "extra": None}
        return dict(simplejson.loads(self.decode_call(simplejson.dumps(request))))

    def scan(self, text: str) -> Buyer:
        decoded = self.decode(text)
        assert decoded["code"] == 0, decoded["message"]
        data = decoded["data"]
        return Buyer(data["mdtrt_cert_type"], data["mdtrt_cert_no"], data["card_sn"], data["idNo"], data["userName"])

    def identify(self, buyer: Buyer) -> Answer:
        data = {
            "mdtrt_cert_type": buyer.cert_type,
            "mdtrt_cert_no": buyer.cert_no,
            "card_sn": buyer.card_sn,
            "psn_cert_type": "01",
            "certno": buyer.certno,
            "psn_name": buyer.name,
        }
        return self.send("1101", {"data": data}, area="")

    def meet(self, text: str) -> Buyer:
        """Decode and identify."""
        buyer = self.scan(text)
        output = self.identify(buyer).output
        row = output["insuinfo"][0]
        return replace(
            buyer,
            psn_no=output["baseinfo"]["psn_no"],
            insutype=row["insutype"],
            psn_type=row["psn_type"],
            area=row["insuplc_admdvs"],
        )

    def bill(self, buyer: Buyer, lines: tuple[Line, ...], total: str = "", account: str = "2") -> Tree:
        return {
            "druginfo": {
                "psn_no": buyer.psn_no,
                "mdtrt_cert_type": buyer.cert_type,
                "mdtrt_cert_no": buyer.cert_no,
                "psn_cert_type": "01",
                "certno": buyer.certno,
                "psn_type": buyer.psn_type,
                "psn_name": buyer.name,
                "begntime": NOW,
                "medfee_sumamt": Decimal(total) if total else sum((Decimal(one.amount) for one in lines), Decimal(0)),
                "insutype": buyer.insutype,
                "acct_used_flag": account,
                "med_type": "41",
            },
            "drugdetail": [line.tree(number) for number, line in enumerate(lines, start=1)],
        }

    def quote(self, buyer: Buyer, *lines: Line, **changes: str) -> Answer:
        return self.send("2101", self.bill(buyer, lines, **changes), area=buyer.area)

    def settle(self, buyer: Buyer, *lines: Line, msgid: str = "", **changes: str) -> Answer:
        return self.send("2102", self.bill(buyer, lines, **changes), area=buyer.area, msgid=msgid)

    def cancel(self, setlinfo: Tree, *, msgid: str = "", **changes: str) -> Answer:
        data = {name: setlinfo[name] for name in ("setl_id", "mdtrt_id", "psn_no")} | changes
        return self._national(self.send("2103", {"data": data}, msgid=msgid))

    def reverse(self, omsgid: str, psn_no: str, *, infno: str = "2102", msgid: str = "") -> Answer:
        data = {"psn_no": psn_no, "omsgid": omsgid, "oinfno": infno}
        return self.send("2601", {"data": data}, msgid=msgid)

    def _national(self, answer: Answer) -> Answer:
        """Give an answer its national names again."""
        names = {regional: national for national, regional in self.spelling.items()}
        info = answer.tree["output"].get("setlinfo", {})
        assert set(names) <= set(info) or not info, "the region's own spelling is wanted"
        told = {"setlinfo": {names.get(name, name): value for name, value in info.items()}} if info else {}
        return _as_the_sheet_has_it("2103", Answer(answer.tree | {"output": answer.tree["output"] | told}))


def _as_the_sheet_has_it(infno: str, answer: Answer) -> Answer:
    """Hold a yes to the sheet: the platform does not check its own answers, so they are checked here."""
    if answer.tree["infcode"] == 0 and infno in TRADES:
        fault = read_node(TRADES[infno].output, answer.tree["output"])
        assert not isinstance(fault, WireFault), fault
    return answer
