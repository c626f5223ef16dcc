"""Joins the till's book, the centre's messages and both journals for reconciling a day."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext

from pos_app.bootstrap import SYSTEM_CLOCK, SYSTEM_PATIENCE, BackOffice, open_back_office, open_transport
from pos_app.bootstrap.folder import LOCK_WAIT_S, hold_folder
from pos_app.bootstrap.shifts import open_duty
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.reconciliation import CentreClient
from pos_app.config import Config
from pos_app.services.duty import Duty
from pos_app.services.ports import Clock
from pos_app.services.reconciliation import Reconciliation
from pos_app.services.reconciliation_ports import Moment, PayBooks, Side, Story
from pos_app.services.recovery import Recovery
from pos_app.storage.charge_book import SqliteChargeBook
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.settled import SettledBook, TillStory
from pos_app.verifier.exchanges import ExchangeFilter, ExchangeLog, KeptExchange, Sent
from pos_app.wire.messages import Infno


@contextmanager
def open_reconciliation(
    config: Config, *, clock: Clock = SYSTEM_CLOCK, repairs: bool = False
) -> Iterator[Reconciliation]:
    """Open what a day is reconciled with; to repair, the folder is held, for a living till may be at work on a sale."""
    with (
        hold_folder(config, LOCK_WAIT_S) if repairs else nullcontext(),
        open_back_office(config, clock=clock) as office,
        open_transport(config, office.platform) as transport,
        _platform_story(config, office) as platform_story,
    ):
        numbers = office.numbers
        platform = InsuranceClient(transport=transport, profile=office.profile, msgids=numbers, clock=clock)
        journal = SqliteJournal(office.till_file, numbers, office.audit)
        yield Reconciliation(
            centre=CentreClient(trades=platform, profile=office.profile),
            own=SettledBook(office.till_file, numbers, office.audit),
            pay=PayBooks(SqliteChargeBook(office.till_file), office.pay.statement, office.pay.channel),
            stories=(TillStory(office.till_file), platform_story, office.pay.story),
            platform=platform,
            recovery=Recovery(
                platform=platform,
                mobile_pay=office.pay.channel,
                journal=journal,
                clock=clock,
                patience=SYSTEM_PATIENCE,
            ),
            clock=clock,
        )


@contextmanager
def open_duty_of(config: Config, *, clock: Clock = SYSTEM_CLOCK) -> Iterator[Duty]:
    """Tell who has the shift and whose yes they need, beside whatever else is at work."""
    with open_back_office(config, clock=clock) as office:
        yield open_duty(config, office.till_file, office.numbers, office.audit, office.staff)


class EmbeddedStory:
    """`services.reconciliation_ports.Story`: the platform's request journal, and what was reversed in it."""

    def __init__(self, exchanges: ExchangeLog) -> None:
        self._exchanges = exchanges

    def of(self, *, msgid: str, sale_no: str) -> Iterable[Moment]:
        del sale_no  # the platform knows nothing of a till's numbers
        if not msgid:
            return ()
        told = self._exchanges.find(ExchangeFilter(msgid=msgid))
        reversals = self._exchanges.find(ExchangeFilter(infno=Infno.REVERSE, text=msgid))
        return tuple(map(_moment, {kept.number: kept for kept in (*told, *reversals)}.values()))


def _moment(kept: KeptExchange) -> Moment:
    exchange = kept.exchange
    said = f"refused:{exchange.code}" if exchange.code and exchange.sent is Sent.ANSWERED else str(exchange.sent)
    return Moment(exchange.at, Side.PLATFORM, exchange.infno, said)


@contextmanager
def _platform_story(config: Config, office: BackOffice) -> Iterator[Story]:
    if not config.verifier:
        yield EmbeddedStory(office.platform.exchanges)
        return
    from pos_app.clients.distant_journal import DistantStory  # noqa: PLC0415  loads httpx

    with closing(DistantStory(config.verifier)) as story:
        yield story
