"""What the platform can be asked: its catalogue, a person's entitlement, and what was bought before."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.refusal import RefusalCode
from tests.contracts.till_driver import Line, TillDriver, Tree
from tests.contracts.world import CATALOGUE, World, person

PAGE = {"updt_time": "2026-01-01", "page_num": 1, "page_size": 100}
CEFIXIME, COLD_REMEDY = "XJ01DDT004A001010199004", "ZA01BAY001A005010199002"
D = Decimal


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


def ask(till: TillDriver, infno: str, **asked: object) -> list[Tree]:
    """Turn every page of a catalogue query."""
    rows: list[Tree] = []
    for number in range(1, 1000):
        page = till.send(infno, {"data": PAGE | asked | {"page_num": number}}).output
        rows += page["data"]
        assert (page["firstPage"], page["size"]) == (number == 1, len(page["data"]))
        if page["lastPage"]:
            assert page["recordCounts"] == len(rows)
            return rows
    raise AssertionError("the last page never came")


def test_the_catalogue_comes_page_by_page_and_whole(world: World, till: TillDriver) -> None:
    for size in (7, 100, 9999):
        rows = ask(till, "1312", page_size=size)
        assert {row["hilist_code"] for row in rows} == set(CATALOGUE)
        assert len(rows) == len(CATALOGUE)
    assert {row["insu_admdvs"] for row in rows} == {world.profile.region.code}
    assert {row["med_list_codg"] for row in ask(till, "1316")} == set(CATALOGUE)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"hilist_code": COLD_REMEDY}, 1),
        ({"hilist_code": "NOTHING"}, 0),
        ({"hilist_code": COLD_REMEDY, "chrgitm_lv": "03"}, 0),
        ({"hilist_code": COLD_REMEDY, "vali_flag": "0"}, 0),
        ({"updt_time": "2026-01-02"}, 0),  # nothing has changed since
        ({"query_date": "2025-12-31"}, 0),  # it was not in force yet
        ({"hilist_name": "感冒灵颗粒", "hilist_code": COLD_REMEDY}, 1),
    ],
)
def test_a_filter_leaves_what_fits(till: TillDriver, asked: dict[str, str], count: int) -> None:
    assert len(ask(till, "1312", **asked)) == count


@pytest.mark.parametrize("asked", [{"page_num": 0}, {"page_size": 0}, {"page_num": -1}])
def test_pages_are_counted_from_one(till: TillDriver, asked: dict[str, int]) -> None:
    assert till.send("1312", {"data": PAGE | asked}).refusal is RefusalCode.MESSAGE_INVALID


def test_the_ratios_are_those_that_bills_are_cut_by(world: World, till: TillDriver) -> None:
    rows = ask(till, "1319", hilist_code=CEFIXIME)
    assert [row["selfpay_prop_psn_type"] for row in rows] == ["310", "390", "330", "99"]
    charge_class = CATALOGUE[CEFIXIME].charge_class
    for row in rows:
        assert row["selfpay_prop"] == world.profile.selfpay_ratio(charge_class, row["selfpay_prop_psn_type"])
    for person_id in ("plenty", "resident-no-account"):
        buyer = till.meet(world.code(person_id))
        (cut,) = till.quote(buyer, Line("10.00", code=CEFIXIME)).output["detlcutinfo"]
        told = next(row for row in rows if row["selfpay_prop_psn_type"] == buyer.insutype)
        assert cut["selfpay_prop"] == told["selfpay_prop"]


def test_the_caps_are_those_that_bills_are_cut_by(world: World, till: TillDriver) -> None:
    caps = {row["hilist_code"]: row["hilist_pric_uplmt_amt"] for row in ask(till, "1318")}
    assert caps == world.profile.prices.caps
    buyer = till.meet(world.code("plenty"))
    for code, cap in caps.items():
        info = till.quote(buyer, Line(str(2 * (cap + 1)), str(cap + 1), "2", code)).setlinfo
        assert info["overlmt_selfpay"] == D("2.00")


def entitled(till: TillDriver, person_id: str, **changes: str) -> Any:  # noqa: ANN401  a node of an answer
    data = {
        "psn_no": person(person_id).psn_no,
        "insutype": person(person_id).insurance,
        "fixmedins_code": till.pharmacy,
        "med_type": "41",
        "begntime": "2026-11-22 09:00:00",
    }
    return till.send("2001", {"data": data | changes})


@pytest.mark.parametrize(
    ("person_id", "flag", "reason"),
    [
        ("plenty", "1", ""),
        ("frozen", "0", "[account_frozen]"),
        ("paused", "0", "[insurance_paused]"),
        ("deceased", "0", "[person_deceased]"),
        ("in-hospital", "0", "[in_hospital]"),
        ("blacklisted", "0", "[person_blacklisted]"),
        ("insuplc-missing", "0", "[insuplc_missing]"),
    ],
)
def test_an_entitlement_says_why_not(till: TillDriver, person_id: str, flag: str, reason: str) -> None:
    row = next(one for one in entitled(till, person_id).output["trtinfo"] if one["fund_pay_type"] == "310200")
    assert row["trt_enjymnt_flag"] == flag
    assert row["trt_chk_rslt"].endswith(reason)


def test_an_entitlement_is_asked_of_somebody_known_and_by_oneself(till: TillDriver) -> None:
    assert entitled(till, "plenty", psn_no="nobody").refusal is RefusalCode.PERSON_UNKNOWN
    assert entitled(till, "plenty", insutype="510").refusal is RefusalCode.MESSAGE_INVALID
    assert entitled(till, "plenty", fixmedins_code="P51010000002").refusal is RefusalCode.MESSAGE_INVALID


@pytest.mark.parametrize(("person_id", "state"), [("two-insurances", "1"), ("once-resident", "4")])
def test_several_insurances_are_told_and_the_till_picks_one(
    world: World, till: TillDriver, person_id: str, state: str
) -> None:
    buyer = till.scan(world.code(person_id))
    rows, psn_no = till.identify(buyer).output["insuinfo"], person(person_id).psn_no
    assert [(row["insutype"], row["psn_insu_stas"]) for row in rows] == [("390", state), ("310", "1")]
    assert [row["balc"] for row in rows] == [0, person(person_id).balance_yuan]
    resident, employee = (
        replace(buyer, psn_no=psn_no, insutype=row["insutype"], psn_type=row["psn_type"], area="510100") for row in rows
    )
    if state == "1":
        assert till.quote(resident, Line("12.80")).setlinfo["psn_cash_pay"] == D("12.80")
    else:
        assert till.quote(resident, Line("12.80")).refusal is RefusalCode.INSURANCE_PAUSED
    settled = till.settle(employee, Line("12.80")).setlinfo
    assert (settled["acct_pay"], settled["insutype"]) == (D("12.80"), "310")


def named(info: Tree) -> Tree:
    return {"data": {name: info[name] for name in ("setl_id", "mdtrt_id", "psn_no")}}


def test_a_settlement_of_before_is_told_as_it_was_answered(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("family-father"))
    answer = till.settle(buyer, Line("25.60", "12.80", "2"), Line("13.00", "6.50", "2", CEFIXIME))
    info, past = answer.setlinfo, till.send("5203", named(answer.setlinfo)).output
    same = set(info) & set(past["setlinfo"]) - {"exp_content"}
    assert len(same) > 35
    assert {name: past["setlinfo"][name] for name in same} == {name: info[name] for name in same}
    assert (past["setlinfo"]["psn_pay"], past["setlinfo"]["cash_payamt"]) == (
        info["psn_part_amt"],
        info["psn_cash_pay"],
    )
    assert past["setldetail"] == answer.output["setldetail"]
    assert past["setlinfo"]["refd_setl_flag"] == "0"
    lines = till.send("5204", named(info)).output["data"]
    for line, cut in zip(lines, answer.output["detlcutinfo"], strict=True):
        assert {name: line[name] for name in set(cut) & set(line)} == {name: cut[name] for name in set(cut) & set(line)}
        assert line["fee_ocur_time"] == "2026-11-22 09:00:00"


def test_what_was_cancelled_does_not_stand_and_its_refund_is_told_below_zero(world: World, till: TillDriver) -> None:
    answer = till.settle(till.meet(world.code("plenty")), Line("12.80"))
    refund = till.cancel(answer.setlinfo).setlinfo | {"psn_no": answer.setlinfo["psn_no"]}
    assert till.send("5203", named(answer.setlinfo)).setlinfo["refd_setl_flag"] == "1"
    told = till.send("5203", named(refund)).setlinfo
    assert (told["refd_setl_flag"], told["medfee_sumamt"], told["insutype"]) == ("1", D("-12.80"), "310")
    assert len(till.send("5204", named(refund)).output["data"]) == 1


@pytest.mark.parametrize("infno", ["5203", "5204"])
@pytest.mark.parametrize("name", ["setl_id", "mdtrt_id", "psn_no"])
def test_a_settlement_is_told_only_to_who_knows_all_its_names(
    world: World, till: TillDriver, infno: str, name: str
) -> None:
    asked = named(till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo)
    other = TillDriver(till.call, till.decode_call, "P51010000002")
    other.sign_in()
    assert other.send(infno, asked).refusal is RefusalCode.SETTLEMENT_UNKNOWN
    asked["data"][name] = person("exact").psn_no
    assert till.send(infno, asked).refusal is RefusalCode.SETTLEMENT_UNKNOWN


def test_visits_are_those_of_the_time_asked_and_not_the_reversed(world: World, till: TillDriver) -> None:
    infos = [till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo for _ in range(3)]
    till.cancel(infos[1])
    till.reverse(infos[2]["medins_setl_id"], infos[2]["psn_no"])
    asked = {
        "psn_no": infos[0]["psn_no"],
        "begntime": "2026-11-22 09:00:00",
        "endtime": "2026-11-22 10:00:00",
        "med_type": "41",
    }
    visits = till.send("5201", {"data": asked}).output["mdtrtinfo"]
    assert [visit["mdtrt_id"] for visit in visits] == [infos[0]["mdtrt_id"], infos[1]["mdtrt_id"]]
    one = till.send("5201", {"data": asked | {"mdtrt_id": infos[1]["mdtrt_id"]}}).output["mdtrtinfo"]
    assert [visit["mdtrt_id"] for visit in one] == [infos[1]["mdtrt_id"]]
    early = asked | {"begntime": "2026-11-22 07:00:00", "endtime": "2026-11-22 09:00:00"}
    assert till.send("5201", {"data": early}).output["mdtrtinfo"] == []
    wrong = asked | {"endtime": "2026-11-21 09:00:00"}
    assert till.send("5201", {"data": wrong}).refusal is RefusalCode.MESSAGE_INVALID


def test_accumulations_are_of_what_stands(world: World, till: TillDriver) -> None:
    infos = [till.settle(till.meet(world.code("short")), Line("12.80")).setlinfo for _ in range(2)]
    till.cancel(infos[1])
    asked = {"psn_no": infos[0]["psn_no"], "cum_ym": "202611"}
    rows = till.send("5206", {"data": asked}).output["cuminfo"]
    assert {row["cum_type_code"]: row["cum"] for row in rows if row["cum_type_code"] != "DEDC"} == {
        "MEDFEE": D("12.80"),
        "FUND": D("0.00"),
        "ACCT": infos[0]["acct_pay"],
        "CASH": infos[0]["psn_cash_pay"],
    }
    assert till.send("5206", {"data": asked | {"cum_ym": "202610"}}).output["cuminfo"] == []


@pytest.mark.parametrize("infno", ["1312", "1316", "1318", "1319"])
def test_even_the_catalogue_wants_a_sign_in(world: World, infno: str) -> None:
    stranger = TillDriver(world.verifier.answer, world.verifier.decode)
    assert stranger.send(infno, {"data": PAGE}).refusal is RefusalCode.NOT_SIGNED_IN
