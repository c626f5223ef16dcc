"""A mistake of ours is caught on any thread, written down without codes, told once and never sent."""

import faulthandler
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui.crash import CrashGuard, CrashReport, redacted
from pos_app.gui.hard_crash import HardCrashFile
from pos_app.gui.screens.crash import CrashDialog
from pos_app.gui.tokens import Scale
from pos_app.gui.translation import Translation
from pos_app.wording import Language
from tests.gui.phone_double import SteppedClock
from tests.gui.stage import accessible_name, look, settle

CODE = "4243669509084040896099510000"


class Watched:
    """A guard with its folder, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.guard = CrashGuard(folder=folder, version="1.2.3", clock=SteppedClock())
        self.told: list[CrashReport] = []
        self.threads: list[QThread] = []
        self.guard.told.connect(self.told.append)
        self.guard.told.connect(lambda _report: self.threads.append(QThread.currentThread()))

    def stumble(self, fault: BaseException) -> None:
        self.guard.catch(type(fault), fault, fault.__traceback__)


@pytest.fixture
def watched(qtbot: QtBot, tmp_path: Path) -> Iterator[Watched]:
    del qtbot  # Qt must be up
    watched = Watched(tmp_path / "crashes")
    yield watched
    watched.guard.uninstall()


def test_a_mistake_is_written_down_and_told_in_the_event_loop(watched: Watched) -> None:
    watched.stumble(LookupError("lost"))
    assert watched.told == [], "told in the middle of what failed"
    settle()
    (report,) = watched.told
    assert report.text.startswith("pos_app 1.2.3, Python ")
    assert "LookupError: lost" in report.text
    assert report.file is not None
    assert report.file.name == "crash-20261121T062600Z.txt"
    assert report.file.read_text(encoding="utf-8").strip() == report.text.strip()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_on_another_thread_is_told_on_the_gui_thread(watched: Watched) -> None:
    def work() -> None:
        raise LookupError("on a thread")

    watched.guard.install()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    watched.guard.uninstall()
    settle()
    assert ["on a thread" in report.text for report in watched.told] == [True]
    assert watched.threads == [watched.guard.thread()]


def test_the_hooks_are_put_back(watched: Watched) -> None:
    before = (sys.excepthook, threading.excepthook)
    watched.guard.install()
    assert sys.excepthook == watched.guard.catch
    watched.guard.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_ctrl_c_is_no_mistake(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    watched.stumble(KeyboardInterrupt())
    settle()
    assert watched.told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_all_mistakes_of_a_run_share_a_file_that_does_not_grow_for_ever(watched: Watched) -> None:
    for number in range(60):
        watched.stumble(LookupError(f"number {number}"))
    settle()
    assert {report.file for report in watched.told} == {watched.told[0].file}
    assert [report.count for report in watched.told] == list(range(1, 61))
    assert watched.told[0].file is not None
    assert watched.told[0].file.read_text(encoding="utf-8").count("LookupError: number") == 20


def test_a_folder_that_cannot_be_written_does_not_hide_the_mistake(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    (tmp_path / "crashes").write_text("a file in the way", encoding="utf-8")
    watched = Watched(tmp_path / "crashes")
    watched.stumble(LookupError("lost"))
    settle()
    assert [report.file for report in watched.told] == [None]


def test_without_a_terminal_it_is_told_all_the_same(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    watched.stumble(LookupError("lost"))
    settle()
    assert len(watched.told) == 1


@pytest.mark.parametrize(
    "secret",
    [
        CODE,
        "SSC1:7K3Q9ZB2",
        "SSC1:ABCDEFGHJK",
        "130000ecmec0a1b2c3d4e5f60718293a4b5c6d",
        "510000ecMTIz_jU2NzhWb-IMbxwVGNjZmbsHDpsA",
        "51010099000000000000000001",
    ],
)
@pytest.mark.parametrize("around", ["{}", "KeyError: '{}'", "b'{}\\n'", "code={},", "({})"])
def test_codes_tokens_and_numbers_are_hidden(secret: str, around: str) -> None:
    text = redacted(around.format(secret))
    assert secret not in text
    assert secret[6:] not in text
    assert text.startswith(around.split("{}", maxsplit=1)[0])


@pytest.mark.parametrize(
    "text",
    [
        'File "/opt/pos_app/gui/view_models/phone_view.py", line 128, in derive_phone_view',
        "pos_app.domain.refusal.RefusalCode",
        "2026-11-21 06:26:00 UTC",
        "AssertionError: the till answered 12 times",
        "支付 1,204.33",
    ],
)
def test_what_helps_to_find_the_mistake_stays(text: str) -> None:
    assert redacted(text) == text


def test_a_code_in_a_fault_reaches_neither_file_nor_terminal_nor_dialog(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.stumble(KeyError(CODE))
    settle()
    (report,) = watched.told
    assert report.file is not None
    for text in (report.text, report.file.read_text(encoding="utf-8"), capsys.readouterr().err):
        assert CODE not in text
        assert "424…(28)" in text


class Told:
    """The dialog, and a hand to press its buttons."""

    def __init__(self, qtbot: QtBot, application: QApplication, *, scale: Scale = Scale.NORMAL) -> None:
        self.dialog = CrashDialog(look(application, scale=scale), Translation(Language.ENGLISH))
        qtbot.addWidget(self.dialog)

    def text(self) -> str:
        box = self.dialog.findChild(QPlainTextEdit)
        assert box is not None
        return box.toPlainText()

    def press(self, word: str) -> None:
        (button,) = (button for button in self.dialog.findChildren(QPushButton) if button.text() == word)
        button.click()


def test_one_dialog_tells_and_the_later_ones_are_counted_in_it(qtbot: QtBot, qapp: QApplication) -> None:
    told = Told(qtbot, qapp)
    told.dialog.tell(CrashReport("first", Path("crash.txt"), 1))
    assert told.dialog.isVisible()
    told.dialog.tell(CrashReport("second", Path("crash.txt"), 2))
    told.dialog.tell(CrashReport("third", Path("crash.txt"), 3))
    assert told.text() == "first"
    assert "2 more" in told.dialog._more.text()


def test_the_text_is_copied_whole(qtbot: QtBot, qapp: QApplication) -> None:
    told = Told(qtbot, qapp)
    told.dialog.tell(CrashReport("line one\nline two", None, 1))
    told.press("Copy")
    assert QGuiApplication.clipboard().text() == "line one\nline two"


def test_enter_goes_on_and_the_next_mistake_is_told_anew(qtbot: QtBot, qapp: QApplication) -> None:
    told = Told(qtbot, qapp)
    told.dialog.tell(CrashReport("first", None, 1))
    QTest.keyClick(told.dialog, Qt.Key.Key_Return)
    assert not told.dialog.isVisible()
    told.dialog.tell(CrashReport("second", None, 2))
    assert told.text() == "second"


def test_the_last_run_s_trace_is_told(qtbot: QtBot, qapp: QApplication) -> None:
    told = Told(qtbot, qapp)
    told.dialog.tell_last_run("Fatal Python error: Segmentation fault")
    assert "last run" in told.dialog.windowTitle()
    assert "Segmentation fault" in told.text()


@pytest.mark.parametrize("scale", Scale)
def test_everything_in_the_dialog_has_a_name_and_fits_the_screen(
    qtbot: QtBot, qapp: QApplication, scale: Scale
) -> None:
    told = Told(qtbot, qapp, scale=scale)
    told.dialog.tell(CrashReport("first", Path("crash.txt"), 1))
    named = [widget for widget in told.dialog.findChildren(QWidget) if isinstance(widget, QPlainTextEdit | QPushButton)]
    assert len(named) == 3
    assert all(accessible_name(widget) for widget in named)
    assert told.dialog.height() <= told.dialog.screen().availableGeometry().height()


_FALLS = """
import faulthandler, sys
from pathlib import Path
from pos_app.gui.hard_crash import HardCrashFile
assert HardCrashFile(Path(sys.argv[1])).open() is None
faulthandler._sigsegv()
"""


def test_a_crash_below_python_is_told_by_the_next_start_once(tmp_path: Path) -> None:
    fallen = subprocess.run([sys.executable, "-c", _FALLS, str(tmp_path)], check=False, capture_output=True)
    assert fallen.returncode < 0
    left = _left_behind(tmp_path)
    assert left is not None
    assert "Segmentation fault" in left
    assert _left_behind(tmp_path) is None


def test_a_run_that_ended_well_leaves_no_file(tmp_path: Path) -> None:
    assert _left_behind(tmp_path / "new" / "folder") is None
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert _left_behind(tmp_path / "file") is None


class _Bell(QObject):
    rung = Signal()


def test_qt_s_binding_gives_back_every_reference_it_takes(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops one reference to True a signal on Python 3.11, and ends the program after some thousands."""
    del qtbot
    bell = _Bell()
    before = sys.getrefcount(True)  # noqa: FBT003  that very object
    for _ in range(100):
        bell.rung.emit()
    assert sys.getrefcount(True) > before - 50, "take another version of PySide6"  # noqa: FBT003


def _left_behind(folder: Path) -> str | None:
    """Open and close as a good run does; pytest's own faulthandler is put back, for ours takes its place."""
    was_enabled = faulthandler.is_enabled()
    file = HardCrashFile(folder)
    try:
        return file.open()
    finally:
        file.close()
        if was_enabled:
            faulthandler.enable(sys.__stderr__ or 2)
