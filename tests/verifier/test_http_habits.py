"""Habits of tills at the doors themselves: addresses, charsets and headers as public clients write them."""

import socket
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
import simplejson

from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import World
from tests.doubles.served import Address, serve

_PATH = "/fsi/api/rsfComIfsService/callService"
_SIGN_IN = {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}}


@pytest.mark.parametrize(
    "path",
    [
        f"{_PATH}/",
        f"{_PATH}/9001",
        "/mbs/fmi/fsi/api/callFsiService/callService/9001",
        "/mbs/fmi/fsi/api/callFsiService/callService/9001/",
    ],
)
def test_the_trade_may_stand_in_the_address_as_well(there: Address, till: TillDriver, path: str) -> None:
    response = there.client.post(path, content=till.text("9001", _SIGN_IN).encode())
    assert (response.status_code, response.json()["infcode"]) == (200, 0)


@pytest.mark.parametrize("path", [f"{_PATH}/nothing", f"{_PATH}/9001/9001", "/callService", f"{_PATH}x"])
def test_an_address_of_nobody_is_none(there: Address, path: str) -> None:
    assert there.client.post(path, content=b"{}").status_code == 404


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "text/plain; charset=utf-8", "application/json;charset=UTF-8", "APPLICATION/JSON", "", "x/y; gbk"],
)
def test_any_content_type_will_do(there: Address, till: TillDriver, content_type: str) -> None:
    headers = {"Content-Type": content_type, "Content-Encoding": "UTF-8"}
    response = there.client.post(_PATH, content=till.text("9001", _SIGN_IN).encode(), headers=headers)
    assert response.json()["infcode"] == 0


def test_a_body_in_gbk_is_read_where_it_says_so(there: Address, till: TillDriver) -> None:
    body = till.text("9001", _SIGN_IN).encode().decode("unicode-escape").encode("gbk")
    assert b"\\u" not in body
    said = {"Content-Type": "application/json; charset=GBK"}
    assert there.client.post(_PATH, content=body, headers=said).json()["infcode"] == 0
    assert "UTF-8" in there.client.post(_PATH, content=body).json()["err_msg"]
    utf8 = body.decode("gbk").encode()
    assert there.client.post(_PATH, content=utf8, headers=said).json()["infcode"] == 0


def test_a_sender_that_waits_to_be_told_to_go_on_is_told(there: Address, till: TillDriver) -> None:
    body = till.text("9001", _SIGN_IN).encode()
    host, port = there.url.removeprefix("http://").split(":")
    head = f"POST {_PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(head.encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 100")
        line.sendall(body)
        assert line.recv(1000).startswith(b"HTTP/1.1 200")


def test_what_was_taken_all_the_same_is_in_the_journal_and_masked(
    world: World, there: Address, till: TillDriver
) -> None:
    buyer = till.meet(world.code("plenty"))
    tree = simplejson.loads(till.text("2102", till.bill(buyer, (Line("12.80"),))), use_decimal=True)
    tree["input"]["druginfo"]["buyer"] = buyer.name
    tree["input"] = simplejson.dumps(tree["input"], use_decimal=True, ensure_ascii=False)
    body = simplejson.dumps(tree, use_decimal=True, ensure_ascii=False)
    answer = there.client.post(_PATH, content=body.encode()).json()
    assert simplejson.loads(answer["output"])["setlinfo"]["psn_name"] == buyer.name
    kept = there.get("/control/journal", infno="2102").text
    for secret in (buyer.name, buyer.certno, buyer.psn_no, buyer.cert_no):
        assert secret not in kept
    (noted,) = simplejson.loads(kept)
    assert [row["field"] for row in noted["deviations"]] == ["input", "input.druginfo.buyer"]
    assert noted["code"] is None
    assert there.get("/control/journal", only_deviating="true").json() == [noted]
    rows = {row["field"]: row for row in there.get(f"/control/journal/{noted['number']}/diff").json()}
    assert rows["input.druginfo.buyer"]["code"] == "unknown_field"
    assert rows["input.druginfo.psn_no"]["sent"]


