"""The shift dialog (F11): who has the drawer, what is in it, cash in and out, the count, the reports."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from pos_app.domain.shift import DrawerKind
from pos_app.gui.screens.paged import PagedDialog
from pos_app.gui.screens.shift.pages import CashPage, CountPage, DrawerPage, OpenPage, ReportPage, SignInPage
from pos_app.gui.theme import Appearance
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.shift.model import ShiftViewModel
from pos_app.gui.view_models.shift.view import Page, ShiftInputs, ShiftView

_SIZE = (640, 600)


class ShiftDialog(PagedDialog[ShiftInputs, ShiftView]):
    """`left_closed` where shifts are required and somebody left without opening one: then nothing can be sold."""

    left_closed = Signal()

    def __init__(
        self,
        model: ShiftViewModel,
        appearance: Appearance,
        translation: Translation,
        parent: QWidget | None = None,
    ) -> None:
        sign_in, drawer, cash, opening, count = SignInPage(), DrawerPage(), CashPage(), OpenPage(), CountPage()
        pages = (
            (Page.SIGN_IN, sign_in),
            (Page.DRAWER, drawer),
            (Page.CASH, cash),
            (Page.OPEN, opening),
            (Page.COUNT, count),
            (Page.REPORT, ReportPage(appearance)),
        )
        super().__init__(model, pages, appearance, translation, parent, size=_SIZE)
        self._model = model
        self._sign_in = sign_in
        sign_in.given.connect(model.sign_in)
        drawer.pressed.connect(self._press)
        cash.given.connect(model.move)
        opening.given.connect(model.open_drawer)
        count.counted.connect(model.count)
        count.given.connect(model.close)
        self._say()

    @Slot()
    def begin(self) -> None:
        """Open, and see how the shift stands."""
        self._model.look()
        self.show_first()

    @Slot()
    def begin_opening(self) -> None:
        """Open where the drawer is opened without a sale."""
        self._model.begin_opening()
        self.show_first()

    def reject(self) -> None:
        """Go one page back; from the first page, away."""
        if self._page in {Page.CASH, Page.OPEN, Page.COUNT, Page.REPORT}:
            self._model.back()
            return
        super().reject()
        if self._model.is_demanded:
            self.left_closed.emit()

    @Slot()
    def _render(self) -> None:
        was = self._page
        super()._render()
        view = self._model.view
        if view.is_bad and view.page is Page.SIGN_IN and was is Page.SIGN_IN:
            self._sign_in.retry()

    @Slot(str)
    def _press(self, name: str) -> None:
        match name:
            case "report":
                self._model.report()
            case "count":
                self._model.begin_count()
            case "open":
                self._model.begin_opening()
            case kind:
                self._model.begin_cash(DrawerKind(kind))

    @Slot()
    def _say(self) -> None:
        self._back.setText(self._translation.say("shift.button.back"))
        super()._say()
