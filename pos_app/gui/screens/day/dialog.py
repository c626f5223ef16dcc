"""The day screen (Ctrl+R): reconciliation, report, backups and audit log, each under a tab with a key of its own."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from pos_app.gui.screens.day.books import ReconcilePage, ReportPage
from pos_app.gui.screens.day.keeping import AuditPage, BackupPage, ConfirmPage
from pos_app.gui.screens.paged import PagedDialog
from pos_app.gui.theme import Appearance
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.model import DayViewModel
from pos_app.gui.view_models.day.view import TABS, DayInputs, DayView, Page
from pos_app.gui.widgets.tab_bar import TabBar

_SIZE = (900, 680)
_KEYS = ("F2", "F3", "F4", "F5")  # the tabs, in their order


class DayDialog(PagedDialog[DayInputs, DayView]):
    """What takes long shows that it goes on; the window behind goes on as well."""

    def __init__(
        self,
        model: DayViewModel,
        appearance: Appearance,
        translation: Translation,
        parent: QWidget | None = None,
    ) -> None:
        books, report = ReconcilePage(appearance), ReportPage(appearance)
        backup, audit, confirm = BackupPage(appearance), AuditPage(appearance), ConfirmPage()
        pages = (
            (Page.RECONCILE, books),
            (Page.REPORT, report),
            (Page.BACKUP, backup),
            (Page.AUDIT, audit),
            (Page.CONFIRM, confirm),
        )
        self._tabs, self._progress = TabBar(appearance), QProgressBar()
        above = QWidget()
        super().__init__(model, pages, appearance, translation, parent, size=_SIZE, above=above)
        self._model = model
        self._is_waiting = False
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        down = QVBoxLayout(above)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._tabs)
        down.addWidget(self._progress)
        self._tabs.picked.connect(model.turn_to)
        for line in (books.line, report.line):
            line.stepped.connect(model.move_day)
            line.typed.connect(model.type_day)
            line.export_pressed.connect(model.export)
        books.line.pressed.connect(model.reconcile)
        books.picked.connect(model.choose_difference)
        books.repair_pressed.connect(model.ask_repair)
        report.line.pressed.connect(model.make_report)
        backup.picked.connect(model.choose_backup)
        backup.made.connect(model.back_up)
        backup.restore_pressed.connect(model.check_chosen)
        backup.file_pressed.connect(self._choose_file)
        audit.pressed.connect(model.verify_audit)
        audit.picked.connect(model.choose_audit_row)
        audit.older_pressed.connect(model.show_older)
        audit.newer_pressed.connect(model.show_newer)
        confirm.confirmed.connect(model.confirm)
        QShortcut(QKeySequence("F12"), self).activated.connect(model.confirm)
        for tab, key in enumerate(_KEYS):
            QShortcut(QKeySequence(key), self).activated.connect(lambda tab=tab: model.turn_to(tab))
        self._say()

    @Slot()
    def begin(self) -> None:
        if not self.isVisible():
            self._model.begin()
            self.show_first()

    def reject(self) -> None:
        """Leave the question; from a tab, away. What is under way goes on, and is there when the screen opens again."""
        if self._page is Page.CONFIRM:
            self._model.back()
        else:
            super().reject()

    @Slot()
    def _render(self) -> None:
        view, say = self._model.view, self._translation.say
        was_page, was_waiting = self._page, self._is_waiting
        self._is_waiting = view.is_waiting
        if view.is_waiting:
            self._scroll.setFocus()  # what had it is dimmed now, and Enter must not fall upon the way back
        super()._render()
        if was_waiting and not view.is_waiting and view.page is was_page:
            self._pages[view.page].begin()
        labels = [f"{key} {say(f'day.tab.{page}')}" for key, page in zip(_KEYS, TABS, strict=True)]
        self._tabs.show_choices(labels, chosen=view.tab, name=view.title)
        self._tabs.setEnabled(not view.is_waiting)
        self._progress.setVisible(view.is_waiting)

    @Slot()
    def _say(self) -> None:
        self._back.setText(self._translation.say("day.back"))
        super()._say()

    @Slot()
    def _choose_file(self) -> None:
        """Let a backup be chosen anywhere, without stopping the window."""
        say = self._translation.say
        dialog = QFileDialog(self, say("day.choose_backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{say('day.backup_files')} (*.zip)")
        dialog.resize(self._appearance.px(760), self._appearance.px(480))
        dialog.fileSelected.connect(lambda name: self._model.check_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
