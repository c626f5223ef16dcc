"""One sale played in the real window by its own slots, with a picture taken at each moment worth showing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.checkout.states import Agreeing, Completed, Refused, Selling, State, Tendering
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.gui.main_window import MainWindow
from pos_app.gui.view_models.sale.model import SaleViewModel

_PATIENCE_MS = 60_000
_LOOK_AGAIN_MS = 20


@dataclass(frozen=True, slots=True)
class SaleScript:
    """What happens: barcodes in order, a picture of a fresh voucher (asked for when it is needed), cash."""

    barcodes: tuple[str, ...]
    voucher: Callable[[], bytes] | None
    cash: Money | None
    """None gives what is due."""


@dataclass(frozen=True, slots=True)
class Filmed:
    """Where the sale came to, and the pictures in the order they were taken."""

    state: State
    pictures: tuple[Path, ...]


class Film(QObject):
    """Goes on whenever the sale is at rest; a sale that is refused or takes too long ends the film where it stands."""

    ended = Signal()

    def __init__(self, window: MainWindow, model: SaleViewModel, script: SaleScript, folder: Path) -> None:
        super().__init__()
        self._window = window
        self._model = model
        self._script = script
        self._folder = folder
        self._pictures: list[Path] = []
        self._to_scan = list(script.barcodes)
        self._pieces = 0
        self._was_presented = False
        self._was_counted = False
        self._laid_out = model.view
        self._looking = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._go_on)
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._end)

    @property
    def filmed(self) -> Filmed:
        return Filmed(self._model.state, tuple(self._pictures))

    @Slot()
    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._window.show()
        self._patience.start()
        self._looking.start()

    @Slot()
    def _go_on(self) -> None:
        if self._model.is_waiting or self._is_still_moving():
            return
        match self._model.state:
            case Selling(basket) if basket.pieces == self._pieces:
                self._sell()
            case Refused() | Tendering(_, _, Refusal()):
                self._take_picture("refused")
                self._end()
            case Tendering(tenders=(_, *_)):  # the script's cash was not enough
                self._take_picture("short")
                self._end()
            case Agreeing():
                self._model.forward()
            case Tendering() as tendering:
                self._pay(self._script.cash or tendering.split.cash)
            case Completed():
                self._take_picture("result")
                self._end()
            case _:
                pass

    def _sell(self) -> None:
        if self._to_scan:
            self._pieces += 1
            self._model.take_text(self._to_scan.pop(0))
        elif self._script.voucher is not None and not self._was_presented:
            self._was_presented = True
            self._model.read_bytes(self._script.voucher())
        elif self._script.voucher is None:
            self._model.forward()

    def _pay(self, cash: Money) -> None:
        if not self._was_counted:
            self._was_counted = True
            self._model.give(cash)
            return
        self._take_picture("sale")
        self._model.forward()

    def _is_still_moving(self) -> bool:
        """Wait once for each new view, so that it is laid out before its picture is taken."""
        before, self._laid_out = self._laid_out, self._model.view
        return before != self._laid_out

    def _take_picture(self, name: str) -> None:
        path = self._folder / f"window-{name}.png"
        if self._window.grab().save(str(path)):
            self._pictures.append(path)

    def _end(self) -> None:
        self._looking.stop()
        self._patience.stop()
        self.ended.emit()
