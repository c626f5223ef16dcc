"""The window at every moment of a sale: names for who does not see, whole words, parts in their places."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.money import Money
from pos_app.gui.counter import Counter
from pos_app.gui.tokens import Scale
from pos_app.gui.widgets.goods_table import GoodsTable
from pos_app.gui.widgets.key_button import KeyButton
from pos_app.gui.widgets.labels import ElidedLabel
from pos_app.wording import Language
from tests.doubles.counter import CREAM, REMEDY
from tests.doubles.link import Trouble
from tests.gui.sale_double import SaleDesk, opened
from tests.gui.stage import accessible_name, settle

Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def counter(desk: SaleDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    with opened(qapp, desk) as made:
        qtbot.waitExposed(made.window)
        yield made


def _shown(window: QWidget, kind: type[Part]) -> list[Part]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _to_moment(name: str, made: Counter, desk: SaleDesk) -> None:
    """Bring the window to a moment of the sale worth looking at."""
    for step in _MOMENTS[name]:
        step(made, desk)
        settle()


def _fill(made: Counter, _desk: SaleDesk) -> None:
    for code in (REMEDY.barcode, CREAM.barcode):
        made.model.take_text(code)


def _search(made: Counter, _desk: SaleDesk) -> None:
    made.model.search("1000")
    made.model.pick()


def _identify(made: Counter, desk: SaleDesk) -> None:
    made.model.read_bytes(desk.shown_picture())


def _share(_made: Counter, desk: SaleDesk) -> None:
    desk.platform.family = Money(2_000)


def _give(made: Counter, _desk: SaleDesk) -> None:
    made.model.type_text("999.99")


def _lose_replies(_made: Counter, desk: SaleDesk) -> None:
    desk.link.expect([Trouble.REPLY_LOST] * 7)


def _go_on(made: Counter, _desk: SaleDesk) -> None:
    made.model.forward()


_MOMENTS: Mapping[str, tuple[Callable[[Counter, SaleDesk], None], ...]] = {
    "empty": (),
    "armed": (_fill, lambda made, _desk: made.model.arm_scan()),
    "search": (_fill, _search),
    "quantity": (_fill, lambda made, _desk: made.model.begin_quantity()),
    "agreeing": (_fill, _share, _identify),
    "tender": (_fill, _identify, _give),
    "result": (_fill, _identify, _give, _go_on),
    "unknown": (_fill, _identify, _give, _lose_replies, _go_on),
}
MOMENTS = tuple(_MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
def test_everything_that_takes_the_focus_has_a_name(desk: SaleDesk, qapp: QApplication, moment: str) -> None:
    with opened(qapp, desk) as made:
        _to_moment(moment, made, desk)
        able = [w for w in _shown(made.window, QWidget) if w.focusPolicy() is not Qt.FocusPolicy.NoFocus]
        assert able
        assert [type(widget).__name__ for widget in able if not accessible_name(widget)] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("moment", MOMENTS)
def test_no_word_is_cut_off_at_any_size(desk: SaleDesk, qapp: QApplication, moment: str, language: Language) -> None:
    with opened(qapp, desk, language=language) as made:
        made.window.resize(1366, 768)
        _to_moment(moment, made, desk)
        cut: list[str] = []
        for scale in Scale:
            made.appearance.wear(scale=scale)
            for _ in range(2):  # words that wrap settle in the second round
                made.window.grab()
                qapp.sendPostedEvents()
            cut += [f"{scale} {widget.text()!r}" for widget in _with_words(made) if _is_cut(widget)]
        assert cut == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("moment", MOMENTS)
def test_every_button_can_be_read_in_a_small_window_at_twice_the_size(
    desk: SaleDesk, qapp: QApplication, moment: str, language: Language
) -> None:
    with opened(qapp, desk, language=language, scale=Scale.LARGEST) as made:
        made.window.resize(1024, 768)
        _to_moment(moment, made, desk)
        made.window.grab()
        buttons = [button for button in _shown(made.window, QPushButton) if button.text()]
        assert [button.text() for button in buttons if _is_cut(button) or _is_covered(button)] == []


def _is_covered(button: QPushButton) -> bool:
    """Say whether another part lies over it, or it reaches out of its own."""
    seen = button.visibleRegion().boundingRect()
    return seen != button.rect()


def _with_words(made: Counter) -> list[QLabel | QPushButton]:
    labels = [label for label in _shown(made.window, QLabel) if not isinstance(label, ElidedLabel)]
    both: list[QLabel | QPushButton] = [*labels, *_shown(made.window, QPushButton)]
    return [widget for widget in both if widget.text()]


def _is_cut(widget: QLabel | QPushButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    words = widget.fontMetrics().horizontalAdvance(widget.text())
    return widget.contentsRect().width() < words or widget.height() < widget.fontMetrics().height()


@pytest.mark.parametrize("scale", Scale)
def test_every_part_lies_inside_its_window_and_on_no_other(desk: SaleDesk, qapp: QApplication, scale: Scale) -> None:
    with opened(qapp, desk, scale=scale) as made:
        made.window.resize(1366, 768)
        _to_moment("tender", made, desk)
        made.window.grab()
        frame = made.window.rect()
        parts = [*_shown(made.window, QPushButton), *_shown(made.window, KeyButton), *_shown(made.window, QLineEdit)]
        boxes = [part.rect().translated(part.mapTo(made.window, part.rect().topLeft())) for part in parts]
        assert all(frame.contains(box) for box in boxes)
        assert not [1 for place, box in enumerate(boxes) for other in boxes[:place] if box.intersects(other)]


def test_all_words_are_plain_text(counter: Counter, desk: SaleDesk) -> None:
    _to_moment("result", counter, desk)
    assert [label.text() for label in counter.window.findChildren(QLabel) if _may_be_rich(label)] == []


def _may_be_rich(label: QLabel) -> bool:
    return label.textFormat() is not Qt.TextFormat.PlainText


def test_rows_are_high_enough_for_a_finger(counter: Counter) -> None:
    assert all(table.row_height() >= 44 for table in counter.window.findChildren(GoodsTable))
    assert all(button.height() >= 28 for button in _shown(counter.window, QAbstractButton))
