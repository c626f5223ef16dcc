"""The one dialog that tells of a mistake of ours: what holds, what to do, and the text to copy."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from pos_app.gui.crash import CrashReport
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import Sign, SignKind
from pos_app.gui.widgets.simulation_band import SimulationBand

_SIZE = (720, 520)
_FRAME = 32  # what a window manager adds above; it is known only when the dialog is up


class CrashDialog(QDialog):
    """Opened by the first report; the later ones are counted in it, so that a person closes one dialog, not sixty."""

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._first = 1
        self._band = SimulationBand("", appearance, is_bar=True)
        self._title = PlainLabel(Role.TITLE, wraps=True)
        self._money = PlainLabel(Role.STRONG, wraps=True)
        self._next = PlainLabel(Role.ROW, wraps=True)
        self._more = PlainLabel(Role.SOFT, wraps=True)
        self._text = QPlainTextEdit(readOnly=True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy, self._close = QPushButton(), QPushButton()
        for button in (self._copy, self._close):
            button.setMinimumWidth(appearance.px(120))
        give_role(self._close, Role.PRIMARY)
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.accept)
        self._lay_out()

    def tell(self, report: CrashReport) -> None:
        """Tell of a mistake that was caught in this run."""
        say = self._translation.say
        if self.isVisible():
            self._more.setText(say("crash.more", count=report.count - self._first))
            self._more.show()
            return
        self._first = report.count
        where = say("crash.file", path=report.file) if report.file else say("crash.no_file")
        self._open(say("crash.title"), say("crash.money"), say("crash.next"), where, report.text)

    def tell_last_run(self, text: str) -> None:
        """Tell that the last run broke off below Python, with the trace it left."""
        say = self._translation.say
        self._open(say("crash.last_run"), say("crash.last_run_money"), say("crash.next"), "", text)

    def _open(self, title: str, money: str, next_step: str, where: str, text: str) -> None:
        say = self._translation.say
        self.setWindowTitle(title)
        self._band.set_text(say("crash.simulation"))
        self._title.setText(title)
        self._money.setText(money)
        self._next.setText(next_step)
        self._more.setText(where)
        self._more.setVisible(bool(where))
        self._text.setPlainText(text)
        self._text.setAccessibleName(say("crash.text"))
        self._copy.setText(say("crash.copy"))
        self._close.setText(say("crash.close"))
        self._close.setDefault(True)
        self._close.setFocus()
        room = self.screen().availableGeometry().size()
        width, height = (self._appearance.px(side) for side in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))
        self.open()  # never exec: a loop within a loop would go on painting what just failed

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    def _lay_out(self) -> None:
        px = self._appearance.px
        sign = Sign(self._appearance, side=40)
        sign.show_kind(SignKind.TROUBLE)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(sign)
        head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(12), px(16), px(16))
        inside.setSpacing(px(10))
        inside.addLayout(head)
        for sentence in (self._money, self._next):
            inside.addWidget(sentence)
        inside.addWidget(self._text, 1)
        inside.addWidget(self._more)
        inside.addLayout(buttons)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)
