"""The pages about the books as a whole: backups, the audit log, and the question before something is changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.gui.screens.day.facts import Facts
from pos_app.gui.screens.fields import primary_button
from pos_app.gui.screens.paged import DialogPage
from pos_app.gui.theme import Appearance, Role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.view import DayView
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.two_line_list import TwoLineList

_LOWEST = 110


class BackupPage(DialogPage[DayView]):
    """What lies among the backups; one more of them, or one of them back."""

    picked = Signal(int)
    made = Signal()
    restore_pressed = Signal()
    file_pressed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._list = TwoLineList(appearance)
        self._make, self._restore, self._file = primary_button(), EnterButton(), EnterButton()
        self._name = ""
        self._list.picked.connect(self.picked)
        self._list.itemActivated.connect(self.restore_pressed)
        self._make.clicked.connect(self.made)
        self._restore.clicked.connect(self.restore_pressed)
        self._file.clicked.connect(self.file_pressed)
        across = QHBoxLayout()
        across.addWidget(self._restore)
        across.addWidget(self._file)
        across.addStretch(1)
        across.addWidget(self._make)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._list, 1)
        down.addLayout(across)

    def say(self, translation: Translation) -> None:
        self._name = translation.say("day.backups")
        for button, key in ((self._make, "back_up"), (self._restore, "restore"), (self._file, "file")):
            button.setText(translation.say(f"day.button.{key}"))

    def render_view(self, view: DayView) -> None:
        self._list.setMinimumHeight(self._appearance.gap(_LOWEST))
        self._list.show_rows(view.backups, chosen=view.backup, name=self._name)
        self._make.setEnabled(not view.is_waiting)
        self._file.setEnabled(not view.is_waiting)
        self._restore.setEnabled(bool(view.backups) and not view.is_waiting)

    def begin(self) -> None:
        self._make.setFocus()


class AuditPage(DialogPage[DayView]):
    """Whether anybody has touched the audit log, and what stands in it, the newest first."""

    pressed = Signal()
    picked = Signal(int)
    older_pressed = Signal()
    newer_pressed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._facts, self._verify = Facts(), primary_button()
        self._list = TwoLineList(appearance)
        self._newer, self._older = EnterButton(), EnterButton()
        self._name = ""
        self._list.picked.connect(self.picked)
        self._verify.clicked.connect(self.pressed)
        self._newer.clicked.connect(self.newer_pressed)
        self._older.clicked.connect(self.older_pressed)
        across = QHBoxLayout()
        across.addWidget(self._newer)
        across.addWidget(self._older)
        across.addStretch(1)
        across.addWidget(self._verify)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._facts)
        down.addWidget(self._list, 1)
        down.addLayout(across)

    def say(self, translation: Translation) -> None:
        self._name = translation.say("day.audit.list")
        for button, key in ((self._verify, "verify"), (self._newer, "newer"), (self._older, "older")):
            button.setText(translation.say(f"day.button.{key}"))

    def render_view(self, view: DayView) -> None:
        self._facts.show_rows(view.audit)
        self._list.setMinimumHeight(self._appearance.gap(_LOWEST))
        self._list.show_rows(view.audit_rows, chosen=view.audit_row, name=self._name)
        self._newer.setEnabled(view.may_go_newer)
        self._older.setEnabled(view.may_go_older)
        self._verify.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self._verify.setFocus()


class ConfirmPage(DialogPage[DayView]):
    """What is about to be done, in one sentence and its facts; Enter pressed once too often does nothing, F12 does."""

    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question = PlainLabel(Role.STRONG, wraps=True)
        self._facts, self._confirm = Facts(), primary_button()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._confirm.clicked.connect(self.confirmed)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._question)
        down.addWidget(self._facts)
        down.addStretch(1)
        down.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignRight)

    def render_view(self, view: DayView) -> None:
        self._question.setText(view.question)
        self._facts.show_rows(view.facts)
        self._confirm.setText(view.confirm)
        self._confirm.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self.setFocus()
