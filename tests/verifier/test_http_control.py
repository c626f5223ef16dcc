"""People, codes, the clock, the request journal, the documentation: what a script finds at the addresses."""

import csv
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import simplejson

from pos_app.resources import asset
from pos_app.verifier.http.examples import Example, control_examples, filled, learned, places_of, worked_examples
from pos_app.wire.envelope import Request
from pos_app.wire.messages import TRADES
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import PEOPLE, World, person
from tests.doubles.served import Address, serve

_PATH = "/fsi/api/rsfComIfsService/callService"


def test_health_says_that_it_is_a_simulation(there: Address) -> None:
    assert there.get("/health").json() == {"status": "ok", "simulation": True, "version": "test"}


def test_the_index_says_how_the_simulation_is_set(there: Address) -> None:
    there.post("/control/faults", {"name": "BLACKLIST"})
    told = there.get("/control").json()
    assert (told["simulation"], told["region"], told["strict"]) == (True, "510100", False)
    assert [one["name"] for one in told["faults"]] == ["BLACKLIST"]
    assert told["clock"] == there.get("/control/clock").json()
    assert all(there.get(address).status_code == 200 for address in told["addresses"])


def test_the_control_interface_takes_json_whatever_it_calls_itself(there: Address) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert there.client.post("/control/clock", content=b'{"freeze": true}', headers=form).json()["frozen"] is True
    assert there.client.post("/control/clock", content=b"freeze=true", headers=form).status_code == 422


def test_a_time_without_a_zone_is_chinese(there: Address) -> None:
    told = there.post("/control/clock", {"freeze": True, "set": "2026-12-01 08:00:00"}).json()
    assert told["now"] == "2026-12-01T08:00:00.000+08:00"
    there.post("/control/clock", {"reset": True})
    assert str(there.get("/control/clock").json()["ahead_s"]) == "0.0"


def test_people_are_listed_masked(there: Address) -> None:
    people = there.get("/control/people").json()
    assert [one["id"] for one in people] == [one.id for one in PEOPLE]
    assert people[0] | {"why_zh": "", "why_en": ""} == {
        "id": "plenty",
        "name": people[0]["name"][:1] + "*" * (len(people[0]["name"]) - 1),
        "insurance": "310",
        "area": "510100",
        "area_zh": "成都",
        "area_en": "Chengdu",
        "balance_fen": 120433,
        "social_card_level": people[0]["social_card_level"],
        "family": [],
        "activated": ["national", "alipay", "wechat"],
        "places": [],
        "why_zh": "",
        "why_en": "",
    }


def test_a_fresh_code_is_good_for_the_decode_call(there: Address, till: TillDriver) -> None:
    shown = there.post("/control/people/plenty/codes", {"kind": "certificate", "channel": "alipay"}).json()
    assert (shown["kind"], shown["channel"]) == ("certificate", "alipay")
    assert shown["expires_at"] == "2026-11-22T09:01:00.000+08:00"
    assert till.meet(shown["code"]).psn_no == person("plenty").psn_no


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("nobody", {}, 404, "person_unknown"),
        ("plenty", {"member": "exact"}, 409, "not_in_family"),
        ("family-father", {"kind": "social-card"}, 409, "social_card_missing"),
    ],
)
def test_a_code_that_nobody_can_show(there: Address, path: str, body: object, status: int, code: str) -> None:
    response = there.post(f"/control/people/{path}/codes", body)
    refused = response.json()["refused"]
    assert (response.status_code, refused["code"]) == (status, code)
    assert refused["message"]
    assert refused["next"]


def test_a_code_of_an_unknown_kind_is_refused(there: Address) -> None:
    assert there.post("/control/people/plenty/codes", {"kind": "passport"}).status_code == 422


