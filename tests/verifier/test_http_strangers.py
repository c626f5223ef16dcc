"""A whole day of tills that nobody here wrote, each in the shape of a public client: what it leaves out and adds."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from simplejson import dumps, loads

from pos_app.verifier.http.signatures import Keys
from pos_app.wire.faults import WireFault
from pos_app.wire.file_rows import pack_rows, unpack_rows
from pos_app.wire.messages.reconciliation import ClaimedRow, ComparedRow
from tests.contracts.world import World
from tests.doubles.served import Address, serve

_PHARMACY, _NOW, _DAY = "P51010000001", "2026-11-22 09:00:00", "2026-11-22"
_AK, _SK = "key", "secret"


@dataclass
class Stranger:
    """Posts as a gateway of pharmacies does: `Input` in capitals, nothing that is empty, the trade in the path."""

    there: Address
    sign_no: str = ""
    sent: int = 0

    def call(self, infno: str, body: object) -> Any:  # noqa: ANN401  whatever JSON holds
        self.sent += 1
        response = self.post(infno, self.envelope(infno, body))
        told = response.json()
        assert (response.status_code, str(told["infcode"])) == (200, "0"), (infno, told)
        return told["output"]

    def msgid(self) -> str:
        return f"{_PHARMACY}20261122090000{self.sent:04}"

    def envelope(self, infno: str, body: object) -> dict[str, Any]:
        head = {"infno": infno, "msgid": self.msgid(), "mdtrtarea_admvs": "510100", "insuplc_admdvs": "510100"}
        head |= {"recer_sys_code": "CSB", "infver": "1.0.0", "opter_type": "1", "opter": "001", "opter_name": "x"}
        head |= {"inf_time": _NOW, "fixmedins_code": _PHARMACY, "fixmedins_name": "示范药房"}
        return head | ({"sign_no": self.sign_no} if self.sign_no else {}) | {"Input": body}

    def post(self, infno: str, envelope: object) -> Any:  # noqa: ANN401  an answer
        return self.there.client.post(f"/fsi/api/rsfComIfsService/callService/{infno}", json=envelope)


class Kit(Stranger):
    """The same as a kit for programmers does it: a msgid of its own, the word null for nothing, signed headers."""

    def msgid(self) -> str:
        return hashlib.sha256(bytes([self.sent])).hexdigest().upper()[:30]

    def envelope(self, infno: str, body: object) -> dict[str, Any]:
        tree = super().envelope(infno, body)
        tree["input"] = tree.pop("Input")
        return dict.fromkeys(("dev_no", "dev_safe_info", "cainfo", "sign_no"), "null") | {"signtype": "SM3"} | tree

    def post(self, infno: str, envelope: object) -> Any:  # noqa: ANN401  an answer
        at = str(int(self.there.served.clock.now().timestamp() * 1000))
        named = {"_api_access_key": _AK, "_api_name": f"api_{infno}", "_api_timestamp": at, "_api_version": "1.0"}
        told = "&".join(f"{name}={value}" for name, value in sorted(named.items()))
        named["_api_signature"] = b64encode(hmac.new(_SK.encode(), told.encode(), hashlib.sha1).digest()).decode()
        return self.there.client.post(
            "/mbs/fmi/fsi/api/callFsiService/callService",
            json=envelope,
            headers={**named, "Content-Type": "text/plain; charset=utf-8"},
        )


@pytest.fixture(params=[Stranger, Kit])
def stranger(world: World, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stranger]:
    keys = Keys(hmac_sha1={_AK: _SK} if request.param is Kit else {})
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock, keys=keys) as there:
        yield request.param(there)


def _bill(person: Mapping[str, Any], token: str) -> dict[str, Any]:
    druginfo: dict[str, Any] = {
        "psn_no": person["psn_no"],
        "mdtrt_cert_type": "01",
        "mdtrt_cert_no": token,
        "begntime": _NOW,
    }
    druginfo |= {"medfee_sumamt": 25.6, "insutype": "310", "acct_used_flag": "1", "med_type": "41", "expContent": None}
    line: dict[str, Any] = {
        "feedetl_sn": "1",
        "rx_circ_flag": "0",
        "fee_ocur_time": _NOW,
        "med_list_codg": "ZA01BAY001A005010199002",
    }
    line |= {"medins_list_codg": "100001", "det_item_fee_sumamt": 25.6, "cnt": 2, "pric": 12.8}
    return {"druginfo": druginfo, "drugdetail": [line]}


def _token(world: World) -> str:
    scan = {"ecQrCode": world.code("plenty"), "orgId": _PHARMACY, "businessType": "02121", "operatorId": "1"}
    scan |= {"operatorName": "x", "officeId": "1", "officeName": "x"}
    request = {"orgId": _PHARMACY, "transType": "ec.query", "data": scan, "extra": {}}
    return str(loads(world.verifier.decode(dumps(request)))["data"]["ecToken"])


def test_a_day_from_signing_in_to_signing_out(world: World, stranger: Stranger) -> None:
    told = stranger.call("9001", {"signIn": {"opter_no": "001", "opter_name": "x", "mac": "00-00", "ip": "127.0.0.1"}})
    stranger.sign_no, token = told["signinoutb"]["sign_no"], _token(world)
    asked = {"mdtrt_cert_type": "01", "mdtrt_cert_no": token, "psn_cert_type": "01", "certno": "", "psn_name": ""}
    person = stranger.call("1101", {"data": asked})["baseinfo"]
    assert "setl_id" not in stranger.call("2101", _bill(person, token))["setlinfo"]
    paid = stranger.call("2102", _bill(person, token))["setlinfo"]
    assert (paid["acct_pay"], paid["psn_cash_pay"]) == (25.6, 0)
    of_paid = {name: paid[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    totals: dict[str, Any] = {
        "insutype": "310",
        "clr_type": "41",
        "setl_optins": "510100",
        "stmt_begndate": f"{_DAY} 00:00:00",
    }
    totals |= {"stmt_enddate": f"{_DAY} 23:59:59", "medfee_sumamt": 25.6, "fund_pay_sumamt": paid["fund_pay_sumamt"]}
    totals |= {"acct_pay": paid["acct_pay"], "fixmedins_setl_cnt": 1}
    assert stranger.call("3201", {"data": totals})["stmtinfo"]["stmt_rslt"] == "0"
    assert _memo(stranger, totals, of_paid) == [""]
    undone = stranger.call("2103", {"data": of_paid})["setlinfo"]
    assert (undone["medfee_sumamt"], undone["balc"]) == (-25.6, 1204.33)
    stranger.call(
        "2601", {"data": {"psn_no": person["psn_no"], "omsgid": "of a trade that was lost", "oinfno": "2102"}}
    )
    left = stranger.call("9002", {"signOut": {"sign_no": stranger.sign_no, "opter_no": "001"}})
    assert left["signoutoutb"] == left["sign_time"]


def _memo(stranger: Stranger, totals: Mapping[str, Any], of_paid: Mapping[str, str]) -> list[str]:
    """Compare line by line, and give what the platform remarks on each line."""
    row = ClaimedRow.model_validate(
        {**of_paid, "medfee_sumamt": "25.60", "fund_pay_sumamt": "0", "acct_pay": "25.60", "refd_setl_flag": "0"}
    )
    named = {"filename": "lines.zip", "fixmedins_code": _PHARMACY}
    sent = b64encode(pack_rows("lines", [row])).decode()
    number = stranger.call("9101", {"fsUploadIn": named | {"in": sent}})["file_qury_no"]
    asked = {name: value for name, value in totals.items() if name not in {"insutype", "acct_pay"}}
    made = stranger.call("3202", {"data": asked | {"file_qury_no": number, "cash_payamt": 0}})["fileinfo"]
    del made["dld_endtime"]
    rows = unpack_rows(
        ComparedRow,
        b64decode(stranger.call("9102", {"fsDownloadIn": made | {"fixmedins_code": _PHARMACY}})["out"]),
    )
    assert not isinstance(rows, WireFault)
    return [one.memo for one in rows]
