"""The refund dialog (F5, or a ticket's code scanned): opened over the cashier's window, worked by keys alone."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.screens.refund.pages import DonePage, FindPage, LinesPage
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.refund.model import RefundViewModel
from pos_app.gui.view_models.refund.view import Page, RefundView
from pos_app.gui.widgets.banner import Banner
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import SignKind
from pos_app.gui.widgets.simulation_band import SimulationBand

_SIZE = (900, 600)
_FRAME = 32  # what a window manager adds above


class RefundDialog(QDialog):
    """Stays open while money is on its way."""

    def __init__(
        self,
        model: RefundViewModel,
        appearance: Appearance,
        translation: Translation,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._appearance = appearance
        self._translation = translation
        self._page: Page | None = None
        self._band = SimulationBand("", appearance, is_bar=True)
        self._title, self._about = PlainLabel(Role.TITLE), PlainLabel(Role.SOFT, wraps=True)
        self._banner = Banner(appearance)
        self._back, self._give = EnterButton(), EnterButton()
        give_role(self._give, Role.PRIMARY)
        self._find, self._lines, self._done = FindPage(), LinesPage(appearance), DonePage(appearance)
        self._stack = QStackedWidget()
        self._pages: dict[Page, FindPage | LinesPage | DonePage] = {
            Page.FIND: self._find,
            Page.LINES: self._lines,
            Page.DONE: self._done,
        }
        self.approval = ApprovalDialog(appearance, translation, self)
        self._lay_out()
        self._connect()
        self._say()

    @Slot()
    def begin(self) -> None:
        """Open with no sale."""
        if self.isVisible():
            return
        self._page = None
        self._find.clear()
        room = self.screen().availableGeometry().size()
        width, height = (self._appearance.px(side) for side in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))
        self._model.begin()
        self.open()
        self._render()

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
        view = self._model.view
        self.setWindowTitle(view.title)
        self._title.setText(view.title)
        self._about.setText(view.about)
        for page in self._pages.values():
            page.render_view(view)
        self._give.setVisible(view.page is Page.LINES)
        self._give.setEnabled(view.may_give)
        self._back.setEnabled(not self._model.is_busy)
        self._banner.show_words(_sign_of(view), view.message, view.next_step)
        if view.page is not self._page:
            self._page = view.page
            self._stack.setCurrentWidget(self._pages[view.page])
            self._pages[view.page].begin()
        elif view.is_bad and view.page is Page.FIND:
            self._find.begin()

    @Slot()
    def _say(self) -> None:
        say = self._translation.say
        self._band.set_text(say("window.simulation"))
        self._back.setText(say("refund.back_button"))
        self._give.setText(say("refund.give"))
        for page in self._pages.values():
            page.say(self._translation)
        self._render()

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self._render)
        model.approval_wanted.connect(self.approval.ask)
        self.approval.given.connect(model.approve)
        self.approval.rejected.connect(model.withdraw)
        self._translation.changed.connect(self._say)
        self._find.given.connect(model.find)
        self._lines.stepped.connect(model.change)
        self._lines.chosen.connect(self._give.setFocus)
        self._give.clicked.connect(model.give)
        self._back.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        px = self._appearance.px
        for page in self._pages.values():
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._banner, 1)
        foot.addWidget(self._give)
        foot.addWidget(self._back)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(12), px(16), px(16))
        inside.setSpacing(px(10))
        inside.addLayout(head)
        inside.addWidget(self._stack, 1)
        inside.addLayout(foot)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)


def _sign_of(view: RefundView) -> SignKind:
    if view.is_bad:
        return SignKind.REFUSED
    if view.is_waiting:
        return SignKind.WAIT
    return SignKind.DONE if view.page is Page.DONE else SignKind.NOTE