def test_the_clock_stands_goes_and_is_everywhere(there: Address, till: TillDriver) -> None:
    assert there.get("/control/clock").json() == {
        "now": "2026-11-22T09:00:00.000+08:00",
        "frozen": False,
        "ahead_s": 0.0,
    }
    assert there.post("/control/clock", {"freeze": True}).json()["frozen"] is True
    turned = there.post("/control/clock", {"set": "2026-12-31T23:59:59+08:00"}).json()
    assert turned["now"] == "2026-12-31T23:59:59.000+08:00"
    assert till.send("9001", {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}}).tree["respond_time"] == (
        "20261231235959000"
    )
    there.post("/control/clock", {"advance_s": 1})
    assert there.served.clock.now() == datetime(2026, 12, 31, 16, tzinfo=UTC)
    (noted,) = there.get("/control/journal", limit=1).json()
    assert noted["at"].startswith("2026-12-31T23:59:59")
    assert there.post("/control/clock", {"reset": True}).json()["ahead_s"] == 0.0


def test_a_code_dies_with_the_clock(there: Address, till: TillDriver) -> None:
    code = there.post("/control/people/plenty/codes", {}).json()["code"]
    there.post("/control/clock", {"advance_s": 60})
    assert "[code_expired]" in till.decode(code)["message"]


@pytest.mark.parametrize(
    "wrong",
    [{"set": "tomorrow"}, {"advance_s": 2.9e9}, {"advance_s": -2.9e9}, {"speed": 2}],
)
def test_a_time_that_cannot_be_is_refused(there: Address, wrong: object) -> None:
    before = there.get("/control/clock").json()
    assert there.post("/control/clock", wrong).status_code == 422
    assert there.get("/control/clock").json() == before


def test_every_envelope_is_noted_and_nobody_is_named(world: World, there: Address, till: TillDriver) -> None:
    code = world.code("plenty")
    buyer = till.meet(code)
    till.settle(buyer, Line("12.80"))
    there.client.post(_PATH, content=till.text("2102", {"druginfo": {"surname": buyer.name}}).encode())
    everything = there.get("/control/journal", limit=1000).text
    for secret in (code, buyer.cert_no, buyer.certno, buyer.name, buyer.psn_no):
        assert secret not in everything
        assert simplejson.dumps(secret)[1:-1] not in everything
    infnos = [row["infno"] for row in simplejson.loads(everything)]
    assert infnos == ["2102", "2102", "1101", "ec.query", "9001"]


def test_the_journal_is_searched_and_exported(there: Address, till: TillDriver) -> None:
    till.send("1102", {})
    msgid = till.msgid()
    till.send("2103", {"data": {"setl_id": "1"}}, msgid=msgid)
    (found,) = there.get("/control/journal", msgid=msgid).json()
    assert (found["code"], found["sent"], found["door"]) == ("message_invalid", "answered", "trade")
    assert [row["infno"] for row in there.get("/control/journal", only_deviating="true").json()] == ["2103"]
    assert [row["infno"] for row in there.get("/control/journal", code="trade_unknown").json()] == ["1102"]
    assert there.get("/control/journal", since="2027-01-01T00:00:00+08:00").json() == []
    assert [row["infno"] for row in there.get("/control/journal", before=found["number"], limit=1).json()] == ["1102"]
    lines = there.get("/control/journal", format="jsonl").text.splitlines()
    assert [simplejson.loads(line)["infno"] for line in lines] == ["2103", "1102", "9001"]
    assert there.get(f"/control/journal/{found['number']}").json() == found
    assert there.get("/control/journal/999999").status_code == 404


def test_the_journal_is_searched_by_person_and_outcome(world: World, there: Address, till: TillDriver) -> None:
    buyer, other = till.meet(world.code("plenty")), till.meet(world.code("in-hospital"))
    till.settle(buyer, Line("12.80"))
    till.settle(other, Line("12.80"))

    def infnos(**asked: str) -> list[str]:
        return [row["infno"] for row in there.get("/control/journal", **asked).json()]

    assert infnos(person="plenty") == ["2102", "1101"] == infnos(person=buyer.psn_no)
    assert infnos(person="in-hospital", outcome="no") == ["2102"]
    assert infnos(outcome="lost") == []
    assert infnos(outcome="yes", infno="2102") == ["2102"]
    assert infnos(outcome="", since="", until="", only_deviating="") == infnos()


