"""A code before the camera is taken once, and again only when it was shown again or asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.domain.checkout.states import Refused, Selling, Tendering, basket_of
from pos_app.domain.refusal import RefusalCode
from pos_app.gui.camera_feed import Feed, FeedState
from pos_app.gui.counter import Counter
from pos_app.gui.view_models.sale.derive import derive_sale_view
from pos_app.gui.view_models.sale.view import Tone
from pos_app.wording import Language, Wording
from tests.doubles.counter import CREAM, REMEDY
from tests.gui.sale_double import SaleDesk, opened, reading
from tests.gui.stage import settle

ENGLISH = Wording(Language.ENGLISH)
REMEDY_CODE = REMEDY.barcode.encode()


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def counter(desk: SaleDesk, qapp: QApplication) -> Iterator[Counter]:
    with opened(qapp, desk) as made:
        yield made


def _show(counter: Counter, desk: SaleDesk, *payloads: bytes, frames: int = 10) -> None:
    for _ in range(frames):
        desk.clock.advance(seconds=0.1)
        counter.feed.read.emit(reading(*payloads))
        settle()


def test_a_code_held_before_the_camera_counts_once(counter: Counter, desk: SaleDesk) -> None:
    _show(counter, desk, REMEDY_CODE, frames=30)
    assert basket_of(counter.model.state).pieces == 1


def test_a_code_shown_again_counts_again(counter: Counter, desk: SaleDesk) -> None:
    _show(counter, desk, REMEDY_CODE)
    _show(counter, desk, frames=15)
    _show(counter, desk, REMEDY_CODE)
    assert basket_of(counter.model.state).pieces == 2


def test_two_codes_at_once_are_refused(counter: Counter, desk: SaleDesk) -> None:
    _show(counter, desk, REMEDY_CODE, CREAM.barcode.encode())
    assert isinstance(counter.model.state, Refused)
    assert counter.model.state.refusal.code is RefusalCode.SEVERAL_CODES


def test_a_package_beside_a_voucher_is_neither_meant_nor_sold_again(counter: Counter, desk: SaleDesk) -> None:
    _show(counter, desk, REMEDY_CODE)
    _show(counter, desk, REMEDY_CODE, desk.show_code().text.encode(), frames=30)
    assert isinstance(counter.model.state, Tendering)
    counter.model.step_back()
    settle()
    _show(counter, desk, REMEDY_CODE)
    assert basket_of(counter.model.state).pieces == 1


def test_a_package_that_is_read_now_and_then_is_sold_once(counter: Counter, desk: SaleDesk) -> None:
    counter.feed.read_goods(is_on=True)
    for _ in range(5):
        _show(counter, desk, REMEDY_CODE, frames=4)
        desk.clock.advance(seconds=20)
        _show(counter, desk)
    assert basket_of(counter.model.state).pieces == 1
    desk.clock.advance(seconds=30)
    _show(counter, desk)
    _show(counter, desk, REMEDY_CODE)
    assert basket_of(counter.model.state).pieces == 2


def test_frames_without_a_code_say_nothing(counter: Counter, desk: SaleDesk) -> None:
    _show(counter, desk)
    assert counter.model.state == Selling()


def test_the_light_of_a_silent_camera_warns_until_frames_come(counter: Counter) -> None:
    for feed, tone in ((Feed(FeedState.SILENT, trouble="lost"), Tone.WARN), (Feed(FeedState.LIVE), Tone.GOOD)):
        counter.feed.feed = feed
        counter.feed.changed.emit()
        with_camera = replace(counter.model._inputs, camera="Camera 1")
        assert derive_sale_view(with_camera, ENGLISH).statuses[1].tone is tone
