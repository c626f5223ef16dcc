"""The same answer for ever, cancelling what is known, reversing what is not."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.refusal import RefusalCode
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import World, person

LINE = Line("12.80")
PLENTY = person("plenty").psn_no
OPENING = Decimal("1204.33")
PAID = OPENING - Decimal("12.80")


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


def test_a_second_settlement_of_one_msgid_changes_nothing(world: World, till: TillDriver) -> None:
    text = till.text("2102", till.bill(till.meet(world.code("plenty")), (LINE,)))
    first = world.verifier.answer(text)
    world.clock.advance(86_400)
    assert world.verifier.answer(text) == first
    assert world.yuan("plenty") == PAID


def test_a_refusal_is_the_same_for_ever_too(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    world.clock.advance(600)
    text = till.text("2102", till.bill(buyer, (LINE,)))
    first = world.verifier.answer(text)
    world.clock.advance(-600)  # the token would be good again
    assert world.verifier.answer(text) == first
    assert world.yuan("plenty") == OPENING


def test_one_msgid_with_other_content_is_an_error(world: World, till: TillDriver) -> None:
    buyer, msgid = till.meet(world.code("plenty")), till.msgid()
    first = till.settle(buyer, LINE, msgid=msgid)
    assert till.settle(buyer, Line("12.81"), msgid=msgid).refusal is RefusalCode.MSGID_REUSED
    assert till.reverse("P5101", PLENTY, msgid=msgid).refusal is RefusalCode.MSGID_REUSED
    assert till.settle(buyer, LINE, msgid=msgid) == first


def test_a_repeat_may_come_in_another_session(world: World, till: TillDriver) -> None:
    buyer, msgid = till.meet(world.code("plenty")), till.msgid()
    first = till.settle(buyer, LINE, msgid=msgid)
    till.sign_in()
    assert till.send("2102", till.bill(buyer, (LINE,)), msgid=msgid, inf_time="2026-11-23 09:00:00") == first


def test_cancelling_is_a_new_settlement_below_zero(world: World, till: TillDriver) -> None:
    info = till.settle(till.meet(world.code("plenty")), LINE).setlinfo
    cancelled = till.cancel(info).setlinfo
    assert cancelled["setl_id"] != info["setl_id"]
    for name in ("medfee_sumamt", "acct_pay", "inscp_scp_amt", "psn_part_amt", "psn_cash_pay"):
        assert cancelled[name] == -info[name]
    assert cancelled["balc"] == world.yuan("plenty") == OPENING
    assert [(line.kind, line.stands) for line in world.ledger.settlements()] == [("settle", False), ("cancel", True)]
    assert world.ledger.settled() == {}


def test_cancelling_twice_gives_the_money_back_once(world: World, till: TillDriver) -> None:
    info, msgid = till.settle(till.meet(world.code("plenty")), LINE).setlinfo, till.msgid()
    first = till.cancel(info, msgid=msgid)
    assert till.cancel(info, msgid=msgid) == first
    assert till.cancel(info).refusal is RefusalCode.SETTLEMENT_CANCELLED
    assert world.yuan("plenty") == OPENING


@pytest.mark.parametrize("field", ["setl_id", "mdtrt_id", "psn_no"])
def test_only_the_settlement_that_is_named_is_cancelled(world: World, till: TillDriver, field: str) -> None:
    info = till.settle(till.meet(world.code("plenty")), LINE).setlinfo
    assert till.cancel(info, **{field: "1"}).refusal is RefusalCode.SETTLEMENT_UNKNOWN
    stranger = TillDriver(till.call, till.decode_call, "P51010000002")
    stranger.sign_in()
    assert stranger.cancel(info).refusal is RefusalCode.SETTLEMENT_UNKNOWN
    cancelled = till.cancel(info).setlinfo
    assert till.cancel(info | {"setl_id": cancelled["setl_id"]}).refusal is RefusalCode.SETTLEMENT_UNKNOWN


def test_reversing_a_settlement_gives_the_money_and_the_token_back(world: World, till: TillDriver) -> None:
    buyer, msgid = till.meet(world.code("plenty")), till.msgid()
    first = till.settle(buyer, LINE, msgid=msgid)
    assert till.reverse(msgid, PLENTY).output == {}
    assert world.yuan("plenty") == OPENING
    assert till.settle(buyer, LINE, msgid=msgid) == first  # the same for ever, and posted no more
    assert world.yuan("plenty") == OPENING
    assert till.settle(buyer, LINE).setlinfo["balc"] == PAID


def test_repeating_a_reversal_is_acknowledged_and_changes_nothing(world: World, till: TillDriver) -> None:
    msgid = till.msgid()
    till.settle(till.meet(world.code("plenty")), LINE, msgid=msgid)
    again = till.msgid()
    for own in (again, again, till.msgid(), till.msgid()):
        assert till.reverse(msgid, PLENTY, msgid=own).output == {}
    assert world.yuan("plenty") == OPENING


def test_a_settlement_that_comes_after_its_reversal_is_refused(world: World, till: TillDriver) -> None:
    buyer, msgid = till.meet(world.code("plenty")), till.msgid()
    assert till.reverse(msgid, PLENTY).output == {}
    assert till.reverse(msgid, PLENTY).output == {}
    for _ in range(2):
        assert till.settle(buyer, LINE, msgid=msgid).refusal is RefusalCode.TRADE_REVERSED
    assert world.yuan("plenty") == OPENING
    assert till.settle(buyer, LINE).setlinfo["balc"] == PAID


def test_reversing_what_was_refused_or_cancelled_is_acknowledged(world: World, till: TillDriver) -> None:
    buyer, refused, settled = till.meet(world.code("plenty")), till.msgid(), till.msgid()
    assert till.settle(buyer, LINE, total="1.00", msgid=refused).refusal is RefusalCode.TOTALS_DIFFER
    assert till.reverse(refused, PLENTY).output == {}
    till.cancel(till.settle(buyer, LINE, msgid=settled).setlinfo)
    assert till.reverse(settled, PLENTY).output == {}
    assert world.yuan("plenty") == OPENING


def test_a_lost_cancellation_can_be_reversed_and_made_again(world: World, till: TillDriver) -> None:
    info, lost = till.settle(till.meet(world.code("plenty")), LINE).setlinfo, till.msgid()
    till.cancel(info, msgid=lost)
    reversed_ = till.reverse(lost, PLENTY, infno="2103")
    if "2103" not in world.profile.messages.reversible:
        assert reversed_.refusal is RefusalCode.REVERSE_NOT_ALLOWED
        return
    assert reversed_.output == {}
    assert world.yuan("plenty") == PAID
    assert till.cancel(info).setlinfo["balc"] == OPENING
    late = till.msgid()
    till.reverse(late, PLENTY, infno="2103")
    assert till.cancel(info, msgid=late).refusal is RefusalCode.TRADE_REVERSED


def test_a_cancellation_is_not_reversed_when_its_money_is_spent(world: World, till: TillDriver) -> None:
    info, msgid = till.settle(till.meet(world.code("exact")), Line("38.60")).setlinfo, till.msgid()
    till.cancel(info, msgid=msgid)
    till.settle(till.meet(world.code("exact")), Line("38.60"))
    may_try = "2103" in world.profile.messages.reversible
    reason = RefusalCode.BALANCE_CHANGED if may_try else RefusalCode.REVERSE_NOT_ALLOWED
    assert till.reverse(msgid, person("exact").psn_no, infno="2103").refusal is reason
    assert world.yuan("exact") == 0


def test_a_purchase_shared_by_the_family_goes_back_where_it_came_from(world: World, till: TillDriver) -> None:
    info = till.settle(till.meet(world.code("family-father")), Line("38.60")).setlinfo
    assert (world.yuan("family-father"), world.yuan("family-holder")) == (Decimal(0), Decimal("844.95"))
    till.cancel(info)
    assert (world.yuan("family-father"), world.yuan("family-holder")) == (Decimal("21.40"), Decimal("862.15"))


def test_a_purchase_all_in_cash_can_be_undone(world: World, till: TillDriver) -> None:
    info = till.settle(till.meet(world.code("zero")), LINE).setlinfo
    assert till.cancel(info).setlinfo["psn_cash_pay"] == Decimal("-12.80")


def test_only_what_the_region_lists_is_reversible(world: World, till: TillDriver) -> None:
    msgid = till.msgid()
    till.settle(till.meet(world.code("plenty")), LINE, msgid=msgid)
    for infno in ("2101", "2601", "9001", "2103"):
        assert till.reverse(msgid, PLENTY, infno=infno).refusal is RefusalCode.REVERSE_NOT_ALLOWED
    assert till.reverse(msgid, person("exact").psn_no).refusal is RefusalCode.PERSON_UNKNOWN
    assert world.yuan("plenty") == PAID


def test_a_reversal_cannot_reverse_itself(till: TillDriver) -> None:
    msgid = till.msgid()
    assert till.reverse(msgid, PLENTY, msgid=msgid).refusal is RefusalCode.MESSAGE_INVALID


def test_another_pharmacys_msgid_is_another_trade(world: World, till: TillDriver) -> None:
    msgid = till.msgid()
    till.settle(till.meet(world.code("plenty")), LINE, msgid=msgid)
    stranger = TillDriver(till.call, till.decode_call, "P51010000002")
    stranger.sign_in()
    assert stranger.reverse(msgid, PLENTY).output == {}
    assert world.yuan("plenty") == PAID


def test_books_survive_a_restart(world: World, till: TillDriver, tmp_path: Path) -> None:
    code, text = world.code("exact"), till.text("2102", till.bill(till.meet(world.code("plenty")), (LINE,)))
    first = world.verifier.answer(text)
    world.store.close()
    again = World(tmp_path, seed=2, clock=world.clock)
    assert again.verifier.answer(text) == first
    assert again.yuan("plenty") == PAID
    assert TillDriver(again.verifier.answer, again.verifier.decode).decode(code)["code"] == 0
    world.store = again.store
