"""Totals and details: what the centre says of a day, by its own time, whoever asks and however."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import simplejson

from pos_app.domain.refusal import RefusalCode
from pos_app.wire.file_rows import pack_rows, unpack_rows
from pos_app.wire.messages.reconciliation import ClaimedRow, ComparedRow
from tests.contracts.till_driver import Answer, Line, TillDriver, Tree
from tests.contracts.world import World

DAY = 24 * 3600
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


def own_agency(world: World) -> str:
    return world.profile.region.code


def totals(world: World, till: TillDriver, infos: list[Tree], **changes: object) -> str:
    """Ask 3201 with the sums of our own book, and give the verdict in words."""
    data = {
        "insutype": "310",
        "clr_type": "41",
        "setl_optins": own_agency(world),
        "stmt_begndate": "2026-11-22",
        "stmt_enddate": "2026-11-22",
        **{
            name: sum((info[name] for info in infos), D(0)) for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
        },
        "fixmedins_setl_cnt": len(infos),
        "fixmedins_refd_setl_flag": "1",
        **changes,
    }
    verdict = till.send("3201", {"data": data}).output["stmtinfo"]["stmt_rslt"]
    rules = world.profile.reconciliation
    return {rules.equal: "equal", rules.unequal: "unequal"}[verdict]


def test_what_was_sold_and_refunded_adds_up_on_both_sides(world: World, till: TillDriver) -> None:
    infos = [till.settle(till.meet(world.code(who)), Line("12.80")).setlinfo for who in ("plenty", "short", "exact")]
    assert totals(world, till, infos) == "equal"
    infos.append(till.cancel(infos[0]).setlinfo)
    assert totals(world, till, infos) == "equal"
    assert totals(world, till, infos[:-1]) == "unequal"
    assert totals(world, till, infos[1:3], fixmedins_refd_setl_flag="0") == "equal"  # only what stands


@pytest.mark.parametrize("name", ["medfee_sumamt", "fund_pay_sumamt", "acct_pay"])
def test_one_fen_apart_is_apart(world: World, till: TillDriver, name: str) -> None:
    infos = [till.settle(till.meet(world.code("short")), Line("12.80")).setlinfo]
    assert totals(world, till, infos, **{name: infos[0][name] + D("0.01")}) == "unequal"
    assert totals(world, till, infos, fixmedins_setl_cnt=2) == "unequal"


def test_kinds_of_insurance_and_of_clearing_are_kept_apart(world: World, till: TillDriver) -> None:
    near = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo
    far = till.settle(till.meet(world.code("same-province")), Line("6.50")).setlinfo
    resident = till.settle(till.meet(world.code("resident-no-account")), Line("1.00")).setlinfo
    assert totals(world, till, [near]) == "equal"
    assert totals(world, till, [far], clr_type="9974", insutype=far["insutype"]) == "equal"
    assert totals(world, till, [far], clr_type="9974", setl_optins=far["clr_optins"]) == "equal"
    assert totals(world, till, [], clr_type="9974", setl_optins="519900") == "equal"
    assert totals(world, till, [resident], insutype="390") == "equal"
    assert totals(world, till, [near, resident]) == "unequal"


def test_the_day_is_that_of_the_centre_and_whole(world: World, till: TillDriver) -> None:
    first = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo  # 09:00 in China
    world.clock.advance(15 * 3600 - 1)
    till.sign_in()
    last = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo  # 23:59:59
    world.clock.advance(1)
    next_day = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo  # 00:00:00
    refund = till.cancel(first).setlinfo
    assert totals(world, till, [first, last]) == "equal"
    both = {"stmt_begndate": "2026-11-23", "stmt_enddate": "2026-11-23"}
    assert totals(world, till, [next_day, refund], **both) == "equal"
    assert totals(world, till, [first, last, next_day, refund], stmt_enddate="2026-11-23") == "equal"


def test_a_reversed_sale_has_never_been(world: World, till: TillDriver) -> None:
    kept, lost = (till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo for _ in range(2))
    assert totals(world, till, [kept]) == "unequal"
    till.reverse(lost["medins_setl_id"], lost["psn_no"])
    assert totals(world, till, [kept]) == "equal"
    msgid = till.msgid()
    till.cancel(kept, msgid=msgid)
    till.reverse(msgid, kept["psn_no"], infno="2103")
    assert totals(world, till, [kept]) == ("equal" if "2103" in world.profile.messages.reversible else "unequal")


def test_days_the_wrong_way_round_are_refused(world: World, till: TillDriver) -> None:
    with pytest.raises(AssertionError, match="message_invalid"):
        totals(world, till, [], stmt_enddate="2026-11-21")


def claim(info: Tree, **changes: object) -> ClaimedRow:
    names = [name for name in ClaimedRow.model_fields if name != "refd_setl_flag"]
    return ClaimedRow.model_validate({**{name: info[name] for name in names}, "refd_setl_flag": "0", **changes})


def send_file(till: TillDriver, content: bytes, **header: str) -> Answer:
    sent = {"in": base64.b64encode(content).decode(), "filename": "mine.zip", "fixmedins_code": till.pharmacy}
    return till.send("9101", {"fsUploadIn": sent}, **header)


def details(world: World, till: TillDriver, rows: list[ClaimedRow], **changes: object) -> Answer:
    number = send_file(till, pack_rows("mine", rows)).output["file_qury_no"]
    data = {
        "setl_optins": own_agency(world),
        "file_qury_no": number,
        "stmt_begndate": "2026-11-22",
        "stmt_enddate": "2026-11-22",
        "medfee_sumamt": sum((row.medfee_sumamt for row in rows), D(0)),
        "fund_pay_sumamt": sum((row.fund_pay_sumamt for row in rows), D(0)),
        "cash_payamt": 0,
        "fixmedins_setl_cnt": len(rows),
        "clr_type": "41",
        "fixmedins_refd_setl_flag": "1",
        **changes,
    }
    return till.send("3202", {"data": data})


def fetch(till: TillDriver, file: Tree) -> Answer:
    asked = {"file_qury_no": file["file_qury_no"], "filename": file["filename"], "fixmedins_code": till.pharmacy}
    return till.send("9102", {"fsDownloadIn": asked})


def compared(till: TillDriver, answer: Answer) -> tuple[ComparedRow, ...]:
    content = base64.b64decode(fetch(till, answer.output["fileinfo"]).output["out"])
    rows = unpack_rows(ComparedRow, content)
    assert isinstance(rows, tuple), rows
    return rows


def test_details_name_what_each_side_lacks_and_what_to_reverse(world: World, till: TillDriver) -> None:
    agreed, wrong, lost = (till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo for _ in range(3))
    refund = till.cancel(agreed).setlinfo | {"psn_no": agreed["psn_no"]}
    ours = [
        claim(agreed),
        claim(refund, refd_setl_flag="1"),
        claim(wrong, medfee_sumamt=D("12.90")),
        claim(agreed, setl_id="only-ours"),
    ]
    rows = {row.setl_id: row for row in compared(till, details(world, till, ours))}
    rules = world.profile.reconciliation
    assert {setl_id for setl_id, row in rows.items() if row.stmt_rslt == rules.equal} == {
        agreed["setl_id"],
        refund["setl_id"],
    }
    assert rows[refund["setl_id"]].medfee_sumamt == D("-12.80")
    assert rows[refund["setl_id"]].refd_setl_flag == "1"
    assert "不一致" in rows[wrong["setl_id"]].memo
    assert "机构无" in rows[lost["setl_id"]].memo
    assert "中心无" in rows["only-ours"].memo
    assert len(rows) == 5
    assert till.reverse(rows[lost["setl_id"]].msgid, lost["psn_no"]).output == {}  # the msgid is good for a 2601
    after = {row.setl_id for row in compared(till, details(world, till, ours))}
    assert lost["setl_id"] not in after


def test_a_file_must_be_what_the_message_says(world: World, till: TillDriver) -> None:
    row = claim(till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo)
    for changes in ({"fixmedins_setl_cnt": 2}, {"medfee_sumamt": 1}):
        assert details(world, till, [row], **changes).refusal is RefusalCode.FILE_INVALID
    assert details(world, till, [row, row]).refusal is RefusalCode.FILE_INVALID
    assert details(world, till, [row], file_qury_no="x").refusal is RefusalCode.FILE_UNKNOWN
    number = send_file(till, b"no zip").output["file_qury_no"]
    assert details(world, till, [row], file_qury_no=number).refusal is RefusalCode.FILE_INVALID


def test_a_file_belongs_to_who_sent_it_and_is_kept_for_a_month(world: World, till: TillDriver) -> None:
    file = send_file(till, b"mine").output
    assert base64.b64decode(fetch(till, file).output["out"]) == b"mine"
    assert fetch(till, file | {"filename": "other"}).refusal is RefusalCode.FILE_UNKNOWN
    other = TillDriver(till.call, till.decode_call, "P51010000002")
    other.sign_in()
    assert fetch(other, file).refusal is RefusalCode.FILE_UNKNOWN
    sent = {"in": "AAAA", "filename": "mine.zip", "fixmedins_code": other.pharmacy}
    assert till.send("9101", {"fsUploadIn": sent}).refusal is RefusalCode.MESSAGE_INVALID
    world.clock.advance(30 * DAY)
    till.sign_in()
    assert fetch(till, file).refusal is RefusalCode.FILE_UNKNOWN


def test_the_same_upload_twice_is_one_file(till: TillDriver) -> None:
    sent = {"in": "AAAA", "filename": "mine.zip", "fixmedins_code": till.pharmacy}
    text = till.text("9101", {"fsUploadIn": sent}, msgid="P51010000001202611220900009999")
    assert till.call(text) == till.call(text)
    changed = till.text("9101", {"fsUploadIn": sent | {"in": "AAAB"}}, msgid="P51010000001202611220900009999")
    assert Answer(simplejson.loads(till.call(changed))).refusal is RefusalCode.MSGID_REUSED


def test_a_day_that_means_for_ever_is_one(world: World, till: TillDriver) -> None:
    infos = [till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo]
    assert totals(world, till, infos, stmt_begndate="1900-01-01", stmt_enddate="9999-12-31") == "equal"
