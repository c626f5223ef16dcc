"""The counter's windows, built and joined: the cashier's, the customer's phone, the camera between them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from pos_app.gui.camera_feed import CameraFeed
from pos_app.gui.camera_intake import CameraIntake
from pos_app.gui.camera_menu import CameraMenu
from pos_app.gui.giving_back import GivingBack
from pos_app.gui.jobs import JobRunner
from pos_app.gui.key_filter import WedgeFilter
from pos_app.gui.main_window import MainWindow
from pos_app.gui.phone_window import PhoneWindow
from pos_app.gui.ports import CounterPorts, WindowSettings
from pos_app.gui.screens.approval import ApprovalDialog
from pos_app.gui.screens.day.dialog import DayDialog
from pos_app.gui.screens.shift.dialog import ShiftDialog
from pos_app.gui.theme import Appearance
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.model import DayViewModel
from pos_app.gui.view_models.payment import PaymentViewModel
from pos_app.gui.view_models.phone import PhoneViewModel
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.shift.model import ShiftViewModel
from pos_app.gui.widgets.camera_view import CameraView
from pos_app.wording import Language

Execute: TypeAlias = Callable[[Callable[[], None]], object]


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does what may block. Each does its jobs one after another; none waits for another's."""

    till: Execute
    pictures: Execute
    phone: Execute
    camera: Execute
    books: Execute


class WorkerThreads:
    """One thread for each of the `Workers`, ended by `close` when its last job is done."""

    def __init__(self) -> None:
        self._pools = tuple(ThreadPoolExecutor(max_workers=1) for _ in range(5))
        till, pictures, phone, camera, books = (pool.submit for pool in self._pools)
        self.workers = Workers(till, pictures, phone, camera, books)

    def close(self) -> None:
        for pool in self._pools:
            pool.shutdown(wait=True)


@dataclass(frozen=True, slots=True)
class Counter:
    """Everything that must live as long as the windows do."""

    window: MainWindow
    phone: PhoneWindow
    phone_model: PhoneViewModel
    model: SaleViewModel
    feed: CameraFeed
    translation: Translation
    appearance: Appearance
    wedge: WedgeFilter
    kept: tuple[object, ...]

    def dispose(self) -> None:
        """Take the windows away for good: others may be opened in their place.

        The runners of jobs go with the appearance, so that what came too late is delivered to nobody.
        """
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.wedge)
        view_models = (self.phone_model, self.model)  # their clocks would go on ticking
        for gone in (*view_models, self.feed, self.window, self.phone, self.wedge, self.appearance):
            gone.deleteLater()
            QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)

    @property
    def settings(self) -> WindowSettings:
        return WindowSettings(self.translation.language, self.appearance.theme, self.appearance.scale)


def build_counter(
    application: QApplication, ports: CounterPorts, settings: WindowSettings, workers: Workers
) -> Counter:
    """Build both windows, hidden still."""
    translation = Translation(settings.language)
    appearance = Appearance(application, theme=settings.theme, scale=settings.scale)
    model = SaleViewModel(
        ports=ports,
        till_jobs=JobRunner(workers.till, appearance),
        picture_jobs=JobRunner(workers.pictures, appearance),
        translation=translation,
    )
    phone_model = PhoneViewModel(
        phone=ports.phone, jobs=JobRunner(workers.phone, appearance), clock=ports.clock, translation=translation
    )
    payment = PaymentViewModel(
        phone=ports.phone, jobs=JobRunner(workers.phone, appearance), holder=phone_model, translation=translation
    )
    phone = PhoneWindow(phone_model, appearance, payment)
    camera_view = CameraView(appearance)
    feed = CameraFeed(ports.camera, JobRunner(workers.camera, appearance))
    intake = CameraIntake(feed=feed, view=camera_view, model=model, clock=ports.clock, translation=translation)
    window = MainWindow(
        model=model,
        shop=ports.shop,
        clock=ports.clock,
        translation=translation,
        appearance=appearance,
        camera=camera_view,
    )
    if ports.cameras is not None:
        menu = CameraMenu(
            cameras=ports.cameras,
            feed=feed,
            jobs=JobRunner(workers.camera, appearance),
            translation=translation,
            parent=window,
        )
        window.camera_asked.connect(menu.open_at)
    wedge = WedgeFilter(model.take_text, parent=application)
    application.installEventFilter(wedge)
    own_words = _QtWords(application, translation)
    day = _day_dialog(ports, model, window, workers, appearance)
    shift = _shift_dialog(ports, model, window, JobRunner(workers.till, appearance), appearance)
    if ports.refunds is not None:
        GivingBack(ports, ports.refunds, model, window, JobRunner(workers.till, appearance), appearance)
    kept = (intake, own_words, payment, shift, day, _approval_dialog(model, window, appearance))
    counter = Counter(window, phone, phone_model, model, feed, translation, appearance, wedge, kept)
    model.changed.connect(lambda: payment.ask(model.to_confirm))
    payment.confirmed.connect(model.customer_confirmed)
    payment.confirmed.connect(lambda: _bring_back(window))
    phone_model.shown_to_scanner.connect(model.read_bytes)
    phone_model.shown_to_scanner.connect(lambda _picture: _bring_back(window))
    window.phone_asked.connect(lambda: _take_out(phone))
    window.look_changed.connect(lambda: ports.remember(counter.settings))
    return counter


