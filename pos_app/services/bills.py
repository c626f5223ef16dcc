"""Bills that are not sales yet: the one at the counter is kept at every change, others are set aside and come back."""

from collections.abc import Sequence

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Completed, Refused, Selling, State
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.services.ports import Bills, Clock, ParkedBill
from pos_app.services.till import Till


class CounterBills:
    """What one till has on its counter and what it has set aside; it blocks like the till and belongs to its worker."""

    def __init__(self, *, bills: Bills, clock: Clock) -> None:
        self._bills = bills
        self._clock = clock
        self._kept = EMPTY

    def restore(self, till: Till) -> None:
        """Put back what stood on the counter when the till went down."""
        self._kept = self._bills.at_the_counter()
        if self._kept.lines:
            till.handle(events.BasketChanged(self._kept))

    def see(self, state: State) -> None:
        """Keep the bill as it is now; called with every state, so that no crash loses a keystroke.

        Of a book that has stopped nothing more is asked: the till says so, and keeps the bill when it goes on.
        """
        match state:
            case Refused(_, Refusal(code=RefusalCode.BOOK_STOPPED)):
                pass
            case Selling(basket) | Refused(basket) if basket != self._kept:
                self._bills.keep(basket, self._clock.now())
                self._kept = basket
            case Completed():
                self._kept = EMPTY  # the commit that made it a sale took it off the counter
            case _:
                pass

    def parked(self) -> Sequence[ParkedBill]:
        return self._bills.parked()

    def park(self, till: Till, name: str = "") -> ParkedBill | Refusal:
        """Set the bill at the counter aside; a sale that is under way is not."""
        match till.state:
            case Selling(basket) | Refused(basket) if basket.lines:
                bill = self._bills.park(basket, name, self._clock.now())
                self._kept = EMPTY
                till.handle(events.BasketChanged(EMPTY))
                return bill
            case _:
                return Refusal(RefusalCode.BASKET_EMPTY)

    def resume(self, till: Till, bill_no: str) -> Refusal | None:
        """Bring a bill back to an empty counter."""
        match till.state:
            case Completed():
                pass
            case Selling(basket) | Refused(basket) if not basket.lines:
                pass
            case _:
                return Refusal(RefusalCode.COUNTER_NOT_EMPTY)
        back = self._bills.resume(bill_no, self._clock.now())
        if back is None:
            return Refusal(RefusalCode.BILL_GONE)
        self._kept = back
        till.handle(events.BasketChanged(back))
        return None
