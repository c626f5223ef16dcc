"""A counter under Hypothesis: sales over a link that loses, delays and repeats, with crashes at any moment.

The law at rest: what the platform holds as settled is exactly what the book holds as final, to the fen, but for intents
that are still open. Once the link is whole and recovery has run, none is open.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.events import Event
from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.product import Product
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.split import Split
from pos_app.services.till import Till
from pos_app.storage.journal import SqliteJournal
from pos_app.wallet.scripts import Script
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY, basket, pay_code, split, voucher
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk
from tests.doubles.insurance import HonestPlatform
from tests.doubles.link import Trouble

OPENING = {"51010000000001": Money(500_000), "51010000000002": Money(4_000), "51010000000003": Money(0)}
Line: TypeAlias = tuple[Product, int]
MOMENTS = 40  # of one sale and its undoing at which the process can die

_MEMORY = Path("/dev/shm")  # noqa: S108  a crash of the process, not of the machine, so the disk need not be waited for

people = st.sampled_from(sorted(OPENING))
goods = st.lists(
    st.tuples(st.sampled_from((REMEDY, ANTIBIOTIC, CREAM)), st.integers(1, 3)),
    min_size=1,
    unique_by=lambda line: line[0].code,
)
weather = st.lists(st.sampled_from(Trouble), max_size=10)
bad_weather = st.builds(
    lambda first, rest: [first, *rest], st.sampled_from(sorted(set(Trouble) - {Trouble.NONE})), weather
)
scripts = st.sampled_from(Script)
crashes = st.none() | st.integers(0, MOMENTS)


class CounterMachine(RuleBasedStateMachine):
    """The classes are attributes, so that a test can put a broken one in and see the law fail."""

    till_class: ClassVar[type[Till]] = Till
    journal_class: ClassVar[type[SqliteJournal]] = SqliteJournal
    platform_class: ClassVar[type[HonestPlatform]] = HonestPlatform

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
        self._vouchers = 0
        self._attempts = 0
        self._codes = 0
        self.desk = Desk(
            Path(self._folder.name) / "till.db",
            platform=self.platform_class(),
            till_class=self.till_class,
            journal_class=self.journal_class,
        )

    @initialize(fund_percent=st.sampled_from((0, 0, 30)), family=st.sampled_from((ZERO, ZERO, Money(3_000))))
    def open_accounts(self, fund_percent: int, family: Money) -> None:
        self._family = self.desk.platform.family = family
        self._spent_elsewhere = dict.fromkeys(OPENING, 0)
        for person_no, balance in OPENING.items():
            self.desk.platform.insure(person_no, balance, fund_percent=fund_percent)

    @property
    def state(self) -> states.State:
        return self.desk.till.state

    @property
    def is_given_up(self) -> bool:
        return isinstance(self.state, states.Asking | states.Reversing | states.Revoking | states.Cancelling)

    # Whole sales, so that most examples get as far as money.

    @precondition(lambda self: not self.is_given_up)
    @rule(person=people, lines=goods, troubles=bad_weather)
    def sell_over_a_bad_line(self, person: str, lines: list[Line], troubles: list[Trouble]) -> None:
        """Quote over a whole line, then let the weather turn."""
        self._sell(person, lines, troubles)

    @precondition(lambda self: not self.is_given_up)
    @rule(person=people, lines=goods, troubles=weather, crash=st.integers(0, MOMENTS))
    def sell_while_the_power_fails(self, person: str, lines: list[Line], troubles: list[Trouble], crash: int) -> None:
        self._sell(person, lines, troubles, crash)

    @precondition(lambda self: not self.is_given_up)
    @rule(person=people, lines=goods, troubles=weather, crash=crashes, fen=st.integers(1, 2_000))
    def sell_while_the_account_is_emptied(
        self, person: str, lines: list[Line], troubles: list[Trouble], crash: int | None, fen: int
    ) -> None:
        """Let another shop be paid between the quote and the settlement: the platform then splits otherwise."""
        self._pay_in(person, Money(fen) - min(Money(fen), self.desk.platform.balance_of(person)))
        self._sell(person, lines, troubles, crash, spent=Money(fen))

    @precondition(lambda self: isinstance(self.state, states.Agreeing))
    @rule(agrees=st.booleans())
    def answer_for_the_family(self, *, agrees: bool) -> None:
        self._attempts += 1
        self._happen(events.SharedAgreed() if agrees else events.SharedDeclined(self._attempts))
        assert isinstance(self.state, states.Tendering | states.Refused), self.state
        assert agrees or isinstance(self.state, states.Refused) or not self.state.split.shared

    @precondition(lambda self: not self.is_given_up)
    @rule(lines=goods, crash=crashes, more=st.integers(0, 5_000))
    def sell_by_cash(self, lines: list[Line], crash: int | None, more: int) -> None:
        self._start_over(lines)
        self._happen(events.CashChosen())
        assert isinstance(self.state, states.Tendering)
        self._happen(events.CashGiven(self.state.split.cash + Money(more)), crash)

    @precondition(lambda self: not self.is_given_up)
    @rule(person=people, lines=goods, script=scripts, troubles=weather, crash=crashes, percent=st.integers(0, 90))
    def sell_by_code(
        self,
        person: str,
        lines: list[Line],
        script: Script,
        troubles: list[Trouble],
        crash: int | None,
        percent: int,
    ) -> None:
        """Let insurance pay what it can, cash a part of the rest, and a code or a card what is left."""
        self._start_over(lines)
        self._present(person)
        if not isinstance(self.state, states.Tendering):
            return
        part = Money(self.state.rest.fen * percent // 100)
        if part:
            self._happen(events.CashGiven(part))
        self.desk.pay_line.expect(troubles)
        self._charge(script, crash)

    @precondition(lambda self: isinstance(self.state, states.Retendering))
    @rule(script=scripts, troubles=weather, crash=crashes)
    def take_another_tender(self, script: Script, troubles: list[Trouble], crash: int | None) -> None:
        self.desk.pay_line.expect(troubles)
        self._charge(script, crash)

    @precondition(lambda self: isinstance(self.state, states.Retendering))
    @rule(troubles=weather, crash=crashes)
    def undo_it_all(self, troubles: list[Trouble], crash: int | None) -> None:
        self.desk.link.expect(troubles)
        self.desk.pay_line.expect(troubles)
        self._happen(events.Abandoned(), crash)

    # Single steps, in any order.

    @rule(lines=goods)
    def change_the_goods(self, lines: list[Line]) -> None:
        self._happen(events.BasketChanged(basket(*lines)))

    @rule(person=people, troubles=weather, crash=crashes)
    def present_a_voucher(self, person: str, troubles: list[Trouble], crash: int | None) -> None:
        self.desk.link.expect(troubles)
        self._present(person, crash)

    @precondition(lambda self: self._vouchers > 0)
    @rule()
    def present_an_old_voucher(self) -> None:
        self._attempts += 1
        self._happen(events.VoucherScanned(voucher(self._vouchers), self._attempts))

    @precondition(lambda self: isinstance(self.state, states.Tendering | states.Retendering))
    @rule(short=st.booleans(), crash=crashes)
    def give_cash(self, short: bool, crash: int | None) -> None:  # noqa: FBT001  drawn by name
        due = self._rest
        self._happen(events.CashGiven(due - Money(1) if short and due else due), crash)

    @rule(event=st.sampled_from((events.Abandoned(), events.CashChosen(), events.NextCustomer())))
    def press_a_key(self, event: Event) -> None:
        self._happen(event)

    @precondition(lambda self: self.is_given_up)
    @rule(crash=crashes)
    def try_again(self, crash: int | None) -> None:
        self._happen(events.TriedAgain(), crash)

    @precondition(lambda self: self.is_given_up)
    @rule()
    def leave_it_and_serve_the_next(self) -> None:
        self._happen(events.NextCustomer())
        assert isinstance(self.state, states.Selling)

    @rule(code=st.sampled_from((RefusalCode.ACCOUNT_FROZEN, RefusalCode.TOKEN_EXPIRED)))
    def let_the_platform_refuse(self, code: RefusalCode) -> None:
        self.desk.platform.refuse_next = code

    @rule(person=people, fen=st.integers(1, 5_000))
    def let_another_shop_be_paid(self, person: str, fen: int) -> None:
        self._spend_elsewhere(person, Money(fen))

    @rule(is_broken=st.booleans())
    def change_the_paper(self, is_broken: bool) -> None:  # noqa: FBT001  drawn by name
        self.desk.tray.is_broken = is_broken

    @precondition(lambda self: self.desk.link.under_way)
    @rule(place=st.integers(0, 20))
    def let_a_late_message_arrive(self, place: int) -> None:
        self.desk.link.deliver(place)

    @precondition(lambda self: self.desk.pay_line.under_way)
    @rule(place=st.integers(0, 20))
    def let_a_late_charge_arrive(self, place: int) -> None:
        self.desk.pay_line.deliver(place)

    @rule(troubles=weather, crash=crashes)
    def restart(self, troubles: list[Trouble], crash: int | None) -> None:
        self.desk.link.expect(troubles)
        self.desk.pay_line.expect(troubles)
        self._restart(crash)

    @rule()
    def heal_and_recover(self) -> None:
        """Liveness: with a whole link nothing stays open, and what arrives afterwards changes nothing."""
        self._heal()
        self.desk.fuse.heal()
        self.desk.tray.is_broken = False
        self._restart(None)
        assert self.desk.recovery.open_tasks() == ()
        self._check_that_all_is_exact()
        for line in (self.desk.link, self.desk.pay_line):
            while line.under_way:
                line.deliver(0)
        self._check_that_all_is_exact()
        assert self.desk.journal.waiting() == ()
        assert {ticket.sale_no for ticket in self.desk.tray.tickets} == self._sales("final")

    # What holds after every step.

    @invariant()
    def the_till_is_at_rest(self) -> None:
        """No answer of the world leaves the till in the middle of something."""
        state = self.state
        unknown = states.Asking | states.Reversing | states.Revoking | states.Cancelling
        given_up = isinstance(state, unknown) and state.attempts.is_given_up
        taking = states.Tendering | states.Retendering
        waiting = isinstance(state, states.Selling | states.Refused | states.Agreeing | taking | states.Completed)
        assert given_up or waiting, state

    @invariant()
    def both_books_agree_but_for_open_tasks(self) -> None:
        standing, final = self.desk.platform.standing(), self._final_splits()
        assert {msgid: standing.get(msgid) for msgid in final} == final, "a final sale that the platform does not hold"
        still_open = {intent.msgid for intent in self.desk.recovery.open_tasks()}
        assert set(standing) - set(final) <= still_open, "money moved for no sale and no task"

    @invariant()
    def till_and_channel_agree_but_for_open_charges(self) -> None:
        standing, charged = self.desk.wallet.standing(), self.desk.books.charged()
        assert {order_no: standing.get(order_no) for order_no in charged} == charged, "a charge that nobody paid"
        assert set(standing) - set(charged) <= self.desk.books.open_orders(), "a code paid for no sale and no task"

    @invariant()
    def no_msgid_moves_money_twice(self) -> None:
        assert set(self.desk.platform.times_moved.values()) <= {1}

    @invariant()
    def the_books_own_laws_hold(self) -> None:
        assert not any(self.desk.books.broken().values())

    @invariant()
    def what_a_customer_was_told_is_final(self) -> None:
        if isinstance(self.state, states.Completed):
            assert self.state.sale.sale_no in self._sales("final")

    @invariant()
    def accounts_hold_what_was_not_spent(self) -> None:
        standing = sum(part.account.fen for part in self.desk.platform.standing().values())
        left = sum(self.desk.platform.balance_of(person).fen for person in OPENING)
        assert left + standing + sum(self._spent_elsewhere.values()) == sum(balance.fen for balance in OPENING.values())

    @invariant()
    def the_family_pays_only_what_was_agreed(self) -> None:
        shared = total(part.shared for part in self.desk.platform.standing().values())
        assert self.desk.platform.family + shared == self._family

    def teardown(self) -> None:
        try:
            self.heal_and_recover()
        finally:
            self.desk.close()
            self._folder.cleanup()

    def _happen(self, event: Event, crash: int | None = None) -> None:
        self.desk.clock.advance(seconds=1)
        self._survive(lambda: self.desk.handle(event), crash)

    def _restart(self, crash: int | None) -> None:
        self.desk.stop()
        self.desk.start()
        self._survive(self.desk.recover, crash)

    def _survive(self, work: Callable[[], object], crash: int | None) -> None:
        """Do some work; where the process dies of it, start it again and recover over the same link."""
        if crash is not None:
            self.desk.fuse.burn_after(crash)
        try:
            work()
        except CrashNow:
            self._restart(None)
        finally:
            self.desk.fuse.heal()

    def _sell(
        self,
        person: str,
        lines: list[Line],
        troubles: list[Trouble],
        crash: int | None = None,
        *,
        spent: Money = ZERO,
    ) -> None:
        self._start_over(lines)
        self._present(person)
        if isinstance(self.state, states.Tendering):
            self._spend_elsewhere(person, spent)
            self.desk.link.expect(troubles)
            self._happen(events.CashGiven(self.state.split.cash), crash)

    def _start_over(self, lines: list[Line]) -> None:
        self._heal()
        for _ in range(4):  # back over each tender that lies there
            self._happen(events.Abandoned())
        self._happen(events.BasketChanged(basket(*lines)))

    def _heal(self) -> None:
        self.desk.link.heal()
        self.desk.pay_line.heal()

    @property
    def _rest(self) -> Money:
        match self.state:
            case states.Tendering():
                return self.state.rest
            case states.Retendering(deal):
                return deal.rest
            case _:
                return ZERO

    def _charge(self, script: Script, crash: int | None) -> None:
        """Let a fresh code pay the rest; where nothing is due, the sale is confirmed."""
        self._codes += 1
        self.desk.channel.expect(script)
        event = events.PayCodeScanned(pay_code(self._codes)) if self._codes % 3 else events.CardChosen()
        self._happen(event if self._rest else events.CashGiven(ZERO), crash)

    def _present(self, person: str, crash: int | None = None) -> None:
        self._vouchers += 1
        self._attempts += 1
        code = self.desk.platform.issue(person, voucher(self._vouchers))
        self._happen(events.VoucherScanned(code, self._attempts), crash)
        if isinstance(self.state, states.Agreeing) and self._vouchers % 4:
            self.answer_for_the_family(agrees=self._vouchers % 2 == 0)

    def _spend_elsewhere(self, person: str, amount: Money) -> None:
        before = self.desk.platform.balance_of(person)
        self.desk.platform.spend_elsewhere(person, amount)
        self._spent_elsewhere[person] += (before - self.desk.platform.balance_of(person)).fen

    def _pay_in(self, person: str, amount: Money) -> None:
        self.desk.platform.pay_in(person, amount)
        self._spent_elsewhere[person] -= amount.fen

    def _sales(self, state: str) -> set[str]:
        return {sale.sale_no for sale in self.desk.books.sales() if sale.state == state}

    def _final_splits(self) -> dict[str, Split]:
        return {
            sale.msgid: split(
                sale.fund.fen, sale.account.fen, sale.shared.fen, (sale.cash + sale.mobile + sale.card).fen
            )
            for sale in self.desk.books.sales()
            if sale.state == "final" and sale.msgid
        }

    def _check_that_all_is_exact(self) -> None:
        assert self.desk.platform.standing() == self._final_splits()
        assert self.desk.wallet.standing() == self.desk.books.charged()
        assert not any(self.desk.wallet.broken().values())
