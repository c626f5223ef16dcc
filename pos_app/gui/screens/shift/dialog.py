"""The shift dialog (F11): opened over the cashier's window, worked with the keyboard alone."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.shift import DrawerKind
from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.screens.shift.pages import CashPage, CountPage, DrawerPage, ReportPage, SignInPage
from pos_app.gui.theme import Appearance, Role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.shift.model import ShiftViewModel
from pos_app.gui.view_models.shift.view import Page
from pos_app.gui.widgets.banner import Banner
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import SignKind
from pos_app.gui.widgets.simulation_band import SimulationBand

_SIZE = (640, 600)
_FRAME = 32  # what a window manager adds above


class ShiftDialog(QDialog):
    """`left_closed` where shifts are required and somebody left without opening one: then nothing can be sold."""

    left_closed = Signal()

    def __init__(
        self,
        model: ShiftViewModel,
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
        self._title, self._who = PlainLabel(Role.TITLE), PlainLabel(Role.SOFT, wraps=True)
        self._banner = Banner(appearance)
        self._back = EnterButton()
        self._sign_in, self._drawer, self._cash = SignInPage(), DrawerPage(), CashPage()
        self._count, self._report = CountPage(), ReportPage(appearance)
        self._stack = QStackedWidget()
        self._scroll = QScrollArea()
        self._pages: dict[Page, SignInPage | DrawerPage | CashPage | CountPage | ReportPage] = {
            Page.SIGN_IN: self._sign_in,
            Page.DRAWER: self._drawer,
            Page.CASH: self._cash,
            Page.COUNT: self._count,
            Page.REPORT: self._report,
        }
        self.approval = ApprovalDialog(appearance, translation, self)
        self._lay_out()
        self._connect()
        self._say()

    @Slot()
    def begin(self) -> None:
        """Open, and see how the shift stands."""
        self._page = None
        room = self.screen().availableGeometry().size()
        width, height = (self._appearance.px(side) for side in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))
        self._model.look()
        self.open()

    def reject(self) -> None:
        """Go one page back; from the first page, away."""
        if self._page in {Page.CASH, Page.COUNT, Page.REPORT}:
            self._model.back()
            return
        super().reject()
        if self._model.is_demanded:
            self.left_closed.emit()

    @Slot()
    def _render(self) -> None:
        view = self._model.view
        self.setWindowTitle(view.title)
        self._title.setText(view.title)
        self._who.setText(view.who)
        for page in self._pages.values():
            page.render_view(view)
        kind = SignKind.REFUSED if view.is_bad else SignKind.NOTE if view.is_enabled else SignKind.WAIT
        self._banner.show_words(kind, view.message, view.next_step)
        if view.page is not self._page:
            self._page = view.page
            self._stack.setCurrentWidget(self._pages[view.page])
            self._pages[view.page].begin()
        elif view.is_bad and view.page is Page.SIGN_IN:
            self._sign_in.retry()

    @Slot(QObject)
    def _keep_in_sight(self, focused: QObject | None) -> None:
        """Scroll to the field that is typed into, where large type needs more height than there is."""
        if isinstance(focused, QWidget) and self._stack.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused)

    @Slot(str)
    def _press(self, name: str) -> None:
        match name:
            case "report":
                self._model.report()
            case "count":
                self._model.begin_count()
            case kind:
                self._model.begin_cash(DrawerKind(kind))

    @Slot()
    def _say(self) -> None:
        self._band.set_text(self._translation.say("window.simulation"))
        self._back.setText(self._translation.say("shift.button.back"))
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
        self._sign_in.given.connect(model.sign_in)
        self._drawer.pressed.connect(self._press)
        self._cash.given.connect(model.move)
        self._count.counted.connect(model.count)
        self._count.given.connect(model.close)
        self._back.clicked.connect(self.reject)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._keep_in_sight)

    def _lay_out(self) -> None:
        px = self._appearance.px
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._scroll.setWidget(self._stack)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.addWidget(self._banner, 1)
        foot.addWidget(self._back)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(12), px(16), px(16))
        inside.setSpacing(px(10))
        inside.addWidget(self._title)
        inside.addWidget(self._who)
        inside.addWidget(self._scroll, 1)
        inside.addLayout(foot)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)
