"""The refund dialog (F5, or a ticket's code scanned): which sale, which lines, what to hand out."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.gui.screens.paged import PagedDialog
from pos_app.gui.screens.refund.pages import DonePage, FindPage, LinesPage
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.refund.model import RefundViewModel
from pos_app.gui.view_models.refund.view import Page, RefundInputs, RefundView
from pos_app.gui.widgets.enter_button import EnterButton

_SIZE = (900, 600)


class RefundDialog(PagedDialog[RefundInputs, RefundView]):
    """Stays open while money is on its way."""

    def __init__(
        self,
        model: RefundViewModel,
        appearance: Appearance,
        translation: Translation,
        parent: QWidget | None = None,
    ) -> None:
        give, find, lines = EnterButton(), FindPage(), LinesPage(appearance)
        pages = (
            (Page.FIND, find),
            (Page.LINES, lines),
            (Page.DONE, DonePage(appearance)),
        )
        super().__init__(model, pages, appearance, translation, parent, size=_SIZE, buttons=(give,))
        self._model = model
        self._give, self._find, self._lines = give, find, lines
        give_role(give, Role.PRIMARY)
        find.given.connect(model.find)
        lines.stepped.connect(model.change)
        lines.chosen.connect(give.setFocus)
        give.clicked.connect(model.give)
        self._say()

    @Slot()
    def begin(self) -> None:
        """Open with no sale."""
        if self.isVisible():
            return
        self._find.clear()
        self._model.begin()
        self.show_first()

    def reject(self) -> None:
        """Go back to the search; from there, and from the result, away."""
        if self._model.is_busy:
            return
        if self._page is Page.LINES:
            self._model.begin()
        else:
            super().reject()

    @Slot()
    def _render(self) -> None:
        was = self._page
        super()._render()
        view = self._model.view
        self._give.setVisible(view.page is Page.LINES)
        self._give.setEnabled(view.may_give)
        self._back.setEnabled(not self._model.is_busy)
        if view.is_bad and view.page is Page.FIND and was is Page.FIND:
            self._find.begin()

    @Slot()
    def _say(self) -> None:
        self._back.setText(self._translation.say("refund.back_button"))
        self._give.setText(self._translation.say("refund.give"))
        super()._say()
