"""The program with windows: `run_window` on a screen, `film_sale` a whole sale without one, as pictures."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QStyle

from pos_app import __version__
from pos_app.gui.camera_watch import CameraWatch, Watched
from pos_app.gui.counter import Counter, WorkerThreads, build_counter
from pos_app.gui.crash import CrashGuard
from pos_app.gui.film import Film, Filmed, SaleScript
from pos_app.gui.hard_crash import HardCrashFile
from pos_app.gui.main_window import MainWindow
from pos_app.gui.ports import CounterPorts, WindowSettings
from pos_app.gui.screens.crash import CrashDialog
from pos_app.gui.widgets.camera_view import CameraView

_NAME = "pos-app"
_SIGNALS_LOOKED_AT_MS = 250
_CAMERA_WAITED_S = 10
_ENDING = (signal.SIGINT, signal.SIGTERM)


def run_window(ports: CounterPorts, settings: WindowSettings) -> int:
    """Open the cashier window and stay until it is closed; give the exit code."""
    application = _application()
    with _counter(application, ports, settings) as counter, _told_crashes(counter, ports), _heard_signals(counter):
        _show(counter.window)
        counter.feed.start()
        code = application.exec()
        counter.feed.stop()
        return code


def film_sale(ports: CounterPorts, settings: WindowSettings, script: SaleScript, folder: Path) -> Filmed:
    """Play one sale in the real window, where there is no screen, and keep pictures of it in `folder`."""
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = _application()
    with _counter(application, ports, settings) as counter:
        film = Film(counter.window, counter.model, script, folder)
        film.ended.connect(application.quit)
        QTimer.singleShot(0, film.start)
        application.exec()
        return film.filmed


def watch_window(ports: CounterPorts, settings: WindowSettings, *, seconds: int) -> Watched:
    """Open the cashier window for so many seconds from its camera's first frame on, and count what comes of it."""
    application = _application()
    with _counter(application, ports, settings) as counter:
        _show(counter.window)
        watch = CameraWatch(counter.feed, counter.window.findChildren(CameraView)[0])
        watch.begun.connect(lambda: QTimer.singleShot(1000 * seconds, application.quit))
        QTimer.singleShot(1000 * (seconds + _CAMERA_WAITED_S), application.quit)
        counter.feed.start()
        application.exec()
        counter.feed.stop()
        return watch.watched


def _show(window: MainWindow) -> None:
    """Fill a screen that has no room for the window and its title bar, so that the keys below are not cut off."""
    room = window.screen().availableGeometry().size()
    title_bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    if window.width() > room.width() or window.height() + title_bar > room.height():
        window.showMaximized()
    else:
        window.show()


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName(_NAME)
    application.setDesktopFileName(_NAME)
    return application


@contextmanager
def _counter(application: QApplication, ports: CounterPorts, settings: WindowSettings) -> Iterator[Counter]:
    """Build the windows with a thread for each worker; at the end wait for what is under way."""
    threads = WorkerThreads()
    counter = build_counter(application, ports, settings, threads.workers)
    try:
        yield counter
    finally:
        threads.close()
        counter.dispose()


@contextmanager
def _told_crashes(counter: Counter, ports: CounterPorts) -> Iterator[None]:
    """Write a mistake of ours down and tell it once, also one that ended the last run."""
    if ports.crash_folder is None:
        yield
        return
    dialog = CrashDialog(counter.appearance, counter.translation, counter.window)
    guard = CrashGuard(folder=ports.crash_folder, version=__version__, clock=ports.clock)
    guard.told.connect(dialog.tell)
    guard.install()
    below = HardCrashFile(ports.crash_folder)
    left = below.open()
    if left:
        QTimer.singleShot(0, lambda: dialog.tell_last_run(left))
    try:
        yield
    finally:
        below.close()
        guard.uninstall()


@contextmanager
def _heard_signals(counter: Counter) -> Iterator[None]:
    """Close the window, with all its care for money, when the system or Ctrl+C asks the program to end."""
    before = {number: signal.signal(number, lambda *_: counter.window.close()) for number in _ENDING}
    awake = QTimer(interval=_SIGNALS_LOOKED_AT_MS)  # Python hears a signal only when it runs now and then
    awake.timeout.connect(lambda: None)
    awake.start()
    try:
        yield
    finally:
        awake.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