def _shift_dialog(
    ports: CounterPorts, sale: SaleViewModel, window: MainWindow, jobs: JobRunner, appearance: Appearance
) -> ShiftDialog | None:
    """Join the shift to the window: F11 opens it, and where one is required it opens by itself."""
    if ports.shifts is None:
        return None
    model = ShiftViewModel(
        shifts=ports.shifts, jobs=jobs, translation=sale.translation, is_paying=lambda: sale.is_paying, parent=window
    )
    dialog = ShiftDialog(model, appearance, sale.translation, window)
    window.shift_asked.connect(dialog.begin)
    window.drawer_asked.connect(dialog.begin_opening)
    model.on_duty_changed.connect(window.show_cashier)
    dialog.left_closed.connect(window.close)
    if ports.shifts.may_sell() is not None:
        QTimer.singleShot(0, dialog.begin)
    return dialog


def _day_dialog(
    ports: CounterPorts, sale: SaleViewModel, window: MainWindow, workers: Workers, appearance: Appearance
) -> DayDialog | None:
    """Join the end of the day to the window: Ctrl+R opens it, and the window closes where a backup is put back."""
    if ports.day_end is None:
        return None
    model = DayViewModel(
        day_end=ports.day_end,
        jobs=JobRunner(workers.books, appearance),
        till_jobs=JobRunner(workers.till, appearance),
        clock=ports.clock,
        translation=sale.translation,
        is_paying=lambda: sale.is_paying,
        parent=window,
    )
    dialog = DayDialog(model, appearance, sale.translation, window)
    window.day_asked.connect(dialog.begin)
    model.leaving.connect(dialog.hide)
    model.leaving.connect(window.close)
    return dialog


def _approval_dialog(model: SaleViewModel, window: MainWindow, appearance: Appearance) -> ApprovalDialog:
    """Ask a manager over the cashier's window where a change of the bill needs one."""
    dialog = ApprovalDialog(appearance, model.translation, window)
    model.approval_wanted.connect(dialog.ask)
    model.closing_wanted.connect(dialog.ask_with_reason)
    dialog.given.connect(model.approve)
    dialog.given_with_reason.connect(model.close_task)
    dialog.rejected.connect(model.withdraw)
    return dialog


def _take_out(phone: PhoneWindow) -> None:
    phone.show()
    phone.raise_()
    phone.activateWindow()


def _bring_back(window: MainWindow) -> None:
    """Turn from the customer to the till: what was shown is answered there."""
    window.raise_()
    window.activateWindow()


class _QtWords:
    """The words of Qt's own dialogs, such as the one that chooses a file, in the language of the window."""

    def __init__(self, application: QApplication, translation: Translation) -> None:
        self._application = application
        self._translation = translation
        self._words = QTranslator(application)
        translation.changed.connect(self._speak)
        self._speak()

    def _speak(self) -> None:
        self._application.removeTranslator(self._words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        is_chinese = self._translation.language is Language.CHINESE
        if is_chinese and self._words.load("qtbase_zh_CN", folder):
            self._application.installTranslator(self._words)