_FILE = bytes(range(256)) * 3 + b"\r\n--x\r\n"


def _envelope(till: TillDriver, infno: str, node: dict[str, str]) -> str:
    return till.text(infno, {"fsUploadIn" if infno == "9101" else "fsDownloadIn": node})


def _uploaded(there: Address, till: TillDriver) -> dict[str, str]:
    named = {"filename": "rows.zip", "fixmedins_code": till.pharmacy}
    envelope = _envelope(till, "9101", named | {"in": ""})
    told = there.client.post(_PATH, files={"jsonStr": (None, envelope), "file": ("rows.zip", _FILE)}).json()
    assert told["infcode"] == 0, told
    return {"file_qury_no": told["output"]["file_qury_no"], **named}


def test_a_file_may_come_up_in_a_form_beside_its_envelope(there: Address, till: TillDriver) -> None:
    node = _uploaded(there, till)
    told = there.client.post(_PATH, content=_envelope(till, "9102", node).encode()).json()
    assert b64decode(told["output"]["out"]) == _FILE
    (noted,) = there.get("/control/journal", infno="9101").json()
    assert (noted["code"], noted["deviations"]) == (None, [])


@pytest.mark.parametrize(
    ("accept", "is_file"),
    [("application/octet-stream, */*", True), ("application/json", False), ("*/*", False), ("", False)],
)
def test_a_file_comes_down_as_it_is_where_it_is_wanted_so(
    there: Address, till: TillDriver, accept: str, *, is_file: bool
) -> None:
    text = _envelope(till, "9102", _uploaded(there, till)).encode()
    response = there.client.post(_PATH, content=text, headers={"accept": accept})
    assert (response.content == _FILE) is is_file
    assert ("octet-stream" in response.headers["content-type"]) is is_file
    lost = there.client.post(_PATH, content=text.replace(b"rows.zip", b"row.zip"), headers={"accept": accept})
    assert lost.json()["infcode"] == -1


def test_a_region_may_send_files_as_they_are_to_whoever_does_not_say(
    world: World, tmp_path: Path, there: Address, till: TillDriver
) -> None:
    node = _uploaded(there, till)
    messages = world.profile.messages.model_copy(update={"download_as_file": True})
    desk = replace(world.desk, profile=world.profile.model_copy(update={"messages": messages}))
    (tmp_path / "other").mkdir()
    with serve(tmp_path / "other", store=world.store, desk=desk, clock=world.clock) as other:
        text = _envelope(till, "9102", node).encode()
        assert other.client.post(_PATH, content=text).content == _FILE
        asked = {"accept": "application/json, text/plain, */*"}
        assert other.client.post(_PATH, content=text, headers=asked).json()["output"]["out"]


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\xff"]
)
@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n--x--", b"--x\r\na: \xff\r\n\r\n{}\r\n--x--", b"{}", b"\xff" * 40]
)
def test_a_form_that_is_none_is_refused_in_good_form(there: Address, content_type: str, body: bytes) -> None:
    told = there.client.post(_PATH, content=body, headers={b"content-type": content_type.encode("latin-1")})
    assert (told.status_code, told.json()["infcode"]) == (200, -1)


def test_a_gateway_that_is_asked_for_a_token_first_gives_one(there: Address) -> None:
    told = there.client.post("/auth/oauth/token", data={"username": "x", "password": "y"}).json()
    assert (told["access_token"], told["simulation"]) == ("SIMULATION", True)


@pytest.mark.parametrize("path", ["/fsi/api/rsfComIfsService/callservice", "/nowhere"])
def test_who_misses_the_doors_is_told_where_they_are(there: Address, path: str) -> None:
    told = there.client.post(path, content=b"{}")
    assert (told.status_code, _PATH in told.json()["doors"]) == (404, True)
