"""The pooled outpatient fund, where a region has switched it on: fund first, then account, then customer."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.clients.bill import split_of
from pos_app.clients.told import ToldSettlement
from pos_app.domain.ledger import AccountKind
from pos_app.domain.money import Money
from pos_app.resources import asset
from pos_app.wire.node import read_node
from tests.contracts import (
    test_platform_queries,
    test_platform_reconciliation,
    test_platform_sale,
    test_platform_undoing,
)
from tests.contracts.suite import contract_tests
from tests.contracts.till_driver import Line, TillDriver, Tree
from tests.contracts.world import CHENGDU, World

POOLED = CHENGDU.replace("pooled_outpatient = false", "pooled_outpatient = true")
_RULE = '{ insurance = "310", person_type = "", deductible = "0.00", ratio = "0.3333", yearly_cap = "20.00" }'
VARIANT = (
    asset("regions/spelling-variant.toml")
    .read_text("utf-8")
    .replace("pooled_outpatient = false", "pooled_outpatient = true")
    .replace("pooled = []", f"pooled = [{_RULE}]")
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, region=POOLED)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


# With the fund on, everything else about money is as it was.
globals().update(
    contract_tests((test_platform_queries, test_platform_reconciliation, test_platform_sale, test_platform_undoing))
)


def buy(world: World, till: TillDriver, amount: str, person_id: str = "plenty", *, account: str = "2") -> Tree:
    return till.settle(till.meet(world.code(person_id)), Line(amount), account=account).setlinfo


def parts(info: Tree) -> tuple[Decimal, ...]:
    assert info["medfee_sumamt"] == info["fund_pay_sumamt"] + info["psn_part_amt"]
    assert info["psn_part_amt"] == info["acct_pay"] + info["psn_cash_pay"]
    assert info["fund_pay_sumamt"] == info["hifp_pay"]
    return tuple(info[name] for name in ("act_pay_dedc", "hifp_pay", "acct_pay", "psn_cash_pay"))


def yuan(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def test_the_deductible_comes_first_and_then_the_ratio(world: World, till: TillDriver) -> None:
    assert parts(buy(world, till, "150.00")) == yuan("150.00", "0.00", "150.00", "0.00")
    assert parts(buy(world, till, "80.00")) == yuan("50.00", "15.00", "65.00", "0.00")
    third = buy(world, till, "10.01")
    assert parts(third) == yuan("0.00", "5.01", "5.00", "0.00")  # half a fen is rounded up
    assert third["pool_prop_selfpay"] == Decimal("0.5000")
    assert third["balc"] == Decimal("1204.33") - Decimal("220.00")


def test_a_quote_is_what_the_settlement_says_and_spends_nothing(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    quotes = [till.quote(buyer, Line("300.00")).setlinfo for _ in range(2)]
    settled = till.settle(buyer, Line("300.00"))
    assert parts(quotes[0]) == parts(quotes[1]) == parts(settled.setlinfo) == yuan("200.00", "50.00", "250.00", "0.00")
    shares = {row["fund_pay_type"]: row["fund_payamt"] for row in settled.output["setldetail"]}
    assert shares == {"310102": Decimal("50.00"), "310200": Decimal("250.00")}


def test_the_cap_of_the_year_ends_it_and_the_next_year_begins_anew(world: World, till: TillDriver) -> None:
    assert parts(buy(world, till, "5000.00", "zero")) == yuan("200.00", "2000.00", "0.00", "3000.00")
    assert parts(buy(world, till, "100.00", "zero")) == yuan("0.00", "0.00", "0.00", "100.00")
    world.clock.advance(timedelta(days=60).total_seconds())
    assert parts(buy(world, till, "300.00", "zero")) == yuan("200.00", "50.00", "0.00", "250.00")


def test_the_retired_have_their_own_rule_and_residents_none(world: World, till: TillDriver) -> None:
    assert parts(buy(world, till, "250.00", "retired"))[:2] == yuan("150.00", "60.00")
    assert parts(buy(world, till, "250.00", "resident-no-account"))[:2] == yuan("0.00", "0.00")


def test_out_of_the_own_place_the_fund_does_not_pay(world: World, till: TillDriver) -> None:
    assert parts(buy(world, till, "500.00", "same-province"))[:2] == yuan("0.00", "0.00")


def test_the_fund_pays_also_where_no_account_is_used(world: World, till: TillDriver) -> None:
    assert parts(buy(world, till, "300.00", account="0")) == yuan("200.00", "50.00", "0.00", "250.00")


def test_a_cancellation_gives_back_deductible_and_cap(world: World, till: TillDriver) -> None:
    first = buy(world, till, "300.00")
    undone = till.cancel(first).setlinfo
    assert [undone[name] for name in ("act_pay_dedc", "hifp_pay", "acct_pay")] == [
        -amount for amount in yuan("200.00", "50.00", "250.00")
    ]
    assert world.yuan("plenty") == Decimal("1204.33")
    second = buy(world, till, "300.00")
    assert parts(second) == parts(first)
    till.reverse(second["medins_setl_id"], second["psn_no"])
    assert parts(buy(world, till, "300.00")) == parts(first)
    (fund,) = [line for line in world.ledger.accounts() if line.kind is AccountKind.FUND]
    assert (fund.holder, fund.balance) == ("310102", Money(-50_00))


def test_what_is_told_later_is_what_was_told_then(world: World, till: TillDriver) -> None:
    info = buy(world, till, "300.00")
    asked = {name: info[name] for name in ("psn_no", "setl_id", "mdtrt_id")}
    past = till.send("5203", {"data": asked}).setlinfo
    assert [past[name] for name in ("act_pay_dedc", "hifp_pay", "pool_prop_selfpay", "psn_pay")] == [
        info[name] for name in ("act_pay_dedc", "hifp_pay", "pool_prop_selfpay", "psn_part_amt")
    ]
    rows = till.send("5206", {"data": {"psn_no": info["psn_no"]}}).output["cuminfo"]
    assert {row["cum_type_code"]: row["cum"] for row in rows} == {
        "MEDFEE": Decimal("300.00"),
        "DEDC": Decimal("200.00"),
        "FUND": Decimal("50.00"),
        "ACCT": Decimal("250.00"),
        "CASH": Decimal("0.00"),
    }


def test_the_fund_is_told_of_in_the_entitlement(world: World, till: TillDriver) -> None:
    def funds(person_id: str) -> dict[str, str]:
        buyer = till.meet(world.code(person_id))
        asked = {"psn_no": buyer.psn_no, "insutype": buyer.insutype, "fixmedins_code": till.pharmacy}
        query = {"data": asked | {"med_type": "41", "begntime": "2026-11-22 09:00:00"}}
        rows = till.send("2001", query, area=buyer.area).output["trtinfo"]
        return {row["fund_pay_type"]: row["trt_enjymnt_flag"] for row in rows}

    assert funds("plenty") == {"310200": "1", "310102": "1"}
    assert funds("frozen") == {"310200": "0", "310102": "1"}
    assert funds("same-province") == {"310200": "1", "310102": "0"}
    assert "390102" not in funds("resident-no-account")


@pytest.mark.parametrize(("region", "fund"), [(POOLED, 5000), (VARIANT, 2000)], ids=["pooled", "variant"])
def test_our_own_till_reads_fund_and_account_apart(tmp_path: Path, region: str, fund: int) -> None:
    own = World(tmp_path, region=region)
    till = TillDriver(own.verifier.answer, own.verifier.decode)
    till.sign_in()
    answer = till.settle(till.meet(own.code("plenty")), Line("300.00"))
    told = read_node(ToldSettlement, answer.output)
    assert isinstance(told, ToldSettlement)
    split = split_of(told.setlinfo, own.profile)
    assert split is not None
    assert (split.fund, split.account, split.total) == (Money(fund), Money(300_00 - fund), Money(300_00))
    own.assert_sound()
    own.store.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=4))
def test_the_sums_hold_whatever_is_bought(world: World, till: TillDriver, fens: list[int]) -> None:
    for fen in fens:
        deductible, fund, *_ = parts(buy(world, till, str(Money(fen))))
        assert 0 <= deductible <= Decimal(200)
        assert fund >= 0
    with world.store.read() as books:
        paid = sum(bill.sums.fund.fen for bill in books.bills())
    assert paid <= 2000_00
