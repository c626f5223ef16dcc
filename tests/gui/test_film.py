"""A whole sale in the real window without a screen, as `demo` shows it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout.states import Completed, Refused, Tendering
from pos_app.domain.money import Money
from pos_app.gui.counter import WorkerThreads, build_counter
from pos_app.gui.film import Film, Filmed, SaleScript
from pos_app.gui.ports import WindowSettings
from pos_app.wording import Language
from tests.doubles.counter import CREAM, REMEDY
from tests.gui.sale_double import SaleDesk


def _play(application: QApplication, qtbot: QtBot, desk: SaleDesk, script: SaleScript, folder: Path) -> Filmed:
    threads = WorkerThreads()
    made = build_counter(application, desk.ports(), WindowSettings(Language.CHINESE), threads.workers)
    film = Film(made.window, made.model, script, folder)
    with qtbot.waitSignal(film.ended, timeout=60_000):
        film.start()
    threads.close()
    application.removeEventFilter(made.wedge)
    for gone in (made.window, made.phone, made.appearance):
        gone.deleteLater()
        QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    desk.desk.close()
    return film.filmed


@pytest.mark.parametrize("with_voucher", [True, False])
def test_a_filmed_sale_is_a_sale(qapp: QApplication, qtbot: QtBot, tmp_path: Path, *, with_voucher: bool) -> None:
    desk = SaleDesk(tmp_path)
    script = SaleScript(
        barcodes=(REMEDY.barcode, REMEDY.barcode, CREAM.barcode),
        voucher=desk.shown_picture if with_voucher else None,
        cash=Money(10_000),
    )
    filmed = _play(qapp, qtbot, desk, script, tmp_path / "out")
    assert isinstance(filmed.state, Completed)
    assert filmed.state.sale.draft.basket.pieces == 3
    assert [picture.name for picture in filmed.pictures] == ["window-sale.png", "window-result.png"]
    assert all(QImage(str(picture)).width() == 1366 for picture in filmed.pictures)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_a_refused_voucher_ends_the_film_with_its_picture(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    script = SaleScript((REMEDY.barcode,), lambda: b"42400000000000000001995100ab", None)
    filmed = _play(qapp, qtbot, SaleDesk(tmp_path), script, tmp_path / "out")
    assert isinstance(filmed.state, Refused)
    assert [picture.name for picture in filmed.pictures] == ["window-refused.png"]


def test_too_little_cash_does_not_film_for_ever(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    filmed = _play(qapp, qtbot, SaleDesk(tmp_path), SaleScript((CREAM.barcode,), None, Money(100)), tmp_path / "out")
    assert isinstance(filmed.state, Tendering)