def test_the_journal_is_a_table_for_a_spreadsheet(there: Address, till: TillDriver) -> None:
    till.send("2103", {"data": {"setl_id": "1"}}, opter="=1+1", fixmedins_code="=cmd")
    answer = there.get("/control/journal", format="csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["number", "at", "door", "infno"]
    assert {len(row) for row in rows} == {12}
    assert rows[1][5] == "'=cmd"


@pytest.mark.parametrize(("language", "says"), [("zh-CN,zh;q=0.9", "请求日志"), ("en", "Request journal")])
def test_the_pages_say_what_they_are_in_both_languages(there: Address, language: str, says: str) -> None:
    for path in ("/", "/journal"):
        page = there.client.get(path, headers={"accept-language": language})
        assert page.status_code == 200
        assert says in page.text
        assert "模拟 SIMULATION" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_an_exchange_has_a_page_and_nothing_sent_is_markup(there: Address, till: TillDriver) -> None:
    script = "<script>alert(1)</script>"
    till.send("2103", {"data": {"setl_id": script, script: script}}, fixmedins_code="<b>", opter_name=script)
    (noted,) = there.get("/control/journal", infno="2103").json()
    page = there.get(f"/journal/{noted['number']}").text
    assert "&lt;script&gt;" in page
    for path in (f"/journal/{noted['number']}", "/journal", f"/journal?text={script}"):
        assert script not in there.client.get(path).text
        assert "<b></td>" not in there.client.get(path).text
    assert page.index("unknown_field") < page.index('"mono">recer_sys_code<')
    assert there.get("/journal/999999").status_code == 404


def test_a_long_journal_is_turned_page_by_page(there: Address, till: TillDriver) -> None:
    for _ in range(101):
        till.send("1102", {})
    page = there.get("/journal", infno="1102").text
    (older,) = re.findall(r'href="(/journal\?[^"]*before=\d+[^"]*)"', page)
    assert there.client.get(older.replace("&amp;", "&")).text.count(">1102<") == 1


def test_what_was_sent_is_laid_beside_the_sheet(there: Address, till: TillDriver) -> None:
    msgid = till.msgid()
    till.send("2103", {"data": {"setl_id": "1" * 31, "psn_no": "1", "colour": "crimson"}}, msgid=msgid)
    (noted,) = there.get("/control/journal", msgid=msgid).json()
    wrong = {row["field"]: row["code"] for row in noted["deviations"]}
    assert wrong == {
        "input.data.setl_id": "too_long",
        "input.data.mdtrt_id": "missing",
        "input.data.colour": "unknown_field",
    }
    rows = {row["field"]: row for row in there.get(f"/control/journal/{noted['number']}/diff").json()}
    assert set(wrong) < set(rows)
    assert rows["input.data.setl_id"]["wanted"] == "C30"
    assert (rows["input.data.psn_no"]["sent"], rows["input.data.exp_content"]["sent"]) == (True, False)
    assert "code" not in rows["input.data.psn_no"]
    assert "crimson" not in there.get(f"/control/journal/{noted['number']}").text


def test_of_what_is_no_message_only_the_length_is_kept(there: Address) -> None:
    there.client.post(_PATH, content='{"psn_name": "张三", "certno": "510102'.encode())
    (noted,) = there.get("/control/journal").json()
    assert noted["request"] == "(40)"
    assert [row["code"] for row in noted["deviations"]] == ["not_json"]


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"[1]", b'{"a":1,"a":2}', b"9" * 10_000_000], ids=len)
def test_any_body_gets_a_well_formed_answer(there: Address, body: bytes) -> None:
    for path in (_PATH, "/mbs/fmi/fsi/api/callFsiService/callService"):
        response = there.client.post(path, content=body)
        assert (response.status_code, response.json()["infcode"]) == (200, -1)
    decoded = there.client.post("/ec/trans", content=body)
    assert (decoded.status_code, decoded.json()["code"]) == (200, -1)


