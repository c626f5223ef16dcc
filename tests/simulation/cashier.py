"""What happens at the counter: customers, double clicks, keys out of turn, chance alone deciding."""

from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import State
from pos_app.domain.code import CertificateCode, PayChannel, PayCode, classify
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.resources import asset
from pos_app.storage.products import read_products
from pos_app.wallet.scripts import BY_ENDING
from tests.contracts.world import person
from tests.simulation.laws import Laws
from tests.simulation.shop import Shop

PEOPLE = tuple(
    map(person, ("plenty", "short", "zero", "one-fen", "same-province", "retired", "family-father", "balance-hidden"))
)
GOODS = tuple(product for product in read_products(asset("catalogue.csv")) if "100001" <= product.code <= "100008")
_WECHAT = PayChannel.WECHAT
_ENDINGS = ("0000", "0000", *BY_ENDING)  # what the wallet's owner and the wallet will do
_TRIES = 2
_STORM = (2, 14)  # messages lost in a row: from less than a reversal is tried to more than that


class Cashier:
    """Serves one customer after another; an exception leaves the till wherever it then is."""

    def __init__(self, shop: Shop, laws: Laws, chance: Random) -> None:
        self._shop = shop
        self._laws = laws
        self._chance = chance
        self._attempts = 0
        self._codes = 0

    def serve(self, basket: Basket | None = None) -> None:
        """Take one customer from the goods to the door; a basket that is given is paid as it is."""
        self._happen(events.NextCustomer())
        for _ in range(3):  # back over each tender that lies there
            self._happen(events.Abandoned())
        self._happen(events.BasketChanged(basket or self.basket()))
        if self._chance.random() < 0.3:
            self._happen(events.CashChosen())
        else:
            self._present_vouchers()
        if isinstance(self._state, states.Tendering):
            self._take_payment()
        if isinstance(self._state, states.Retendering):
            self._take_another_tender()
        self._clear_up()

    @property
    def _state(self) -> State:
        return self._shop.till.state

    def _present_vouchers(self) -> None:
        """Show a code, and another when the first comes to nothing; then the customer pays cash."""
        is_to_change = self._shop.moments.wait_for("cancel")
        who = person("one-fen") if is_to_change else self._chance.choice(PEOPLE)
        for _ in range(_TRIES):
            self._attempts += 1
            self._happen(events.VoucherScanned(self._code(who.id), self._attempts))
            self._ask_for_the_family()
            if isinstance(self._state, states.Tendering):
                if is_to_change or self._chance.random() < 0.3:  # then the platform splits otherwise than it quoted
                    self._shop.house.pay_in(who.psn_no, Money(self._chance.choice((1, 1, 99, 2_000))))
                return
        if self._chance.random() < 0.5:
            self._happen(events.CashChosen())

    def _ask_for_the_family(self) -> None:
        """Ask whether the family's account may pay a part; a no is quoted anew."""
        if isinstance(self._state, states.Agreeing):
            self._attempts += 1
            agrees = self._chance.random() < 0.6
            self._happen(events.SharedAgreed() if agrees else events.SharedDeclined(self._attempts))

    def _take_payment(self) -> None:
        assert isinstance(self._state, states.Tendering)
        if self._chance.random() < 0.08 or self._shop.moments.wait_for("count_try"):
            self._shop.line.part(self._chance.randint(*_STORM))
        elif any(map(self._shop.moments.wait_for, ("drop", "reverse"))):
            self._shop.line.part(1)
        if self._chance.random() < 0.05:
            self._shop.clock.advance(self._chance.choice((90, 1_000, 40_000)))  # the customer looks for money
        due = self._state.split.cash
        if self._chance.random() < 0.05 and due.fen:
            self._happen(events.CashGiven(due - Money(1)))
        if due and (self._shop.moments.wait_for("charge") or self._chance.random() < 0.35):
            self._charge(due)
        else:
            self._happen(events.CashGiven(due + Money(self._chance.choice((0, 0, 1, 5_000)))))

    def _charge(self, due: Money) -> None:
        """Let a part lie there in cash, and a code or a card pay the rest."""
        part = Money(due.fen * self._chance.choice((0, 0, 30)) // 100)
        if part and not isinstance(self._state, states.Retendering):
            self._happen(events.CashGiven(part))
        self._codes += 1
        code = f"13{self._codes:012}{self._chance.choice(_ENDINGS)}"
        self._happen(events.CardChosen() if self._codes % 4 == 0 else events.PayCodeScanned(PayCode(code, _WECHAT)))

    def _take_another_tender(self) -> None:
        assert isinstance(self._state, states.Retendering)
        match self._chance.randrange(3):
            case 0:
                self._charge(self._state.deal.rest)
            case 1:
                self._happen(events.CashGiven(self._state.deal.rest))
            case _:
                self._happen(events.Abandoned())

    def _clear_up(self) -> None:
        """Try again what is unknown, for a while; then leave it to recovery and serve the next."""
        for _ in range(self._chance.randint(0, 3)):
            if not isinstance(self._state, states.Asking | states.Reversing | states.Revoking | states.Cancelling):
                return
            self._happen(events.TriedAgain())

    def _happen(self, event: Event) -> None:
        """Let something happen, sometimes twice, sometimes with a key out of turn after it."""
        self._handle(event)
        while self._chance.random() < 0.08:
            self._handle(self._chance.choice((event, event, *_KEYS)))

    def _handle(self, event: Event) -> None:
        before = self._state
        self._shop.clock.advance(self._chance.choice((0, 0.4, 2, 7)))
        self._shop.till.handle(event)
        after = self._shop.wait()
        self._shop.note(f"{type(event).__name__} -> {type(after).__name__}")
        sale = _sale_of(after)
        if sale and sale != _sale_of(before):
            self._laws.tell(sale)
        self._laws.check()

    def basket(self) -> Basket:
        basket = EMPTY
        for product in self._chance.sample(GOODS, self._chance.randint(1, 3)):
            basket = basket.with_item(product, self._chance.randint(1, 2))
        return basket

    def _code(self, person_id: str) -> CertificateCode:
        with self._shop.moments.about("show"):
            shown = self._shop.house.phone.show(person_id, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
        assert not isinstance(shown, Refusal), shown
        code = classify(shown.text)
        assert isinstance(code, CertificateCode)
        return code


_KEYS: tuple[Event, ...] = (
    events.Abandoned(),
    events.CashChosen(),
    events.NextCustomer(),
    events.TriedAgain(),
    events.CashGiven(Money(10_000)),
    events.SaidNo(Refusal(RefusalCode.NOT_A_VOUCHER)),
)


def _sale_of(state: State) -> Sale | None:
    return state.sale if isinstance(state, states.Completed) else None
