"""Any order of settling, repeating, cancelling and reversing, against a model of what should be in each account."""

import shutil
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from pos_app.domain.refusal import RefusalCode
from tests.contracts.till_driver import Answer, Buyer, Line, TillDriver, Tree
from tests.contracts.world import World, person

PEOPLE = ("plenty", "exact", "short", "family-father", "family-member", "zero")
AFFECTED = (*PEOPLE, "family-holder")


@dataclass
class Sent:
    """A 2102 as the model knows it; `paid` is what came off which account while it stands."""

    buyer: Buyer
    lines: tuple[Line, ...]
    msgid: str
    answer: Answer | None = None
    paid: dict[str, Decimal] | None = None
    is_dead: bool = False


class Platform(RuleBasedStateMachine):
    """The till's messages may come late, twice, or after they were reversed."""

    sales: Bundle[Sent] = Bundle("sales")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder)
        self.till = TillDriver(self.world.verifier.answer, self.world.verifier.decode)
        self.till.sign_in()
        self.expected = {one: person(one).balance_yuan if person(one).has_account else Decimal(0) for one in AFFECTED}

    @rule(target=sales, who=st.sampled_from(PEOPLE), fen=st.integers(1, 9_000))
    def prepare(self, who: str, fen: int) -> Sent:
        """Meet a customer; the settlement is not sent yet."""
        buyer = self.till.meet(self.world.code(who))
        return Sent(buyer, (Line(str(Decimal(fen).scaleb(-2))),), self.till.msgid())

    @rule(sale=sales)
    def settle(self, sale: Sent) -> None:
        answer = self.till.settle(sale.buyer, *sale.lines, msgid=sale.msgid)
        if sale.answer is not None:
            assert answer == sale.answer
        elif sale.is_dead:
            assert answer.refusal is RefusalCode.TRADE_REVERSED
        else:
            sale.answer, sale.paid = answer, self._pay(sale, answer.setlinfo)

    @rule(sale=sales)
    def reverse(self, sale: Sent) -> None:
        assert self.till.reverse(sale.msgid, sale.buyer.psn_no).output == {}
        sale.is_dead = True
        self._give_back(sale)

    @precondition(lambda self: self.world.ledger.settled())
    @rule(sale=sales)
    def cancel(self, sale: Sent) -> None:
        if sale.answer is None:
            return
        answer = self.till.cancel(sale.answer.setlinfo)
        if sale.paid is None:
            assert answer.refusal is RefusalCode.SETTLEMENT_CANCELLED
        else:
            assert answer.setlinfo["acct_pay"] == -sale.answer.setlinfo["acct_pay"]
        self._give_back(sale)

    @invariant()
    def every_account_is_as_the_model_says(self) -> None:
        assert {one: self.world.yuan(one) for one in AFFECTED} == self.expected

    @invariant()
    def the_books_are_sound(self) -> None:
        self.world.assert_sound()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.store.close()
            shutil.rmtree(self.folder)

    def _pay(self, sale: Sent, info: Tree) -> dict[str, Decimal]:
        """Let the model pay by its own arithmetic: own account, then the family's, then the customer."""
        who = next(one for one in PEOPLE if person(one).psn_no == sale.buyer.psn_no)
        left, paid = info["medfee_sumamt"], {}
        for purse in (who, "family-holder") if who.startswith("family") else (who,):
            paid[purse] = min(left, self.expected[purse])
            self.expected[purse] -= paid[purse]
            left -= paid[purse]
        assert info["psn_cash_pay"] == left
        return paid

    def _give_back(self, sale: Sent) -> None:
        for purse, amount in (sale.paid or {}).items():
            self.expected[purse] += amount
        sale.paid = None


TestPlatform = Platform.TestCase
TestPlatform.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
