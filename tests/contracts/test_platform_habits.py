"""Habits of tills in the field: what public clients of the interface send although the sheet has it otherwise.

Each is taken and noted, in every region; a region that is strict refuses it and names the field.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import simplejson

from pos_app.domain.refusal import RefusalCode
from pos_app.wire.faults import WireFault
from pos_app.wire.messages.entitlement import EntitlementInput
from pos_app.wire.reading import Message, ReadTrade, read_decode, read_trade
from tests.contracts.till_driver import Answer, Buyer, Line, TillDriver, Tree
from tests.contracts.world import World
from tests.wire.samples import INPUTS

LINE = Line("12.80")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def _more_than_the_sheet(tree: Tree) -> None:
    tree |= {"fixmedins_soft_fcty": "x", "enc_type": "SM4", "recer_admdvs": "510100", "medins_code": "x"}
    tree["input"]["druginfo"] |= {"hosp_dept_codg": "01", "rxno ": ""}
    tree["input"]["drugdetail"][0] |= {"spec": "10g*9", "memo": None}


def _codes_as_numbers(tree: Tree) -> None:
    tree["opter_type"] = 1
    tree["input"]["druginfo"] |= {"acct_used_flag": 1, "med_type": 41, "insutype": 310}
    tree["input"]["drugdetail"][0]["rx_circ_flag"] = 0


def _codes_padded(tree: Tree) -> None:
    tree["input"]["druginfo"] |= {"med_type": "41  ", "insutype": "310   "}


def _numbers_as_text(tree: Tree) -> None:
    tree["input"]["druginfo"]["medfee_sumamt"] = "12.80"
    tree["input"]["drugdetail"][0] |= {"cnt": "1", "pric": "12.800000", "feedetl_sn": "1", "prd_days": ""}


def _nothing_as_null(tree: Tree) -> None:
    tree |= {"dev_no": None, "dev_safe_info": None, "cainfo": None, "signtype": None}
    tree["input"]["druginfo"] |= {"dise_codg": None, "exp_content": None, "card_sn": None}


def _optional_keys_left_out(tree: Tree) -> None:
    for name in ("dev_no", "dev_safe_info", "cainfo", "signtype", "sign_no"):
        del tree[name]


def _nothing_as_the_word_null(tree: Tree) -> None:
    tree |= {"dev_no": "null", "dev_safe_info": "null", "cainfo": "null", "signtype": "SM2", "sign_no": "null"}


def _input_as_text(tree: Tree) -> None:
    tree["input"] = simplejson.dumps(tree["input"])


def _times_of_csharp(tree: Tree) -> None:
    tree["input"]["druginfo"]["begntime"] = "2026-11-22T09:00:00.1234567+08:00"
    tree["input"]["drugdetail"][0]["fee_ocur_time"] = "2026-11-22T09:00:00"


def _times_without_seconds(tree: Tree) -> None:
    tree["input"]["druginfo"]["begntime"] = "2026-11-22 09:00"
    tree["input"]["drugdetail"][0]["fee_ocur_time"] = "2026/11/22 09:00"


def _times_without_separators(tree: Tree) -> None:
    tree["inf_time"] = "20261122090000"
    tree["input"]["druginfo"]["begntime"] = "20261122090000"


def _a_day_for_a_time(tree: Tree) -> None:
    tree["input"]["druginfo"]["begntime"] = "2026-11-22"


def _a_person_by_number_alone(tree: Tree) -> None:
    """As in the national baseline, before a province asked for the rest."""
    for name in ("psn_cert_type", "certno", "psn_type"):
        del tree["input"]["druginfo"][name]
    tree["input"]["druginfo"]["psn_name"] = ""


def _names_in_capitals(tree: Tree) -> None:
    tree["Input"] = tree.pop("input")
    tree["Input"]["druginfo"]["INVONO"] = "1"


def _one_row_without_brackets(tree: Tree) -> None:
    tree["input"]["drugdetail"] = tree["input"]["drugdetail"][0]


def _nodes_as_rows(tree: Tree) -> None:
    tree["input"] = [tree["input"] | {"druginfo": [tree["input"]["druginfo"]]}]


def _rows_as_text(tree: Tree) -> None:
    tree["input"]["drugdetail"] = simplejson.dumps(tree["input"]["drugdetail"], use_decimal=True)


def _a_long_name_and_a_time_of_csharp(tree: Tree) -> None:
    tree |= {
        "fixmedins_name": "示范区示范街道示范堂大药房连锁有限公司第三十二分店",
        "inf_time": "2026-11-22T09:00:00.1234567+08:00",
    }


def _an_own_msgid(tree: Tree) -> None:
    tree["msgid"] = "3F2504E04F8941D39A0C0305E82C33"


WRITTEN_OTHERWISE = (_names_in_capitals, _input_as_text, _an_own_msgid)
TO_THE_LETTER = (_numbers_as_text, _nothing_as_null, _optional_keys_left_out, _an_own_msgid)
NOTED = (
    _more_than_the_sheet,
    _codes_as_numbers,
    _codes_padded,
    _nothing_as_the_word_null,
    _input_as_text,
    _times_of_csharp,
    _times_without_seconds,
    _times_without_separators,
    _a_day_for_a_time,
    _a_person_by_number_alone,
    _names_in_capitals,
    _one_row_without_brackets,
    _nodes_as_rows,
    _rows_as_text,
    _a_long_name_and_a_time_of_csharp,
)


def _named(habit: Callable[[Tree], None]) -> str:
    return habit.__name__.strip("_")


def settlement_of(till: TillDriver, buyer: Buyer, habit: Callable[[Tree], None]) -> str:
    tree = simplejson.loads(till.text("2102", till.bill(buyer, (LINE,)), area=buyer.area), use_decimal=True)
    habit(tree)
    return simplejson.dumps(tree, use_decimal=True)


@pytest.mark.parametrize("habit", [*TO_THE_LETTER, *NOTED], ids=_named)
def test_a_till_with_this_habit_settles(world: World, till: TillDriver, habit: Callable[[Tree], None]) -> None:
    text = settlement_of(till, till.meet(world.code("plenty")), habit)
    answer = Answer(simplejson.loads(world.verifier.answer(text), use_decimal=True))
    output: Any = answer.output if habit is not _input_as_text else simplejson.loads(answer.tree["output"])
    assert output["setlinfo"]["setl_id"]
    assert world.verifier.answer(text) == world.verifier.answer(text)
    assert len(world.ledger.settlements()) == 1


@pytest.mark.parametrize("habit", NOTED, ids=_named)
def test_what_was_taken_is_noted_and_a_strict_region_refuses_it(
    world: World, till: TillDriver, habit: Callable[[Tree], None]
) -> None:
    buyer = replace(till.scan(world.code("plenty")), psn_no="1", insutype="310", psn_type="11", area="510100")
    text = settlement_of(till, buyer, habit)
    read = read_trade(Message.of(text), world.profile)
    assert isinstance(read, ReadTrade)
    assert read.notes
    refused = read_trade(Message.of(text), world.profile.made_strict())
    if habit is _nothing_as_the_word_null:
        assert isinstance(refused, ReadTrade)
        assert refused.request.sign_no == "null"
    else:
        assert isinstance(refused, WireFault)
        assert refused.field.rpartition(".")[2] in {note.field.rpartition(".")[2] for note in read.notes} | {"input"}


@pytest.mark.parametrize("habit", TO_THE_LETTER, ids=_named)
def test_what_the_sheet_allows_is_not_noted(world: World, till: TillDriver, habit: Callable[[Tree], None]) -> None:
    buyer = replace(till.scan(world.code("plenty")), psn_no="1", insutype="310", psn_type="11", area="510100")
    read = read_trade(Message.of(settlement_of(till, buyer, habit)), world.profile)
    assert isinstance(read, ReadTrade)
    assert read.notes == ()


def test_a_strict_region_names_what_is_not_on_the_sheet(tmp_path: Path, world: World) -> None:
    (tmp_path / "strict").mkdir()
    strict = World(tmp_path / "strict", region=world.region.replace("strict = false", "strict = true"))
    till = TillDriver(strict.verifier.answer, strict.verifier.decode)
    body = {"opter_no": "001", "mac": "x", "ip": "x"}
    told = till.send("9001", {"signIn": body | {"os": "x"}}).tree["err_msg"]
    assert told == "FSI-报文校验不通过:signIn.os不是本交易的字段[message_invalid]"
    assert till.send("9001", {"signIn": body}).output
    strict.store.close()


def test_an_input_without_its_only_node_is_read_by_its_fields(till: TillDriver) -> None:
    assert till.send("9001", {"opter_no": "001", "mac": "x", "ip": "x"}).output["signinoutb"]["sign_no"]
    assert till.send("9001", {}).refusal is RefusalCode.MESSAGE_INVALID
    assert till.send("9001", {"something": "else"}).refusal is RefusalCode.MESSAGE_INVALID


def test_what_could_be_meant_twice_is_not_guessed(world: World, till: TillDriver) -> None:
    body = till.bill(till.meet(world.code("plenty")), (LINE,))
    for path, value in (
        (("druginfo", "psn_name"), 5),
        (("druginfo", "psn_no"), 5),
        (("druginfo", "med_type"), 99),
        (("druginfo", "med_type"), True),
        (("druginfo", "begntime"), 1),
        (("druginfo", "begntime"), "2026-11-31"),
        (("druginfo", "begntime"), "22/11/2026"),
        (("druginfo", "begntime"), "09:00:00"),
        (("druginfo",), [body["druginfo"], body["druginfo"]]),
        (("druginfo",), [[body["druginfo"]]]),
        (("drugdetail",), "[]"),
        (("drugdetail",), f"[{simplejson.dumps(body['drugdetail'][0], use_decimal=True)}"),
        (("drugdetail",), [body["drugdetail"]]),
        (("druginfo",), "{}"),
        (("druginfo",), "{"),
    ):
        spoilt: Any = copy.deepcopy(body)
        inner = spoilt
        for part in path[:-1]:
            inner = inner[part]
        inner[path[-1]] = value
        assert till.send("2102", spoilt).refusal is RefusalCode.MESSAGE_INVALID, path
    assert world.ledger.settlements() == ()


def test_a_decode_call_may_say_more_and_its_data_may_be_text(world: World, till: TillDriver) -> None:
    data = {
        "ecQrCode": world.code("plenty"),
        "orgId": till.pharmacy,
        "businessType": "02121",
        "operatorId": "001",
        "operatorName": "陈",
        "deviceId": "x",
    }
    request = {"orgId": till.pharmacy, "transType": "ec.query", "data": simplejson.dumps(data), "version": "1"}
    told = simplejson.loads(world.verifier.decode(simplejson.dumps(request)))
    assert (told["code"], bool(told["data"]["ecToken"])) == (0, True)
    read = read_decode(Message.of(simplejson.dumps(request)), world.profile)
    assert not isinstance(read, WireFault)
    assert {note.field for note in read.notes} == {"data", "data.deviceId", "version"}


@pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
def test_a_message_may_be_a_json_text_as_a_whole(
    world: World, till: TillDriver, encode: Callable[[str], str | bytes]
) -> None:
    sent = encode(simplejson.dumps(till.text("9001", {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}})))
    assert simplejson.loads(world.verifier.answer(sent))["infcode"] == 0
    read = read_trade(Message.of(sent), world.profile)
    assert isinstance(read, ReadTrade)
    assert [note.sentence for note in read.notes] == ["报文是文本,已按JSON读取,应为节点"]
    refused = read_trade(Message.of(sent), world.profile.made_strict())
    assert isinstance(refused, WireFault)
    assert refused == read.notes[0]
    for nonsense in ('"', '"{', '"{}', '"x"', '""', '"{}","a":"{}"', f'"{sent!r}"'):
        assert isinstance(Message.of(nonsense).tree, WireFault)


def test_a_text_may_begin_with_a_byte_order_mark(world: World, till: TillDriver) -> None:
    body = {"signIn": {"opter_no": "001", "mac": "x", "ip": "x"}}
    assert simplejson.loads(world.verifier.answer(b"\xef\xbb\xbf" + till.text("9001", body).encode()))["infcode"] == 0


@pytest.mark.parametrize(
    "written", ["2026-11-22T01:00:00Z", "2026-11-22T01:00:00+0000", "2026-11-21 20:00:00.000-05:00"]
)
def test_a_time_with_an_offset_is_the_same_moment(world: World, till: TillDriver, written: str) -> None:
    asked = {"psn_no": "1", "insutype": "310", "fixmedins_code": till.pharmacy, "med_type": "41", "begntime": written}
    read = read_trade(Message.of(till.text("2001", {"data": asked})), world.profile)
    assert isinstance(read, ReadTrade)
    assert isinstance(read.body, EntitlementInput)
    assert read.body.data.begntime.isoformat() == "2026-11-22T09:00:00+08:00"


def test_a_person_may_be_asked_for_by_the_voucher_alone_but_not_by_a_wrong_name(world: World, till: TillDriver) -> None:
    scanned = till.scan(world.code("plenty"))
    asked = {"mdtrt_cert_type": "01", "mdtrt_cert_no": scanned.cert_no}
    for left_out in ({}, {"psn_cert_type": "", "certno": "", "psn_name": ""}, {"psn_cert_type": None, "certno": None}):
        assert till.send("1101", {"data": asked | left_out}).output["baseinfo"]["psn_name"] == scanned.name
    for wrong in ({"psn_name": "陈某"}, {"certno": "990000199001011941"}):
        assert till.send("1101", {"data": asked | wrong}).refusal is RefusalCode.PERSON_UNKNOWN


def test_a_purchase_by_number_alone_is_still_held_to_what_it_says(world: World, till: TillDriver) -> None:
    body = till.bill(till.meet(world.code("plenty")), (LINE,))
    del body["druginfo"]["certno"]
    body["druginfo"]["psn_name"] = "陈某"
    assert till.send("2102", body).refusal is RefusalCode.PERSON_UNKNOWN
    assert world.ledger.settlements() == ()


@pytest.mark.parametrize(
    ("said", "count"),
    [({}, 2), ({"REFD_SETL_FLAG": "1"}, 2), ({"refd_setl_flag": "1"}, 2), ({"REFD_SETL_FLAG": "0"}, 0)],
    ids=str,
)
def test_totals_count_refunds_unless_a_till_says_otherwise(
    world: World, till: TillDriver, said: dict[str, str], count: int
) -> None:
    paid = till.settle(till.meet(world.code("plenty")), LINE).setlinfo
    till.cancel(paid)
    claimed: Tree = {
        "insutype": "310",
        "clr_type": "41",
        "setl_optins": world.profile.region.code,
        "stmt_begndate": "2026-11-22 00:00:00",
        "stmt_enddate": "2026-11-22 23:59:59",
        "medfee_sumamt": 0,
        "fund_pay_sumamt": 0,
        "acct_pay": 0,
        "fixmedins_setl_cnt": count,
    }
    told = till.send("3201", {"data": claimed | said}).output["stmtinfo"]
    assert told["stmt_rslt"] == world.profile.reconciliation.equal, told


@pytest.mark.parametrize(
    "traces", [{"drug_trac_codg": "8"}, '[{"drug_trac_codg":"8"}]', '{"drug_trac_codg":"8"}', "", None, ...], ids=str
)
def test_goods_may_name_their_trace_codes_in_several_shapes(till: TillDriver, traces: object) -> None:
    sold: Tree = copy.deepcopy(INPUTS["3505"])
    del sold["selinfo"]["drugtracinfo"]
    if traces is not ...:
        sold["selinfo"]["drugtracinfo"] = traces
    assert till.send("3505", sold).tree["infcode"] == 0
    found = till.send("3513", {"data": {"fixmedins_code": till.pharmacy, "drug_trac_codg": "8"}})
    assert bool(found.output.get("output")) is bool(traces and traces is not ...), found.output
