"""A till that sells until it is killed: the child of the kill tests, and the moments at which it can kill itself."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from typing import Any

from sqlite_utils import Database

from pos_app.bootstrap import Counter, open_counter, open_pictures
from pos_app.config import Config, read_config
from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout import events
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import Completed, Retendering, Tendering
from pos_app.domain.code import PayChannel, PayCode, classify
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Sale
from pos_app.domain.voucher import Channel as CodeChannel
from pos_app.domain.voucher import CodeKind
from pos_app.qr import draw
from pos_app.receipts import pdf, printers
from pos_app.receipts.printers import ReceiptFiles
from pos_app.scanner.intake import PictureReader
from pos_app.services.scan_router import VoucherPresented, one_code_of, voucher_or_refusal
from pos_app.services.till import Till
from pos_app.verifier.reception import Reception
from pos_app.wallet.channel import PayChannel as Channel
from pos_app.wording import Language

BUYERS = ("plenty", "short", "zero", "one-fen", "same-province", "retired", "rare-name", "balance-hidden")
GOODS = ("100001", "100002", "100003", "100004")
NEVER = 0
_SALES_AT_MOST = 200  # a moment that has not come by then does not come
_INFNO = re.compile(r'"infno":"(\w+)"')


@dataclass(frozen=True, slots=True)
class Opened:
    """The till is open; what recovery did before."""

    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The cashier has been told that this sale is final."""

    sale_no: str
    msgid: str
    total_fen: int
    insured_fen: int


@dataclass(frozen=True, slots=True)
class Dies:
    """The last word before the process kills itself."""

    moment: str


class Impatient:
    """`services.ports.Patience` for a channel in the same process: when the process dies, nothing is under way."""

    def wait_until(self, moment: datetime) -> None:
        pass


def config_of(data: Path) -> Config:
    """Give the settings as shipped."""
    return read_config(data=data, file=None, language=Language.ENGLISH, locale="", camera=None)


def sell_until_killed(data: Path, seed: int, fatal_moment: int | str, line: Connection) -> None:
    """Sell until killed; the process kills itself at the moment of a name, or when so many of any name have passed.

    Where that moment is missed for long, the process ends alive, and who waits for its death sees none.
    """
    if fatal_moment != NEVER:
        arm(fatal_moment, line)
    chance = Random(seed)  # noqa: S311  tests
    if chance.random() < 0.9:
        draw_no_pictures()
    with open_counter(config_of(data), patience=Impatient()) as counter, open_pictures() as pictures:
        line.send(Opened(tuple(str(done.outcome) for done in counter.recovered)))
        till = counter.open_till(lambda _state: None)
        shows_picture = chance.random() < 0.1  # starting the reader takes as long as several sales
        for _ in count() if fatal_moment == NEVER else range(_SALES_AT_MOST):
            line.send(acknowledged(sell_one(counter, till, chance, pictures if shows_picture else None)))
            shows_picture = False


def sell_one(counter: Counter, till: Till, chance: Random, pictures: PictureReader | None) -> Sale:
    """Sell a basket to somebody, one sale in six without insurance, half of what is due by a code or a card."""
    till.handle(events.NextCustomer())
    till.handle(events.BasketChanged(_basket(counter, chance)))
    if chance.random() < 1 / 6:
        state = till.handle(events.CashChosen())
    else:
        state = till.handle(events.VoucherScanned(_voucher(counter, chance, pictures).code, attempt=1))
    assert isinstance(state, Tendering), state
    for event in _tenders(state.rest, chance):
        state = till.handle(event)
    if isinstance(state, Retendering):  # the one card of the simulation has been emptied by now: the rest is cash
        state = till.handle(events.CashGiven(state.deal.rest))
    assert isinstance(state, Completed), state
    return state.sale


