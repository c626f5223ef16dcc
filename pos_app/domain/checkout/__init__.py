"""The sale as one pure function: `transition(state, event) -> (state, effects)`.

    Selling --> Refused: CashChosen, SaidNo, VoucherScanned
    Selling --> Identifying: VoucherScanned
    Selling --> Tendering: CashChosen
    Refused --> Selling: Abandoned, BasketChanged
    Refused --> Identifying: VoucherScanned
    Refused --> Tendering: CashChosen
    Identifying --> Selling: Abandoned
    Identifying --> Refused: AttemptFailed
    Identifying --> Quoting: PersonIdentified
    Quoting --> Selling: Abandoned
    Quoting --> Refused: AttemptFailed, QuoteArrived
    Quoting --> Agreeing: QuoteArrived
    Quoting --> Tendering: QuoteArrived
    Agreeing --> Selling: Abandoned
    Agreeing --> Identifying: VoucherScanned
    Agreeing --> Quoting: SharedDeclined
    Agreeing --> Tendering: SharedAgreed
    Tendering --> Selling: Abandoned
    Tendering --> Identifying: VoucherScanned
    Tendering --> Confirming: CardChosen, CashGiven, PayCodeScanned
    Tendering --> Freezing: CardChosen, CashGiven, PayCodeScanned
    Confirming --> Tendering: Abandoned
    Confirming --> Freezing: CustomerConfirmed
    Freezing --> Settling: DraftFrozen
    Freezing --> Charging: DraftFrozen
    Freezing --> Recording: DraftFrozen
    Settling --> Refused: SettlementRefused
    Settling --> Confirming: SettlementRefused
    Settling --> Asking: OutcomeUnknown
    Settling --> Charging: SettlementArrived
    Settling --> Cancelling: SettlementArrived
    Settling --> Recording: SettlementArrived
    Asking --> Selling: NextCustomer
    Asking --> Reversing: SettlementNotFound
    Asking --> Cancelling: SettlementArrived
    Asking --> Recording: SettlementArrived
    Reversing --> Selling: NextCustomer
    Reversing --> Refused: ReversalConfirmed
    Charging --> Revoking: ChargeFound
    Charging --> Retendering: ChargeAnswered, ChargeFound
    Charging --> Recording: ChargeAnswered
    Revoking --> Selling: NextCustomer
    Revoking --> Retendering: ChargeRevoked
    Retendering --> Refused: Abandoned
    Retendering --> Ordering: CardChosen, PayCodeScanned
    Retendering --> Cancelling: Abandoned
    Retendering --> Recording: CashGiven
    Ordering --> Charging: ChargeBegun
    Cancelling --> Selling: NextCustomer
    Cancelling --> Refused: CancellationConfirmed
    Recording --> Completed: SaleRecorded
    Completed --> Selling: Abandoned, BasketChanged, NextCustomer
    Completed --> Refused: SaidNo

An event out of turn changes nothing. Every answer names what it answers (an attempt, a msgid, an order number), so that
a late one is known for what it is. Time comes as an event, too: the function never waits.
"""

from pos_app.domain.checkout.charging import from_charging, from_ordering, from_retendering, retender_after
from pos_app.domain.checkout.effects import PrintReceipt
from pos_app.domain.checkout.events import ChargeRevoked, Event, SaleRecorded
from pos_app.domain.checkout.selling import (
    Step,
    from_agreeing,
    from_completed,
    from_confirming,
    from_freezing,
    from_identifying,
    from_selling,
    from_tendering,
)
from pos_app.domain.checkout.states import (
    Agreeing,
    Asking,
    Cancelling,
    Charging,
    Completed,
    Confirming,
    Freezing,
    Identifying,
    Ordering,
    Quoting,
    Recording,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    Selling,
    Settling,
    State,
    Tendering,
)
from pos_app.domain.checkout.undoing import from_settling, from_unknown

__all__ = ["Step", "transition"]


def transition(state: State, event: Event) -> Step:  # noqa: C901, PLR0912  one case a state
    """Give the next state and the effects to run; an event out of turn changes nothing."""
    match state:
        case Selling() | Refused():
            return from_selling(state, event)
        case Identifying() | Quoting():
            return from_identifying(state, event)
        case Agreeing():
            return from_agreeing(state, event)
        case Tendering():
            return from_tendering(state, event)
        case Confirming():
            return from_confirming(state, event)
        case Freezing():
            return from_freezing(state, event)
        case Settling():
            return from_settling(state, event)
        case Charging():
            return from_charging(state, event)
        case Retendering():
            return from_retendering(state, event)
        case Ordering():
            return from_ordering(state, event)
        case Revoking():
            return _from_revoking(state, event)
        case Asking() | Reversing() | Cancelling():
            return from_unknown(state, event)
        case Recording():
            return _from_recording(state, event)
        case Completed():
            return from_completed(state, event)


def _from_revoking(state: Revoking, event: Event) -> Step:
    match event:
        case ChargeRevoked(order_no) if order_no == state.order.order_no and not state.attempts.is_waiting:
            return retender_after(state.deal, state.reason)
        case _:
            return from_unknown(state, event)


def _from_recording(state: Recording, event: Event) -> Step:
    match event:
        case SaleRecorded(sale) if sale.sale_no == state.deal.sale_no:
            return Completed(sale), (PrintReceipt(sale),)
        case _:
            return state, ()
