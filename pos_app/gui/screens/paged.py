"""A dialog of pages over the cashier's window: band, title, pages, banner and buttons, worked by keys alone."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Generic

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.theme import Appearance, Role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.paged import Inputs, PagedView, PagedViewModel, View
from pos_app.gui.widgets.banner import Banner
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import SignKind
from pos_app.gui.widgets.simulation_band import SimulationBand

_PAGES = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}
_FRAME = 32  # what a window manager adds above


class DialogPage(QWidget, Generic[View]):
    """One of a dialog's pages; what it does not override, it has no need of."""

    def say(self, translation: Translation) -> None:
        """Set the words that change with the language alone."""

    def render_view(self, view: View) -> None:
        """Show its piece of the view."""

    def begin(self) -> None:
        """Take the focus, when the page comes up."""


class PagedDialog(QDialog, Generic[Inputs, View]):
    """A subclass makes the pages, joins what they tell to its model, and calls `_say` when all of it stands.

    `above` stands between title and page, `buttons` at the foot between the banner and the way back.
    """

    def __init__(
        self,
        model: PagedViewModel[Inputs, View],
        pages: Sequence[tuple[StrEnum, DialogPage[View]]],
        appearance: Appearance,
        translation: Translation,
        parent: QWidget | None,
        *,
        size: tuple[int, int],
        above: QWidget | None = None,
        buttons: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__(parent)
        self._shown = model
        self._pages = dict(pages)
        self._appearance = appearance
        self._translation = translation
        self._wanted_size = size
        self._page: StrEnum | None = None
        self._band = SimulationBand("", appearance, is_bar=True)
        self._title, self._about = PlainLabel(Role.TITLE), PlainLabel(Role.SOFT, wraps=True)
        self._banner = Banner(appearance)
        self._back = EnterButton()
        self._stack = _PageStack()
        self._scroll = QScrollArea()
        self.approval = ApprovalDialog(appearance, translation, self)
        self._lay_out(above, buttons)
        model.changed.connect(self._render)
        model.approval_wanted.connect(self.approval.ask)
        self.approval.given.connect(model.approve)
        self.approval.rejected.connect(model.withdraw)
        translation.changed.connect(self._say)
        self._back.clicked.connect(self.reject)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._keep_in_sight)

    def show_first(self) -> None:
        """Open as large as wanted, or as the screen allows; the page that is up begins anew."""
        self._page = None
        room = self.screen().availableGeometry().size()
        width, height = (self._appearance.px(side) for side in self._wanted_size)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))
        self.open()
        self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by pages what large type has no room for, where nothing else wants the key."""
        if event.key() in _PAGES:
            self._scroll.verticalScrollBar().triggerAction(_PAGES[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @Slot()
    def _render(self) -> None:
        view = self._shown.view
        self.setWindowTitle(view.title)
        self._title.setText(view.title)
        self._about.setText(view.about)
        for page in self._pages.values():
            page.render_view(view)
        self._banner.show_words(_sign_of(view), view.message, view.next_step)
        if view.page is not self._page:
            self._page = view.page
            self._stack.setCurrentWidget(self._pages[view.page])
            self._pages[view.page].begin()

    @Slot()
    def _say(self) -> None:
        self._band.set_text(self._translation.say("window.simulation"))
        for page in self._pages.values():
            page.say(self._translation)
        self._render()

    @Slot(QObject)
    def _keep_in_sight(self, focused: QObject | None) -> None:
        """Scroll to what is typed into, where large type needs more height than there is."""
        if isinstance(focused, QWidget) and self._stack.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused)

    def _lay_out(self, above: QWidget | None, buttons: Sequence[QPushButton]) -> None:
        gap = self._appearance.gap
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._scroll.setWidget(self._stack)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setSpacing(gap(16))
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        foot = QHBoxLayout()
        foot.setSpacing(gap(8))
        foot.addWidget(self._banner, 1)
        for button in (*buttons, self._back):
            foot.addWidget(button)
        inside = QVBoxLayout()
        inside.setContentsMargins(gap(16), gap(12), gap(16), gap(16))
        inside.setSpacing(gap(10))
        inside.addLayout(head)
        if above is not None:
            inside.addWidget(above)
        inside.addWidget(self._scroll, 1)
        inside.addLayout(foot)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)


class _PageStack(QStackedWidget):
    """As high as the page that is up, not as the highest: a short page needs no scrolling because of a long one."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()


def _sign_of(view: PagedView) -> SignKind:
    if view.is_bad:
        return SignKind.REFUSED
    if view.is_waiting:
        return SignKind.WAIT
    return SignKind.DONE if view.is_done else SignKind.NOTE
