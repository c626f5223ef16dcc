"""At whatever point a settlement, a cancellation or a reversal fails: once the till has asked on, both books agree."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import simplejson

from pos_app.bootstrap.platform import embedded_transport
from pos_app.clients.transport import NoReply
from pos_app.domain.refusal import RefusalCode
from pos_app.verifier.exchanges import Notebook
from pos_app.verifier.faults import FaultBoard, FaultPoint, FaultRule, Occasion
from pos_app.verifier.platform import Verifier
from pos_app.verifier.reception import Reception
from pos_app.verifier.records import BillKind
from pos_app.verifier.store.sqlite_exchanges import SqliteExchanges
from tests.contracts.till_driver import Answer, Line, TillDriver, Tree
from tests.contracts.world import World, person

LINE = Line("12.80")
PLENTY = person("plenty")
SETTLE, CANCEL, REVERSE = "2102", "2103", "2601"
TRIES = 3  # a fault strikes once


@dataclass
class Shop:
    """A till that knows what it was told, before a platform that fails at a named point."""

    world: World
    faults: FaultBoard
    till: TillDriver
    paid: set[str]

    def settle(self) -> tuple[str, Tree]:
        """Settle; what came of it is asked until it is known."""
        buyer, msgid = self.till.meet(self.world.code("plenty")), self.till.msgid()
        answer = self._heard(lambda: self.till.settle(buyer, LINE, msgid=msgid))
        if answer is None:
            self.undo(msgid, infno=SETTLE)
            return msgid, {}
        if answer.tree["infcode"] == 0:
            self.paid.add(msgid)
        return msgid, dict(answer.tree["output"].get("setlinfo", {}))

    def cancel(self, msgid: str, info: Tree) -> None:
        """Cancel; one that was not heard of is undone and made again."""
        for _ in range(TRIES):
            mine = self.till.msgid()
            answer = self._heard(partial(self.till.cancel, info, msgid=mine))
            if answer is None:
                self.undo(mine, infno=CANCEL)
            elif answer.tree["infcode"] == 0:
                self.paid.discard(msgid)
                return
        raise AssertionError("the cancellation does not go through")

    def undo(self, msgid: str, *, infno: str) -> None:
        """Reverse until it is acknowledged."""
        for _ in range(TRIES):
            answer = self._heard(lambda: self.till.reverse(msgid, PLENTY.psn_no, infno=infno))
            if answer is not None and answer.tree["infcode"] == 0:
                return
        raise AssertionError("the reversal is not acknowledged")

    def assert_agreement(self) -> None:
        settled = {
            line.msgid for line in self.world.ledger.settlements() if line.kind is BillKind.SETTLE and line.stands
        }
        assert settled == self.paid
        spent = len(self.paid) * 1280
        assert self.world.balance("plenty").fen == PLENTY.opening.fen - spent

    def _heard(self, ask: Callable[[], Answer]) -> Answer | None:
        """Give the answer, or None where there was none or it cannot be read."""
        try:
            return ask()
        except (NoReply, simplejson.JSONDecodeError):
            return None


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    world, faults = World(tmp_path), FaultBoard()
    verifier = Verifier(store=world.store, desk=world.desk, clock=world.clock, faults=faults)
    with closing(SqliteExchanges(tmp_path / "exchanges.db")) as exchanges:
        reception = Reception(
            verifier=verifier, store=world.store, faults=faults, notebook=Notebook(exchanges), clock=world.clock
        )
        transport = embedded_transport(reception)
        till = TillDriver(transport.call, transport.decode)
        till.sign_in()
        yield Shop(world, faults, till, set())
        world.assert_sound()
    world.store.close()


def armed(shop: Shop, point: FaultPoint, infno: str) -> FaultRule:
    code = RefusalCode.PLATFORM_REFUSED if point is FaultPoint.REFUSAL else None
    delay_ms = 60_000 if point is FaultPoint.REPLY_DELAYED else 0
    return shop.faults.arm(FaultRule("once", point, infno=infno, code=code, delay_ms=delay_ms)).rule


@pytest.mark.parametrize("infno", [SETTLE, CANCEL, REVERSE])
@pytest.mark.parametrize("point", list(FaultPoint))
def test_after_healing_till_and_platform_agree(shop: Shop, point: FaultPoint, infno: str) -> None:
    first, info = shop.settle()
    rule = armed(shop, point, infno)
    if infno == SETTLE:
        shop.settle()
    elif infno == CANCEL:
        shop.cancel(first, info)
    else:
        shop.undo(first, infno=SETTLE)
        shop.paid.discard(first)
    (fault,) = shop.faults.armed()
    assert fault.struck == rule.fits(Occasion(infno))
    shop.assert_agreement()
    shop.settle()
    shop.assert_agreement()


@pytest.mark.parametrize("second", [FaultPoint.AFTER_COMMIT_BEFORE_REPLY, FaultPoint.REVERSAL_LOST])
@pytest.mark.parametrize("first", list(FaultPoint))
def test_a_reversal_that_fails_as_well_heals_all_the_same(shop: Shop, first: FaultPoint, second: FaultPoint) -> None:
    armed(shop, first, SETTLE)
    shop.faults.arm(FaultRule("twice", second, infno=REVERSE))
    shop.settle()
    shop.assert_agreement()
