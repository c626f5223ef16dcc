"""The sale screen's view model: takes what a person does, runs the till on its worker, shows what came of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.domain.basket import Basket
from pos_app.domain.cash import format_cash, parse_cash, stepped
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import (
    Agreeing,
    Charging,
    Completed,
    Confirming,
    Identifying,
    Quoting,
    Refused,
    Retendering,
    Selling,
    Tendering,
    basket_of,
)
from pos_app.domain.code import GoodsCode, PayCode, ScannedCode, UnknownCode, classify
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.edits import adding, changing, removing, setting
from pos_app.gui.view_models.sale.inputs import (
    LISTS,
    Added,
    Declined,
    GoodsClosed,
    Panel,
    Work,
    edited_basket_of,
    is_charge_open,
    is_given_up,
    rest_of,
)
from pos_app.gui.view_models.sale.intake import receive
from pos_app.gui.view_models.sale.price_keeper import PriceKeeper
from pos_app.gui.view_models.sale.view import Entry
from pos_app.services.scan_router import GoodsScanned, VoucherPresented, one_code_of

SEARCH_WAIT_MS = 150
FOUND_LIMIT = 30


class SaleViewModel(PriceKeeper):
    """Every slot is something a person does."""

    def __init__(
        self,
        *,
        ports: CounterPorts,
        till_jobs: JobRunner,
        picture_jobs: JobRunner,
        translation: Translation,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._picture_jobs = picture_jobs
        self._catalogue = ports.catalogue
        self._pictures = ports.pictures
        self._attempt = 0
        self._takes_first: Callable[[ScannedCode], bool] = lambda _code: False
        self._search_wait = QTimer(self)
        self._search_wait.setSingleShot(True)
        self._search_wait.setInterval(SEARCH_WAIT_MS)
        self._search_wait.timeout.connect(self._find)

    @Slot(str)
    def type_text(self, text: str) -> None:
        """Take what stands in the field that is open."""
        match self.view.entry.kind:
            case Entry.SEARCH:
                self.search(text)
            case Entry.QUANTITY:
                self._show(replace(self._desk, quantity_text=text))
            case Entry.LINE_DISCOUNT | Entry.BILL_DISCOUNT | Entry.LINE_PRICE:
                self._show(replace(self._desk, reduction_text=text, notice=None))
            case Entry.CASH:
                self._show(replace(self._desk, cash_text=text, notice=None))

    # Goods

    @Slot(str)
    def search(self, text: str) -> None:
        """Take what stands in the search field; the search itself waits until the typing pauses."""
        if text == self._desk.query:
            return
        if isinstance(self.state, Refused):
            self._quietly(events.Abandoned())
        self._show(replace(self._desk, query=text, notice=None, found=self._desk.found if text.strip() else ()))
        self._search_wait.start()

    @Slot()
    def pick(self) -> None:
        """Add what the search offers at the mark; before it has offered anything, what the text alone means."""
        text = self._desk.query.strip()
        if not text:
            return
        if not self._search_wait.isActive() and self._desk.found:
            self._add(self._desk.found[self._desk.found_index])
            return
        found, code = self._catalogue.pick(text), classify(text)
        if isinstance(found, Refusal) and not isinstance(code, GoodsCode | UnknownCode):
            # So slow a scanner that its keys were taken for a person's; what it sent is as good as cash.
            self._show(replace(self._desk, query="", found=()))
            self.take_code(code)
        elif isinstance(found, Refusal):
            self._find()
            self._show(replace(self._desk, notice=Declined(found)))
        else:
            self._add(found)

    @Slot(int)
    def pick_found(self, index: int) -> None:
        if 0 <= index < len(self._desk.found):
            self._add(self._desk.found[index])

    @Slot(int)
    def move(self, step: int) -> None:
        """Move the mark up or down: in what the search offers while it offers something, else in the basket."""
        if self.view.found:
            self._show(
                replace(self._desk, found_index=min(max(self._desk.found_index + step, 0), len(self._desk.found) - 1))
            )
            return
        self.choose_line(self.view.selected + step)

    @Slot(int)
    def choose_line(self, index: int) -> None:
        lines = basket_of(self.state).lines
        if lines:
            self._show(replace(self._desk, selected_code=lines[min(max(index, 0), len(lines) - 1)].product.code))

    @Slot(int)
    def change_quantity(self, step: int) -> None:
        code = self._selected_code
        if code:
            self._edit(changing(code, by=step), notice=None, selected_code=code)

    @Slot()
    def begin_quantity(self) -> None:
        code = self._selected_code
        if code and edited_basket_of(self.state) is not None:
            quantity = basket_of(self.state).quantity_of(code)
            self._show(
                replace(self._desk, panel=Panel.QUANTITY, quantity_text=str(quantity), selected_code=code, notice=None)
            )

    @Slot()
    def set_quantity(self) -> None:
        """Take the typed quantity; what is no number changes nothing."""
        code, typed = self._selected_code, self._desk.quantity_text.strip()
        self._show(replace(self._desk, panel=Panel.NONE))
        if code and typed.isascii() and typed.isdigit():
            self._edit(setting(code, to=int(typed)), notice=None, selected_code=code)

    @Slot()
    def remove_line(self) -> None:
        code = self._selected_code
        if code:
            self._edit(removing(code), notice=None, selected_code="")

    # Codes, from wherever they come

    @Slot()
    def arm_scan(self) -> None:
        """Wait for a voucher and nothing else."""
        if isinstance(self.state, Selling | Refused | Tendering) and not self.is_waiting:
            if not basket_of(self.state).lines:
                self._tell(events.SaidNo(Refusal(RefusalCode.BASKET_EMPTY)))
                return
            if isinstance(self.state, Refused):
                self._quietly(events.Abandoned())
            self._show(replace(self._desk, panel=Panel.SCAN, notice=None, query="", found=()))

    def read_file(self, path: Path) -> None:
        self._read(lambda: self._pictures.read_file(path))

    def read_bytes(self, picture: bytes) -> None:
        self._read(lambda: self._pictures.read_bytes(picture))

    def take_reading(self, reading: Reading) -> None:
        """Take what was found in a picture or a frame."""
        found = one_code_of(reading)
        if isinstance(found, Refusal):
            self.decline(found)
        else:
            self.take_code(found)

    def take_text(self, text: str) -> bool:
        """Take what a keyboard-wedge scanner sent; False for what is no code of the counter."""
        code = classify(text)
        if isinstance(code, UnknownCode):
            return False
        self.take_code(code)
        return True

    # Money

    def give(self, amount: Money) -> None:
        """Take a round sum at the press of one button; it is confirmed like a typed one."""
        self._show(replace(self._desk, cash_text=format_cash(amount), notice=None))

    @Slot(int)
    def step_cash(self, step: int) -> None:
        """Go to the next round sum up or down; the first one is the exact sum."""
        if rest_of(self.state):
            self.give(stepped(rest_of(self.state), parse_cash(self._desk.cash_text), step))

    @Slot()
    def charge_card(self) -> None:
        """Let the card terminal take what the typed cash leaves."""
        self._charge(events.CardChosen())

    @property
    def to_confirm(self) -> Money | None:
        """Give what the customer has to confirm on the phone now, if anything."""
        return self.state.draft.split.insured if isinstance(self.state, Confirming) else None

    @Slot()
    def customer_confirmed(self) -> None:
        """Settle now that the phone says yes; the platform has the last word."""
        if isinstance(self.state, Confirming) and not self.is_waiting:
            self._tell(events.CustomerConfirmed())

    @Slot()
    def forward(self) -> None:
        """Do what leads on: take payment, confirm it, begin the next sale, ask again. Printing keeps nobody waiting."""
        if self._desk.panel in LISTS:
            self.try_task()
            return
        if self.is_waiting and not isinstance(self.state, Completed):
            return
        match self.state:
            case Selling() | Refused():
                self._tell(events.CashChosen())
            case Tendering() | Retendering():
                self._confirm()
            case Completed():
                self._begin_next()
            case Agreeing() | Confirming():
                self._tell(events.SharedAgreed() if isinstance(self.state, Agreeing) else events.CustomerConfirmed())
            case state:
                if is_given_up(state) or is_charge_open(state):
                    self._tell(events.TriedAgain())

    @Slot()
    def leave_unknown(self) -> None:
        """Serve the next customer; the sale with the unknown outcome stays among the open tasks.

        Where only the customer is waited for, stop waiting; where the customer is asked, the answer is no.
        """
        if self.is_waiting:
            return
        if is_given_up(self.state):
            self._tell(events.NextCustomer())
        elif isinstance(self.state, Agreeing):
            self._tell(events.SharedDeclined(self._next_attempt()))
        elif isinstance(self.state, Confirming | Charging):
            self._tell(events.Abandoned())

    @Slot()
    def step_back(self) -> None:
        """Close what is open, else go one step back in the sale; goods are never lost by it."""
        if self._desk.panel is not Panel.NONE:
            self._show(replace(self._desk, panel=Panel.NONE, notice=None))
        elif self._desk.query:
            self._show(replace(self._desk, query="", found=(), notice=None))
        elif isinstance(self.state, Identifying | Quoting | Completed) or not self.is_waiting:
            self._back()

    @Slot(object)
    def take_bill(self, bill: Basket) -> None:
        """Take a bill that was made elsewhere, where none is open."""
        self._tell(events.BasketChanged(bill))

    # Towards the till

    def _add(self, product: Product) -> None:
        basket = edited_basket_of(self.state)
        quantity = basket.quantity_of(product.code) + 1 if basket is not None else 1
        self._edit(adding(product), notice=Added(product, quantity), selected_code=product.code)

    def _confirm(self) -> None:
        amount = parse_cash(self._desk.cash_text)
        if amount is None:
            self._show(replace(self._desk, notice=Declined(Refusal(RefusalCode.CASH_NOT_AN_AMOUNT))))
        else:
            self._tell(events.CashGiven(amount))

    def _charge(self, event: events.PayCodeScanned | events.CardChosen) -> None:
        """Take the cash that was typed first, where it leaves something to charge."""
        if self.is_waiting or not isinstance(self.state, Tendering | Retendering):
            return
        typed, rest = parse_cash(self._desk.cash_text), rest_of(self.state)
        if typed and typed < rest:
            self._quietly(events.CashGiven(typed))
        self._tell(event)

    def _back(self) -> None:
        match self.state:
            case Completed():
                self._begin_next()
            case Identifying() | Quoting():
                self._quietly(events.Abandoned())
            case Refused() | Agreeing() | Tendering() | Confirming() | Charging() | Retendering():
                self._tell(events.Abandoned())
            case _:
                self._show(replace(self._desk, notice=None))

    # Codes

    def _read(self, read: Callable[[], Reading | Refusal]) -> None:
        if not self.is_waiting:
            self._show(replace(self._desk, work=Work.PICTURE, notice=None))
            self._picture_jobs.run(read, self._finish_reading)

    def _finish_reading(self, result: Result[Reading | Refusal]) -> None:
        self._show(replace(self._desk, work=Work.NONE))
        if isinstance(result, Err):
            raise result.fault
        if isinstance(result.value, Refusal):
            self.decline(result.value)
        else:
            self.take_reading(result.value)

    def offer_codes_to(self, taker: Callable[[ScannedCode], bool]) -> None:
        """Ask another first about every code; what it takes is none of the sale's."""
        self._takes_first = taker

    def take_code(self, code: ScannedCode) -> None:
        if self._takes_first(code):
            return
        if self.is_waiting and not isinstance(self.state, Completed):
            return
        match receive(code, self._inputs, self._catalogue):
            case GoodsScanned(product):
                self._add(product)
            case VoucherPresented(voucher):
                self._tell(events.VoucherScanned(voucher, self._next_attempt()))
            case PayCode() as pay_code:
                self._charge(events.PayCodeScanned(pay_code))
            case GoodsClosed() as notice:
                self._show(replace(self._desk, notice=notice))
            case Refusal() as refusal:
                self.decline(refusal)
            case outcome:
                assert_never(outcome)

    def decline(self, refusal: Refusal) -> None:
        """Say no to what was scanned, and stay ready for the next try."""
        if isinstance(self.state, Selling | Refused | Tendering | Retendering):
            self._show(replace(self._desk, notice=None))
            self._quietly(events.SaidNo(refusal))
        else:
            self._show(replace(self._desk, notice=Declined(refusal, type(self.state))))

    def _next_attempt(self) -> int:
        self._attempt += 1
        return self._attempt

    @Slot()
    def _find(self) -> None:
        self._search_wait.stop()
        text = self._desk.query
        self._show(
            replace(self._desk, found=self._catalogue.search(text, FOUND_LIMIT) if text.strip() else (), found_index=0)
        )