def test_the_doors_are_posted_to(there: Address) -> None:
    assert there.get(_PATH).status_code == 405
    assert there.get("/nowhere").status_code == 404


def test_the_examples_run_one_after_another(world: World, there: Address) -> None:
    known = {"now": "20261122090000", "today": "2026-11-22"}
    for example in worked_examples(world.profile):
        answer = _posted(there, example, known)
        assert answer.get("infcode", 0) == 0, (example.name, answer)
        assert {row.get("retRslt", "1") for row in answer.get("output", {}).get("selinfoDetail", ())} <= {"1"}
        known |= learned(example, answer)
    assert world.balance("plenty").yuan == person("plenty").balance_yuan


def test_there_is_an_example_of_every_trade(world: World) -> None:
    examples = [one for one in worked_examples(world.profile) if one.path == _PATH]
    assert {simplejson.loads(one.body)["infno"] for one in examples} == set(TRADES)


def test_the_examples_of_phone_and_control_run_as_well(there: Address) -> None:
    schema = there.get("/openapi.json").json()["paths"]
    shown = {
        name
        for path in schema.values()
        for operation in path.values()
        for name in operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    }
    for example in control_examples():
        response = there.client.request(
            example.method,
            example.path,
            content=example.body.encode(),
            headers={"content-type": "application/json"} if example.body else {},
        )
        assert response.is_success, (example.name, response.text)
        assert not example.body or example.name in shown


@pytest.mark.parametrize("region", ["national", "spelling-variant"])
def test_the_examples_run_in_every_region(tmp_path: Path, region: str) -> None:
    other = World(tmp_path, region=asset(f"regions/{region}.toml").read_text("utf-8"))
    known = {"now": "20261122090000", "today": "2026-11-22"}
    with serve(tmp_path, store=other.store, desk=other.desk, clock=other.clock) as there:
        for example in worked_examples(other.profile):
            answer = _posted(there, example, known)
            assert answer.get("infcode", 0) == 0, (example.name, answer)
            known |= learned(example, answer)
    other.store.close()


def test_an_example_has_every_field_of_the_envelope(world: World) -> None:
    trades = [one for one in worked_examples(world.profile) if one.path == _PATH]
    assert [list(simplejson.loads(one.body)) for one in trades] == [list(Request.model_fields)] * len(trades)
    assert {simplejson.loads(one.body)["infno"] for one in trades} <= set(TRADES)


def test_the_documentation_shows_every_example_and_needs_no_network(world: World, there: Address) -> None:
    page = there.get("/docs").text
    assert "SIMULATION" in page
    for link in ("src=", "href=", "@import", "url("):
        assert link not in page
    for example in worked_examples(world.profile):
        assert f'id="{example.name}"' in page
        assert all(f"${{{place}}}" in page for place in places_of(example.body))
    for infno in TRADES:
        assert f"<summary>{infno}</summary>" in page


def test_the_machine_readable_description_has_the_examples(there: Address) -> None:
    schema = there.get("/openapi.json").json()
    body = schema["paths"][_PATH]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"]["settle"]["value"]["infno"] == "2102"
    addresses = set(schema["paths"])
    assert {
        "/ec/trans",
        "/health",
        "/control/people",
        "/control/faults",
        "/control/clock",
        "/control/journal",
    } <= addresses


def _posted(there: Address, example: Example, known: dict[str, str]) -> dict[str, Any]:
    headers = {"content-type": "application/json", "accept": "application/json"}
    response = there.client.post(example.path, content=filled(example.body, known).encode(), headers=headers)
    assert response.status_code == 200, response.text
    return dict(simplejson.loads(response.text))
