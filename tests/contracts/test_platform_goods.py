"""Goods over the counter: every box is reported once, comes back once, and can be found by its code."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import simplejson

from pos_app.domain.refusal import RefusalCode
from pos_app.wire.refusal_text import read_refusal
from tests.contracts.till_driver import Answer, Line, TillDriver, Tree
from tests.contracts.world import CHENGDU, World

BOX, OTHER_BOX = "81000000000000000017", "81000000000000000025"


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


@pytest.fixture
def info(world: World, till: TillDriver) -> Tree:
    return till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo


def common(info: Tree, *codes: str) -> Tree:
    return {
        "med_list_codg": "ZA01BAY001A005010199002",
        "fixmedins_hilist_id": "100001",
        "fixmedins_hilist_name": "感冒灵颗粒",
        "fixmedins_bchno": "B1",
        "setl_id": info["setl_id"],
        "mdtrt_sn": info["mdtrt_id"],
        "psn_no": info["psn_no"],
        "manu_lotnum": "2604A17",
        "manu_date": "2026-04-01",
        "rx_flag": "0",
        "trdn_flag": "0",
        "sel_retn_cnt": 1,
        "sel_retn_time": "2026-11-22 09:00:00",
        "sel_retn_opter_name": "陈",
        "drugtracinfo": [{"drug_trac_codg": code} for code in codes],
    }


def sold(info: Tree, *codes: str, **changes: object) -> Tree:
    return {
        **common(info, *codes),
        "prsc_dr_name": "无",
        "phar_name": "林",
        "phar_prac_cert_no": "Z1",
        "rtal_docno": "0001",
        "finl_trns_pric": Decimal("12.80"),
        "drug_prod_barc": "6999002000016",
        **changes,
    }


def results(answer: Answer) -> list[Tree]:
    return list(answer.output["selinfoDetail"])


def report(till: TillDriver, *rows: Tree) -> list[Tree]:
    return results(till.send("3505A", {"selinfoDetail": list(rows)}))


def bring_back(till: TillDriver, *rows: Tree) -> list[Tree]:
    return results(till.send("3506A", {"selinfoDetail": list(rows)}))


def reason(row: Tree) -> RefusalCode:
    assert row["retRslt"] == "0", row
    return read_refusal(row["msgRslt"]).code


def found(till: TillDriver, **asked: str) -> list[Tree]:
    return list(till.send("3513", {"data": {"fixmedins_code": till.pharmacy} | asked}).output["output"])


def test_each_row_of_a_batch_stands_for_itself(till: TillDriver, info: Tree) -> None:
    rows = report(
        till,
        sold(info, BOX),
        sold(info),
        sold(info, OTHER_BOX, mdtrt_sn="another"),
        sold(info, OTHER_BOX, med_list_codg="NOTHING"),
        sold(info, OTHER_BOX, setl_id="nothing"),
        sold(info, OTHER_BOX, sel_retn_cnt=0),
        sold(info, OTHER_BOX),
    )
    assert [row["retRslt"] for row in rows] == ["1", "0", "0", "0", "0", "0", "1"]
    assert reason(rows[1]) is RefusalCode.TRACE_CODE_MISSING
    assert reason(rows[4]) is RefusalCode.SETTLEMENT_UNKNOWN
    assert {reason(rows[number]) for number in (2, 3, 5)} == {RefusalCode.MESSAGE_INVALID}
    assert rows[0]["fixmedins_hilist_name"] == "感冒灵颗粒"  # the row comes back as it went
    assert len(rows[0]["medins_prod_sel_no"]) <= 30
    assert {row["drugTracCodg"] for row in found(till)} == {BOX, OTHER_BOX}


def test_a_row_that_came_before_is_not_kept_twice(till: TillDriver, info: Tree) -> None:
    assert report(till, sold(info, BOX))[0]["retRslt"] == "1"
    assert reason(report(till, sold(info, BOX))[0]) is RefusalCode.UPLOAD_REPEATED
    assert len(found(till, drug_trac_codg=BOX)) == 1


def test_a_repeated_message_gets_its_answer_again(till: TillDriver, info: Tree) -> None:
    msgid = till.msgid()
    texts = [till.text("3505A", {"selinfoDetail": [sold(info, code)]}, msgid=msgid) for code in (BOX, BOX, OTHER_BOX)]
    first, again, changed = (till.call(text) for text in texts)
    assert first == again
    assert Answer(simplejson.loads(changed)).refusal is RefusalCode.MSGID_REUSED


@pytest.mark.parametrize("count", [0, 501])
def test_a_batch_has_a_size(till: TillDriver, info: Tree, count: int) -> None:
    body = {"selinfoDetail": [sold(info, BOX)] * count}
    assert till.send("3505A", body).refusal is RefusalCode.MESSAGE_INVALID


def test_what_came_back_can_be_sold_again_and_comes_back_once(till: TillDriver, info: Tree) -> None:
    number = report(till, sold(info, BOX))[0]["medins_prod_sel_no"]
    back = common(info, BOX) | {"medins_prod_sel_no": number}
    assert bring_back(till, back)[0]["retRslt"] == "1"
    assert reason(bring_back(till, back)[0]) is RefusalCode.UPLOAD_REPEATED
    assert reason(bring_back(till, back | {"memo": "again"})[0]) is RefusalCode.MESSAGE_INVALID
    assert report(till, sold(info, BOX, rtal_docno="0002"))[0]["retRslt"] == "1"
    assert [row["memo"] for row in found(till, drug_trac_codg=BOX)] == ["", "退货", ""]


def test_only_what_was_sold_comes_back(till: TillDriver, info: Tree) -> None:
    report(till, sold(info, BOX))
    assert reason(bring_back(till, common(info, OTHER_BOX))[0]) is RefusalCode.MESSAGE_INVALID
    assert reason(bring_back(till, common(info))[0]) is RefusalCode.TRACE_CODE_MISSING
    assert reason(bring_back(till, common(info, BOX) | {"medins_prod_sel_no": "x"})[0]) is RefusalCode.MESSAGE_INVALID
    stranger = common({"setl_id": "", "mdtrt_id": "another", "psn_no": ""}, BOX)
    assert reason(bring_back(till, stranger)[0]) is RefusalCode.MESSAGE_INVALID


def test_single_uploads_are_acknowledged_or_refused_whole(till: TillDriver, info: Tree) -> None:
    assert till.send("3505", {"selinfo": sold(info, BOX)}).output == {}
    assert till.send("3505", {"selinfo": sold(info, BOX)}).refusal is RefusalCode.UPLOAD_REPEATED
    assert till.send("3505", {"selinfo": sold(info, drug_trac_codg=OTHER_BOX)}).output == {}  # the older place
    assert till.send("3506", {"selinfo": common(info, BOX)}).output == {}
    assert till.send("3506", {"selinfo": common(info, BOX) | {"memo": "2"}}).refusal is RefusalCode.MESSAGE_INVALID


def test_a_cancelled_settlement_has_no_more_sales_but_returns(till: TillDriver, info: Tree) -> None:
    report(till, sold(info, BOX))
    till.cancel(info)
    assert reason(report(till, sold(info, OTHER_BOX))[0]) is RefusalCode.SETTLEMENT_CANCELLED
    assert bring_back(till, common(info, BOX))[0]["retRslt"] == "1"


@pytest.mark.parametrize(
    ("reused", "result", "says"), [("block", "0", "[trace_code_used]"), ("warn", "1", "监管"), ("allow", "1", "")]
)
def test_a_box_that_is_sold_twice_is_seen(tmp_path: Path, reused: str, result: str, says: str) -> None:
    world = World(tmp_path, region=CHENGDU.replace('reused = "warn"', f'reused = "{reused}"'))
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    first, second = (till.settle(till.meet(world.code(who)), Line("12.80")).setlinfo for who in ("plenty", "exact"))
    report(till, sold(first, BOX))
    (row,) = report(till, sold(second, BOX))
    assert row["retRslt"] == result
    assert row["msgRslt"].endswith(says)
    assert report(till, sold(second, BOX, trdn_flag="1"))[0]["msgRslt"] == ""  # an opened box is met again
    world.store.close()


def test_who_asks_about_another_pharmacy_is_not_told_to_whom_it_sold(till: TillDriver, info: Tree) -> None:
    report(till, sold(info, BOX, psn_name="李思源", certno="990000198403121030", psn_cert_type="01"))
    (own,) = found(till, drug_trac_codg=BOX)
    assert (own["psnName"], own["mdtrtId"]) == ("李思源", info["mdtrt_id"])
    other = TillDriver(till.call, till.decode_call, "P51010000002")
    other.sign_in()
    (seen,) = found(other, drug_trac_codg=BOX, fixmedins_code=till.pharmacy)
    assert (seen["psnName"], seen["psnNo"], seen["certno"], seen["fixmedinsCode"]) == ("", "", "", till.pharmacy)
    asked = {"fixmedins_code": till.pharmacy, "psn_no": info["psn_no"]}
    assert other.send("3513", {"data": asked}).refusal is RefusalCode.MESSAGE_INVALID


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"begndate": "2026-11-22", "enddate": "2026-11-22"}, 2),
        ({"begndate": "2026-11-23"}, 0),
        ({"enddate": "2026-11-21"}, 0),
        ({"fixmedins_bchno": "B2"}, 1),
        ({"medins_list_codg": "100002"}, 0),
        ({"psn_name": "别人"}, 0),
    ],
)
def test_sales_are_found_by_what_is_known_of_them(
    till: TillDriver, info: Tree, asked: dict[str, str], count: int
) -> None:
    report(till, sold(info, BOX), sold(info, OTHER_BOX, fixmedins_bchno="B2"))
    assert len(found(till, **asked)) == count
