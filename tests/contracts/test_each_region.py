"""The same contract in every other region that is shipped: what differs there is said in its profile alone."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.transport import InProcess
from pos_app.domain.code import CertificateCode, classify
from pos_app.domain.money import ZERO, Money
from pos_app.domain.settlement import Done, InsuranceType, Insured, Settlement
from pos_app.domain.split import Split
from pos_app.resources import asset
from tests.contracts import test_platform_goods
from tests.contracts.suite import contract_tests
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import World

OTHER_REGIONS = [path.stem for path in sorted(asset("regions").glob("*.toml")) if path.stem != "sichuan-chengdu"]


@pytest.fixture(params=OTHER_REGIONS)
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    made = World(tmp_path, region=asset(f"regions/{request.param}.toml").read_text(encoding="utf-8"))
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    spelling = world.profile.spelling.get("2103", {})
    driver = TillDriver(world.verifier.answer, world.verifier.decode, spelling=spelling)
    driver.sign_in()
    return driver


info = test_platform_goods.info


globals().update(contract_tests())


class _Msgids:
    def next_msgid(self, at: datetime) -> str:
        return f"P51010000001{at:%Y%m%d%H%M%S}7777"


def test_our_own_till_reads_a_cancellation_as_the_region_spells_it(world: World, till: TillDriver) -> None:
    till.pharmacy = world.profile.pharmacy.code
    till.sign_in()
    told = till.settle(till.meet(world.code("plenty")), Line("12.80")).setlinfo
    paid = Money.of_yuan(told["acct_pay"])
    client = InsuranceClient(
        transport=InProcess(call=world.verifier.answer, decode=world.verifier.decode),
        profile=world.profile,
        msgids=_Msgids(),
        clock=world.clock,
    )
    settlement = Settlement(
        msgid=told["medins_setl_id"],
        settlement_id=told["setl_id"],
        visit_id=told["mdtrt_id"],
        split=Split(fund=ZERO, account=paid, shared=ZERO, cash=ZERO),
        balance=None,
        settled_at=world.clock.now(),
    )
    done = client.cancel("P51010000001202611220900008888", told["psn_no"], settlement)
    assert isinstance(done, Done), done


def test_our_own_till_picks_the_insurance_with_the_account(world: World) -> None:
    client = InsuranceClient(
        transport=InProcess(call=world.verifier.answer, decode=world.verifier.decode),
        profile=world.profile,
        msgids=_Msgids(),
        clock=world.clock,
    )
    for person_id in ("two-insurances", "once-resident"):
        scanned = classify(world.code(person_id))
        assert isinstance(scanned, CertificateCode)
        insured = client.identify(scanned)
        assert isinstance(insured, Insured), insured
        assert insured.insurance is InsuranceType.EMPLOYEE


def test_several_regions_are_shipped() -> None:
    assert len(OTHER_REGIONS) >= 2