def _tenders(due: Money, chance: Random) -> Iterator[Event]:
    """Pay all in cash, or a part of it and the rest by a code or a card."""
    if not due or chance.random() < 0.5:
        yield events.CashGiven(due + Money(500))
        return
    part = Money(due.fen * chance.choice((0, 0, 1)) // 3)
    if part:
        yield events.CashGiven(part)
    code = PayCode(f"13{chance.randrange(10**12):012}0000", PayChannel.WECHAT)
    yield chance.choice((events.PayCodeScanned(code), events.CardChosen()))


def acknowledged(sale: Sale) -> Acknowledged:
    return Acknowledged(
        sale_no=sale.sale_no,
        msgid=sale.settlement.msgid if sale.settlement else "",
        total_fen=sale.draft.basket.total.fen,
        insured_fen=sale.draft.split.insured.fen,
    )


def arm(fatal_moment: int | str, line: Connection) -> None:
    """Pass the moments before and after each commit, each message and each ticket, and die at the chosen one.

    That is a number, or a name, which `#2` may follow for its second time.
    """
    wanted, _, time = fatal_moment.partition("#") if isinstance(fatal_moment, str) else ("", "", str(fatal_moment))
    left = int(time or 1)

    def pass_moment(name: str) -> None:
        nonlocal left
        if wanted and name != wanted:
            return
        left -= 1
        if left == 0:
            line.send(Dies(name))
            os.kill(os.getpid(), signal.SIGKILL)

    _surround(Database, "execute", pass_moment, _Commits().name_of)
    _surround(Reception, "trade", pass_moment, _infno_of)
    _surround(Reception, "decode", pass_moment, _always("decode"))
    for question in ("charge", "query", "reverse"):
        _surround(Channel, question, pass_moment, _always(f"pay {question}"))
    _surround(ReceiptFiles, "print", pass_moment, _always("ticket"))


class _Commits:
    """Tells the commits of writers by their file; what only read is nobody's moment."""

    def __init__(self) -> None:
        self._writing: set[int] = set()

    def name_of(self, arguments: tuple[Any, ...]) -> str:
        database, statement = arguments[0], arguments[1]
        if statement == "BEGIN IMMEDIATE":
            self._writing.add(id(database))
        if statement != "COMMIT" or id(database) not in self._writing:
            return ""
        self._writing.discard(id(database))
        return f"commit of {Path(database.conn.execute('PRAGMA database_list').fetchone()[2]).stem}"


def _always(name: str) -> Callable[[tuple[Any, ...]], str]:
    return lambda _arguments: name


def _infno_of(arguments: tuple[Any, ...]) -> str:
    found = _INFNO.search(str(arguments[1]))
    return found.group(1) if found else "message"


def draw_no_pictures() -> None:
    """Write tickets whose picture and page are empty: drawing takes ten times as long as all the rest of a sale.

    Most kills would fall into it, and few on the money.
    """
    for where, painter in ((printers, "render_png"), (pdf, "render_pdf")):
        setattr(where, painter, lambda _page, **_options: b"")


def _surround(
    owner: type, method: str, pass_moment: Callable[[str], None], name_of: Callable[[tuple[Any, ...]], str]
) -> None:
    original = getattr(owner, method)

    def dangerous(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  whatever the method takes and gives
        name = name_of(arguments)
        if name:
            pass_moment(f"before {name}")
        answer = original(*arguments, **options)
        if name:
            pass_moment(f"after {name}")
        return answer

    setattr(owner, method, dangerous)


def _basket(counter: Counter, chance: Random) -> Basket:
    basket = EMPTY
    for code in chance.sample(GOODS, chance.randint(1, len(GOODS))):
        product = counter.office.catalogue.find(code)
        assert product is not None, code
        basket = basket.with_item(product, chance.randint(1, 2))
    return basket


def _voucher(counter: Counter, chance: Random, pictures: PictureReader | None) -> VoucherPresented:
    shown = counter.office.platform.customer_app.show(
        chance.choice(BUYERS), kind=CodeKind.CERTIFICATE, channel=CodeChannel.NATIONAL
    )
    assert not isinstance(shown, Refusal), shown
    if pictures is None:
        presented = voucher_or_refusal(classify(shown.text))
    else:
        picture = BytesIO()
        draw(shown.text, module=6).save(picture, "PNG")
        reading = pictures.read_bytes(picture.getvalue())
        assert not isinstance(reading, Refusal), reading
        scanned = one_code_of(reading)
        assert not isinstance(scanned, Refusal), scanned
        presented = voucher_or_refusal(scanned)
    assert isinstance(presented, VoucherPresented), presented
    return presented
