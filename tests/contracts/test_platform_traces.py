"""Trace codes: kept with the settlement, wanted as the region says, and used once while it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.refusal import RefusalCode
from tests.contracts.test_platform_races import at_once
from tests.contracts.till_driver import Answer, Buyer, Line, TillDriver
from tests.contracts.world import CHENGDU, World

BOX, OTHER_BOX = "81000000000000000017", "81000000000000000025"
DRUG, MASKS = Line("12.80"), Line("6.50", code="C99020000000030000000199009")
SPELLINGS = ("durg_trac_info", "drug_trac_info")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    yield from opened(tmp_path, missing="warn", reused="warn")


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[World]:
    """Give a platform of a region that settles nothing without a code, nor anything twice."""
    yield from opened(tmp_path, missing="block", reused="block")


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[World]:
    yield from opened(tmp_path, missing="warn", reused="warn")


@pytest.fixture
def till(world: World) -> TillDriver:
    return signed_in(world)


def opened(folder: Path, *, missing: str, reused: str) -> Iterator[World]:
    region = CHENGDU.replace('missing = "warn"', f'missing = "{missing}"').replace(
        'reused = "warn"', f'reused = "{reused}"'
    )
    made = World(folder, region=region)
    yield made
    made.assert_sound()
    made.store.close()


def signed_in(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def sell(
    till: TillDriver, buyer: Buyer, *codes: str, line: Line = DRUG, split: str = "0", node: str = SPELLINGS[0]
) -> Answer:
    bill = till.bill(buyer, (line,))
    traces = [{"feedetl_sn": "1", "drug_trac_codg": code, "trdn_flag": split} for code in codes]
    bill["drugdetail"][0][node] = traces
    return till.send("2102", bill, area=buyer.area)


@pytest.mark.parametrize("node", SPELLINGS)
def test_the_codes_of_a_sale_are_kept_in_either_spelling(world: World, till: TillDriver, node: str) -> None:
    answer = sell(till, till.meet(world.code("plenty")), BOX, OTHER_BOX, node=node)
    assert answer.tree["warn_msg"] == ""
    with world.store.read() as books:
        assert [use.code for use in books.traces_of(answer.setlinfo["setl_id"])] == [BOX, OTHER_BOX]
        assert books.trace_holder(BOX) == answer.setlinfo["setl_id"]


def test_where_the_region_warns_the_sale_goes_on(lenient: World) -> None:
    till = signed_in(lenient)
    assert "追溯码" in sell(till, till.meet(lenient.code("plenty"))).tree["warn_msg"]
    assert sell(till, till.meet(lenient.code("plenty")), BOX).tree["warn_msg"] == ""
    assert "重复" in sell(till, till.meet(lenient.code("plenty")), BOX).tree["warn_msg"]
    assert len(lenient.ledger.settlements()) == 3


def test_where_the_region_blocks_no_code_no_settlement(strict: World) -> None:
    till = signed_in(strict)
    buyer = till.meet(strict.code("plenty"))
    assert sell(till, buyer).refusal is RefusalCode.TRACE_CODE_MISSING
    assert sell(till, buyer, line=MASKS).setlinfo  # goods that need none


def test_where_the_region_blocks_a_code_is_sold_once(strict: World) -> None:
    till = signed_in(strict)
    assert sell(till, till.meet(strict.code("plenty")), BOX).setlinfo
    buyer, before = till.meet(strict.code("exact")), strict.yuan("exact")
    assert sell(till, buyer, OTHER_BOX, BOX).refusal is RefusalCode.TRACE_CODE_USED
    assert strict.yuan("exact") == before
    assert sell(till, buyer, OTHER_BOX).setlinfo  # neither the token nor the other code was used up


@pytest.mark.parametrize("way", ["cancel", "reverse"])
def test_a_sale_that_is_undone_gives_its_codes_back(strict: World, way: str) -> None:
    till = signed_in(strict)
    info = sell(till, till.meet(strict.code("plenty")), BOX).setlinfo
    if way == "cancel":
        assert till.cancel(info).setlinfo
    else:
        assert till.reverse(info["medins_setl_id"], info["psn_no"]).output == {}
    assert sell(till, till.meet(strict.code("exact")), BOX).setlinfo


def test_a_sale_that_stands_again_has_its_codes_again(strict: World) -> None:
    till = signed_in(strict)
    info, msgid = sell(till, till.meet(strict.code("plenty")), BOX).setlinfo, till.msgid()
    assert till.cancel(info, msgid=msgid).setlinfo
    assert till.reverse(msgid, info["psn_no"], infno="2103").output == {}
    assert sell(till, till.meet(strict.code("exact")), BOX).refusal is RefusalCode.TRACE_CODE_USED


def test_an_opened_box_is_sold_in_parts(strict: World) -> None:
    till = signed_in(strict)
    for person_id in ("plenty", "exact"):
        assert sell(till, till.meet(strict.code(person_id)), BOX, split="1").setlinfo


def test_goods_without_a_code_get_one_for_the_batch(strict: World) -> None:
    till = signed_in(strict)
    goods = {
        "med_list_codg": DRUG.code,
        "fixmedins_hilist_id": "100001",
        "fixmedins_hilist_name": "感冒灵颗粒",
        "fixmedins_bchno": "B1",
    }
    codes = [
        till.send("3592B", {"data": goods | {"fixmedins_bchno": batch}}).output["result"]["drug_trac_codg"]
        for batch in ("B1", "B1", "B2")
    ]
    assert codes[0] == codes[1] != codes[2]
    for person_id in ("plenty", "exact"):
        assert sell(till, till.meet(strict.code(person_id)), codes[0]).setlinfo
    unknown = goods | {"med_list_codg": "NOTHING"}
    assert till.send("3592B", {"data": unknown}).refusal is RefusalCode.MESSAGE_INVALID


def test_a_code_belongs_to_the_line_it_stands_in(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    bill = till.bill(buyer, (DRUG,))
    bill["drugdetail"][0]["durg_trac_info"] = [{"feedetl_sn": "2", "drug_trac_codg": BOX, "trdn_flag": "0"}]
    assert till.send("2102", bill).refusal is RefusalCode.MESSAGE_INVALID


def test_of_many_tills_that_sell_one_box_at_once_one_does(strict: World) -> None:
    till = signed_in(strict)
    buyers = [till.meet(strict.code("plenty")) for _ in range(8)]
    texts = []
    for buyer in buyers:
        bill = till.bill(buyer, (DRUG,))
        bill["drugdetail"][0]["durg_trac_info"] = [{"feedetl_sn": "1", "drug_trac_codg": BOX, "trdn_flag": "0"}]
        texts.append(till.text("2102", bill, area=buyer.area))
    answers = at_once(strict.verifier.answer, texts)
    assert sum('"infcode":0' in answer for answer in answers) == 1
    assert sum("[trace_code_used]" in answer for answer in answers) == 7
