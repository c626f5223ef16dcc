"""The pay channel as a till reaches it: in this very process, or beside the distant platform that it works with."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.clients.mobile_pay import MobilePayClient
from pos_app.config import Config
from pos_app.domain.money import Money
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import begin_of, end_of
from pos_app.faults import StoreFault
from pos_app.services.ports import Clock, MobilePay
from pos_app.services.reconciliation_ports import Moment, PayStatement, Side, Story
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger


class Statement(PayStatement, Protocol):
    def everything(self) -> Mapping[str, Money] | NoAnswer:
        """Give what the shop has of every order that was paid and not given back whole."""
        ...


@dataclass(frozen=True, slots=True)
class PayHouse:
    """The channel and what its book says; `ledger` is that book where it lies in this folder."""

    channel: MobilePay
    statement: Statement
    story: Story
    ledger: Ledger | None = None

    def broken(self) -> Mapping[str, tuple[str, ...]]:
        """Ask every invariant of the channel's book; of one that lies elsewhere nothing can be said."""
        return self.ledger.broken() if self.ledger else {}


@contextmanager
def open_pay(config: Config, *, till: str, clock: Clock) -> Iterator[PayHouse]:
    """Open the channel; `till` is the number of one that shares it with others, empty for one that is alone."""
    if not config.verifier:
        with closing(Ledger(config.data / "wallet.db")) as ledger:
            channel = MobilePayClient(PayChannel(ledger, clock))
            yield PayHouse(channel, LedgerStatement(ledger), LedgerStory(ledger), ledger)
        return
    from pos_app.clients.distant_pay import DistantPay  # noqa: PLC0415  loads httpx

    with closing(DistantPay(config.verifier, till=till)) as distant:
        yield PayHouse(distant, distant, distant)


class LedgerStatement:
    """`Statement`: the channel's own book, as a wallet's daily statement tells it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def standing(self, day: date, also: Iterable[str] = ()) -> Mapping[str, Money] | NoAnswer:
        try:
            return self._ledger.statement(begin_of(day), end_of(day), also)
        except StoreFault as fault:
            return NoAnswer(str(fault))

    def everything(self) -> Mapping[str, Money]:
        return self._ledger.standing()


class LedgerStory:
    """`services.reconciliation_ports.Story`: what the channel's book says of an order."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, *, msgid: str, sale_no: str) -> Iterable[Moment]:
        del sale_no  # the channel knows orders
        return tuple(Moment(at, Side.CHANNEL, act) for at, act in self._ledger.story(msgid)) if msgid else ()
