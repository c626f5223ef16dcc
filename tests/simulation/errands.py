"""What else happens at a counter: goods come back, the drawer is counted, bills wait, days are reconciled, copied."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.domain.basket import Basket
from pos_app.domain.checkout import events, states
from pos_app.domain.money import Money
from pos_app.domain.refund import RefundPlan
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import business_day
from pos_app.domain.shift import DENOMINATIONS, CashCount, DrawerKind
from pos_app.domain.staff import Action
from pos_app.services.refunds import Refunded, rest_of
from pos_app.services.shifts import Closed
from pos_app.storage.backup import MANIFEST, make_backup
from tests.doubles.staff import CASHIER, MANAGER, SECOND, credentials
from tests.simulation.cashier import Cashier
from tests.simulation.laws import Laws
from tests.simulation.shop import SHELF, Shop

_LATEST = 12  # what comes back was mostly sold of late
_ALSO = {"refund": ("wallet refund",), "shift": ("sign in", "platform sign in")}  # what an errand leads to
_ENDS_A_SHIFT = ("shift close", "shift sign out", "sign in", "platform sign in")
FLOAT = Money(200_00)


class Errands:
    """One errand instead of a customer; an exception leaves the till wherever it then is."""

    def __init__(self, shop: Shop, laws: Laws, cashier: Cashier, chance: Random) -> None:
        self._shop = shop
        self._laws = laws
        self._cashier = cashier
        self._chance = chance
        self._errands: dict[str, tuple[int, Callable[[], None]]] = {
            "refund": (14, self._give_back),
            "shift": (8, self._look_after_the_drawer),
            "bill": (6, self._set_aside),
            "reconcile": (1, self._reconcile),
            "backup": (1, self._back_up),
        }

    def wanted(self) -> str:
        """Name the errand that a moment of the plan waits for; empty where none does."""
        return next((name for name in self._errands if self._wants(name, *_ALSO.get(name, ()))), "")

    def run(self, name: str) -> None:
        """Do an errand, without a name any."""
        weights = [weight for weight, _ in self._errands.values()]
        self._errands[name or self._chance.choices(list(self._errands), weights)[0]][1]()
        self._laws.check()

    def _wants(self, *words: str) -> bool:
        return any(map(self._shop.moments.wants, words))

    def reconcile_everything(self) -> None:
        """Let a person confirm every repair that the program can do, day by day, until none is left."""
        day, today = business_day(self._shop.began_at), business_day(self._shop.clock.now())
        while day <= today:
            for _ in range(2):
                found = self._shop.reconciliation.run(day, rows=True)
                assert not isinstance(found, Refusal | NoAnswer), found
                for one in found.differences:
                    outcome = self._shop.reconciliation.repair(one.difference, day=day, by="8001")
                    self._shop.note(f"repaired {one.difference.kind} {type(outcome).__name__}")
            day += timedelta(days=1)

    def _give_back(self) -> None:
        self._shop.till.handle(events.NextCustomer())
        for sale_no in self._to_give_back():
            with self._shop.moments.during("refund"):
                plan = self._plan(sale_no)
                done = self._run(plan) if isinstance(plan, RefundPlan) else None
            if isinstance(done, Refunded) and isinstance(plan, RefundPlan) and plan.kept:
                self._cashier.serve(self._rest(plan))

    def _to_give_back(self) -> Iterator[str]:
        """Choose a sale: where a moment of the plan wants a charge or a settlement to be undone, one that has it."""
        told, moments = self._laws.told, self._shop.moments
        if self._wants("refund refund", "wallet refund", "recovery refund"):
            charged = {number[: len(next(iter(told)))] for number in self._shop.books.charged()} if told else set()
            fit = [number for number in told if number in charged]
        elif moments.wants("refund cancel"):
            standing = self._shop.books.settled()
            fit = [number for number, (msgid, _) in told.items() if msgid in standing]
        else:
            fit = list(told)[-_LATEST:]
        if fit:
            yield self._chance.choice(fit)

    def _plan(self, sale_no: str) -> RefundPlan | Refusal:
        sale = self._shop.refunds.find(sale_no)
        if isinstance(sale, Refusal) or self._chance.random() < 0.4:
            return self._shop.refunds.plan(sale_no, {})
        line = self._chance.choice(sale.lines)
        return self._shop.refunds.plan(sale_no, {line.number: self._chance.choice((0, 1))})

    def _rest(self, plan: RefundPlan) -> Basket:
        rest = rest_of(plan, SHELF.get)
        assert not isinstance(rest, Refusal)
        return rest

    def _run(self, plan: RefundPlan) -> Refunded | None:
        manager = credentials(MANAGER) if self._chance.random() < 0.9 else None
        approval = self._shop.shifts.let_pass(Action.REFUND, plan.sale.sale_no, manager)
        if isinstance(approval, Refusal):
            return None
        done = self._shop.refunds.run(plan, approval, self._rest(plan))
        self._shop.note(f"refund of {plan.sale.sale_no} -> {type(done).__name__}")
        if not isinstance(done, Refunded):
            return None
        self._laws.tell_refund(done.slip)
        if self._chance.random() < 0.2:  # pressed twice
            assert self._shop.refunds.run(plan) == Refusal(RefusalCode.RETURN_TOO_MANY, plan.sale.sale_no)
        return done

    def _look_after_the_drawer(self) -> None:
        moments, shifts = self._shop.moments, self._shop.shifts
        with moments.during("shift"):
            figures = shifts.figures()
            if figures is None or self._wants("shift open", "shift sign in"):
                if figures is not None:
                    self._close()
                shifts.open(credentials(self._chance.choice((CASHIER, SECOND))), FLOAT)
            elif self._wants(*_ENDS_A_SHIFT) or self._chance.random() < 0.3:
                self._close()
            elif moments.wants("shift move") or self._chance.random() < 0.7:
                kind = self._chance.choice((DrawerKind.IN, DrawerKind.OUT))
                shifts.move_cash(kind, Money(self._chance.randint(1, 3_000)), "零钱", credentials(MANAGER))
            else:
                shifts.x_report()

    def _close(self) -> None:
        """Count what should be there, at times a fen more; told once, a shift stays as it was told."""
        figures = self._shop.shifts.figures()
        assert figures is not None
        left = max(0, figures.drawer.expected.fen + self._chance.choice((0, 0, 0, 1)))
        pieces = {}
        for kind in DENOMINATIONS:
            count, left = divmod(left, kind.fen)
            if count:
                pieces[kind] = count
        closed = self._shop.shifts.close(CashCount.of(pieces), "点错", credentials(MANAGER))
        if isinstance(closed, Closed):
            self._laws.tell_closed(closed.report.figures)

    def _set_aside(self) -> None:
        """Begin a bill, set it aside, and mostly bring it back to be paid."""
        shop = self._shop
        shop.till.handle(events.NextCustomer())
        for _ in range(3):
            shop.till.handle(events.Abandoned())
        if not isinstance(shop.till.state, states.Selling | states.Refused):
            return
        shop.till.handle(events.BasketChanged(self._cashier.basket()))
        parked = shop.counter_bills.park(shop.till)
        if isinstance(parked, Refusal) or self._chance.random() < 0.3:
            return
        kept = {bill.bill_no: bill for bill in shop.counter_bills.parked()}
        assert parked == kept[parked.bill_no]
        assert shop.counter_bills.resume(shop.till, parked.bill_no) is None
        back = states.basket_of(shop.till.state)
        assert back.total == parked.total
        self._cashier.serve(back)

    def _reconcile(self) -> None:
        with self._shop.moments.during("reconcile"):
            day = business_day(self._shop.clock.now())
            found = self._shop.reconciliation.run(day)
            if isinstance(found, Refusal | NoAnswer):
                return
            for one in found.differences[:2]:
                self._shop.reconciliation.repair(one.difference, day=day, by="8001")

    def _back_up(self) -> None:
        """Copy the books; whatever cut it off, a file that bears a backup's name is a whole one."""
        out = self._shop.folder / f"{self._chance.randrange(10**6)}.zip"
        with self._shop.moments.about("backup"):
            make_backup(self._shop.holdings(), out, at=self._shop.clock.now(), program="tests")
            self._shop.moments.passes("made")
        for made in self._shop.folder.glob("*.zip"):
            with zipfile.ZipFile(made) as packed:
                assert packed.testzip() is None
                assert MANIFEST in packed.namelist()
            made.unlink()
