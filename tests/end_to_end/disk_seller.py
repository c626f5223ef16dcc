"""A till on a disk that fails: what each attempt to sell comes to, without a wait and without a picture.

As a program of its own it sells in many processes and says their outcomes, for a parent that lets its disk fail.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.bootstrap import Counter, open_back_office, open_counter
from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Agreeing, Completed, Refused, State, Tendering
from pos_app.domain.code import VoucherCode, classify
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.faults import StoreFault
from pos_app.services.scan_router import VoucherPresented, voucher_or_refusal
from pos_app.services.till import Till
from pos_app.verifier.invariants import broken
from tests.end_to_end.seller import BUYERS, GOODS, acknowledged, config_of, draw_no_pictures

ATTEMPTS = 5
FATAL_CALL = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to: `sold`, `stopped` (the till says that its book fails), `refused` or `unknown`."""

    kind: str
    sale_no: str = ""
    total_fen: int = 0


def attempt(counter: Counter, till: Till, chance: Random) -> Outcome:
    """Try to sell something to somebody; two in three pay with insurance."""
    till.handle(events.NextCustomer())
    basket = EMPTY
    for number in chance.sample(GOODS, 2):
        product = counter.office.catalogue.find(number)
        assert product is not None
        basket = basket.with_item(product, 1)
    state = till.handle(events.BasketChanged(basket))
    if isinstance(state, Refused) and state.refusal.code is not RefusalCode.SALE_STANDS:
        return _outcome(state)
    if isinstance(state, Refused):  # read, and said: the next try is a new sale
        till.handle(events.BasketChanged(basket))
    code = _code(counter, chance) if chance.random() < 2 / 3 else None
    state = till.handle(events.VoucherScanned(code, attempt=1) if code else events.CashChosen())
    if isinstance(state, Agreeing):
        state = till.handle(events.SharedAgreed())
    if isinstance(state, Tendering):
        state = till.handle(events.CashGiven(state.basket.total))
    return _outcome(state)


def assert_nothing_is_lost(data: Path, sold: dict[str, int]) -> None:
    """Open as a till opens, and hold all three books to their laws, to each other and to what was acknowledged."""
    with open_counter(config_of(data)) as counter:
        office = counter.office
        final = {sale.sale_no: sale.total.fen for sale in office.books.sales() if sale.state == "final"}
        assert sold.items() <= final.items()
        assert [sale.sale_no for sale in office.books.sales() if sale.state == "open"] == []
        assert {law: rows for law, rows in office.books.broken().items() if rows} == {}
        assert {law: rows for law, rows in broken(office.platform.store).items() if rows} == {}
        assert {law: rows for law, rows in office.pay.broken().items() if rows} == {}
        assert office.books.settled() == office.platform.ledger.settled()


def _code(counter: Counter, chance: Random) -> VoucherCode | None:
    try:
        shown = counter.office.platform.customer_app.show(
            chance.choice(BUYERS), kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL
        )
    except StoreFault:  # the phone's side is on the same disk
        return None
    if isinstance(shown, Refusal):
        return None
    presented = voucher_or_refusal(classify(shown.text))
    assert isinstance(presented, VoucherPresented)
    return presented.code


def _outcome(state: State) -> Outcome:
    match state:
        case Completed(sale):
            told = acknowledged(sale)
            return Outcome("sold", told.sale_no, told.total_fen)
        case Refused(_, refusal):
            return Outcome("stopped" if refusal.code is RefusalCode.BOOK_STOPPED else "refused")
        case Tendering():
            return Outcome("refused")
        case _:
            return Outcome("unknown")


def main(folder: Path, positions: list[int]) -> None:
    """Sell once for each position, in a process of its own, in a copy of the books of its own.

    strace counts the calls of each process, and lets the one with the number `FATAL_CALL` fail. So a process first
    makes as many idle calls as it takes for its own call of that position to be that one.
    """
    draw_no_pictures()
    for position in positions:
        child = os.fork()
        if child == 0:
            _idle(FATAL_CALL - position)
            _sell(folder / str(position), position)
            os._exit(0)
        os.waitpid(child, 0)


def _sell(data: Path, position: int) -> None:
    """Sell, and say each outcome; an opening that fails is one, too."""
    outcomes: list[Outcome] = []
    try:
        with open_counter(config_of(data)) as counter:
            till, chance = counter.open_till(lambda _state: None), Random(position)  # noqa: S311  tests
            outcomes.extend(attempt(counter, till, chance) for _ in range(ATTEMPTS))
    except StoreFault:
        outcomes.append(Outcome("closed"))
    told = {"position": position, "outcomes": [asdict(outcome) for outcome in outcomes]}
    print(json.dumps(told), flush=True)  # noqa: T201  its line


def _idle(calls: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for _ in range(calls):
        os.pwrite(nowhere, b"", 0)
    os.close(nowhere)


def prepare(data: Path) -> None:
    """Make the books, so that what fails later is a till at work."""
    with open_back_office(config_of(data)):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(position) for position in sys.argv[2:]])
