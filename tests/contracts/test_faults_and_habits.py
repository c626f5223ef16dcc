"""A fault for a person strikes in whatever way a till writes them; in this process alone, for the board is at hand."""

from collections.abc import Sequence

from pos_app.verifier.exchanges import Exchange, ExchangeFilter, KeptExchange, Notebook
from pos_app.verifier.faults import FaultBoard, FaultPoint, FaultRule
from pos_app.verifier.reception import Reception, Silent
from tests.contracts import test_platform_habits
from tests.contracts.test_platform_habits import WRITTEN_OTHERWISE, settlement_of
from tests.contracts.till_driver import TillDriver
from tests.contracts.world import World

world = test_platform_habits.world
till = test_platform_habits.till


class _NoLog:
    """A request journal that keeps nothing."""

    def add(self, exchanges: Sequence[Exchange]) -> None: ...

    def find(self, wanted: ExchangeFilter) -> tuple[KeptExchange, ...]:
        del wanted
        return ()

    def get(self, number: int) -> KeptExchange | None:
        del number
        return None


def test_a_fault_for_a_person_finds_them_however_the_message_is_written(world: World, till: TillDriver) -> None:
    board = FaultBoard()
    reception = Reception(
        verifier=world.verifier, store=world.store, faults=board, notebook=Notebook(_NoLog()), clock=world.clock
    )
    buyer = till.meet(world.code("plenty"))
    board.arm(FaultRule("x", FaultPoint.AFTER_COMMIT_BEFORE_REPLY, person=buyer.psn_no, times=None))
    for habit in WRITTEN_OTHERWISE:
        assert isinstance(reception.trade(settlement_of(till, buyer, habit)), Silent), habit
    asked = {"psn_no": buyer.psn_no, "setl_id": "1", "mdtrt_id": "1"}  # without its node
    assert isinstance(reception.trade(till.text("5203", asked)), Silent)
